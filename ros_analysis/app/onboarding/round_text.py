"""round.toml as text: written for a new round, or renewed with other files and all else kept."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ros_analysis.cleaning import PART_WORDS, Suggestion, find_columns
from ros_analysis.exports import Column
from ros_analysis.survey import Columns, RoundSettings

HEAD = """\
# Runden {year}, satt opp av «ros new-round» ut fra overskriftene i eksporten. Kontroller koblingene under [columns].
year = {year}
# sent = {year}-09-01         # fjern #, og skriv dagen undersøkelsen ble sendt ut
# deadline = {year}-10-01     # fjern #, og skriv svarfristen; svar etter den blir merket
"""
CHOICES = """\
# Har en kommune svart flere ganger, eller oppgitt flere fagsystemer, blir runden avvist til dere har valgt:
# [choices]
# several_answers = "latest"    # eller "worst" (det verste for hvert område) eller "role" med preferred_role = "…"
# several_epj = "first"
# former_units = "whole_unit"   # svar fra en tidligere kommune føres på den nye
"""
TABLE = re.compile(r"\s*\[\[?\s*([A-Za-z_]+)")


@dataclass(frozen=True)
class Export:
    """A raw file of the round: its name and hash, how it is opened, and what its columns seem to be."""

    name: str
    sha256: str
    sheet: str | None
    header_rows: int | None
    suggestion: Suggestion
    columns: Sequence[Column]

    def fits(self, columns: Columns) -> bool:
        """Whether each column that is named is there, once."""
        single = (getattr(columns, role) for role in Columns.model_fields if role not in PART_WORDS)
        areas = (name for part in PART_WORDS for name in getattr(columns, part).values())
        named = [name for name in (*single, *areas) if name]
        return bool(named) and all(len(find_columns(self.columns, name)) == 1 for name in named)

    def block(self, key: str) -> str:
        """The columns as they seem to be, what is only guessed as comments."""
        return self.suggestion.toml(self.columns, key, guesses_as_comments=True)


def written(year: int, exports: Sequence[Export]) -> str:
    """The settings of a new round."""
    return "\n".join([HEAD.format(year=year), *_files(exports), exports[0].block("columns"), "", CHOICES])


def renewed(former: str, exports: Sequence[Export]) -> str:
    """`former` with other files, and columns suggested where its own don't fit; counts give way to answers."""
    known = RoundSettings.model_validate(tomllib.loads(former)).columns
    has_columns = known != Columns()
    kept = "\n".join(_without(former, {"file", "counts"})).rstrip()
    columns = [] if has_columns else [exports[0].block("columns"), ""]
    return "\n".join([kept, "", *_files(exports, known if has_columns else None), *columns])


def extended(former: str, exports: Sequence[Export]) -> str:
    """`former` with more files, whose answers count before those of the files before them."""
    known = RoundSettings.model_validate(tomllib.loads(former)).columns
    return "\n".join([former.rstrip(), "", *_files(exports, known, corrects=True)])


def _files(
    exports: Sequence[Export], known: Columns | None = None, *, corrects: bool = False
) -> Iterator[str]:
    """A [[file]] table each; one that is not laid out as `known`, or as the first, has columns of its own."""
    for export in exports:
        yield "[[file]]"
        yield f"path = {_quoted(export.name)}"
        yield f"sha256 = {_quoted(export.sha256)}"
        if export.sheet:
            yield f"sheet = {_quoted(export.sheet)}"
        if export.header_rows:
            yield f"header_rows = {export.header_rows}"
        if corrects:
            yield "corrects = true   # svarene her gjelder foran svarene i filene over"
        yield ""
        alike = export.fits(known) if known else export.block("columns") == exports[0].block("columns")
        if not alike:
            yield export.block("file.columns")
            yield ""


def _without(text: str, tables: set[str]) -> Iterator[str]:
    """The lines of a TOML text but for some tables and the source of published counts."""
    inside = ""
    for line in text.splitlines():
        if found := TABLE.match(line):
            inside = found[1]
        if inside not in tables and not re.match(r"counts_source\s*=", line):
            yield line


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
