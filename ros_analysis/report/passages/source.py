"""The body's own words and published figures."""

from __future__ import annotations

from ros_analysis.report.blocks import Blocks, Bullets, Paragraph, Prose
from ros_analysis.report.public import by_edition
from ros_analysis.report.tables.parts import NOTHING
from ros_analysis.rounds import Round


@by_edition
def background(this: Round) -> Prose:
    return Prose(this.survey.background, this.survey.language)


@by_edition
def proposal(this: Round) -> Prose:
    """The body's own proposal for a decision."""
    return Prose(this.survey.proposal, this.survey.language)


@by_edition
def misprints(this: Round, last: Round | None) -> Paragraph | Blocks:
    """How many published figures were found wrong, and how many can't be checked."""
    checks = [check for each in (last, this) if each is not None for check in each.published]
    if not checks:
        nothing_to_say = this.edition == "public" and this.has_answers
        return NOTHING if nothing_to_say else Paragraph(this.words("published.none"))
    n = {
        verdict: sum(check.verdict == verdict for check in checks)
        for verdict in ("match", "misprint", "cannot")
    }
    return Paragraph(
        this.words(
            "published.summary", **{key: this.words.count("figure", value) for key, value in n.items()}
        )
    )


@by_edition
def contradictions(this: Round, last: Round | None) -> Bullets | Blocks:
    """What the source says in two ways."""
    found = [text for each in (last, this) if each is not None for text in each.settings.contradictions]
    return Bullets(tuple(found)) if found else NOTHING
