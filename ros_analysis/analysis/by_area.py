"""Each risk area against size and EPJ system: exploratory, so all are adjusted together."""

from __future__ import annotations

from typing import Literal

import pandas as pd

from ros_analysis.analysis.findings import Count, Effect, Interval, Number, Probability, Reason, Record
from ros_analysis.analysis.significance import Tested, benjamini_hochberg, epj_test, size_test
from ros_analysis.survey import Codebook


class AreaTest(Record):
    """One area's level against one factor; `p_bh` is adjusted over all areas × factors that could be tested."""

    area: int
    factor: Literal["size", "epj"]
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
    """Every area × {size, EPJ}, Benjamini–Hochberg over all of them (contract.ANSWERS, contract.ZONES)."""
    known = scored[scored["level"].notna()].merge(zones[["number", "population", "epj"]], on="number")
    rows = [
        _row(area.number, factor, known[known["area"] == area.number])
        for factor in ("size", "epj")
        for area in codebook.area
    ]
    adjusted = benjamini_hochberg([row.p for row in rows])
    return tuple(row.but(p_bh=p) for row, p in zip(rows, adjusted, strict=True))


def _row(area: int, factor: Literal["size", "epj"], known: pd.DataFrame) -> AreaTest:
    used = known if factor == "size" else known[known["epj"].notna()]
    tested: Tested = (
        size_test(used["level"], used["population"])
        if factor == "size"
        else epj_test(used["level"], used["epj"])
    )
    return AreaTest(area=area, factor=factor, n=len(used), **vars(tested))
