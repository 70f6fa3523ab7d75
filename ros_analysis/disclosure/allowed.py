"""The allow-list: what may stand in a public report. Anything else is not rendered, and a block that has not passed
through here stops the build."""

from __future__ import annotations

PUBLIC = {
    "text.cover": "title, body and dates",
    "text.lead": "red zone, silent, whole county",
    "text.key_figures": "zone totals",
    "text.most_red": "areas × level",
    "text.findings": "the verdict on size in words; change by the zone totals",
    "text.certainty": "how many answered",
    "text.change": "what the zone totals of two rounds prove",
    "text.conclusions": "zone totals, and as the findings",
    "text.method": "the rules and the plan",
    "text.area_texts": "the form's own words",
    "text.background": "the body's own words",
    "text.proposal": "the body's own words",
    "text.editions": "what an edition is",
    "text.misprints": "published figures of rounds without answers",
    "text.contradictions": "published figures of rounds without answers",
    "tables.published": "published figures of rounds without answers",
    "tables.responses": "invited and answered",
    "tables.silent": "how many were silent",
    "tables.zones": "zone totals",
    "tables.county": "zone totals, whole county",
    "tables.follow_up": "how many are red",
    "tables.measures": "how many say yes to a control, or have a measure",
    "tables.areas": "areas × level, medians",
    "tables.every_round": "zone totals, and areas × level, of each round that shows them",
    "tables.matrix": "likelihood × consequence",
    "tables.county_change": "red share of two rounds",
    "tables.differences": "invited, answered and zone totals of two rounds",
    "tables.about": "parameters and version",
    "figures.zones": "zone totals",
    "figures.every_round": "as the table",
    "figures.area_levels": "areas × level",
    "figures.risk_matrix": "likelihood × consequence",
}
"""Each function that may show something of a round with answers, and what it shows."""
