"""The tests declared before the data: does the risk zone go with municipality size, or with the EPJ system?"""

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
    benjamini_hochberg,
    contingency,
    holm,
    kendall,
    monte_carlo,
    somers_d,
)
from ros_analysis.survey import LEVELS, OTHER

__all__ = [
    "Tested",
    "benjamini_hochberg",
    "epj_finding",
    "epj_test",
    "holm",
    "judged",
    "size_finding",
    "size_test",
]

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


def size_test(levels: pd.Series, population: pd.Series) -> Tested:
    """Levels (green, yellow, red) against population: exact Kendall S with ties; Somers' D with its interval.

    D is the share of pairs in which the larger municipality is worse, less the share in which the smaller is. It has
    no interval where none can be computed, as for a perfect order: there the exact test decides alone.
    """
    codes, persons = [LEVELS.index(level) for level in levels], population.astype(float).tolist()
    tested = _tested(lambda: kendall(codes, persons), _table(levels, population), "kendall")
    if tested.p is None:
        return tested
    d = somers_d(codes, persons)
    interval = Interval(low=d.low, high=d.high) if d.high - d.low < WHOLE_SCALE else None
    return replace(tested, effect=Effect(name="somers_d", value=d.value), interval=interval)


def epj_test(levels: pd.Series, systems: pd.Series) -> Tested:
    """Levels against EPJ system, small systems pooled: exact Kruskal–Wallis on midranks; effect η²_H.

    η²_H = (H − k + 1) / (n − k) for k systems and n municipalities, not below 0 (Tomczak and Tomczak 2014).
    """
    pooled = pool(systems)
    table = _table(levels, pooled)
    tested = _tested(lambda: contingency(table, "kruskal"), table, "kruskal")
    if tested.statistic is None or len(levels) == pooled.nunique():
        return tested
    spread = (tested.statistic - pooled.nunique() + 1) / (len(levels) - pooled.nunique())
    return replace(tested, effect=Effect(name="eta2_h", value=max(0.0, spread)))


def pool(systems: pd.Series) -> pd.Series:
    """EPJ systems, those with fewer than two municipalities together as one."""
    return systems.where(systems.map(systems.value_counts()) >= FEWEST, OTHER)


def size_finding(zones: pd.DataFrame, class_names: Sequence[str]) -> Finding:
    """Risk zone against municipality size, over the municipalities whose zone is known (contract.ZONES)."""
    known = zones[zones["zone"].notna()]
    tested = size_test(known["zone"], known["population"])
    return Finding(
        question="size",
        n=len(known),
        method="kendall",
        groups=tally(known["zone"], known["size"], class_names),
        left_out=_left_out(zones),
        **vars(tested),
    )


def epj_finding(zones: pd.DataFrame) -> Finding:
    """Risk zone against EPJ system, over the municipalities whose zone and system are known (contract.ZONES)."""
    known = zones[zones["zone"].notna() & zones["epj"].notna()]
    pooled = pool(known["epj"])
    few = tuple(sorted(set(known["epj"]) - set(pooled)))
    return Finding(
        question="epj",
        n=len(known),
        method="kruskal",
        groups=tally(known["zone"], pooled, sorted(set(pooled), key=lambda name: (name == OTHER, name))),
        pooled=few,
        left_out=_left_out(zones).but(no_epj=int(zones["zone"].notna().sum()) - len(known)),
        **vars(epj_test(known["zone"], known["epj"])),
    )


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
