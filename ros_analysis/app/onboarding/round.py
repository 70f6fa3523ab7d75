"""A new round: exports copied into place unchanged, with a round.toml that says how they seem to be read."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Literal

from ros_analysis.app.onboarding.asked import WrongUse, require_year
from ros_analysis.app.onboarding.files import (
    Export,
    copies_of,
    extended,
    placed,
    read_exports,
    renewed,
    written,
)
from ros_analysis.cleaning import Entry, Examined, Match, Matcher
from ros_analysis.exports import Column, siblings
from ros_analysis.rounds import (
    ABOUT_COLUMNS,
    Raw,
    RoundVerdict,
    files_of_other_rounds,
    open_raw,
    read_sources,
)
from ros_analysis.survey import (
    CODEBOOK,
    MEMBERS,
    Folders,
    Members,
    NotFoundError,
    Place,
    Problem,
    RefusedData,
    read_codebook,
    read_round,
)

How = Literal["new", "replace", "add"]
REPLACED = ".replaced"
REMEDIES: dict[How, str] = {
    "replace": "Kjør med --add i stedet for --replace, så blir svarene lagt til dem som er der. "
    "Skal noen ut, kjør med --replace --allow-loss.",
    "add": "Skriv også det som ikke er endret, i den nye filen. Skal det ut, kjør med --add --allow-loss.",
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
    population_year: int | None = None,
) -> Path:
    """The round's folder, with copies of `files` (labels and structure of SurveyXact come along), the codebook in
    force and round.toml.

    `how`: "replace" puts the files in an existing round's place, keeps the rest of its settings and puts what was
    there in .replaced/; "add" lets the files add to those that are there, or correct them. Raises WrongUse for
    what is asked wrongly, RefusedData for a file with no table in it, or for answers that would be lost unless
    `allow_loss`; nothing is written then. A new round takes the population of `population_year`, if given, and those
    asked of a members.csv that lies in its folder already.
    """
    home = _home(folders, survey)
    members = Members.load(folders, survey)
    folder = home / str(year)
    _require_room(folder, how)
    if how != "new":
        population_year = read_round(folder).population_year
    require_year(members, year, population_year)
    codebook = folders.codebook(survey, year)
    kept = _kept(folder, how)
    copies = copies_of(files, {path.name for path in kept if how == "add"})
    with placed(folder, replace=folder.exists()) as staging:
        shutil.copyfile(codebook, staging / CODEBOOK.name)
        for name, path in {**{path.name: path for path in kept}, **copies}.items():
            shutil.copyfile(path, staging / name)
        matcher = Matcher(members, year)
        exports = read_exports(staging, list(copies), sheet, header_rows, read_codebook(codebook), matcher)
        if how == "new":
            text = written(year, exports, population_year)
        else:
            text = _settings(folder, exports, _columns(_opened(folders, survey, year, None)), how)
        (staging / "round.toml").write_text(text, "utf-8", newline="\n")
        if twice := files_of_other_rounds(folders, survey, year, read_round(staging)):
            raise RefusedData(twice)
        if how != "new" and not allow_loss:
            _require_no_loss(folders, survey, year, staging, REMEDIES[how])
        if how != "new":
            _keep_replaced(folder, staging, kept if how == "replace" else None)
    return folder


def _settings(folder: Path, exports: Sequence[Export], before: Sequence[Column], how: How) -> str:
    former = (folder / "round.toml").read_text("utf-8-sig")
    return renewed(former, exports, before) if how == "replace" else extended(former, exports, before)


def _columns(raw: Raw | None) -> Sequence[Column]:
    """The columns of the first file that is read as the round says; none where none is there."""
    own = {file.path for file in raw.sources.round.file if file.columns} if raw else set()
    return next((table.columns for table in raw.tables if table.file not in own), ()) if raw else ()


def _keep_replaced(folder: Path, staging: Path, kept: Iterable[Path] | None) -> None:
    """What the round had before but for the files `kept` (None: all are), with the codebook that it was read by, and
    what it had before that, below .replaced/, which nothing reads."""
    if (folder / REPLACED).is_dir():
        shutil.copytree(folder / REPLACED, staging / REPLACED)
    if kept is not None:
        place = staging / REPLACED / datetime.now().strftime("%Y-%m-%dT%H%M%S.%f")
        place.mkdir(parents=True)
        gone = [path for path in folder.iterdir() if path.is_file() and path not in kept]
        for path in (*gone, *folder.glob(CODEBOOK.name)):
            shutil.copy2(path, place / path.name)


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
    if how == "new" and folder.exists() and {path.name for path in folder.iterdir()} != {MEMBERS}:
        raise WrongUse(
            f"{folder} finnes allerede, og blir ikke overskrevet. Kjør med --add for å legge til eller rette enkelte "
            "svar, eller med --replace for å bytte ut filene og beholde resten av round.toml."
        )


def _kept(folder: Path, how: How) -> list[Path]:
    """What of a round's folder stays: with other files, all but its settings and exports."""
    if how == "new":
        return [*folder.glob(MEMBERS)]
    there = [path for path in folder.iterdir() if path.is_file() and path.name != "round.toml"]
    if how == "add":
        return there
    exports = [folder / file.path for file in read_round(folder).file]
    own = {*exports, *(part for path in exports for part in siblings(path).values())}
    return [path for path in there if path not in own]


