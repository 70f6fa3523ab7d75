"""A round of made-up answers, on every area such that the codebook's own rule gives a wanted zone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ros_analysis.survey import Area, Codebook, Level

PRESSURE = {"green": 0.30, "yellow": 0.44, "red": 0.60}
OFF_HOURS, DAYTIME = 0.12, -0.06
SEVERITY = {"incoming_daytime": 0.60, "incoming_off_hours": 0.60, "contingency_number": 0.64}
USUAL_SEVERITY = 0.53
SPREAD = 0.17
TRIES = 20_000


class Values(NamedTuple):
    """One municipality's values per area, in the order of the form; None where it left an area unanswered."""

    likelihood: tuple[int | None, ...]
    consequence: tuple[int | None, ...]

    def without(self, area: int) -> Values:
        """The same values with nothing answered on area number `area`."""
        return Values(*(tuple(None if i == area else v for i, v in enumerate(side, 1)) for side in self))


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
    """Those asked (contract.REGISTER), and by number of those who answered: values, system, local time."""

    plan: Plan
    register: pd.DataFrame
    values: Mapping[str, Values]
    systems: Mapping[str, str]
    moments: Mapping[str, datetime]


def draw(zone: Level, codebook: Codebook, rng: np.random.Generator) -> Values:
    """Plausible values that score to `zone` under the codebook's standard rule.

    Likelihood rises with the zone and outside working hours; consequence belongs to the area alone. Values are
    redrawn until the rule agrees; raises ValueError for a codebook under which `zone` never comes up.
    """
    usual = _usual(zone, codebook)
    steps = np.array([[len(codebook.likelihood)], [len(codebook.consequence)]])
    for _ in range(TRIES):
        drawn = np.ceil(rng.normal(usual, SPREAD) * steps).clip(1, steps).astype(int)
        values = Values(*(tuple(side) for side in drawn.tolist()))
        if zone_range(values, codebook) == (zone, zone):
            return values
    raise ValueError(f"Ingen svar gir sonen «{zone}» med denne kodeboken.")


def zone_range(values: Values, codebook: Codebook) -> tuple[Level, Level]:
    """The zone with every unanswered area green, and with every one red."""
    answered = [(like, cons) for like, cons in zip(*values, strict=True) if like and cons]
    levels = [codebook.level(like, cons) for like, cons in answered]
    red, yellow, missing = levels.count("red"), levels.count("yellow"), len(values.likelihood) - len(levels)
    return codebook.standard.zone(red, yellow), codebook.standard.zone(red + missing, yellow)


def leave_one_unanswered(values: Values, codebook: Codebook, rng: np.random.Generator) -> Values | None:
    """`values` without one area that the zone doesn't hang on; None where it hangs on each of them."""
    for area in rng.permutation(len(codebook.area)) + 1:
        fewer = values.without(int(area))
        if zone_range(fewer, codebook) == zone_range(values, codebook):
            return fewer
    return None


def _usual(zone: Level, codebook: Codebook) -> NDArray[np.float64]:
    """The mean of likelihood and of consequence (rows) per area, as shares of their scales."""
    likelihood = [PRESSURE[zone] + _by_hours(area) for area in codebook.area]
    return np.array([likelihood, [SEVERITY.get(area.code, USUAL_SEVERITY) for area in codebook.area]])


def _by_hours(area: Area) -> float:
    if area.code.endswith("off_hours"):
        return OFF_HOURS
    return DAYTIME if area.code.endswith(("daytime", "working_hours")) else 0.0
