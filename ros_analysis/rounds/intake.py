"""One round's raw folder → scored answers, zones and repairs, or a refusal that lists every problem."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

import pandas as pd

from ros_analysis.analysis import score, zones
from ros_analysis.cleaning import Basis, Examined, Matcher, anonymous, clean, examine, open_export, own_value
from ros_analysis.exports import PlainTable, called
from ros_analysis.survey import (
    COLUMNS,
    MEMBERS,
    Codebook,
    EpjSystems,
    Folders,
    Members,
    OwnColumn,
    Place,
    Problem,
    RefusedData,
    RoundSettings,
    SettingsError,
    SurveySettings,
    file_fingerprint,
    file_fingerprints,
    fold,
    read_codebook,
    read_round,
    read_survey,
)


@dataclass(frozen=True)
class Sources:
    """What the raw folders say of a round, before any answer is read."""

    survey: SurveySettings
    round: RoundSettings
    codebook: Codebook
    inputs: Mapping[str, str]
    """Fingerprint of every raw file that the round is made from, by its path below raw/."""

    @property
    def unnamed_inputs(self) -> dict[str, str]:
        """The fingerprints by what a written file calls each: «vart-fylke/2020/fil 3»."""
        names = called([file.path for file in self.round.file])
        files = [Path(path).name for path in sorted(self.inputs)]
        unnamed = [name for name in files if not _is_ours(name) and fold(name) not in names]
        names |= {fold(name): f"annen fil {number}" for number, name in enumerate(unnamed, 1)}
        return {_unnamed(path, names): value for path, value in self.inputs.items()}


@dataclass(frozen=True)
class Intake:
    """A round's answers, zones and follow-up (contract.ANSWERS, ZONES, FOLLOW_UP), and repairs as rows."""

    answers: pd.DataFrame
    zones: pd.DataFrame
    follow_up: pd.DataFrame
    repairs: pd.DataFrame


def read_sources(folders: Folders, survey: str, year: int, folder: Path | None = None) -> Sources:
    """Settings and codebook of one round, from its folder or another's; raises SettingsError or NotFoundError."""
    home = folders.survey(survey)
    folder = folder or folders.round(survey, year)
    settings = read_round(folder)
    _require_year(settings, folder, year)
    asked = folders.codebook(survey, year)
    said = read_survey(home).in_year(year)
    codebook = read_codebook(asked, asked.relative_to(folders.data).as_posix()).sized(said.counted)
    inputs = file_fingerprints(folders.raw_files(survey, year), folders.raw)
    return Sources(said, settings, codebook, inputs)


def take_in(folders: Folders, survey: str, year: int) -> Intake:
    """The round's answers, read from raw files; raises RefusedData with all that stands in the way."""
    sources = read_sources(folders, survey, year)
    raw = open_raw(folders, survey, year, sources)
    if raw.problems:
        raise raw.refusal([*raw.problems, *raw.examine().problems])
    try:
        cleaned = clean(raw.tables, raw.basis)
    except RefusedData as refused:
        raise raw.refusal(refused.problems) from None
    scored = score(cleaned.answers, sources.codebook)
    found = zones(scored, cleaned.respondents, raw.invited, sources.codebook)
    return Intake(scored, found, cleaned.follow_up, cleaned.repairs)


@dataclass(frozen=True)
class Raw:
    """A round's raw files as plain tables, what stands in their way, and what they are cleaned by."""

    tables: tuple[PlainTable, ...]
    problems: tuple[Problem, ...]
    sources: Sources
    members: Members
    systems: EpjSystems
    asked: pd.DataFrame
    """Those asked (contract.REGISTER)."""

    @property
    def basis(self) -> Basis:
        """What the tables are cleaned by."""
        sources, listed = self.sources, self._listed.columns
        own = tuple(one for one in sources.survey.own_columns if one.name not in listed)
        return Basis(self.members, sources.round, sources.codebook, self.systems, own)

    @property
    def invited(self) -> pd.DataFrame:
        """`asked`, with the body's own columns that members.csv has."""
        return self.asked.merge(self._listed, on="number", how="left")

    @cached_property
    def _listed(self) -> pd.DataFrame:
        """`number` and the body's own columns of members.csv; raises SettingsError for what is no number."""
        file = self.members.columns(self.sources.round.year)
        own = {one.name: one for one in self.sources.survey.own_columns if fold(one.header) in file}
        listed = file[["number", *(fold(one.header) for one in own.values())]].set_axis(
            ["number", *own], axis=1
        )
        return listed.assign(**{name: _values(listed[name], one) for name, one in own.items()})

    @property
    def matcher(self) -> Matcher:
        return self.basis.matcher

    def examine(self) -> Examined:
        """What cleaning repairs and refuses; a cell that the reader already refused is not told of twice."""
        told = {_cell(problem.place) for problem in self.problems if problem.place.column}
        found = examine(self.tables, self.basis)
        return replace(found, problems=[p for p in found.problems if _cell(p.place) not in told])

    def refusal(self, problems: Iterable[Problem]) -> RefusedData:
        """The problems as an error without names or values in its text: a notebook keeps the text."""
        return anonymous(self.sources.round, self.tables).refusal(map(self.told, problems))

    def told(self, problem: Problem) -> Problem:
        """The problem in the survey's own words for those it asks."""
        say = self.sources.survey.told.told
        return replace(problem, message=say(problem.message), remedy=say(problem.remedy))


