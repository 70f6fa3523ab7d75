"""What each declared test could have shown: the effect it finds with 80 % power at the level it has to meet."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pandas as pd

from ros_analysis.analysis.change import Chain, complete, moves, paths
from ros_analysis.analysis.findings import LEVEL, Detectable, Finding, testable
from ros_analysis.analysis.scoring import risk
from ros_analysis.analysis.services import units
from ros_analysis.analysis.significance import classes, known, pool
from ros_analysis.exact import (
    DetectableEffect,
    detectable_correlation,
    detectable_difference,
    detectable_standing_out,
)
from ros_analysis.survey import Factor


def level_to_meet(findings: Iterable[Finding]) -> float:
    """The p that any of these tests has to stay below to stand after Holm, whatever the others give."""
    return LEVEL / max(1, sum(map(testable, findings)))


def factor_detectable(finding: Finding, zones: pd.DataFrame, factor: Factor, level: float) -> Finding:
    """A factor's `finding` with what it could have shown (contract.ZONES); as it is where nothing was tested."""
    if finding.p is None:
        return finding
    used = known(units(zones.assign(risk=risk(zones, finding.basis)), factor), factor, "risk")
    risks = used["risk"].astype(float).tolist()
    if factor.kind == "number":
        numbers = used[factor.column].astype(float).tolist()
        return _with(finding, detectable_correlation(risks, numbers, level=level), level)
    groups = pool(used[factor.column]).tolist()
    found = detectable_standing_out(risks, groups, classes(used, factor), level=level)
    return _with(finding, found, level)


def change_detectable(
    finding: Finding, rounds: Sequence[pd.DataFrame], same: Sequence[Chain], level: float
) -> Finding:
    """The `finding` on change through `rounds` (contract.ZONES), of units unchanged through them, with what it could
    have shown; as it is where nothing was tested."""
    if finding.p is None:
        return finding
    steps = moves(complete(paths(rounds, same, finding.basis)))
    return _with(finding, detectable_difference(steps, level=level), level)


def _with(finding: Finding, found: DetectableEffect, level: float) -> Finding:
    return finding.but(detectable=Detectable(value=found.effect, pairs=found.pairs, level=level))
