"""A new round: exports copied into place unchanged, with a round.toml that says how they seem to be read."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Literal

from ros_analysis.app.onboarding.counties import require_year
from ros_analysis.app.onboarding.losses import require_no_loss
from ros_analysis.app.onboarding.placing import WrongUse, placed, safe_name
from ros_analysis.app.onboarding.round_text import Export, extended, renewed, written
from ros_analysis.cleaning import Matcher, open_export, suggest_mapping
from ros_analysis.exports import MAX_BYTES, part_of, siblings
from ros_analysis.rounds import files_of_other_rounds
from ros_analysis.survey import (
    CODEBOOK,
    Codebook,
    Folders,
    NotFoundError,
    Problem,
    RefusedData,
    Register,
    file_fingerprint,
    fold,
    read_codebook,
    read_round,
    read_survey,
)

How = Literal["new", "replace", "add"]
REPLACED = ".replaced"
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
    allow_loss: bool = False,
) -> Path:
    """The round's folder, with copies of `files` (labels and structure of SurveyXact come along), the codebook in
    force and round.toml.

    `how`: "replace" puts the files in an existing round's place, keeps the rest of its settings and puts what was
    there in .replaced/; "add" lets the files add to those that are there, or correct them. Raises WrongUse for
    what is asked wrongly, RefusedData for a file with no table in it, or for answers that would be lost unless
    `allow_loss`; nothing is written then.
    """
    home = _home(folders, survey)
    register, county = Register.load(folders.register(survey)), read_survey(home).county_number
    require_year(register, county, year)
    folder = home / str(year)
    _require_room(folder, how)
    codebook = folders.codebook(survey, year)
    kept = _kept(folder, how)
    copies = _names(_with_siblings(files), {path.name for path in kept if how == "add"})
    with placed(folder, replace=how != "new") as staging:
        shutil.copyfile(codebook, staging / CODEBOOK.name)
        for name, path in {**{path.name: path for path in kept}, **copies}.items():
            shutil.copyfile(path, staging / name)
        mains = [name for name in copies if not _is_part(name, copies)]
        matcher = Matcher(register, county, year)
        exports = _exports(staging, mains, sheet, header_rows, read_codebook(codebook), matcher)
        text = _settings(folder, year, exports, how)
        (staging / "round.toml").write_text(text, "utf-8", newline="\n")
        if twice := files_of_other_rounds(folders, survey, year, read_round(staging)):
            raise RefusedData(twice)
        if how == "replace" and not allow_loss:
            require_no_loss(folders, survey, year, staging)
        if how != "new":
            _keep_replaced(folder, staging, [] if how == "add" else _replaced(folder, kept))
    return folder


def _settings(folder: Path, year: int, exports: Sequence[Export], how: How) -> str:
    if how == "new":
        return written(year, exports)
    former = (folder / "round.toml").read_text("utf-8-sig")
    return renewed(former, exports) if how == "replace" else extended(former, exports)


def _keep_replaced(folder: Path, staging: Path, replaced: Iterable[Path]) -> None:
    """What the round had before, and what it had before that, below .replaced/, which nothing reads."""
    if (folder / REPLACED).is_dir():
        shutil.copytree(folder / REPLACED, staging / REPLACED)
    paths = list(replaced)
    if paths:
        place = staging / REPLACED / datetime.now().strftime("%Y-%m-%dT%H%M%S.%f")
        place.mkdir(parents=True)
        for path in paths:
            shutil.copy2(path, place / path.name)


def _replaced(folder: Path, kept: Iterable[Path]) -> list[Path]:
    """round.toml, the files that others take the place of, and the codebook they were read by."""
    return [*(path for path in _visible(folder) if path not in kept), *folder.glob(CODEBOOK.name)]


def _home(folders: Folders, survey: str) -> Path:
    try:
        return folders.survey(survey)
    except NotFoundError as error:
        raise WrongUse(f"{error} En ny lages med «ros new-survey FYLKE».") from None


def _require_room(folder: Path, how: How) -> None:
    if how != "new" and not (folder / "round.toml").is_file():
        raise WrongUse(f"{folder} finnes ikke. Kjør uten --{how}.")
    if how == "add" and not read_round(folder).has_answers:
        raise WrongUse(f"{folder} har bare publiserte antall. Kjør med --replace for å legge inn svar.")
    if how == "new" and folder.exists():
        raise WrongUse(
            f"{folder} finnes allerede, og blir ikke overskrevet. Kjør med --add for å legge til eller rette enkelte "
            "svar, eller med --replace for å bytte ut filene og beholde resten av round.toml."
        )


def _visible(folder: Path) -> list[Path]:
    return [path for path in folder.iterdir() if path.is_file()]


def _all_but_settings(folder: Path) -> list[Path]:
    return [path for path in _visible(folder) if path.name != "round.toml"]


def _kept(folder: Path, how: How) -> list[Path]:
    """What of a round's folder stays: with other files, all but its settings and exports."""
    if how != "replace":
        return _all_but_settings(folder) if how == "add" else []
    exports = [folder / file.path for file in read_round(folder).file]
    own = {*exports, *(part for path in exports for part in siblings(path).values())}
    return [path for path in _all_but_settings(folder) if path not in own]


def _with_siblings(files: Sequence[Path]) -> list[Path]:
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


def _names(paths: Sequence[Path], taken: Iterable[str] = ()) -> dict[str, Path]:
    """Each file by the name that its copy gets; two of one name, or one that is `taken`, are refused."""
    copies: dict[str, Path] = {}
    own = set(map(fold, (*taken, "round.toml", CODEBOOK.name)))
    for path in paths:
        name = safe_name(path.name)
        if fold(name) in own | set(map(fold, copies)):
            raise WrongUse(f"{path}: navnet «{name}» er alt i bruk i runden. Gi filen et annet navn.")
        copies[name] = path
    return copies


def _is_part(name: str, copies: dict[str, Path]) -> bool:
    """Whether a file is the labels or structure of a dataset that is copied with it."""
    part = part_of(name)
    return part in ("labels", "structure") and any(
        fold(other) == fold(name).replace(part, "dataset") for other in copies
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
            Export(name, file_fingerprint(folder / name), sheet, header_rows, suggestion, table.columns)
        )
    if problems:
        raise RefusedData(problems)
    return exports
