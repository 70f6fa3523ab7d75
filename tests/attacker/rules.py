"""The smallest publisher that prints by decision 6, to be attacked whole and with a clause left out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from statistics import median
from typing import Any

from attacker.answers import LEVELS, MEASURES, level, measured, profile
from attacker.facts import C, Publication
from attacker.rounds import AREAS, Answer

CLAUSES = frozenset({
    "zones", "undetermined", "rows", "missing", "all rows", "medians", "matrix",
})  # fmt: skip


def outside(values: Iterable[Any], *, count_open: bool = True) -> int:
    """How many stand outside the largest value; those without any count as if they stood in it."""
    everybody = list(values)
    known = [value for value in everybody if value is not None]
    largest = max(Counter(known).values(), default=0)
    return len(known if count_open else everybody) - largest


def publish(answers: Mapping[str, Answer], c: int = C, clauses: Collection[str] = CLAUSES) -> Publication:
    """What may be printed of a round; a clause that is not among `clauses` always says «may be shown»."""
    everybody = list(answers.values())
    zones = [None if (z := profile(answer).zone) == "undetermined" else z for answer in everybody]
    printed = Publication(len(everybody), c=c)
    if "zones" in clauses and outside(zones, count_open="undetermined" in clauses) <= c:
        return printed
    counted = Counter(zone or "undetermined" for zone in zones)
    printed.zones = {zone: counted[zone] for zone in (*LEVELS, "undetermined")}
    columns = {area: [answer[area - 1] for answer in everybody] for area in AREAS}
    passes = {
        area: outside(map(level, column), count_open="missing" in clauses) > c or "rows" not in clauses
        for area, column in columns.items()
    }
    shown = [area for area in AREAS if passes[area]]
    if "all rows" in clauses and len(shown) < len(passes):
        return printed
    printed.levels = {
        area: {name: [level(pair) for pair in columns[area]].count(name) for name in LEVELS} for area in shown
    }
    steps = all(
        outside([measured(pair, measure) for pair in column]) > c
        for column in columns.values()
        for measure in MEASURES[:2]
    )
    if steps or "medians" not in clauses:
        printed.medians = {
            (measure, area): median(
                [v for pair in columns[area] if (v := measured(pair, measure)) is not None]
            )
            for measure in MEASURES
            for area in shown
            if any(columns[area])
        }
    if steps or "matrix" not in clauses:
        cells = Counter(pair for column in columns.values() for pair in column if pair is not None)
        printed.matrix = {(a, b): cells[a, b] for a in range(1, 5) for b in range(1, 5)}
    return printed
