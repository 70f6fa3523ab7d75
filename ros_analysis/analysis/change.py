"""The same municipalities in two rounds: how their risk changed, and whether that is more than chance."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from statistics import fmean, pstdev
from typing import Literal

import pandas as pd

from ros_analysis.analysis.findings import (
    CHANGE,
    TREND,
    Count,
    Effect,
    Finding,
    Interval,
    LeftOut,
    Number,
    Probability,
    Question,
    Record,
    Tally,
    Tested,
)
from ros_analysis.analysis.scoring import Basis, CountedRound, ScoredRound, basis, risk
from ros_analysis.analysis.significance import made
from ros_analysis.exact import signed, signed_interval
from ros_analysis.survey import LEVELS, Succession, Unit, chains

Side = Literal["unchanged", "worst_part", "best_part"]
PartOf = Callable[[Sequence[float]], float]
FEWEST_ROUNDS = 3
"""With two, the change since the last round is the same question."""


class Pairing(Record):
    """Zones of the same units in two rounds: how many got better, stayed, got worse; and `p` of the declared test.

    `units`: only unchanged municipalities, or merged and split ones too, each side by its worst or best part.
    """

    units: Side
    better: Count
    same: Count
    worse: Count
    p: Probability | None = None

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
    def leave_red_anyhow(self) -> float:
        """How many of those that were red would be out of it if nothing had changed: as if either round, of each
        municipality, could as well have been the first. Half of those that are red once only go each way."""
        red = self.rows[-1]
        one_way = (red.n - red.red + sum(row.red for row in self.rows[:-1])) / 2
        return red.n * one_way / (red.red + one_way) if red.n else 0.0

    @property
    def counted(self) -> tuple[Pairing, ...]:
        """The pairings that differ: the unchanged alone where no merged or split unit can be counted."""
        return self.pairings if self.merged_known else self.pairings[:1]


@dataclass(frozen=True)
class OverYears:
    """The zones (contract.ZONES) of rounds with answers, oldest first, and the units unchanged through all of them."""

    years: tuple[int, ...]
    frames: tuple[pd.DataFrame, ...]
    same: tuple[tuple[str, ...], ...]
    """The numbers of a unit, a round each."""

    @classmethod
    def of(
        cls, rounds: Sequence[ScoredRound | CountedRound], successions: Iterable[Succession]
    ) -> OverYears | None:
        """Of comparable `rounds`, those with answers; None where they are too few, or the last has none."""
        scored = [one for one in rounds if isinstance(one, ScoredRound)]
        if len(scored) < FEWEST_ROUNDS or scored[-1] is not rounds[-1]:
            return None
        return cls.through(scored, chains([(one.year, one.numbers) for one in scored], successions))

    @classmethod
    def through(cls, rounds: Sequence[ScoredRound], same: Iterable[tuple[str, ...]]) -> OverYears:
        return cls(tuple(one.year for one in rounds), tuple(one.zones for one in rounds), tuple(same))

    @property
    def measure(self) -> Basis:
        """What change is tested by: scores where all rounds have them, else zones."""
        return measure(*self.frames)

    def paths(self, by: Basis) -> list[tuple[float | None, ...]]:
        """The risk of each unit, a round each; None where it isn't known."""
        risks = [risks_of(zones, by) for zones in self.frames]
        return [
            tuple(known.get(number) for known, number in zip(risks, chain, strict=True))
            for chain in self.same
        ]

    def known(self, by: Basis) -> list[tuple[float, ...]]:
        """The paths of the units whose risk is known in all rounds."""
        return [path for path in self.paths(by) if None not in path]  # type: ignore[misc]

    def moves(self, by: Basis) -> list[float]:
        """Risk in the last round less risk in the first, of the units whose risk is known in all."""
        return [path[-1] - path[0] for path in self.known(by)]


class Trend(Record):
    """The mean risk in each round, oldest first, of the `n` units whose risk is known in all of them."""

    years: tuple[int, ...]
    n: Count
    means: tuple[Number, ...]


