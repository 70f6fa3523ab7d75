"""What the report is made from, so that anybody can make it again."""

from __future__ import annotations

from ros_analysis.report.blocks import Column, Table
from ros_analysis.report.public import by_edition
from ros_analysis.report.software import code_fingerprint, versions
from ros_analysis.rounds import Round
from ros_analysis.survey import combined_fingerprint


@by_edition
def about(this: Round) -> Table:
    """Parameters, code and versions; in the internal edition the fingerprint of each raw file too, by its number in
    round.toml, since names of files may name those who answered."""
    words = this.words
    libraries = {name: version for name, version in versions().items() if name != "ros-analysis"}
    rows = [
        (words("about.parameters"), f"survey={this.name}, survey_year={this.year}, edition={this.edition}"),
        (words("about.version"), f"ros-analysis {versions()['ros-analysis']}"),
        (words("about.code"), code_fingerprint()[:16]),
        (words("about.libraries"), ", ".join(f"{name} {version}" for name, version in libraries.items())),
    ]
    if this.edition == "internal":
        inputs = this.sources.unnamed_inputs
        rows.append((words("about.inputs"), combined_fingerprint(this.sources.inputs)[:16]))
        rows += [(name, value[:16]) for name, value in inputs.items() if name.startswith(this.name)]
    return Table(
        id="about",
        caption=words("table.about"),
        columns=(Column("what", words("column.what")), Column("value", words("column.value"))),
        rows=tuple(rows),
        note=words("note.about") if this.edition == "internal" else "",
    )
