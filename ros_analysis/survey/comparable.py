"""Which municipalities of two rounds are the same unit, through mergers, splits and new numbers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from ros_analysis.survey.municipalities import Succession

KEPT_NUMBER = "boundary"
"""A border moved and both municipalities kept their numbers: still the same units."""

NEW_NUMBER = "renumbered"
"""One municipality under another number, such as when it moved to another county."""


@dataclass(frozen=True)
class Unit:
    """The same area in two rounds, as the municipality numbers of each that belong to it.

    `unchanged`: one municipality became one, whole, with nothing from outside, in or out of the survey.
    """

    before: tuple[str, ...]
    after: tuple[str, ...]
    unchanged: bool


def units(
    before: Iterable[str],
    after: Iterable[str],
    successions: Iterable[Succession],
    years: tuple[int, int],
) -> tuple[Unit, ...]:
    """Every area with a municipality in both rounds, each municipality in one unit at most.

    Registers are as of 1 January, so a succession counts when it took effect after the first year's and no later
    than the second year's 1 January. Municipalities that left the survey or came from outside are in no unit.
    """
    steps = _steps_between(successions, *years)
    old, new = set(before), set(after)
    found = []
    for area in _areas(old | new, steps):
        unit = Unit(tuple(sorted(area & old)), tuple(sorted(area & new)), _whole(area, steps))
        if unit.before and unit.after:
            found.append(unit)
    return tuple(sorted(found, key=lambda unit: unit.after))


def unchanged(units: Iterable[Unit]) -> dict[str, str]:
    """The number before of each unchanged unit, and its number after."""
    return {unit.before[0]: unit.after[0] for unit in units if unit.unchanged}


def chains(
    rounds: Sequence[tuple[int, Sequence[str]]], successions: Iterable[Succession]
) -> tuple[tuple[str, ...], ...]:
    """The numbers, a round each, of every unit that is unchanged from each round to the next.

    `rounds` are year and municipality numbers, oldest first.
    """
    steps = list(successions)
    found: list[tuple[str, ...]] = [(number,) for number in rounds[0][1]]
    for (last_year, before), (year, after) in pairwise(rounds):
        same = unchanged(units(before, after, steps, (last_year, year)))
        found = [(*chain, same[chain[-1]]) for chain in found if chain[-1] in same]
    return tuple(found)


def _steps_between(successions: Iterable[Succession], last_year: int, year: int) -> list[Succession]:
    first, last = date(last_year, 1, 1), date(year, 1, 1)
    return [step for step in successions if step.kind != KEPT_NUMBER and first < step.date <= last]


def _areas(numbers: set[str], steps: Sequence[Succession]) -> list[set[str]]:
    """The numbers as connected groups: whatever is joined by a succession is one area."""
    areas: list[set[str]] = [{number} for number in sorted(numbers)]
    for step in steps:
        touched = [area for area in areas if area & {step.old, step.new}]
        areas = [area for area in areas if not area & {step.old, step.new}]
        areas.append({step.old, step.new}.union(*touched))
    return areas


def _whole(area: set[str], steps: Sequence[Succession]) -> bool:
    inside = [step for step in steps if step.old in area]
    return all(step.kind == NEW_NUMBER and step.extent == "whole" for step in inside)
