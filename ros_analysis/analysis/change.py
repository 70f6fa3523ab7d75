"""The same municipalities in two rounds: who moved between zones, and whether that is more than chance."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import sqrt
from typing import Literal

import pandas as pd

from ros_analysis.analysis.findings import (
    Count,
    Effect,
    Finding,
    Interval,
    LeftOut,
    Number,
    Probability,
    Reason,
    Record,
    Tally,
)
from ros_analysis.exact import paired_steps
from ros_analysis.survey import LEVELS, Unit

Z95 = 1.959963984540054
WIDEST = float(len(LEVELS) - 1)
Side = Literal["unchanged", "worst_part", "best_part"]
_SIDES: dict[Side, Callable[[Sequence[int]], int]] = {"worst_part": max, "best_part": min}


class Pairing(Record):
    """Zones of the same units in two rounds: how many got better, stayed, got worse, and the exact test of it.

    `units`: only unchanged municipalities, or merged and split ones too, each side by its worst or best part.
    """

    units: Side
    better: Count
    same: Count
    worse: Count
    statistic: Number | None = None
    p: Probability | None = None
    midp: Probability | None = None
    smallest_p: Probability | None = None

    @property
    def n(self) -> int:
        return self.better + self.same + self.worse


class Transition(Record):
    """From which zone (rows, named) to which, for the unchanged municipalities known in both rounds."""

    rows: tuple[Tally, ...]
    comparable: Count
    merged: Count
    pairings: tuple[Pairing, ...]

    @property
    def merged_known(self) -> int:
        """How many merged or split units have a known zone in both rounds, and so are counted in the pairings."""
        return self.pairings[-1].n - self.pairings[0].n

    @property
    def counted(self) -> tuple[Pairing, ...]:
        """The pairings that differ: the unchanged alone where no merged or split unit can be counted."""
        return self.pairings if self.merged_known else self.pairings[:1]


def transition(before: pd.DataFrame, after: pd.DataFrame, units: Sequence[Unit]) -> Transition:
    """Two rounds' zones (contract.ZONES) over comparable `units`; zones that aren't determined are left out."""
    unchanged = [unit for unit in units if unit.unchanged]
    pairs = _pairs(before, after, unchanged, max)
    others = [_pairing(side, _pairs(before, after, units, part)) for side, part in _SIDES.items()]
    return Transition(
        rows=tuple(_row(code, pairs) for code in range(len(LEVELS))),
        comparable=len(unchanged),
        merged=len(units) - len(unchanged),
        pairings=(_pairing("unchanged", pairs), *others),
    )


def change_finding(moved: Transition) -> Finding:
    """The pre-declared test of change: exact sign-permutation of the zone steps of unchanged municipalities."""
    primary = moved.pairings[0]
    left_out = LeftOut(no_counterpart=moved.comparable - primary.n)
    steps = zone_steps(moved.rows)
    if primary.p is None:
        reason: Reason = "no_answers" if primary.n == 0 else "nobody_moved"
        return Finding(question="change", n=primary.n, reason=reason, left_out=left_out)
    return Finding(
        question="change",
        n=primary.n,
        method="paired_steps",
        statistic=primary.statistic,
        p=primary.p,
        midp=primary.midp,
        smallest_p=primary.smallest_p,
        effect=Effect(name="net_better", value=-sum(steps) / primary.n),
        interval=net_interval(steps),
        groups=moved.rows,
        left_out=left_out,
    )


def zone_steps(rows: Sequence[Tally]) -> list[int]:
    """One step per municipality of a transition table, in zones; positive for the worse, as the test counts."""
    return [
        after - before
        for before, row in enumerate(rows)
        for after, level in enumerate(LEVELS)
        for _ in range(row[level])
    ]


def net_interval(steps: Sequence[int]) -> Interval:
    """95 % interval for the mean step for the better, one step added each way: with single steps only it is the
    adjusted Wald interval for (better − worse) / n (Bonett and Price 2012; Fagerland et al. 2014)."""
    n = len(steps) + 2
    mean, squares = -sum(steps) / n, (sum(step**2 for step in steps) + 2) / n
    half = Z95 * sqrt((squares - mean**2) / n)
    return Interval(low=max(-WIDEST, mean - half), high=min(WIDEST, mean + half))


def _pairs(
    before: pd.DataFrame, after: pd.DataFrame, units: Sequence[Unit], part: Callable[[Sequence[int]], int]
) -> list[tuple[int, int]]:
    old, new = _codes(before), _codes(after)
    sides = [
        (
            [old[number] for number in unit.before if number in old],
            [new[number] for number in unit.after if number in new],
        )
        for unit in units
    ]
    return [(part(was), part(now)) for was, now in sides if was and now]


def _codes(zones: pd.DataFrame) -> dict[str, int]:
    known = zones[zones["zone"].notna()]
    return {
        str(number): LEVELS.index(zone) for number, zone in zip(known["number"], known["zone"], strict=True)
    }


def _row(code: int, pairs: Sequence[tuple[int, int]]) -> Tally:
    now = [after for before, after in pairs if before == code]
    return Tally(name=LEVELS[code], **{level: now.count(to) for to, level in enumerate(LEVELS)})


def _pairing(side: Side, pairs: Sequence[tuple[int, int]]) -> Pairing:
    steps = [after - before for before, after in pairs]
    better, worse = sum(step < 0 for step in steps), sum(step > 0 for step in steps)
    moved = Pairing(units=side, better=better, same=steps.count(0), worse=worse)
    if not better + worse:
        return moved
    test = paired_steps([before for before, _ in pairs], [after for _, after in pairs])
    return moved.but(statistic=test.statistic, p=test.pvalue, midp=test.midp, smallest_p=test.smallest_p)
