"""What the reader must know of the answers and of the edition."""

from __future__ import annotations

from ros_analysis.blocks import Blocks, Paragraph
from ros_analysis.rounds import Round
from ros_analysis.tables.parts import NOTHING


def zones_given(this: Round) -> Paragraph | Blocks:
    """Where the regional body's own zone differs from the rule's: the body's wins, and every difference is said."""
    if not this.has_answers:
        return NOTHING
    zones = this.zones[this.zones["zone_given"].notna()]
    ruled = zones[zones["zone_best"] == zones["zone_worst"]]
    different = ruled[ruled["zone_given"] != ruled["zone_best"]]
    if different.empty:
        return NOTHING
    n = this.words.count("municipality", len(different))
    if not this.shown.names_municipalities:
        return Paragraph(this.words("zones_given.count", n=n), role="warning")
    names = ", ".join(different["name"])
    return Paragraph(this.words("zones_given.names", n=n, names=names), role="warning")


def gaps(this: Round) -> Paragraph | Blocks:
    """How many areas were left unanswered, and how many zones that leaves open."""
    if not this.has_answers:
        return NOTHING
    words = this.words
    if not this.has_areas:
        return Paragraph(words("method.zones_only"))
    missing = this.answers[this.answers["missing"] != ""]
    if missing.empty:
        return Paragraph(words("gaps.none"))
    parts = [
        words(
            "gaps.some",
            answers=words.count("answer", len(missing)),
            n=words.count("municipality", missing["number"].nunique()),
        )
    ]
    undetermined = this.counts.undetermined
    parts.append(
        words("gaps.undetermined", n=words.count("municipality", undetermined))
        if undetermined
        else words("gaps.certain")
    )
    return Paragraph(" ".join(parts))


def editions(this: Round) -> Paragraph:
    return Paragraph(this.words(f"edition_note.{this.edition}"), role="note")


def population_note(this: Round) -> Paragraph | Blocks:
    """Why the public edition has no chart of population against risk."""
    if not this.has_answers:
        return NOTHING
    return Paragraph(this.words("population.public"), role="note") if this.edition == "public" else NOTHING
