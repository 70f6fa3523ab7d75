"""Each risk area against each factor: exploratory, so all are adjusted together."""

from __future__ import annotations

import pandas as pd

from ros_analysis.analysis.findings import Count, Effect, Interval, Number, Probability, Reason, Record
from ros_analysis.analysis.significance import factor_test, known
from ros_analysis.exact import benjamini_hochberg
from ros_analysis.survey import FACTORS, Codebook, Factor


class AreaTest(Record):
    """One area's level against one factor; `p_bh` is adjusted over all areas × factors that could be tested."""

    area: int
    factor: str
    n: Count
    statistic: Number | None = None
    p: Probability | None = None
    midp: Probability | None = None
    p_bh: Probability | None = None
    smallest_p: Probability | None = None
    monte_carlo: Interval | None = None
    effect: Effect | None = None
    interval: Interval | None = None
    reason: Reason = ""


def area_tests(scored: pd.DataFrame, zones: pd.DataFrame, codebook: Codebook) -> tuple[AreaTest, ...]:
    """Every area × factor, Benjamini–Hochberg over all of them (contract.ANSWERS, contract.ZONES)."""
    columns = ["number", *dict.fromkeys(factor.column for factor in FACTORS)]
    answers = scored.merge(zones[columns], on="number")
    rows = [
        _row(area.number, factor, answers[answers["area"] == area.number])
        for factor in FACTORS
        for area in codebook.area
    ]
    adjusted = benjamini_hochberg([row.p for row in rows])
    return tuple(row.but(p_bh=p) for row, p in zip(rows, adjusted, strict=True))


def _row(area: int, factor: Factor, answers: pd.DataFrame) -> AreaTest:
    used = known(answers, factor, "level")
    tested = factor_test(factor, used["level"], used[factor.column])
    return AreaTest(area=area, factor=factor.name, n=len(used), **vars(tested))