def open_raw(folders: Folders, survey: str, year: int, sources: Sources, folder: Path | None = None) -> Raw:
    """Every raw file of the round that can be opened, from its folder or another's, and the problems of all.

    Raises SettingsError.
    """
    folder = folder or folders.round(survey, year)
    problems = _changed_files(folder, sources.round) + files_of_other_rounds(
        folders, survey, year, sources.round
    )
    members = Members.load(folders, survey)
    asked = members.of(year, sources.round.population_year)
    known = Matcher(members, year).knows
    tables: list[PlainTable] = []
    for file in sources.round.file:
        try:
            table = open_export(
                folder / file.path,
                sources.codebook,
                known,
                [one.header for one in sources.survey.own_columns],
                sheet=file.sheet,
                header_rows=file.header_rows,
            )
        except RefusedData as refused:
            problems += refused.problems
        else:
            tables.append(table)
            problems += table.problems
    systems = EpjSystems.load(folders.raw / "register")
    return Raw(tuple(tables), tuple(problems), sources, members, systems, asked)


def _values(texts: pd.Series, column: OwnColumn) -> pd.Series:
    """A column of members.csv as numbers or groups; raises SettingsError for what is no number."""
    try:
        values = [None if pd.isna(text) else own_value(text, column) for text in texts]
    except ValueError as error:
        message = f"{MEMBERS}: {column.header} er et tall i survey.toml, men {error}. Rett det."
        raise SettingsError(message) from None
    return pd.Series(values, index=texts.index, dtype="Float64" if column.kind == "number" else "str")


def _unnamed(path: str, names: Mapping[str, str]) -> str:
    folder, _, name = path.rpartition("/")
    return path if _is_ours(name) else f"{folder}/{names[fold(name)]}"


def _is_ours(name: str) -> bool:
    """Whether the project gave the file its name, so that it tells of nobody."""
    return name in COLUMNS or name.endswith(".toml") or name in ("epj_systems.csv", MEMBERS)


def _cell(place: Place) -> tuple[str, str, int | None, str]:
    """The place by column letter alone, since the header is told by some and not by others."""
    return place.file, place.sheet, place.row, place.column.partition(" ")[0]


def _require_year(settings: RoundSettings, folder: Path, year: int) -> None:
    if settings.year != year:
        message = f"mappen heter {year}, men year = {settings.year}."
        raise RefusedData(
            [Problem(Place(f"{folder.name}/round.toml"), message, remedy="Rett den som er feil.")]
        )


def _changed_files(folder: Path, settings: RoundSettings) -> list[Problem]:
    changed = []
    for file in settings.file:
        path = folder / file.path
        if path.is_file() and file_fingerprint(path) != file.sha256:
            message = "filen er en annen enn den round.toml ble skrevet for."
            remedy = "Legg den inn på nytt med «ros new-round», eller rett sha256 i round.toml."
            changed.append(Problem(Place(file.path), message, remedy=remedy, rule="changed_file"))
    return changed


def files_of_other_rounds(folders: Folders, survey: str, year: int, settings: RoundSettings) -> list[Problem]:
    """The round's raw files that lie in another round of the survey too."""
    used = {
        file.sha256: other
        for other in folders.years(survey)
        if other != year
        for file in read_round(folders.round(survey, other)).file
    }
    return [
        Problem(
            Place(file.path),
            f"nøyaktig samme fil ligger i runden {used[file.sha256]}.",
            remedy="Legg inn filen som hører til runden.",
            rule="same_file_twice",
        )
        for file in settings.file
        if file.sha256 in used
    ]
