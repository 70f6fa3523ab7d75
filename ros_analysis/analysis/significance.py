"""The tests declared before the data: does the risk zone go with a factor?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import pandas as pd

from ros_analysis.analysis.findings import (
    Effect,
    Finding,
    Interval,
    LeftOut,
    Reason,
    Tally,
    testable,
    verdict,
)
from ros_analysis.exact import (
    Exact,
    TooManyTables,
    Untestable,
    contingency,
    holm,
    kendall,
    monte_carlo,
    somers_d,
)
from ros_analysis.survey import LEVELS, OTHER, Codebook, Factor

DRAWS = 100_000
SEED = 2020
FEWEST = 2
WHOLE_SCALE = 2.0
"""The width of an interval for D that says nothing, from −1 to 1."""

_REASONS: dict[str, Reason] = {"no answers": "no_answers", "one level": "one_zone", "one group": "one_group"}


@dataclass(frozen=True)
class Tested:
    """What one test of levels against a factor gave; without p, `reason` says why."""

    statistic: float | None = None
    p: float | None = None
    midp: float | None = None
    smallest_p: float | None = None
    monte_carlo: Interval | None = None
    effect: Effect | None = None
    interval: Interval | None = None
    reason: Reason = ""


def factor_test(factor: Factor, levels: pd.Series, values: pd.Series) -> Tested:
    """Levels (green, yellow, red) against the values of a factor, all known."""
    return _number_test(levels, values) if factor.kind == "number" else _group_test(levels, values)


def _number_test(levels: pd.Series, values: pd.Series) -> Tested:
    """Exact Kendall S with ties; Somers' D with its interval.

    D is the share of pairs in which the larger value is worse, less the share in which the smaller is. It has no
    interval where none can be computed, as for a perfect order: there the exact test decides alone.
    """
    codes, numbers = [LEVELS.index(level) for level in levels], values.astype(float).tolist()
    tested = _tested(lambda: kendall(codes, numbers), _table(levels, values), "kendall")
    if tested.p is None:
        return tested
    d = somers_d(codes, numbers)
    interval = Interval(low=d.low, high=d.high) if d.high - d.low < WHOLE_SCALE else None
    return replace(tested, effect=Effect(name="somers_d", value=d.value), interval=interval)


def _group_test(levels: pd.Series, groups: pd.Series) -> Tested:
    """Small groups pooled: exact Kruskal–Wallis on midranks; effect η²_H.

    η²_H = (H − k + 1) / (n − k) for k groups and n municipalities, not below 0 (Tomczak and Tomczak 2014).
    """
    pooled = pool(groups)
    table = _table(levels, pooled)
    tested = _tested(lambda: contingency(table, "kruskal"), table, "kruskal")
    if tested.statistic is None or len(levels) == pooled.nunique():
        return tested
    spread = (tested.statistic - pooled.nunique() + 1) / (len(levels) - pooled.nunique())
    return replace(tested, effect=Effect(name="eta2_h", value=max(0.0, spread)))


def pool(groups: pd.Series) -> pd.Series:
    """Groups such as EPJ systems, those with fewer than two municipalities together as one."""
    return groups.where(groups.map(groups.value_counts()) >= FEWEST, OTHER)


def _pooled(groups: pd.Series) -> tuple[str, ...]:
    return tuple(sorted(set(groups) - set(pool(groups))))


def known(frame: pd.DataFrame, factor: Factor, level: str = "zone") -> pd.DataFrame:
    """The rows whose `level` and factor are known."""
    return frame.dropna(subset=[level, factor.column])


def factor_finding(zones: pd.DataFrame, factor: Factor, codebook: Codebook) -> Finding:
    """Risk zone against a factor, over the municipalities whose zone and factor are known (contract.ZONES)."""
    used = known(zones, factor)
    groups, names = grouped(used, factor, codebook)
    return Finding(
        question=factor.name,
        n=len(used),
        method="kendall" if factor.kind == "number" else "kruskal",
        groups=tally(used["zone"], groups, names),
        pooled=_pooled(used[factor.column]) if factor.kind == "group" else (),
        left_out=_left_out(zones).but(no_value=int(zones["zone"].notna().sum()) - len(used)),
        **vars(factor_test(factor, used["zone"], used[factor.column])),
    )


def grouped(used: pd.DataFrame, factor: Factor, codebook: Codebook) -> tuple[pd.Series, list[str]]:
    """The group of each row, and the groups in order: a number's classes, else as tested with pooled ones last."""
    if factor.classes is not None:
        return used[factor.class_column], [one.code for one in factor.classes(codebook)]
    pooled = pool(used[factor.column])
    return pooled, sorted(set(pooled), key=lambda name: (name == OTHER, name))


def judged(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """The pre-declared findings together: Holm over those that could be tested, and the verdict of each."""
    adjusted = holm([finding.p if testable(finding) else None for finding in findings])
    tests = sum(testable(finding) for finding in findings)
    joined = [finding.but(p_holm=p, tests=tests) for finding, p in zip(findings, adjusted, strict=True)]
    return tuple(finding.but(verdict=verdict(finding)) for finding in joined)


def tally(levels: pd.Series, groups: pd.Series, names: Sequence[str]) -> tuple[Tally, ...]:
    """How many of each group are green, yellow and red, in the order of `names`."""
    counts = Counter(zip(groups, levels, strict=True))
    return tuple(Tally(name=name, **{level: counts[name, level] for level in LEVELS}) for name in names)


def _tested(
    exact: Callable[[], Exact], table: list[list[int]], statistic: Literal["kendall", "kruskal"]
) -> Tested:
    try:
        test = exact()
    except Untestable as untestable:
        return Tested(reason=_REASONS[untestable.reason])
    except TooManyTables:
        drawn = monte_carlo(table, statistic, draws=DRAWS, seed=SEED)
        return Tested(drawn.statistic, drawn.pvalue, monte_carlo=Interval(low=drawn.low, high=drawn.high))
    return Tested(test.statistic, test.pvalue, test.midp, test.smallest_p)


def _table(levels: pd.Series, groups: pd.Series) -> list[list[int]]:
    """Counts with the levels as rows in their order and the groups as columns in theirs."""
    counts = Counter(zip(levels, groups, strict=True))
    columns = sorted(set(groups))
    return [[counts[level, group] for group in columns] for level in LEVELS]


def _left_out(zones: pd.DataFrame) -> LeftOut:
    answered = zones["answered"]
    undetermined = answered & zones["zone"].isna()
    return LeftOut(silent=int((~answered).sum()), undetermined=int(undetermined.sum()))
