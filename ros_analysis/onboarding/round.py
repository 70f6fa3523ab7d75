"""A new round: exports copied into place unchanged, with a round.toml that says how they seem to be read."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from ros_analysis import fingerprint
from ros_analysis.cleaning import open_export, suggest_mapping
from ros_analysis.cleaning.identify import Matcher
from ros_analysis.codebook import Codebook, read_codebook
from ros_analysis.exports.limits import MAX_BYTES
from ros_analysis.exports.triple import part_of, siblings
from ros_analysis.folders import Folders, NotFoundError
from ros_analysis.intake import files_of_other_rounds
from ros_analysis.municipalities import Register
from ros_analysis.onboarding.counties import require_year
from ros_analysis.onboarding.placing import WrongUse, placed, safe_name
from ros_analysis.onboarding.round_text import Export, renewed, written
from ros_analysis.problems import Problem, RefusedData
from ros_analysis.settings import read_round, read_survey

OPTIONS = {
    "sheet_unclear": "Kjør på nytt med arkets navn: --sheet «navn».",
    "header_rows_unclear": "Kjør på nytt med antall overskriftsrader: --header-rows 1, 2 eller 3.",
}


def new_round(
    folders: Folders,
    survey: str,
    year: int,
    files: Sequence[Path],
    *,
    sheet: str | None = None,
    header_rows: int | None = None,
    renew: bool = False,
) -> Path:
    """The round's folder, with copies of `files` (labels and structure of SurveyXact come along) and round.toml.

    `renew` puts the files in an existing round's place and keeps the rest of its settings. Raises WrongUse
    for what is asked wrongly, RefusedData for a file with no table in it; nothing is written then.
    """
    home = _home(folders, survey)
    register, county = Register.load(folders.register(survey)), read_survey(home).county_number
    require_year(register, county, year)
    folder = home / str(year)
    _require_room(folder, renew=renew)
    codebook = read_codebook(folders.raw / "codebook.toml")
    copies = _names(_with_siblings(files))
    with placed(folder, replace=renew) as staging:
        for path in _kept(folder) if renew else []:
            shutil.copyfile(path, staging / path.name)
        for name, path in copies.items():
            shutil.copyfile(path, staging / name)
        mains = [name for name in copies if not _is_part(name, copies)]
        exports = _exports(staging, mains, sheet, header_rows, codebook, Matcher(register, county, year))
        former = (folder / "round.toml").read_text("utf-8-sig") if renew else ""
        text = renewed(former, exports) if former else written(year, exports)
        (staging / "round.toml").write_text(text, "utf-8", newline="\n")
        if twice := files_of_other_rounds(folders, survey, year, read_round(staging)):
            raise RefusedData(twice)
    return folder


def _home(folders: Folders, survey: str) -> Path:
    try:
        return folders.survey(survey)
    except NotFoundError as error:
        raise WrongUse(f"{error} En ny lages med «ros new-survey FYLKE».") from None


def _require_room(folder: Path, *, renew: bool) -> None:
    if renew and not (folder / "round.toml").is_file():
        raise WrongUse(f"{folder} finnes ikke. Kjør uten --replace.")
    if not renew and folder.exists():
        raise WrongUse(
            f"{folder} finnes allerede, og blir ikke overskrevet. Kjør med --replace for å bytte ut filene og "
            "beholde resten av round.toml."
        )


def _kept(folder: Path) -> list[Path]:
    """What else lies in a round's folder than its settings and exports."""
    exports = [folder / file.path for file in read_round(folder).file]
    own = {folder / "round.toml", *exports, *(part for path in exports for part in siblings(path).values())}
    return [path for path in folder.iterdir() if path.is_file() and path not in own]


def _with_siblings(files: Sequence[Path]) -> list[Path]:
    """The files, and the labels and structure that lie beside a dataset; each once."""
    found: dict[Path, None] = {}
    for path in files:
        if not path.is_file():
            raise WrongUse(f"{path} finnes ikke, eller er ikke en vanlig fil.")
        if path.stat().st_size > MAX_BYTES:
            raise WrongUse(f"{path} er over 50 MB. Eksporter bare denne undersøkelsen.")
        if path.name.startswith("~$"):
            raise WrongUse(f"{path} er Excels låsefil, ikke dataene. Lukk Excel og velg selve filen.")
        found |= dict.fromkeys(part.absolute() for part in (path, *siblings(path).values()))
    return list(found)


def _names(paths: Sequence[Path]) -> dict[str, Path]:
    """Each file by the name that its copy gets; two of one name are refused."""
    copies: dict[str, Path] = {}
    for path in paths:
        name = safe_name(path.name)
        if name.casefold() in {known.casefold() for known in copies} or name.casefold() == "round.toml":
            raise WrongUse(f"{path}: navnet «{name}» er alt i bruk i runden. Gi filen et annet navn.")
        copies[name] = path
    return copies


def _is_part(name: str, copies: dict[str, Path]) -> bool:
    """Whether a file is the labels or structure of a dataset that is copied with it."""
    part = part_of(name)
    return part in ("labels", "structure") and any(
        other.casefold() == name.casefold().replace(part, "dataset") for other in copies
    )


def _exports(
    folder: Path,
    names: Sequence[str],
    sheet: str | None,
    header_rows: int | None,
    codebook: Codebook,
    matcher: Matcher,
) -> list[Export]:
    """What each file is and how it seems to be read; raises RefusedData with the problems of all that don't open."""
    exports: list[Export] = []
    problems: list[Problem] = []
    for name in names:
        try:
            table = open_export(folder / name, codebook, matcher.knows, sheet=sheet, header_rows=header_rows)
        except RefusedData as refused:
            problems += [replace(p, remedy=OPTIONS.get(p.rule, p.remedy)) for p in refused.problems]
            continue
        suggestion = suggest_mapping(table, codebook, matcher.knows)
        exports.append(
            Export(name, fingerprint.of_file(folder / name), sheet, header_rows, suggestion, table.columns)
        )
    if problems:
        raise RefusedData(problems)
    return exports
