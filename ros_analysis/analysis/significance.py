"""The tests declared before the data: does risk go with a factor?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence

import pandas as pd

from ros_analysis.analysis.findings import (
    Effect,
    Finding,
    Interval,
    LeftOut,
    Reason,
    Silent,
    Tally,
    Tested,
    testable,
    verdict,
)
from ros_analysis.analysis.scoring import Basis, risk, services, units
from ros_analysis.exact import (
    Exact,
    MonteCarlo,
    Untestable,
    holm,
    kruskal,
    rank_correlation,
    somers_d,
    somers_interval,
    standing_out,
)
from ros_analysis.survey import LEVELS, OTHER, Codebook, Factor

DRAWS = 100_000
SEED = 2020
FEWEST = 2

_REASONS: dict[str, Reason] = {
    "no answers": "no_answers",
    "one level": "one_level",
    "one group": "one_group",
    "nobody moved": "nobody_moved",
}


def factor_test(
    factor: Factor,
    risk: pd.Series,
    values: pd.Series,
    within: Sequence[str] | None = None,
    *,
    draws: int = DRAWS,
) -> Tested:
    """Risk (scores, or levels as their places) against the values of a factor, all known.

    A number: Kendall's S with ties; the effect is Somers' D, the share of pairs in which the larger value has the
    higher risk, less the share in which the smaller has; its interval holds 0 just when the test doesn't reject. Small
    groups pooled: Kruskal–Wallis on midranks, compared only `within` these classes; the effect is the group that stands
    out, against all others.
    """
    tested = chance_of(factor, risk, values, within, draws=draws)
    if tested.p is None:
        return tested
    risks = risk.astype(float).tolist()
    if factor.kind == "group":
        return tested.but(effect=stands_out(risks, pool(values).tolist(), within))
    numbers = values.astype(float).tolist()
    effect = Effect(name="somers_d", value=somers_d(risks, numbers).value)
    found = somers_interval(risks, numbers, draws=draws)
    interval = None if found is None else Interval(low=found.low, high=found.high)
    return tested.but(effect=effect, interval=interval, scale=differing(risks))


def chance_of(
    factor: Factor, risk: pd.Series, values: pd.Series, within: Sequence[str] | None, *, draws: int
) -> Tested:
    """`factor_test` without how large the effect is."""
    risks = risk.astype(float).tolist()
    if factor.kind == "number":
        return made(lambda: rank_correlation(risks, values.astype(float).tolist(), draws=draws))
    groups = pool(values).tolist()
    # Where no class holds units of two groups, nothing can be compared.
    if (
        within is not None
        and len(set(groups)) > 1
        and len(set(zip(groups, within, strict=True))) == len(set(within))
    ):
        return Tested(reason="confounded")
    return made(lambda: kruskal(risks, groups, within, draws=draws, seed=SEED))


def classes(used: pd.DataFrame, factor: Factor) -> list[str] | None:
    """The class of each row that a factor is compared within; None where it is compared over all."""
    return used[factor.within].tolist() if factor.within else None


def stands_out(risks: Sequence[float], groups: Sequence[str], within: Sequence[str] | None) -> Effect:
    """The group whose risk differs most from all others' in the same classes, and by how much."""
    out = standing_out(risks, groups, within)
    return Effect(name="stands_out", value=out.difference, group=out.group)


def differing(risks: Sequence[float]) -> float:
    """The share of pairs whose risk differs."""
    n = len(risks)
    alike = sum(k * (k - 1) for k in Counter(risks).values())
    return 1 - alike / (n * (n - 1)) if n > 1 else 0.0


def pool(groups: pd.Series) -> pd.Series:
    """Groups such as EPJ systems, those with fewer than two municipalities together as one."""
    units = Counter(groups)
    pooled = [group if units[group] >= FEWEST else OTHER for group in groups]
    return pd.Series(pooled, groups.index, groups.dtype)


def known(frame: pd.DataFrame, factor: Factor, level: str = "zone") -> pd.DataFrame:
    """The rows whose `level` and factor are known."""
    return frame[frame[level].notna() & frame[factor.column].notna()]


def narrowed(zones: pd.DataFrame, factors: Iterable[Factor], *columns: str) -> pd.DataFrame:
    """These columns of the zones and those that the factors are tested by: the fewer, the faster rows are taken."""
    of_factors = (one for factor in factors for one in (factor.column, factor.within) if one)
    return zones[list(dict.fromkeys([*columns, *of_factors]))]


