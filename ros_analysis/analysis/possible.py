"""What could have come out: p over the answers of those whose risk isn't known, the effect that each test finds with
80 % power at the level it has to meet, and what chance alone gives."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import product
from statistics import median
from typing import Any

import pandas as pd

from ros_analysis.analysis.change import OverYears
from ros_analysis.analysis.findings import LEVEL, Detectable, Finding, Silent, testable
from ros_analysis.analysis.scoring import Basis, basis, risk, services, units
from ros_analysis.analysis.significance import DRAWS as DECLARED_DRAWS
from ros_analysis.analysis.significance import SEED, classes, known, pool, used_by
from ros_analysis.exact import (
    Chance,
    DetectableEffect,
    detectable_correlation,
    detectable_difference,
    detectable_standing_out,
    kruskal_chance,
    kruskal_each,
    rank_chance,
    rank_correlation,
    signed,
)
from ros_analysis.survey import Factor

MOST = 4
"""So many are given every combination of lowest, median and highest; beyond, all are alike, or half and half."""
DRAWS, FEW_DRAWS = 5_000, 2_000
"""Of a group, whose orders all fillings share, and of a number with ties, where each filling has its own."""

Filling = tuple[float, ...]


def with_silent(finding: Finding, zones: pd.DataFrame, factor: Factor) -> Finding:
    """A factor's `finding` with the range of its p (contract.ZONES); as it is where everybody's risk is known.

    Where the factor isn't known of them either, all are taken to have the same value: each group in turn, or the
    smallest and the largest number.
    """
    zones = zones.assign(risk=risk(zones, finding.basis))
    used, unknown = known(zones, factor, "risk"), zones[zones["risk"].isna()]
    if finding.p is None or unknown.empty:
        return finding
    column = factor.column
    lacking = unknown[column].isna()
    few = [used[column].min(), used[column].max()] if factor.kind == "number" else sorted(set(used[column]))
    ps = [
        p
        for value in (few if lacking.any() else few[:1])
        for p in _factor_ps(used, unknown.assign(**{column: unknown[column].where(~lacking, value)}), factor)
    ]
    k, answered = len(unknown), int(unknown["answered"].sum())
    extremes = k > MOST or (bool(lacking.any()) and k > 1)
    return finding.but(silent=Silent.tried(finding.p, ps, k=k, answered=answered, extremes=extremes))


def change_with_silent(finding: Finding, over: OverYears) -> Finding:
    """The `finding` on change with the range of its p over those whose risk is unknown in a round."""
    found = over.paths(finding.basis)
    lacking = [path for path in found if None in path]
    if finding.p is None or not lacking:
        return finding
    then, now = (_three(risk(over.frames[end], finding.basis).dropna()) for end in (0, -1))
    steps = over.moves(finding.basis)
    choices = [_differences(path[0], path[-1], then, now) for path in lacking]
    ps = [signed([*steps, *filling]).pvalue for filling in fillings(choices)]
    k = len(lacking)
    return finding.but(silent=Silent.tried(finding.p, ps, k=k, answered=0, extremes=k > MOST))


def fillings(choices: Sequence[Filling]) -> Iterator[Filling]:
    """Lowest, median and highest of each unknown in every combination; with many, all alike or half against half."""
    if len(choices) <= MOST:
        yield from product(*choices)
        return
    for place in range(3):
        yield tuple(choice[place] for choice in choices)
    half = len(choices) // 2
    for first, last in ((0, 2), (2, 0)):
        yield tuple(choice[first if place < half else last] for place, choice in enumerate(choices))


def _factor_ps(used: pd.DataFrame, unknown: pd.DataFrame, factor: Factor) -> Sequence[float]:
    """p for each filling; of a number the silent stand in its order, so that half against half is the sharpest."""
    both = pd.concat([used, unknown.sort_values(factor.column)])
    observed = used["risk"].astype(float).tolist()
    columns = [[*observed, *filling] for filling in fillings([_three(observed)] * len(unknown))]
    if factor.kind == "number":
        numbers = both[factor.column].astype(float).tolist()
        tested = [risks for risks in columns if len(set(risks)) > 1]
        return [rank_correlation(risks, numbers, draws=FEW_DRAWS).pvalue for risks in tested]
    if services(both, factor):
        filled = [known(units(both.assign(risk=risks), factor), factor, "risk") for risks in columns]
        both, columns = filled[0], [each["risk"].tolist() for each in filled]
    groups = pool(both[factor.column]).tolist()
    answers = list(zip(*columns, strict=True))
    return kruskal_each(answers, groups, classes(both, factor), draws=DRAWS, seed=SEED)


def _three(values: Iterable[float]) -> Filling:
    known = sorted(values)
    return known[0], median(known), known[-1]


def _differences(old: float | None, new: float | None, then: Filling, now: Filling) -> Filling:
    """The lowest, middle and highest that a unit can have changed by, where its risks are not all known."""
    before = then[::-1] if old is None else (old,) * 3
    after = now if new is None else (new,) * 3
    return tuple(here - there for here, there in zip(after, before, strict=True))


def level_to_meet(findings: Iterable[Finding]) -> float:
    """The p that any of these tests has to stay below to stand after Holm, whatever the others give."""
    return LEVEL / max(1, sum(map(testable, findings)))


def factor_detectable(finding: Finding, zones: pd.DataFrame, factor: Factor, level: float) -> Finding:
    """A factor's `finding` with what it could have shown (contract.ZONES); as it is where nothing was tested."""
    if finding.p is None:
        return finding
    risks, values, within = _tested(zones, factor, finding.basis)
    if factor.kind == "number":
        return _with(finding, detectable_correlation(risks, values, level=level), level)
    return _with(finding, detectable_standing_out(risks, values, within, level=level), level)


def change_detectable(finding: Finding, over: OverYears, level: float) -> Finding:
    """The `finding` on change with what it could have shown; as it is where nothing was tested."""
    if finding.p is None:
        return finding
    return _with(finding, detectable_difference(over.moves(finding.basis), level=level), level)


def _with(finding: Finding, found: DetectableEffect, level: float) -> Finding:
    return finding.but(detectable=Detectable(value=found.effect, pairs=found.pairs, level=level))


def factor_chance(zones: pd.DataFrame, factor: Factor) -> Chance:
    """What the p of a factor's finding is read from (contract.ZONES)."""
    risks, values, within = _tested(zones, factor, basis(zones))
    if factor.kind == "number":
        return rank_chance(risks, values, draws=DECLARED_DRAWS)
    return kruskal_chance(risks, values, within, draws=DECLARED_DRAWS, seed=SEED)


def _tested(
    zones: pd.DataFrame, factor: Factor, by: Basis
) -> tuple[list[float], list[Any], list[str] | None]:
    """Risk and number or pooled group of each unit that the factor is tested on, and its class."""
    _, used = used_by(zones, factor, by)
    values = used[factor.column]
    taken = values.astype(float) if factor.kind == "number" else pool(values)
    return used["risk"].astype(float).tolist(), taken.tolist(), classes(used, factor)
