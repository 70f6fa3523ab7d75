"""Who has which system, who is under strain, and the round of answers that follows from it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from math import ceil, sqrt

import numpy as np
import pandas as pd

from ros_analysis.app.example.answers import MadeUpRound, Plan, Values, draw, leave_one_unanswered
from ros_analysis.survey import LEVELS, Codebook

SYSTEMS = {"Gerica": 15, "Visma Profil": 11, "CosDoc": 7, "DIPS": 3}
"""How many of 36 municipalities use each system."""
SHIFT = {"Gerica": -0.4, "Visma Profil": 0.0, "CosDoc": 0.6, "DIPS": 0.2}
"""What a system adds to the strain, in standard deviations: made up, and no word on the products."""
PERSISTENCE = 0.5


def deal_systems(
    units: pd.DataFrame, origin: Mapping[str, str], before: Mapping[str, str], rng: np.random.Generator
) -> dict[str, str]:
    """The system of each municipality: that of its origin in the round `before`, else dealt at random."""
    deck = [name for name, count in SYSTEMS.items() for _ in range(count)]
    dealt = rng.permutation(deck * ceil(len(units) / len(deck)))
    fresh = dict(zip(units["number"], (str(name) for name in dealt), strict=False))
    return {number: before.get(origin.get(number, ""), fresh[number]) for number in units["number"]}


def draw_strain(
    units: pd.DataFrame, origin: Mapping[str, str], before: Mapping[str, float], rng: np.random.Generator
) -> dict[str, float]:
    """What drives a municipality's zone apart from its system: standard normal, unrelated to size."""
    fresh = dict(zip(units["number"], rng.standard_normal(len(units)), strict=True))
    kept = {number: before[origin[number]] for number in fresh if origin.get(number) in before}
    return {
        number: PERSISTENCE * kept[number] + sqrt(1 - PERSISTENCE**2) * value
        if number in kept
        else float(value)
        for number, value in fresh.items()
    }


def draw_round(
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
