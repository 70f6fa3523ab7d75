"""What the reader must know of the answers and of the edition."""

from __future__ import annotations

from ros_analysis.report.blocks import Blocks, Paragraph
from ros_analysis.report.public import by_edition
from ros_analysis.report.tables.parts import NOTHING
from ros_analysis.rounds import Round


@by_edition
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
    names = ", ".join(different["name"])
    return Paragraph(this.words("zones_given.names", n=n, names=names), role="warning")


@by_edition
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
            "gaps.some" if missing["number"].nunique() > 1 else "gaps.some_one",
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


@by_edition
def editions(this: Round) -> Paragraph:
    return Paragraph(this.words(f"edition_note.{this.edition}"), role="note")
