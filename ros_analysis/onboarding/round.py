"""A new round: exports copied into place unchanged, with a round.toml that says how they seem to be read."""

from __future__ import annotations

import shutil
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Literal

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
from ros_analysis.onboarding.keeping import OWN, keep, put_aside
from ros_analysis.onboarding.losing import losses
from ros_analysis.onboarding.placing import WrongUse, placed, safe_name
from ros_analysis.onboarding.round_text import Export, extended, renewed, written
from ros_analysis.problems import Problem, RefusedData
from ros_analysis.settings import read_round, read_survey

How = Literal["new", "replace", "add"]
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
    how: How = "new",
    now: datetime,
) -> Path:
    """The round's folder, with copies of `files` (labels and structure of SurveyXact come along), round.toml, and the
    codebook that it is asked with.

    `replace` puts the files in the place of an existing round's, `add` puts them beside those; the rest of the
    settings stays, and what is replaced is kept below .replaced/ by the time `now`. Raises WrongUse for what is asked
    wrongly, RefusedData for a file with no table in it or where answers would be lost; nothing is written then.
    """
    home = _home(folders, survey)
    register, county = Register.load(folders.register(survey)), read_survey(home).county_number
    require_year(register, county, year)
    folder = home / str(year)
    _require_room(folder, how)
    asked = folders.codebook(survey, year)
    codebook = read_codebook(asked)
    with placed(folder, replace=how != "new") as staging:
        if how != "new":
            keep(folder, staging, files=how == "add")
            put_aside(folder, staging, now, files=how == "replace")
        shutil.copyfile(asked, staging / asked.name)
        copies = _names(_with_siblings(files), [path.name for path in staging.iterdir()])
        for name, path in copies.items():
            shutil.copyfile(path, staging / name)
        mains = [name for name in copies if not _is_part(name, copies)]
        exports = _exports(staging, mains, sheet, header_rows, codebook, Matcher(register, county, year))
        text = _settings(how, folder, year, exports)
        (staging / "round.toml").write_text(text, "utf-8", newline="\n")
        if problems := files_of_other_rounds(folders, survey, year, read_round(staging)):
            raise RefusedData(problems)
        if how != "new" and (problems := losses(folders, survey, year, staging)):
            raise RefusedData(problems)
    return folder


def _home(folders: Folders, survey: str) -> Path:
    try:
        return folders.survey(survey)
    except NotFoundError as error:
        raise WrongUse(f"{error} En ny lages med «ros new-survey FYLKE».") from None


def _require_room(folder: Path, how: How) -> None:
    if how != "new" and not (folder / "round.toml").is_file():
        raise WrongUse(f"{folder} finnes ikke. Kjør uten --{how}.")
    if how == "new" and folder.exists():
        raise WrongUse(
            f"{folder} finnes allerede, og blir ikke overskrevet. Kjør med --add for å legge til eller rette svar fra "
            "enkelte kommuner, eller med --replace for å bytte ut filene og beholde resten av round.toml."
        )
    if how == "add" and not read_round(folder).has_answers:
        raise WrongUse(f"{folder} har bare antall, ingen svar å legge til. Kjør med --replace.")


def _settings(how: How, folder: Path, year: int, exports: Sequence[Export]) -> str:
    if how == "new":
        return written(year, exports)
    former = (folder / "round.toml").read_text("utf-8")
    return renewed(former, exports) if how == "replace" else extended(former, exports)


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


def _names(paths: Sequence[Path], taken: Collection[str]) -> dict[str, Path]:
    """Each file by the name that its copy gets; two of one name are refused, and one that is `taken`."""
    copies: dict[str, Path] = {}
    for path in paths:
        name = safe_name(path.name)
        if name.casefold() in {known.casefold() for known in (*copies, *taken, *OWN)}:
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
