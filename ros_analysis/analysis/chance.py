"""What each declared test would have given by chance alone: the distribution that its p is read from."""

from __future__ import annotations

import pandas as pd

from ros_analysis.analysis.by_area import areas_chance
from ros_analysis.analysis.change import complete, moves, paths
from ros_analysis.analysis.findings import AREAS, CHANGE, TREND, Question
from ros_analysis.analysis.round import Study
from ros_analysis.analysis.scoring import basis
from ros_analysis.analysis.sensitivity import CountedRound
from ros_analysis.analysis.significance import DRAWS, SEED, classes, pool, used_by
from ros_analysis.analysis.trend import OverYears
from ros_analysis.exact import Chance, kruskal_chance, rank_chance, signed_chance
from ros_analysis.survey import Factor


def by_chance(question: Question, study: Study) -> Chance | None:
    """The distribution behind the p that `analyse` has for a question; None where it has none, or has it from counts
    alone."""
    this = study.this
    if isinstance(this, CountedRound):
        return None
    if question in (CHANGE, TREND):
        over = study.both if question == CHANGE else study.over
        return None if over is None else _change(over)
    if question == AREAS:
        by_area = next(factor for factor in study.factors if factor.by_area)
        return areas_chance(this.scored, this.zones, by_area, study.codebook)
    return _factor(this.zones, next(factor for factor in study.factors if factor.name == question))


def _change(over: OverYears) -> Chance:
    return signed_chance(moves(complete(paths(over.frames, over.same, over.measure))))


def _factor(zones: pd.DataFrame, factor: Factor) -> Chance:
    _, used = used_by(zones, factor, basis(zones))
    risks, values = used["risk"].astype(float).tolist(), used[factor.column]
    if factor.kind == "number":
        return rank_chance(risks, values.astype(float).tolist(), draws=DRAWS)
    return kruskal_chance(risks, pool(values).tolist(), classes(used, factor), draws=DRAWS, seed=SEED)
