"""Eksempelfylket: two made-up rounds with the published margins, risk unrelated to size and weakly tied to EPJ."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta

import numpy as np
import pandas as pd

from ros_analysis.codebook import LEVELS, Codebook
from ros_analysis.municipalities import Register
from ros_analysis.synthetic.answers import Values, draw, leave_one_unanswered
from ros_analysis.synthetic.made_up import MadeUpRound, Plan

COUNTY = "98"
# Chosen among 1 000 seeds: with so few municipalities many draws show an effect of size that isn't there.
SEED = 850
PLANS = (
    Plan(2018, date(2018, 4, 4), date(2018, 4, 27), (13, 7, 13), unanswered="blank"),
    Plan(2020, date(2020, 9, 8), date(2020, 10, 2), (11, 7, 5), unanswered="unknown"),
)
SYSTEMS = {"Gerica": 15, "Visma Profil": 11, "CosDoc": 7, "DIPS": 3}
SHIFT = {"Gerica": -0.4, "Visma Profil": 0.0, "CosDoc": 0.6, "DIPS": 0.2}
PERSISTENCE = 0.5


def generate(register: Register, codebook: Codebook, seed: int = SEED) -> tuple[MadeUpRound, ...]:
    """The rounds of eksempelfylket, oldest first; the same seed gives the same answers.

    A municipality keeps its system, and some of its risk, from the most populous part that it was made of.
    """
    rng = np.random.default_rng(seed)
    rounds: list[MadeUpRound] = []
    systems: dict[str, str] = {}
    strain: dict[str, float] = {}
    for plan in PLANS:
        units = register.of(COUNTY, plan.year)
        origin = _origins(rounds[-1].register, register, plan.year) if rounds else {}
        systems = _systems(units, origin, systems, rng)
        strain = _strain(units, origin, strain, rng)
        rounds.append(_round(plan, units, systems, strain, codebook, rng))
    return tuple(rounds)


def _origins(before: pd.DataFrame, register: Register, year: int) -> dict[str, str]:
    """For each number of `year`, that of its most populous part in the round before."""
    ascending = before.sort_values("population")["number"]
    return {step.new: number for number in ascending for step in register.successors(number, year)}


def _systems(
    units: pd.DataFrame, origin: Mapping[str, str], before: Mapping[str, str], rng: np.random.Generator
) -> dict[str, str]:
    dealt = rng.permutation([name for name, count in SYSTEMS.items() for _ in range(count)])
    fresh = dict(zip(units["number"], (str(name) for name in dealt), strict=False))
    return {number: before.get(origin.get(number, ""), fresh[number]) for number in units["number"]}


def _strain(
    units: pd.DataFrame, origin: Mapping[str, str], before: Mapping[str, float], rng: np.random.Generator
) -> dict[str, float]:
    """What drives a municipality's zone apart from its system: standard normal, unrelated to size."""
    fresh = dict(zip(units["number"], rng.standard_normal(len(units)), strict=True))
    kept = {number: before[origin[number]] for number in fresh if origin.get(number) in before}
    new_part = float(np.sqrt(1 - PERSISTENCE**2))
    return {
        number: PERSISTENCE * kept[number] + new_part * value if number in kept else float(value)
        for number, value in fresh.items()
    }


def _round(
    plan: Plan,
    units: pd.DataFrame,
    systems: Mapping[str, str],
    strain: Mapping[str, float],
    codebook: Codebook,
    rng: np.random.Generator,
) -> MadeUpRound:
    numbers = sorted(rng.permutation(units["number"])[: sum(plan.margins)])
    pressed = sorted(numbers, key=lambda number: strain[number] + SHIFT[systems[number]])
    zones = dict(zip(pressed, np.repeat(LEVELS, plan.margins), strict=True))
    values = {number: draw(zones[number], codebook, rng) for number in numbers}
    return MadeUpRound(
        plan,
        units,
        _with_one_open(values, codebook, rng),
        {number: systems[number] for number in numbers},
        dict(zip(numbers, _moments(plan, len(numbers), rng.spawn(1)[0]), strict=True)),
    )


def _with_one_open(
    values: Mapping[str, Values], codebook: Codebook, rng: np.random.Generator
) -> dict[str, Values]:
    for number in rng.permutation(list(values)):
        fewer = leave_one_unanswered(values[number], codebook, rng)
        if fewer is not None:
            return {**values, str(number): fewer}
    raise ValueError("Ingen kommune kan mangle et område uten at sonen blir usikker.")


def _moments(plan: Plan, count: int, rng: np.random.Generator) -> list[datetime]:
    """When each answer came: whole minutes of working hours between sending and deadline."""
    workdays = pd.bdate_range(plan.sent + timedelta(days=1), plan.deadline)
    days, minutes = rng.integers(len(workdays), size=count), rng.integers(8 * 60, 15 * 60, size=count)
    return [
        workdays[day].to_pydatetime() + timedelta(minutes=int(minute))
        for day, minute in zip(days, minutes, strict=True)
    ]