def _require_no_loss(folders: Folders, survey: str, year: int, staging: Path, remedy: str) -> None:
    """Raises RefusedData naming each that answers in the round, but not or with less in `staging`."""
    if lost := _losses(folders, survey, year, staging):
        message = f"runden ville miste svar fra {len(lost)}: {', '.join(lost)}."
        raise RefusedData([Problem(Place(f"{survey} {year}"), message, remedy=remedy, rule="answers_lost")])


def _losses(folders: Folders, survey: str, year: int, staging: Path) -> list[str]:
    """«Vega» for each that would be gone, «Vega (2 områder, 1 fagsystem)» for each that would have lost answers.

    Where nothing can be read before columns or words are settled, it is enough that a cell names the municipality.
    """
    new = _opened(folders, survey, year, staging)
    before, after = (_examined(raw) for raw in (_opened(folders, survey, year, None), new))
    unsettled = not after.entries and any(problem.rule != "no_answers" for problem in after.problems)
    named = _named(new) if unsettled else set()
    kept = {entry.number: _given(entry) for entry in after.entries}
    told = []
    for entry in sorted(before.entries, key=lambda entry: entry.number):
        if entry.number in kept:
            gone = Counter(kind for kind, _ in sorted(_given(entry) - kept[entry.number], key=str))
            what = ", ".join(f"{count} {kind}" for kind, count in gone.items())
            told += [f"{entry.name} ({what})"] if gone else []
        elif entry.number not in named:
            told.append(entry.name)
    return told


def _opened(folders: Folders, survey: str, year: int, folder: Path | None) -> Raw | None:
    sources = read_sources(folders, survey, year, folder)
    return open_raw(folders, survey, year, sources, folder) if sources.round.has_answers else None


def _examined(raw: Raw | None) -> Examined:
    return raw.examine() if raw else Examined((), (), (), (), ())


def _given(entry: Entry) -> set[tuple[str, object]]:
    """Everything that a municipality has answered, each with its kind."""
    return {
        *(("områder", place) for place, one in enumerate(entry.answers) if not one.missing),
        *(("felt ved siden av", (one.area, one.field)) for one in entry.beside),
        *(("egne kolonner", place) for place, value in enumerate(entry.own) if value is not None),
        *((kind, "") for kind, value in (("fagsystem", entry.epj), ("sone", entry.zone)) if value),
    }


def _named(raw: Raw | None) -> set[str]:
    """Every municipality that a cell names: all that is known of a file whose columns are not yet confirmed."""
    cells: Iterable[str] = {
        cell for table in (raw.tables if raw else ()) for row in table.rows for cell in row.cells
    }
    found = (raw.matcher.find(cell) for cell in cells if cell) if raw else ()
    return {match.number for match in found if isinstance(match, Match)}


def next_step(verdict: RoundVerdict, folder: Path, data: str = "") -> str:
    """The next command, or where to make right what was refused; `data` is the option that names the data folder."""
    settings, which = folder / "round.toml", f"{verdict.survey} {verdict.year}{data}"
    if verdict.accepted:
        return f"Neste: se over koblingene i {settings}, og kjør: ros report {which}"
    rules = {problem.rule for file in verdict.files for problem in file.problems}
    again = f"ros check {which}"
    if rules & ABOUT_COLUMNS:
        return f"Neste: koble kolonnene under [columns] i {settings} (et forslag står der), og kjør: {again}"
    if "other_scale" in rules:
        return f"Neste: skriv skalaen som ble brukt, i {folder / 'codebook.toml'}, og kjør: {again}"
    return (
        "Neste: rett regnearket og kjør samme kommando med --replace, eller gjør valgene i "
        f"{settings} og kjør: {again}"
    )
