"""What the report is made from, so that anybody can make it again."""

from __future__ import annotations

from ros_analysis import fingerprint, provenance
from ros_analysis.blocks import Column, Table
from ros_analysis.rounds import Round


def about(this: Round) -> Table:
    """Parameters, code and versions; in the internal edition the fingerprint of each raw file too.

    Raw files stand there by their number in round.toml, since their names may name those who answered.
    """
    words = this.words
    versions = {name: version for name, version in provenance.versions().items() if name != "ros-analysis"}
    rows = [
        (words("about.parameters"), f"survey={this.name}, survey_year={this.year}, edition={this.edition}"),
        (words("about.version"), f"ros-analysis {provenance.versions()['ros-analysis']}"),
        (words("about.code"), provenance.code_fingerprint()[:16]),
        (words("about.libraries"), ", ".join(f"{name} {version}" for name, version in versions.items())),
    ]
    if this.edition == "internal":
        rows += [(words("about.inputs"), fingerprint.combined(this.sources.inputs)[:16]), *_files(this)]
    return Table(
        id="about",
        caption=words("table.about"),
        columns=(Column("what", words("column.what")), Column("value", words("column.value"))),
        rows=tuple(rows),
        note=words("note.about"),
    )


def _files(this: Round) -> list[tuple[str, str]]:
    """The fingerprint of each raw file of the round, by number, and of what stands with them, by name."""
    inputs, own = this.sources.inputs, f"{this.name}/{this.year}/"
    given = [own + file.path for file in this.settings.file]
    beside = [name for name in inputs if name.startswith(own) and not name.endswith(".toml")]
    numbers = {name: number for number, name in enumerate(dict.fromkeys([*given, *beside]), 1)}
    shown = {
        name: own + this.words("about.file", number=numbers[name]) if name in numbers else name
        for name in inputs
        if name.startswith(f"{this.name}/")
    }
    return [(shown[name], inputs[name][:16]) for name in shown]
