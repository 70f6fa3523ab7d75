"""Each risk area against a factor: which areas go with it, as one declared question; the others explored together."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product

import pandas as pd

from ros_analysis.analysis.findings import AREAS, AreaTest, Finding, LeftOut, Silent
from ros_analysis.analysis.scoring import Basis, basis, places, risk, services, units
from ros_analysis.analysis.significance import (
    SEED,
    classes,
    factor_test,
    known,
    made,
    narrowed,
    pool,
    reason_of,
    stands_out,
)
from ros_analysis.exact import Chance, StepDown, Untestable, benjamini_hochberg, step_down
from ros_analysis.survey import SERVICE, Codebook, Factor

ALL_AREAS = 0

DRAWS, FEW_DRAWS, EXPLORING_DRAWS = 40_000, 2_000, 5_000
"""Of the declared test, of each answer that the silent could have given, and of each test that isn't declared."""


def areas_finding(scored: pd.DataFrame, zones: pd.DataFrame, factor: Factor, codebook: Codebook) -> Finding:
    """The declared question of which areas go with a factor: the most extreme of all areas, stepping down.

    An area's p is adjusted for all areas, and the finding's is the smallest of these (ANSWERS and ZONES).
    """
    areas = areas_of(codebook)
    frame, answered = _with_areas(scored, zones, factor, codebook)
    everybody = units(frame[answered], factor, areas)
    used = known(everybody, factor, "number")
    finding = Finding(
        question=AREAS,
        kind="areas",
        n=len(used),
        basis=_basis(scored),
        services=services(zones, factor),
        left_out=LeftOut(
            silent=int((~zones["answered"]).sum()),
            no_score=int((frame["answered"] & ~answered).sum()),
            no_value=len(everybody) - len(used) - int((everybody["mixed"] > 0).sum()),
            mixed=int(everybody["mixed"].sum()),
        ),
    )
    try:
        found = _tested(used, factor, areas, DRAWS)
    except Untestable as untestable:
        return finding.but(reason=reason_of(untestable))
    pooled = used.assign(group=pool(used[factor.column]))
    rows = tuple(_declared(area, factor, pooled, p) for area, p in zip(areas, found.adjusted, strict=True))
    tested = dict(made(lambda: found.any_area)) | {"statistic": None}
    silent = _silent(known(frame[answered], factor, "number"), frame[~answered], factor, areas, tested["p"])
    return finding.but(method="step_down", areas=rows, silent=silent, **tested)


def areas_chance(scored: pd.DataFrame, zones: pd.DataFrame, factor: Factor, codebook: Codebook) -> Chance:
    """What the p of `areas_finding` is read from (ANSWERS and ZONES)."""
    areas = areas_of(codebook)
    frame, answered = _with_areas(scored, zones, factor, codebook)
    used = known(units(frame[answered], factor, areas), factor, "number")
    return _tested(used, factor, areas, DRAWS).chance()


def _with_areas(
    scored: pd.DataFrame, zones: pd.DataFrame, factor: Factor, codebook: Codebook
) -> tuple[pd.DataFrame, pd.Series]:
    """What the test takes of the zones with a column of risk for each area, and who has answered any."""
    values = scored["result"] if _basis(scored) == "score" else places(scored["level"])
    risks = _wide(scored, values, codebook).astype(float)
    service = zones.columns.intersection([SERVICE])
    taken = narrowed(zones, [factor], "number", "population", "answered", *service)
    frame = taken.merge(risks, left_on="number", right_index=True, how="left")
    return frame, frame[areas_of(codebook)].notna().any(axis=1)


def _tested(used: pd.DataFrame, factor: Factor, areas: Sequence[int], draws: int) -> StepDown:
    groups = pool(used[factor.column]).tolist()
    return step_down(used[areas].to_numpy(float), groups, classes(used, factor), draws=draws, seed=SEED)


def _silent(
    used: pd.DataFrame, unknown: pd.DataFrame, factor: Factor, areas: Sequence[int], p: float
) -> Silent | None:
    """The range of `p` where all who are unknown answer lowest, middle or highest everywhere, in each group in turn."""
    if unknown.empty:
        return None
    values = used[areas]
    answers = [values.min(), values.median(), values.max()]
    ps = []
    for group, answer in product(sorted(set(used[factor.column])), answers):
        others = unknown.fillna({factor.column: group, **answer.to_dict()})
        both = known(units(pd.concat([used, others]), factor, areas), factor, "number")
        try:
            ps.append(_tested(both, factor, areas, FEW_DRAWS).any_area.pvalue)
        except Untestable:
            # A service whose members differ in system is no unit, so that one group alone may be left.
            ps.append(1.0)
    k, answered = len(unknown), int(unknown["answered"].sum())
    return Silent.tried(p, ps, k=k, answered=answered, extremes=k > 1)


def _declared(area: int, factor: Factor, pooled: pd.DataFrame, p: float | None) -> AreaTest:
    own = pooled[pooled[area].notna()]
    groups, within = own["group"].tolist(), classes(own, factor)
    effect = None if p is None else stands_out(own[area].tolist(), groups, within)
    return AreaTest(area=area, factor=factor.name, n=len(own), p_adjusted=p, effect=effect)


def area_tests(
    scored: pd.DataFrame, zones: pd.DataFrame, factors: Sequence[Factor], codebook: Codebook
) -> tuple[AreaTest, ...]:
    """Every area's levels × factor that isn't declared by area, and all areas together (0) × factor that isn't declared
    at all; Benjamini–Hochberg over all of them (ANSWERS and ZONES)."""
    asked = [factor for factor in factors if not factor.by_area]
    levels = _wide(scored, places(scored["level"]), codebook)
    overall = risk(zones, basis(zones)).set_axis(zones["number"])
    zones = narrowed(zones, asked, "number")
    rows = [_row(ALL_AREAS, factor, zones, overall) for factor in asked if not factor.declared]
    rows += [_row(area, factor, zones, levels[area]) for factor in asked for area in areas_of(codebook)]
    adjusted = benjamini_hochberg([row.p for row in rows])
    return tuple(row.but(p_adjusted=p) for row, p in zip(rows, adjusted, strict=True))


def areas_of(codebook: Codebook) -> list[int]:
    return [area.number for area in codebook.area]


def _basis(scored: pd.DataFrame) -> Basis:
    return "score" if scored["result"].notna().any() else "zone"


def _wide(scored: pd.DataFrame, values: pd.Series, codebook: Codebook) -> pd.DataFrame:
    wide = scored.assign(risk=values.astype("Float64")).pivot(index="number", columns="area", values="risk")
    return wide.reindex(columns=areas_of(codebook))


def _row(area: int, factor: Factor, zones: pd.DataFrame, risks: pd.Series) -> AreaTest:
    used = known(zones.assign(risk=zones["number"].map(risks)), factor, "risk")
    risk, values = used["risk"].astype(float), used[factor.column]
    tested = factor_test(factor, risk, values, classes(used, factor), draws=EXPLORING_DRAWS)
    return AreaTest(area=area, factor=factor.name, n=len(used), **dict(tested))
