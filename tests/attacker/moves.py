"""Two rounds in which some are the same: both zones of each are one secret."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from itertools import product
from typing import Any

from attacker.answers import LEVELS
from attacker.worlds import Fact, Part, Worlds

Zones = Mapping[str, str]


def worlds(last: Zones, this: Zones, *, moved: bool) -> Worlds:
    """The worlds that fit the zone totals of both rounds, and how many became better, stayed and became worse."""
    people = sorted({*last, *this})
    truth = {Part(who, "zones"): (last.get(who), this.get(who)) for who in people}
    options = {
        Part(who, "zones"): list(
            product(LEVELS if who in last else (None,), LEVELS if who in this else (None,))
        )
        for who in people
    }
    facts = [
        _counted(lambda state, place=place: state[place], level, list(zones.values()).count(level))  # type: ignore[misc]
        for place, zones in enumerate((last, this))
        for level in LEVELS
    ]
    if moved:
        steps = Counter(step(state) for state in truth.values())
        facts += [_counted(step, way, steps[way]) for way in ("better", "same", "worse")]
    return Worlds(options, truth, facts)


def step(zones: Any) -> str | None:
    """How somebody moved, None who was not in both rounds."""
    if None in zones:
        return None
    before, after = map(LEVELS.index, zones)
    return "better" if after < before else "worse" if after > before else "same"


def _counted(told: Callable[[Any], str | None], value: str, n: int) -> Fact:
    return Fact(lambda _, __, state: float(told(state) == value), n, n)
