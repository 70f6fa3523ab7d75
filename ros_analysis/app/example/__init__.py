"""Made-up surveys with given margins and effects: eksempelfylket, and a country to measure many reports at once."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd

from ros_analysis.app.example.drawing import MadeUpRound as MadeUpRound
from ros_analysis.app.example.drawing import Plan, draw_rounds
from ros_analysis.app.example.raw_files import as_forms, as_surveyxact, write_round
from ros_analysis.app.example.returned import as_returned
from ros_analysis.survey import COLUMNS, Codebook, Register, read_codebook

COUNTY = "98"
NAME = "ROS-kartlegging av e-meldinger"
# Chosen among 1 000 seeds: with so few municipalities many draws show an effect of size that isn't there.
SEED = 850
OF_2020 = """\
Mellom 2018 og 2020 ble flere av kommunene slått sammen, to gikk til et nabofylke, og én kom til fra et annet. Derfor \
var det 36 kommuner i 2018 og 26 i 2020."""
OF_2024 = """\
Mellom 2020 og 2024 ble én av kommunene delt i to, så de ble 27.

I 2024 ble kommunene også spurt om tiltak på områdene, om kontroller, og om hvor langt det er til nærmeste sykehus. \
Svarene kom på skjemaer i Excel, ett fra hver kommune."""
PLANS = (
    Plan(2018, date(2018, 4, 4), date(2018, 4, 27), (13, 7, 13), unanswered="blank"),
    Plan(2020, date(2020, 9, 8), date(2020, 10, 2), (11, 7, 5), unanswered="unknown", background=OF_2020),
    Plan(2024, date(2024, 9, 3), date(2024, 10, 4), (13, 7, 4), unanswered="blank", background=OF_2024),
)
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


def generate(register: Register, codebook: Codebook, seed: int = SEED) -> tuple[MadeUpRound, ...]:
    """The rounds of eksempelfylket, oldest first; the same seed gives the same answers.

    A municipality keeps its system, and some of its risk, from the most populous part that it was made of.
    """
    units = [register.of(COUNTY, plan.year) for plan in PLANS]
    later = zip(units, PLANS[1:], strict=False)
    origins = [{}, *(_origins(before, register, plan.year) for before, plan in later)]
    asked = zip(PLANS, units, origins, strict=True)
    return tuple(draw_rounds(asked, codebook, np.random.default_rng(seed)))


def write_raw(folder: Path, register: Register, codebook: Codebook, seed: int = SEED) -> list[Path]:
    """Eksempelfylket's rounds below `folder`: from SurveyXact, from Microsoft Forms, and as forms of our own."""
    first, second, third = generate(register, codebook, seed)
    rng = np.random.default_rng((seed, third.plan.year))
    return [
        *write_round(folder, first.plan, *as_surveyxact(first)),
        *write_round(folder, second.plan, *as_forms(second, codebook)),
        *write_round(folder, third.plan, *as_returned(third, f"{NAME} {third.plan.year}", codebook, rng)),
    ]


def _origins(before: pd.DataFrame, register: Register, year: int) -> dict[str, str]:
    """For each number of `year`, that of its most populous part in the round before."""
    ascending = before.sort_values("population")["number"]
    return {step.new: number for number in ascending for step in register.successors(number, year)}


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
    _write_register(raw / "register", made_up)
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


def _write_register(folder: Path, counties: Sequence[MadeUpCounty]) -> None:
    units = pd.concat([county.units for county in counties])
    frames = {
        "counties.csv": pd.DataFrame(
            [(county.number, county.name) for county in counties], columns=["number", "name"]
        ),
        "municipalities.csv": units[["number", "name"]],
        "population.csv": units.drop(columns="name").melt("number", var_name="year", value_name="population"),
    }
    for name in (*frames, "successions.csv", "municipality_aliases.csv"):
        frame = frames.get(name, pd.DataFrame()).reindex(columns=list(COLUMNS[name]))
        frame.to_csv(folder / name, index=False, lineterminator="\n")


def _write_survey(
    folder: Path, county: MadeUpCounty, years: Sequence[int], codebook: Codebook, rng: np.random.Generator
) -> None:
    folder.mkdir()
    (folder / "survey.toml").write_text(_survey_toml(county), "utf-8", newline="\n")
    itself = {number: number for number in county.units["number"]}
    asked = (
        (
            _plan(year, place, len(itself), rng),
            county.units.assign(population=county.units[str(year)]),
            itself,
        )
        for place, year in enumerate(years)
    )
    for made_up in draw_rounds(asked, codebook, rng):
        if made_up.plan.year % 2:
            write_round(folder, made_up.plan, *as_forms(made_up, codebook))
        else:
            write_round(folder, made_up.plan, *as_surveyxact(made_up))


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
