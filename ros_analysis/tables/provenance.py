"""What the report is made from, so that anybody can make it again."""

from __future__ import annotations

from ros_analysis import fingerprint, provenance
from ros_analysis.blocks import Column, Table
from ros_analysis.public import by_edition
from ros_analysis.rounds import Round


@by_edition
def about(this: Round) -> Table:
    """Parameters, code and versions; in the internal edition the fingerprint of each raw file too, by its number in
    round.toml, since names of files may name those who answered."""
    words = this.words
    versions = {name: version for name, version in provenance.versions().items() if name != "ros-analysis"}
    rows = [
        (words("about.parameters"), f"survey={this.name}, survey_year={this.year}, edition={this.edition}"),
        (words("about.version"), f"ros-analysis {provenance.versions()['ros-analysis']}"),
        (words("about.code"), provenance.code_fingerprint()[:16]),
        (words("about.libraries"), ", ".join(f"{name} {version}" for name, version in versions.items())),
    ]
    if this.edition == "internal":
        inputs = this.sources.unnamed_inputs
        rows.append((words("about.inputs"), fingerprint.combined(this.sources.inputs)[:16]))
        rows += [(name, value[:16]) for name, value in inputs.items() if name.startswith(this.name)]
    return Table(
        id="about",
        caption=words("table.about"),
        columns=(Column("what", words("column.what")), Column("value", words("column.value"))),
        rows=tuple(rows),
        note=words("note.about") if this.edition == "internal" else "",
    )
