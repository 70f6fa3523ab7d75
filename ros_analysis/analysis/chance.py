"""What each declared test would have given by chance alone: the distribution that its p is read from."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from ros_analysis.analysis.by_area import areas_chance
from ros_analysis.analysis.change import Chain, complete, measure, moves, paths
from ros_analysis.analysis.findings import AREAS, CHANGE, TREND, Question
from ros_analysis.analysis.scoring import basis
from ros_analysis.analysis.sensitivity import CountedRound, ScoredRound
from ros_analysis.analysis.significance import DRAWS, SEED, classes, pool, used_by
from ros_analysis.analysis.trend import OverYears
from ros_analysis.exact import Chance, kruskal_chance, rank_chance, signed_chance
from ros_analysis.survey import Aspect, Codebook, Factor, Succession, unchanged, units


def by_chance(
    question: Question,
    this: ScoredRound | CountedRound,
    last: ScoredRound | CountedRound | None,
    successions: Sequence[Succession],
    codebook: Codebook,
    unlike_last: Sequence[Aspect],
    factors: Sequence[Factor],
    before_it: Sequence[ScoredRound | CountedRound] = (),
) -> Chance | None:
    """The distribution behind the p that `analyse`, given the same rounds, has for a question; None where it has none,
    or has it from counts alone."""
    if isinstance(this, CountedRound):
        return None
    if question == CHANGE:
        return None if unlike_last or not isinstance(last, ScoredRound) else _change(this, last, successions)
    if question == TREND:
        over = OverYears.of((*before_it, this), successions)
        return None if over is None else _moved(over.frames, over.same)
    if question == AREAS:
        by_area = next(factor for factor in factors if factor.by_area)
        return areas_chance(this.scored, this.zones, by_area, codebook)
    return _factor(this.zones, next(factor for factor in factors if factor.name == question))


def _factor(zones: pd.DataFrame, factor: Factor) -> Chance:
    _, used = used_by(zones, factor, basis(zones))
    risks, values = used["risk"].astype(float).tolist(), used[factor.column]
    if factor.kind == "number":
        return rank_chance(risks, values.astype(float).tolist(), draws=DRAWS)
    return kruskal_chance(risks, pool(values).tolist(), classes(used, factor), draws=DRAWS, seed=SEED)


def _change(this: ScoredRound, last: ScoredRound, successions: Sequence[Succession]) -> Chance:
    same = unchanged(units(last.numbers, this.numbers, successions, (last.year, this.year)))
    return _moved([last.zones, this.zones], [*same.items()])


def _moved(rounds: Sequence[pd.DataFrame], same: Sequence[Chain]) -> Chance:
    return signed_chance(moves(complete(paths(rounds, same, measure(*rounds)))))
