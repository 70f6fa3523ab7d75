"""One round's raw folder → scored answers, zones and repairs, or a refusal that lists every problem."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from ros_analysis import fingerprint
from ros_analysis.cleaning import clean
from ros_analysis.codebook import Codebook, read_codebook
from ros_analysis.epj import EpjSystems
from ros_analysis.exports import PlainTable, read_export
from ros_analysis.folders import Folders
from ros_analysis.municipalities import Register
from ros_analysis.problems import Place, Problem, RefusedData
from ros_analysis.scoring import score, zones
from ros_analysis.settings import RoundSettings, SurveySettings, read_round, read_survey


@dataclass(frozen=True)
class Sources:
    """What the raw folders say of a round, before any answer is read."""

    survey: SurveySettings
    round: RoundSettings
    codebook: Codebook
    inputs: Mapping[str, str]
    """Fingerprint of every raw file that the round is made from, by its path below raw/."""


@dataclass(frozen=True)
class Intake:
    """A round's answers (contract.ANSWERS), zones (contract.ZONES) and repairs (problems.Repair as rows)."""

    answers: pd.DataFrame
    zones: pd.DataFrame
    repairs: pd.DataFrame


def read_sources(folders: Folders, survey: str, year: int) -> Sources:
    """Settings and codebook of one round; raises SettingsError or NotFoundError."""
    folder = folders.round(survey, year)
    settings = read_round(folder)
    _require_year(settings, folder, year)
    codebook = read_codebook(folders.data / "raw" / "codebook.toml")
    return Sources(read_survey(folder.parent), settings, codebook, inputs(folders, survey, year))


def inputs(folders: Folders, survey: str, year: int) -> dict[str, str]:
    """Fingerprint of codebook, register, survey.toml, round.toml and the raw files that it names."""
    folder = folders.round(survey, year)
    files = [folders.raw / "codebook.toml", folder.parent / "survey.toml", folder / "round.toml"]
    files += [path for path in folders.register(survey).iterdir() if path.suffix in (".csv", ".toml")]
    files += (
        []
        if folders.raw / "register" == folders.register(survey)
        else [folders.raw / "register" / "epj_systems.csv"]
    )
    named = [folder / file.path for file in read_round(folder).file]
    return fingerprint.of_files([*files, *(path for path in named if path.is_file())], folders.raw)


def take_in(folders: Folders, survey: str, year: int) -> Intake:
    """The round's answers, read from raw files; raises RefusedData with all that stands in the way."""
    sources = read_sources(folders, survey, year)
    register = Register.load(folders.register(survey))
    tables = read_tables(folders, survey, year, sources.round)
    systems = EpjSystems.load(folders.raw / "register")
    cleaned = clean(tables, sources.survey.county_number, sources.round, sources.codebook, register, systems)
    scored = score(cleaned.answers, sources.codebook)
    invited = register.of(sources.survey.county_number, year)
    rule = sources.codebook.standard
    return Intake(
        scored, zones(scored, cleaned.respondents, invited, sources.codebook, rule), cleaned.repairs
    )


def read_tables(folders: Folders, survey: str, year: int, settings: RoundSettings) -> list[PlainTable]:
    """Every raw file of the round as a plain table; raises RefusedData with the problems of all files."""
    folder = folders.round(survey, year)
    problems = _changed_files(folder, settings) + _files_of_other_rounds(folders, survey, year, settings)
    tables: list[PlainTable] = []
    for file in settings.file:
        try:
            tables.append(read_export(folder / file.path, sheet=file.sheet, header_rows=file.header_rows))
        except RefusedData as refused:
            problems += refused.problems
    if problems:
        raise RefusedData(problems)
    return tables


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
        if path.is_file() and fingerprint.of_file(path) != file.sha256:
            message = "filen er en annen enn den round.toml ble skrevet for."
            remedy = "Legg den inn på nytt med «ros new-round», eller rett sha256 i round.toml."
            changed.append(Problem(Place(file.path), message, remedy=remedy, rule="changed_file"))
    return changed


def _files_of_other_rounds(
    folders: Folders, survey: str, year: int, settings: RoundSettings
) -> list[Problem]:
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
