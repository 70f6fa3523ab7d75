"""The files of a new round: the names of the copies, how each seems to be read, and a round.toml that says so."""

from __future__ import annotations

import os
import re
import shutil
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from ros_analysis.app.onboarding.asked import WrongUse, pairs
from ros_analysis.cleaning import Matcher, Suggestion, find_columns, open_export, suggest_mapping
from ros_analysis.exports import MAX_BYTES, Column, part_of, siblings
from ros_analysis.survey import (
    BY_AREA,
    CODEBOOK,
    MEMBERS,
    ONCE,
    Codebook,
    Columns,
    Problem,
    RefusedData,
    RoundSettings,
    file_fingerprint,
    fold,
)

HEAD = """\
# Runden {year}, satt opp av «ros new-round» ut fra overskriftene i eksporten. Kontroller koblingene under [columns].
year = {year}
# sent = {year}-09-01         # fjern #, og skriv dagen undersøkelsen ble sendt ut
# deadline = {year}-10-01     # fjern #, og skriv svarfristen; svar etter den blir merket
# background = "…"            # fjern #, og skriv det som gjelder denne runden; står etter bakgrunnen i survey.toml
# proposal = "…"              # fjern #, og skriv rundens forslag til vedtak; ellers gjelder det i survey.toml
"""
CHOICES = """\
# Har noen svart flere ganger, eller oppgitt flere fagsystemer, blir runden avvist til dere har valgt:
# [choices]
# several_answers = "latest"    # eller "worst" (det verste for hvert område) eller "role" med preferred_role = "…"
# several_epj = "first"
# former_units = "whole_unit"   # svar fra en som er slått sammen, føres på den nye
"""
OPTIONS = {
    "sheet_unclear": "Kjør på nytt med arkets navn: --sheet «navn». Står svarene på flere ark, kopier dem inn i ett.",
    "header_rows_unclear": "Kjør på nytt med antall overskriftsrader: --header-rows 1, 2 eller 3.",
}
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

    def fits(self, columns: Columns, before: Sequence[Column]) -> bool:
        """Whether each column that is named is there, once; by its letter only where all are called as they were."""
        single = (getattr(columns, role) for role in ONCE)
        areas = (name for part in BY_AREA for name in columns.of(part).values())
        named = [name for name in (*single, *areas, *columns.factor.values()) if name]
        found = [find_columns(self.columns, name) for name in named]
        if not found or any(len(one) != 1 for one in found):
            return False
        by_letter = any(
            find_columns([Column(self.columns[i].letter, "")], name) == [0]
            for (i,), name in zip(found, named, strict=True)
        )
        return not by_letter or [one.header for one in self.columns] == [one.header for one in before]

    def block(self, key: str) -> str:
        """The columns as they seem to be, what is only guessed as comments."""
        return self.suggestion.toml(self.columns, key, guesses_as_comments=True)


def copies_of(files: Iterable[Path], taken: Iterable[str]) -> dict[str, Path]:
    """Each file, and the labels and structure beside a dataset, by the name that its copy gets.

    Raises WrongUse for what isn't a file of answers, two of one name, and a name that is `taken`.
    """
    copies: dict[str, Path] = {}
    own = set(map(fold, (*taken, "round.toml", CODEBOOK.name, MEMBERS)))
    for path in _with_siblings(files):
        name = safe_name(path.name)
        if fold(name) in own | set(map(fold, copies)):
            raise WrongUse(f"{path}: navnet «{name}» er alt i bruk i runden. Gi filen et annet navn.")
        copies[name] = path
    return copies


def read_exports(
    folder: Path,
    names: Sequence[str],
    sheet: str | None,
    header_rows: int | None,
    codebook: Codebook,
    matcher: Matcher,
) -> list[Export]:
    """What each of the files `names` is and how it seems to be read, but for labels and structure of a dataset.

    Raises RefusedData with the problems of all that don't open.
    """
    exports: list[Export] = []
    problems: list[Problem] = []
    for name in (name for name in names if not _is_part(name, names)):
        try:
            table = open_export(folder / name, codebook, matcher.knows, sheet=sheet, header_rows=header_rows)
        except RefusedData as refused:
            problems += [replace(p, remedy=OPTIONS.get(p.rule, p.remedy)) for p in refused.problems]
            continue
        suggestion = suggest_mapping(table, codebook, matcher.knows)
        exports.append(
            Export(name, file_fingerprint(folder / name), sheet, header_rows, suggestion, table.columns)
        )
    if problems:
        raise RefusedData(problems)
    return exports


