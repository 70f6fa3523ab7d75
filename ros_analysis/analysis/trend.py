"""The same units in all rounds: the last against the first, and the rounds between."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import fmean

import pandas as pd

from ros_analysis.analysis.change import paired_finding, risks_of, rows
from ros_analysis.analysis.findings import TREND, Count, Finding, LeftOut, Number, Record
from ros_analysis.analysis.scoring import Basis, basis
from ros_analysis.analysis.sensitivity import CountedRound, ScoredRound
from ros_analysis.survey import Succession, chains

FEWEST_ROUNDS = 3
"""With two, the change since the last round is the same question."""

Chain = tuple[str, ...]
"""The numbers of a unit, a round each."""
Path = tuple[float | None, ...]
"""Its risk, a round each; None where it isn't known."""


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
        return "score" if all(basis(zones) == "score" for zones in self.frames) else "zone"


def trend_finding(over: OverYears) -> Finding:
    """The pre-declared test over all rounds: the sign-permutation of risk now less risk in the first round.

    Over the units whose risk is known in every round: the rounds between decide who is counted and are shown, but have
    no weight.
    """
    known = complete(paths(over.frames, over.same, over.measure))
    zones = complete(paths(over.frames, over.same, "zone"))
    left_out = LeftOut(no_round=len(over.same) - len(known))
    found = paired_finding(TREND, over.measure, _ends(known), left_out, rows(_ends(zones)))
    return found.but(since=over.years[0])


def moves(over: OverYears) -> list[float]:
    """Risk now less risk in the first round, of each unit whose risk is known in every round."""
    known = complete(paths(over.frames, over.same, over.measure))
    return [now - first for first, now in _ends(known)]


def trend(over: OverYears) -> Trend | None:
    """The means of the same units; None where no unit's risk is known in every round."""
    known = complete(paths(over.frames, over.same, over.measure))
    means = tuple(fmean(risks) for risks in zip(*known, strict=True))
    return Trend(years=over.years, n=len(known), means=means) if known else None


def paths(rounds: Sequence[pd.DataFrame], same: Sequence[Chain], by: Basis) -> list[Path]:
    """The risk of each unit in every round (contract.ZONES)."""
    risks = [risks_of(zones, by) for zones in rounds]
    return [tuple(known.get(number) for known, number in zip(risks, chain, strict=True)) for chain in same]


def complete(paths: Sequence[Path]) -> list[tuple[float, ...]]:
    """Those whose risk is known in all rounds."""
    return [path for path in paths if None not in path]  # type: ignore[misc]


def _ends(paths: Sequence[tuple[float, ...]]) -> list[tuple[float, float]]:
    return [(path[0], path[-1]) for path in paths]
