"""What the report is made from, so that anybody can make it again."""

from __future__ import annotations

from importlib.metadata import version

from ros_analysis import fingerprint
from ros_analysis.blocks import Column, Table
from ros_analysis.public import by_edition
from ros_analysis.rounds import Round


@by_edition
def about(this: Round) -> Table:
    """Parameters, the package's version, and the fingerprint of each raw file where these may be known."""
    words = this.words
    rows = [
        (words("about.parameters"), f"survey={this.name}, survey_year={this.year}, edition={this.edition}"),
        (words("about.version"), f"ros-analysis {version('ros-analysis')}"),
    ]
    if this.sources.inputs:
        rows.append((words("about.inputs"), fingerprint.combined(this.sources.inputs)[:16]))
    inputs = this.sources.unnamed_inputs
    rows += [(name, value[:16]) for name, value in inputs.items() if name.startswith(this.name)]
    return Table(
        id="about",
        caption=words("table.about"),
        columns=(Column("what", words("column.what")), Column("value", words("column.value"))),
        rows=tuple(rows),
        note=words("note.about") if this.sources.inputs else "",
    )