def transition(before: pd.DataFrame, after: pd.DataFrame, units: Sequence[Unit]) -> Transition:
    """Two rounds' zones (contract.ZONES) over comparable `units`; zones that aren't determined are left out."""
    unchanged = [unit for unit in units if unit.unchanged]
    sides: dict[Side, tuple[Sequence[Unit], PartOf]] = {
        "unchanged": (unchanged, max), "worst_part": (units, max), "best_part": (units, min),
    }  # fmt: skip
    return Transition(
        rows=rows(_pairs(before, after, unchanged, "zone")),
        comparable=len(unchanged),
        merged=len(units) - len(unchanged),
        pairings=tuple(_pairing(side, before, after, *those) for side, those in sides.items()),
    )


def change_finding(over: OverYears, question: Question = CHANGE) -> Finding:
    """The pre-declared test of change: exact sign-permutation of risk in the last of the rounds less risk in the first.

    By scores where all rounds have them, else by zones, over the units whose risk is known in every round: those
    between decide who is counted, but have no weight. The question over all rounds (TREND) is the same test.
    """
    by = over.measure
    known, steps = over.known(by), over.moves(by)
    is_trend = question == TREND
    finding = Finding(
        question=question,
        kind="change",
        since=over.years[0] if is_trend else None,
        n=len(known),
        basis=by,
        left_out=LeftOut(**{"no_round" if is_trend else "no_counterpart": len(over.same) - len(known)}),
        groups=rows([(path[0], path[-1]) for path in over.known("zone")]),
    )
    tested = signs(steps)
    if tested.p is None:
        return finding.but(reason=tested.reason)
    found = signed_interval(steps)
    return finding.but(
        method="signed",
        **dict(tested)
        | {
            "effect": Effect(name="mean_change", value=fmean(steps)),
            "interval": None if found is None else Interval(low=found.low, high=found.high),
            "scale": pstdev(path[0] for path in known),
        },
    )


def trend(over: OverYears) -> Trend | None:
    """The means of the same units; None where no unit's risk is known in every round."""
    known = over.known(over.measure)
    means = tuple(fmean(risks) for risks in zip(*known, strict=True))
    return Trend(years=over.years, n=len(known), means=means) if known else None


def measure(*rounds: pd.DataFrame) -> Basis:
    return "score" if all(basis(zones) == "score" for zones in rounds) else "zone"


def _pairs(
    before: pd.DataFrame, after: pd.DataFrame, units: Sequence[Unit], by: Basis, part: PartOf = max
) -> list[tuple[float, float]]:
    """Each unit's risk in both rounds (contract.ZONES), of several municipalities that of one `part`."""
    old, new = risks_of(before, by), risks_of(after, by)
    sides = [
        (
            [old[number] for number in unit.before if number in old],
            [new[number] for number in unit.after if number in new],
        )
        for unit in units
    ]
    return [(part(was), part(now)) for was, now in sides if was and now]


def risks_of(zones: pd.DataFrame, by: Basis) -> dict[str, float]:
    """The risk of each municipality whose risk is known, by number (contract.ZONES)."""
    values = zip(zones["number"], risk(zones, by), strict=True)
    return {number: float(value) for number, value in values if not pd.isna(value)}


def rows(pairs: Sequence[tuple[float, float]]) -> tuple[Tally, ...]:
    """From which zone to which, of pairs of zones as their places."""
    counts = Counter(pairs)
    return tuple(
        Tally(name=name, **{level: counts[was, now] for now, level in enumerate(LEVELS)})
        for was, name in enumerate(LEVELS)
    )


def _pairing(
    side: Side, before: pd.DataFrame, after: pd.DataFrame, units: Sequence[Unit], part: PartOf
) -> Pairing:
    steps = differences(before, after, units, "zone", part)
    better, worse = sum(step < 0 for step in steps), sum(step > 0 for step in steps)
    tested = signs(differences(before, after, units, measure(before, after), part))
    return Pairing(units=side, better=better, same=steps.count(0), worse=worse, p=tested.p)


def signs(differences: Sequence[float]) -> Tested:
    """The sign-permutation of differences."""
    return made(lambda: signed(differences))


def differences(
    before: pd.DataFrame, after: pd.DataFrame, units: Sequence[Unit], by: Basis, part: PartOf = max
) -> list[float]:
    """Risk now less risk last time, of each unit where both are known (contract.ZONES)."""
    return [now - was for was, now in _pairs(before, after, units, by, part)]
