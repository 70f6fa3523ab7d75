"""A round of made-up answers, on every area such that the codebook's own rule gives a wanted zone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from math import ceil, sqrt
from typing import Literal, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ros_analysis.analysis import zone_cases
from ros_analysis.survey import LEVELS, Area, Codebook, Level

PRESSURE = {"green": 0.30, "yellow": 0.44, "red": 0.60}
OFF_HOURS, DAYTIME = 0.12, -0.06
SEVERITY = {"incoming_daytime": 0.60, "incoming_off_hours": 0.60, "contingency_number": 0.64}
USUAL_SEVERITY = 0.53
SPREAD = 0.17
TRIES = 20_000
SYSTEMS = {"Gerica": 15, "Visma Profil": 11, "CosDoc": 7, "DIPS": 3}
"""How many of 36 municipalities use each system."""
SHIFT = {"Gerica": -0.4, "Visma Profil": 0.0, "CosDoc": 0.6, "DIPS": 0.2}
"""What a system adds to the strain, in standard deviations: made up, and no word on the products."""
PERSISTENCE = 0.5


class Values(NamedTuple):
    """One municipality's values per area, in the order of the form; None where it left an area unanswered."""

    likelihood: tuple[int | None, ...]
    consequence: tuple[int | None, ...]

    @classmethod
    def alike(cls, value: int | None, areas: int) -> Values:
        return cls((value,) * areas, (value,) * areas)

    def without(self, area: int) -> Values:
        """The same values with nothing answered on area number `area`."""
        return Values(*(tuple(None if i == area else v for i, v in enumerate(side, 1)) for side in self))


@dataclass(frozen=True)
class Reply:
    """One row of a survey tool: what the municipality is called there, its system, when, and the values given."""

    municipality: str
    epj: str
    finished: datetime | None
    values: Values
    status: Literal["completed", "distributed", "dropped"] = "completed"


@dataclass(frozen=True)
class Plan:
    """A round to make up: when, how many in each zone (green, yellow, red), how an open area is marked, own text."""

    year: int
    sent: date
    deadline: date
    margins: tuple[int, int, int]
    unanswered: str = "blank"
    background: str = ""


@dataclass(frozen=True)
class MadeUpRound:
    """Those asked (contract.REGISTER), and the replies as they are meant, by number."""

    plan: Plan
    register: pd.DataFrame
    replies: Mapping[str, Reply]

    @property
    def areas(self) -> int:
        return len(next(iter(self.replies.values())).values.likelihood)


def draw_rounds(
    asked: Iterable[tuple[Plan, pd.DataFrame, Mapping[str, str]]],
    codebook: Codebook,
    rng: np.random.Generator,
) -> Iterator[MadeUpRound]:
    """The rounds of one survey, oldest first: for each its plan, those asked (contract.REGISTER), and the number that
    each had in the round before, from where it keeps its system and some of its risk."""
    systems: dict[str, str] = {}
    strain: dict[str, float] = {}
    for plan, units, origin in asked:
        systems = _deal_systems(units, origin, systems, rng)
        strain = _draw_strain(units, origin, strain, rng)
        yield _draw_round(plan, units, systems, strain, codebook, rng)


def _deal_systems(
    units: pd.DataFrame, origin: Mapping[str, str], before: Mapping[str, str], rng: np.random.Generator
) -> dict[str, str]:
    """The system of each municipality: that of its origin in the round `before`, else dealt at random."""
    deck = [name for name, count in SYSTEMS.items() for _ in range(count)]
    dealt = rng.permutation(deck * ceil(len(units) / len(deck)))
    fresh = dict(zip(units["number"], (str(name) for name in dealt), strict=False))
    return {number: before.get(origin.get(number, ""), fresh[number]) for number in units["number"]}


def _draw_strain(
    units: pd.DataFrame, origin: Mapping[str, str], before: Mapping[str, float], rng: np.random.Generator
) -> dict[str, float]:
    """What drives a municipality's zone apart from its system: standard normal, unrelated to size."""
    fresh = dict(zip(units["number"], rng.standard_normal(len(units)).tolist(), strict=True))
    kept = {number: before[origin[number]] for number in fresh if origin.get(number) in before}
    drawn = {n: PERSISTENCE * was + sqrt(1 - PERSISTENCE**2) * fresh[n] for n, was in kept.items()}
    return fresh | drawn


