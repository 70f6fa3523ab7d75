"""The same units in all rounds: the last against the first, and the rounds between."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import fmean

import pandas as pd

from ros_analysis.analysis.change import Chain, change_finding, complete, measure, paths
from ros_analysis.analysis.findings import TREND, Count, Finding, Number, Record
from ros_analysis.analysis.scoring import Basis
from ros_analysis.analysis.sensitivity import CountedRound, ScoredRound
from ros_analysis.survey import Succession, chains

FEWEST_ROUNDS = 3
"""With two, the change since the last round is the same question."""


class Trend(Record):
    """The mean risk in each round, oldest first, of the `n` units whose risk is known in all of them."""

    years: tuple[int, ...]
    n: Count
    means: tuple[Number, ...]


@dataclass(frozen=True)
class OverYears:
    """Rounds with answers, oldest first, and the units that are unchanged through all of them."""

    rounds: tuple[ScoredRound, ...]
    same: tuple[Chain, ...]

    @classmethod
    def of(
        cls, rounds: Sequence[ScoredRound | CountedRound], successions: Iterable[Succession]
    ) -> OverYears | None:
        """Of comparable `rounds`, those with answers; None where they are too few, or the last has none."""
        scored = tuple(one for one in rounds if isinstance(one, ScoredRound))
        if len(scored) < FEWEST_ROUNDS or scored[-1] is not rounds[-1]:
            return None
        return cls(scored, chains([(one.year, one.numbers) for one in scored], successions))

    @property
    def years(self) -> tuple[int, ...]:
        return tuple(one.year for one in self.rounds)

    @property
    def frames(self) -> tuple[pd.DataFrame, ...]:
        """The zones of each round (contract.ZONES)."""
        return tuple(one.zones for one in self.rounds)

    @property
    def measure(self) -> Basis:
        """Scores where all rounds have them, else zones."""
        return measure(*self.frames)


def trend_finding(over: OverYears) -> Finding:
    """The pre-declared test over all rounds: that of change, since the first of them."""
    return change_finding(over.frames, over.same, TREND, over.years[0])


def trend(over: OverYears) -> Trend | None:
    """The means of the same units; None where no unit's risk is known in every round."""
    known = complete(paths(over.frames, over.same, over.measure))
    means = tuple(fmean(risks) for risks in zip(*known, strict=True))
    return Trend(years=over.years, n=len(known), means=means) if known else None