def written(year: int, exports: Sequence[Export], population_year: int | None = None) -> str:
    """The settings of a new round."""
    other = (
        f"population_year = {population_year}   # folketallet for {year} mangler\n" if population_year else ""
    )
    head = HEAD.format(year=year) + other
    return "\n".join([head, *_files(exports), exports[0].block("columns"), "", CHOICES])


def renewed(former: str, exports: Sequence[Export], before: Sequence[Column]) -> str:
    """`former` with other files than the one with the columns `before`, and columns suggested where its own don't fit;
    counts give way to answers."""
    known = RoundSettings.model_validate(tomllib.loads(former)).columns
    has_columns = known != Columns()
    kept = "\n".join(_without(former, {"file", "counts"})).rstrip()
    columns = [] if has_columns else [exports[0].block("columns"), ""]
    return "\n".join([kept, "", *_files(exports, known if has_columns else None, before), *columns])


def extended(former: str, exports: Sequence[Export], before: Sequence[Column]) -> str:
    """`former` with more files, whose answers count before those of the one with the columns `before`."""
    known = RoundSettings.model_validate(tomllib.loads(former)).columns
    return "\n".join([former.rstrip(), "", *_files(exports, known, before, corrects=True)])


def _files(
    exports: Sequence[Export],
    known: Columns | None = None,
    before: Sequence[Column] = (),
    *,
    corrects: bool = False,
) -> Iterator[str]:
    """A [[file]] table each; one that is not laid out as `known`, or as the first, has columns of its own."""
    for export in exports:
        how = {"sheet": export.sheet, "header_rows": export.header_rows}
        given = {key: value for key, value in how.items() if value}
        yield "\n".join(["[[file]]", *pairs({"path": export.name, "sha256": export.sha256, **given})])
        if corrects:
            yield "corrects = true   # svarene her gjelder foran svarene i filene over"
        yield ""
        alike = (
            export.fits(known, before) if known else export.block("columns") == exports[0].block("columns")
        )
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


def _with_siblings(files: Iterable[Path]) -> list[Path]:
    """The files, and the labels and structure that lie beside a dataset; each once."""
    found: dict[Path, None] = {}
    for path in _in_folders(files):
        if not path.is_file():
            raise WrongUse(f"{path} finnes ikke, eller er ikke en vanlig fil.")
        if path.stat().st_size > MAX_BYTES:
            raise WrongUse(f"{path} er over 50 MB. Eksporter bare denne undersøkelsen.")
        if path.name.startswith("~$"):
            raise WrongUse(f"{path} er Excels låsefil, ikke dataene. Lukk Excel og velg selve filen.")
        found |= dict.fromkeys(part.absolute() for part in (path, *siblings(path).values()))
    return list(found)


def _in_folders(paths: Iterable[Path]) -> Iterator[Path]:
    """The paths, and instead of a folder the files in it, but for hidden ones and Excel's locks."""
    for path in paths:
        if path.is_dir():
            inside = sorted(
                one for one in path.iterdir() if one.is_file() and not one.name.startswith((".", "~$"))
            )
            if not inside:
                raise WrongUse(f"{path} er tom.")
            yield from inside
        else:
            yield path


def _is_part(name: str, names: Sequence[str]) -> bool:
    """Whether a file is the labels or structure of a dataset that is copied with it."""
    part = part_of(name)
    return part in ("labels", "structure") and any(
        fold(other) == fold(name).replace(part, "dataset") for other in names
    )


def safe_name(name: str) -> str:
    """A file name kept as it is, but for signs that a shell, a TOML file or another system could trip over."""
    plain = unicodedata.normalize("NFC", name)
    return re.sub(r"[^\w .,()+-]", "_", plain).strip(" ").lstrip(".-") or "svar"


@contextmanager
def placed(folder: Path, *, replace: bool = False) -> Iterator[Path]:
    """An empty folder to fill, which becomes `folder` in one rename when the block ends well, else vanishes."""
    staging, former = (folder.parent / f".{folder.name}.{word}.{os.getpid()}" for word in ("ny", "forrige"))
    folder.parent.mkdir(parents=True, exist_ok=True)
    staging.mkdir()
    try:
        yield staging
        if replace and folder.exists():
            folder.rename(former)
        try:
            staging.rename(folder)
        except OSError:
            if former.exists():
                former.rename(folder)
            raise
    finally:
        for left in (staging, former):
            shutil.rmtree(left, ignore_errors=True)
