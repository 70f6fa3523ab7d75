"""A made-up country: fifteen counties with ten rounds each, to measure many reports at once."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd

from ros_analysis.app.example.answers import MadeUpRound, Plan
from ros_analysis.app.example.drawing import deal_systems, draw_round, draw_strain
from ros_analysis.app.example.raw_files import as_forms, as_surveyxact, write_round
from ros_analysis.survey import COLUMNS, Codebook, read_codebook

FIRST_COUNTY, COUNTIES, MUNICIPALITIES = 81, 15, 357
FIRST_YEAR, ROUNDS = 2016, 10
TYPICAL_SIZE, SIZE_SPREAD = 5_000, 1.1
FIRST = (
    *("Alm", "Brei", "Djup", "Eik", "Fager", "Furu", "Gran", "Hare", "Haug", "Hegg", "Kald", "Klokke"),
    *("Kvit", "Lang", "Lind", "Løv", "Orre", "Osp", "Raud", "Rogn", "Rype", "Selje", "Sild", "Skarv"),
    *("Sol", "Stein", "Svart", "Teist", "Tind", "Torsk", "Trane", "Varg", "Vinter", "Ær", "Ørn"),
)
LAST = (
    *("vik", "nes", "dal", "øy", "fjord", "vang", "voll", "sund", "holm", "moen", "åsen", "strand"),
    *("vær", "hamn", "mark", "lia"),
)
SHARED = ("codebook.toml", "register/epj_systems.csv")


@dataclass(frozen=True)
class MadeUpCounty:
    """A county that doesn't exist, and its municipalities with population per year as columns."""

    number: str
    units: pd.DataFrame

    @property
    def name(self) -> str:
        return f"Eksempelfylke {self.number}"

    @property
    def survey(self) -> str:
        """The folder name of its survey."""
        return f"eksempelfylke-{self.number}"

    def of(self, year: int) -> pd.DataFrame:
        """Its municipalities in `year`, as contract.REGISTER."""
        return self.units[["number", "name"]].assign(population=self.units[str(year)])


def national(
    folder: Path, source: Path, seed: int = 1, *, counties: int = COUNTIES, rounds: int = ROUNDS
) -> list[str]:
    """A data folder of made-up surveys at `folder`/raw; gives the surveys' names.

    Codebook and EPJ aliases are copied from the raw folder `source`; every other file is made up. Raises
    FileExistsError rather than write among files that are there.
    """
    raw = folder / "raw"
    if raw.exists():
        raise FileExistsError(f"{raw} finnes fra før. Velg en tom mappe.")
    for name in SHARED:
        (raw / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source / name, raw / name)
    rng = np.random.default_rng(seed)
    years = range(FIRST_YEAR, FIRST_YEAR + rounds)
    made_up = list(_counties(counties, years, rng))
    _write_register(raw / "register", made_up, years)
    for county in made_up:
        _write_survey(raw / county.survey, county, years, read_codebook(raw / "codebook.toml"), rng)
    return [county.survey for county in made_up]


def _counties(count: int, years: Sequence[int], rng: np.random.Generator) -> Iterator[MadeUpCounty]:
    names = [str(name) for name in rng.permutation(fictional_names())]
    for place, members in enumerate(np.array_split(np.arange(MUNICIPALITIES), COUNTIES)[:count]):
        number = str(FIRST_COUNTY + place)
        start = TYPICAL_SIZE * np.exp(SIZE_SPREAD * rng.standard_normal(len(members)))
        growth = 1 + 0.008 * rng.standard_normal(len(members))
        units = pd.DataFrame(
            {
                "number": [f"{number}{index:02}" for index in range(1, len(members) + 1)],
                "name": [names[member] for member in members],
                **{str(year): np.rint(start * growth**step).astype(int) for step, year in enumerate(years)},
            }
        )
        yield MadeUpCounty(number, units)


def _write_register(folder: Path, counties: Sequence[MadeUpCounty], years: Sequence[int]) -> None:
    units = [(unit, county) for county in counties for unit in county.units.to_dict("records")]
    rows: Mapping[str, list[tuple[object, ...]]] = {
        "counties.csv": [(county.number, county.name, "", "", "") for county in counties],
        "municipalities.csv": [(unit["number"], unit["name"], "", "", "") for unit, _ in units],
        "population.csv": [(year, unit["number"], unit[str(year)]) for year in years for unit, _ in units],
        "successions.csv": [],
        "municipality_aliases.csv": [],
    }
    for name, lines in rows.items():
        with (folder / name).open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows([COLUMNS[name], *lines])


def _write_survey(
    folder: Path, county: MadeUpCounty, years: Sequence[int], codebook: Codebook, rng: np.random.Generator
) -> None:
    folder.mkdir()
    (folder / "survey.toml").write_text(_survey_toml(county), "utf-8", newline="\n")
    for made_up in _rounds(county, years, codebook, rng):
        if made_up.plan.year % 2:
            write_round(folder, made_up.plan, *as_forms(made_up, codebook))
        else:
            write_round(folder, made_up.plan, *as_surveyxact(made_up))


def _rounds(
    county: MadeUpCounty, years: Sequence[int], codebook: Codebook, rng: np.random.Generator
) -> Iterator[MadeUpRound]:
    systems: dict[str, str] = {}
    strain: dict[str, float] = {}
    itself = {number: number for number in county.units["number"]}
    for place, year in enumerate(years):
        units = county.of(year)
        systems = deal_systems(units, itself, systems, rng)
        strain = draw_strain(units, itself, strain, rng)
        yield draw_round(_plan(year, place, len(units), rng), units, systems, strain, codebook, rng)


def _plan(year: int, place: int, asked: int, rng: np.random.Generator) -> Plan:
    """A round in which most answer, and a little fewer are red than the time before."""
    answered = asked - int(rng.binomial(asked, 0.1))
    red = round(answered * 0.4 * 0.92**place)
    green = round((answered - red) * 0.6)
    margins = (green, answered - red - green, red)
    unanswered = "unknown" if year % 2 else "blank"
    return Plan(year, date(year, 9, 1), date(year, 9, 30), margins, unanswered)


def _survey_toml(county: MadeUpCounty) -> str:
    return f'''# Syntetiske eksempeldata: fylket, kommunene og svarene finnes ikke.
name = "ROS-kartlegging av e-meldinger"
county_number = "{county.number}"
county = "{county.name}"
organiser = "Samarbeidsorganet i {county.name} (oppdiktet)"
synthetic = true
source = "Oppdiktede svar, laget av prosjektet selv"
background = "Fylket, kommunene og svarene er diktet opp for å måle hvor lang tid mange rapporter tar."
proposal = "Eksempelet har ikke noe forslag til vedtak."
'''


def fictional_names() -> list[str]:
    """Every name that the parts make, without letters tripled or doubled at the seam."""
    return [first + last for first in FIRST for last in LAST if first[-1] != last[0]]