def _draw_round(
    plan: Plan,
    units: pd.DataFrame,
    systems: Mapping[str, str],
    strain: Mapping[str, float],
    codebook: Codebook,
    rng: np.random.Generator,
) -> MadeUpRound:
    """Answers from as many municipalities as the plan's margins count, the most strained of them red.

    One municipality leaves one area open, where its zone doesn't hang on it.
    """
    numbers = sorted(rng.permutation(units["number"])[: sum(plan.margins)])
    pressed = sorted(numbers, key=lambda number: strain[number] + SHIFT[systems[number]])
    zones = dict(zip(pressed, np.repeat(LEVELS, plan.margins), strict=True))
    values = {number: _draw(zones[number], codebook, rng) for number in numbers}
    values |= _one_left_open(values, codebook, rng)
    moments = dict(zip(numbers, _moments(plan, len(numbers), rng.spawn(1)[0]), strict=True))
    names = dict(zip(units["number"], units["name"], strict=True))
    replies = {n: Reply(names[n], systems[n], moments[n], values[n]) for n in numbers}
    return MadeUpRound(plan, units, replies)


def _draw(zone: Level, codebook: Codebook, rng: np.random.Generator) -> Values:
    """Plausible values that score to `zone` under the codebook's standard rule.

    Likelihood rises with the zone and outside working hours; consequence belongs to the area alone. Values are
    redrawn until the rule agrees; raises ValueError for a codebook under which `zone` never comes up.
    """
    usual = _usual(zone, codebook)
    steps = np.array([[len(codebook.likelihood)], [len(codebook.consequence)]])
    for _ in range(TRIES):
        drawn = np.ceil(rng.normal(usual, SPREAD) * steps).clip(1, steps).astype(int)
        values = Values(*(tuple(side) for side in drawn.tolist()))
        if _zone_range(values, codebook) == (zone, zone):
            return values
    raise ValueError(f"Ingen svar gir sonen «{zone}» med denne kodeboken.")


def _usual(zone: Level, codebook: Codebook) -> NDArray[np.float64]:
    """The mean of likelihood and of consequence (rows) per area, as shares of their scales."""
    likelihood = [PRESSURE[zone] + _by_hours(area) for area in codebook.area]
    return np.array([likelihood, [SEVERITY.get(area.code, USUAL_SEVERITY) for area in codebook.area]])


def _by_hours(area: Area) -> float:
    if area.code.endswith("off_hours"):
        return OFF_HOURS
    return DAYTIME if area.code.endswith(("daytime", "working_hours")) else 0.0


def _zone_range(values: Values, codebook: Codebook) -> tuple[Level, Level]:
    """The zone with every unanswered area green, and with every one red."""
    answered = [(like, cons) for like, cons in zip(*values, strict=True) if like and cons]
    levels = [codebook.level(like, cons) for like, cons in answered]
    missing = len(values.likelihood) - len(levels)
    return zone_cases(codebook.standard, levels.count("red"), levels.count("yellow"), missing)


def _one_left_open(
    values: Mapping[str, Values], codebook: Codebook, rng: np.random.Generator
) -> dict[str, Values]:
    """One municipality's values without one area that its zone doesn't hang on."""
    for number in map(str, rng.permutation(list(values))):
        for area in rng.permutation(len(codebook.area)) + 1:
            fewer = values[number].without(int(area))
            if _zone_range(fewer, codebook) == _zone_range(values[number], codebook):
                return {number: fewer}
    raise ValueError("Ingen kommune kan mangle et område uten at sonen blir usikker.")


def _moments(plan: Plan, count: int, rng: np.random.Generator) -> list[datetime]:
    """When each answer came: whole minutes of working hours between sending and deadline."""
    workdays = pd.bdate_range(plan.sent + timedelta(days=1), plan.deadline)
    days, minutes = rng.integers(len(workdays), size=count), rng.integers(8 * 60, 15 * 60, size=count)
    return [
        workdays[day].to_pydatetime() + timedelta(minutes=int(minute))
        for day, minute in zip(days, minutes, strict=True)
    ]
