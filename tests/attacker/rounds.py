"""Made-up rounds, and the raw files that they would be handed in as."""

from __future__ import annotations

import csv
import hashlib
import io
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

RAW = Path(__file__).parents[2] / "data" / "raw"
AREAS = range(1, 9)
SYSTEMS = ("Gerica", "Visma Profil", "CosDoc", "DIPS")
YEARS = (2018, 2020, 2022)
COUNTIES = {"98": 26, "97": 12, "96": 6}
"""Counties and how many municipalities each has; every round is sent to all of one."""
Pair = tuple[int, int] | None
"""Likelihood and consequence of an area; None where it is not answered."""
Answer = tuple[Pair, ...]
GREEN: Answer = ((1, 1), (1, 2), (1, 3), (2, 1), (3, 1), (1, 2), (2, 1), (1, 1))
YELLOW: Answer = ((2, 2), (2, 3), (4, 1), *GREEN[3:])
RED: Answer = ((2, 4), (3, 3), (4, 2), (2, 2), *GREEN[4:])
OPEN: Answer = (None, None, None, *GREEN[3:])
"""Green in all that is answered, but three are not: the zone may be green or red."""


@dataclass(frozen=True)
class Survey:
    """Who answered what in each round, in a county whose `systems` are known; the others were silent."""

    name: str
    rounds: Mapping[int, Mapping[str, Answer]]
    county: str = "98"
    systems: Mapping[str, str] = field(default_factory=dict)
    file_each: bool = False
    coalition: int = 0

    @property
    def invited(self) -> tuple[str, ...]:
        """Everybody's municipality number."""
        return members(self.county)

    def system(self, number: str) -> str:
        """The EPJ system of a municipality."""
        return self.systems.get(number) or SYSTEMS[int(number) % 7 % len(SYSTEMS)]


def members(county: str) -> tuple[str, ...]:
    """The municipality numbers of a county."""
    return tuple(f"{county}{place:02}" for place in range(1, COUNTIES[county] + 1))


def drawn(seed: int, years: Sequence[int] = (2020,)) -> Survey:
    """Rounds of 5–15 answers, or as many as the county has, each by others, with blanks here and there."""
    chance = np.random.default_rng(seed)
    county = tuple(COUNTIES)[seed % len(COUNTIES)]
    rounds = {}
    for year in years:
        n = chance.integers(5, min(15, COUNTIES[county]) + 1)
        strain = chance.uniform(0.1, 0.6)
        who = chance.choice(members(county), n, replace=False)
        rounds[year] = {str(number): _drawn_answer(chance, strain) for number in who}
    return Survey(f"trukket{seed:02}", rounds, county)


def _drawn_answer(chance: np.random.Generator, strain: float) -> Answer:
    own = np.clip(strain + chance.normal(0, 0.2), 0, 1)
    steps = 1 + chance.binomial(3, own, size=(len(AREAS), 2))
    blank = chance.random(len(AREAS)) < 0.03
    return tuple(None if gone else (int(a), int(b)) for gone, (a, b) in zip(blank, steps, strict=True))


def write(surveys: Sequence[Survey], data: Path) -> Path:
    """A data folder with the surveys' raw files, and a register of made-up municipalities."""
    register = data / "raw" / "register"
    register.mkdir(parents=True)
    shutil.copy(RAW / "codebook.toml", data / "raw")
    shutil.copy(RAW / "register" / "epj_systems.csv", register)
    for name, rows in _register().items():
        (register / name).write_text(_csv(rows), "utf-8")
    for survey in surveys:
        _write_survey(survey, data / "raw" / survey.name)
    return data


def name_of(number: str) -> str:
    """What a made-up municipality is called: no word of any sentence."""
    return "Qvx" + "".join("abcdefghij"[int(digit)] for digit in number[1:])


def population(number: str) -> int:
    """From 1 237 upwards, every third above 20 000."""
    place = int(number[2:])
    return 1_237 + 613 * place + 20_000 * (place % 3 == 0)


def _register() -> dict[str, list[Sequence[object]]]:
    everybody = [number for county in COUNTIES for number in members(county)]
    return {
        "municipalities.csv": [
            ["number", "name", "other_names", "valid_from", "valid_to"],
            *([number, name_of(number), "", "", ""] for number in everybody),
        ],
        "population.csv": [
            ["year", "number", "population"],
            *([year, number, population(number)] for year in YEARS for number in everybody),
        ],
        "successions.csv": [["old_number", "new_number", "date", "kind", "extent", "note"]],
        "counties.csv": [
            ["number", "name", "valid_from", "valid_to", "short_forms"],
            *([number, f"Fylket {number}", "", "", ""] for number in COUNTIES),
        ],
        "municipality_aliases.csv": [["alias", "name"]],
    }


def _write_survey(survey: Survey, folder: Path) -> None:
    folder.mkdir(parents=True)
    (folder / "survey.toml").write_text(
        f'name = "Kartlegging"\ncounty_number = "{survey.county}"\ncounty = "Fylket {survey.county}"\n'
        'organiser = "Oppdiktet"\nsynthetic = true\nsource = "Oppdiktede svar"\n'
        'background = "Svarene er diktet opp."\nproposal = "Ingen."\n'
        + (f"coalition = {survey.coalition}\n" if survey.coalition else ""),
        "utf-8",
    )
    for year, answers in survey.rounds.items():
        place = folder / str(year)
        place.mkdir()
        files = _files(survey, year, answers)
        for name, content in files.items():
            (place / name).write_bytes(content)
        (place / "round.toml").write_text(_settings(year, files), "utf-8")


def _files(survey: Survey, year: int, answers: Mapping[str, Answer]) -> dict[str, bytes]:
    head = ["Runde", "Nummer", "System", *(f"{part}{area}" for area in AREAS for part in "SK")]
    rows = {
        number: [year, number, survey.system(number), *(step for pair in given for step in pair or ("", ""))]
        for number, given in answers.items()
    }
    if survey.file_each:
        return {f"Svar {name_of(number)}.csv": _csv([head, row]).encode() for number, row in rows.items()}
    return {"svar.csv": _csv([head, *rows.values()]).encode()}


def _settings(year: int, files: Mapping[str, bytes]) -> str:
    lines = [f"year = {year}", f"sent = {year}-09-08", f"deadline = {year}-10-02"]
    for name, content in files.items():
        lines += ["[[file]]", f'path = "{name}"', f'sha256 = "{hashlib.sha256(content).hexdigest()}"']
    lines += ["[columns]", 'municipality_number = "Nummer"', 'epj = "System"']
    for part, letter in (("likelihood", "S"), ("consequence", "K")):
        lines += [f"[columns.{part}]", *(f'{area} = "{letter}{area}"' for area in AREAS)]
    return "\n".join([*lines, ""])


def _csv(rows: Sequence[Sequence[object]]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue()


def size(number: str) -> str:
    """The size class that its population puts a municipality in."""
    return "small" if population(number) < 5_000 else "medium" if population(number) < 20_000 else "large"