def factor_finding(zones: pd.DataFrame, factor: Factor, codebook: Codebook, by: Basis) -> Finding:
    """Risk against a factor, over the units whose risk and factor are known (contract.ZONES)."""
    everybody, used = used_by(zones, factor, by)
    answered = everybody.dropna(subset=["risk"])
    mixed, groups = answered["mixed"], used[factor.column]
    return Finding(
        question=factor.name,
        kind=factor.kind,
        label=factor.label,
        beforehand=factor.beforehand,
        n=len(used),
        basis=by,
        method="kendall" if factor.kind == "number" else "kruskal",
        groups=tallies(zones, factor, codebook),
        pooled=tuple(sorted(set(groups) - set(pool(groups)))) if factor.kind == "group" else (),
        services=services(zones, factor),
        left_out=left_out(zones, by).but(
            no_value=len(answered) - len(used) - int((mixed > 0).sum()), mixed=int(mixed.sum())
        ),
        **dict(factor_test(factor, used["risk"], groups, classes(used, factor))),
    )


def used_by(zones: pd.DataFrame, factor: Factor, by: Basis) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The units that a factor could be tested on, with their `risk`, and those of which all is known."""
    everybody = units(zones.assign(risk=risk(zones, by)), factor)
    return everybody, known(everybody, factor, "risk")


def tallies(zones: pd.DataFrame, factor: Factor, codebook: Codebook) -> tuple[Tally, ...]:
    """The zones in each group of a factor; none for a number that has no classes."""
    if factor.kind == "number" and factor.classes is None:
        return ()
    used = known(zones, factor)
    groups, names = grouped(used, factor, codebook)
    counts = Counter(zip(groups, used["zone"], strict=True))
    return tuple(Tally(name=name, **{level: counts[name, level] for level in LEVELS}) for name in names)


def grouped(used: pd.DataFrame, factor: Factor, codebook: Codebook) -> tuple[pd.Series, list[str]]:
    """The group of each row, and the groups in order: a number's classes, else as tested with pooled ones last."""
    if factor.classes is not None:
        return used[factor.class_column], [one.code for one in factor.classes(codebook)]
    pooled = pool(used[factor.column])
    return pooled, sorted(set(pooled), key=lambda name: (name == OTHER, name))


def judged(asked: Iterable[Finding]) -> tuple[Finding, ...]:
    """The pre-declared findings together: Holm over those that could be tested, and the verdict of each."""
    findings = list(asked)
    ps = [finding.p if testable(finding) else None for finding in findings]
    tests = sum(p is not None for p in ps)
    joined = (
        finding.but(p_holm=p, tests=tests, silent=_adjusted(finding.silent, ps, place))
        for place, (finding, p) in enumerate(zip(findings, holm(ps), strict=True))
    )
    return tuple(finding.but(verdict=verdict(finding)) for finding in joined)


def _adjusted(silent: Silent | None, ps: Sequence[float | None], place: int) -> Silent | None:
    """The ends of the range as Holm would adjust each beside the other tests."""
    if silent is None:
        return None
    low, high = (holm([*ps[:place], p, *ps[place + 1 :]])[place] for p in (silent.low, silent.high))
    return silent.but(low_holm=low, high_holm=high)


def reason_of(untestable: Untestable) -> Reason:
    return _REASONS[untestable.reason]


def made(test: Callable[[], Exact | MonteCarlo]) -> Tested:
    """The test as numbers, or why it can't be made."""
    try:
        found = test()
    except Untestable as untestable:
        return Tested(reason=reason_of(untestable))
    if isinstance(found, MonteCarlo):
        drawn = Interval(low=found.low, high=found.high)
        return Tested(statistic=found.statistic, p=found.pvalue, monte_carlo=drawn)
    return Tested(statistic=found.statistic, p=found.pvalue, midp=found.midp, smallest_p=found.smallest_p)


def left_out(zones: pd.DataFrame, by: Basis) -> LeftOut:
    """Those without known risk: silent, or with too few answers for a score or a zone (contract.ZONES)."""
    answered = zones["answered"]
    unknown = int((answered & risk(zones, by).isna()).sum())
    return LeftOut(
        silent=int((~answered).sum()), **{"no_score" if by == "score" else "undetermined": unknown}
    )
