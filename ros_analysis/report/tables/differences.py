"""Which figures are not the same as in the last round."""

from __future__ import annotations

from ros_analysis.report.blocks import Blocks, Column, Table
from ros_analysis.report.comparison import changed
from ros_analysis.report.public import by_edition
from ros_analysis.report.tables.parts import NOTHING, joined, source, unlike_note
from ros_analysis.rounds import Round


@by_edition
def differences(this: Round, last: Round | None) -> Table | Blocks:
    """Figure, last round, this round and the step between; description, from which no change is inferred."""
    if last is None or not (this.shows_zones and last.shows_zones):
        return NOTHING
    found = changed(last, this)
    if not found:
        return NOTHING
    words = this.words
    headings = {"before": str(last.year), "now": str(this.year), "step": words("column.step")}
    return Table(
        id="differences",
        caption=words("table.differences", before=last.year, after=this.year),
        columns=(
            Column("what", words("column.what")),
            *(Column(key, label, "right") for key, label in headings.items()),
        ),
        rows=tuple((one.what, *one.texts(words)) for one in found),
        note=joined(words("note.differences"), unlike_note(this, last), _dot(this, last)),
        source=source(this),
        data=tuple(
            {
                "what": one.what,
                "unit": one.unit,
                "before": one.before,
                "now": one.now,
                "before_of": one.before_of or None,
                "now_of": one.now_of or None,
            }
            for one in found
        ),
    )


def _dot(this: Round, last: Round) -> str:
    """What «.» means, where it is used."""
    return this.words("unlike.step") if this.unlike(last) else ""
