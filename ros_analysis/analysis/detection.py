"""What each declared test could have shown: the effect it finds with 80 % power at the round's own margins."""

from __future__ import annotations

import pandas as pd

from ros_analysis.analysis.change import zone_steps
from ros_analysis.analysis.findings import Detectable, Finding
from ros_analysis.analysis.significance import known
from ros_analysis.exact import DetectableEffect, detectable_groups, detectable_rank, detectable_steps
from ros_analysis.survey import FACTORS, LEVELS


def with_detectable(finding: Finding, zones: pd.DataFrame | None) -> Finding:
    """`finding` with its detectable effect at p < 0.05; `zones` (contract.ZONES) gives a number its values.

    A finding that was not tested, or only compared by counts, is returned as it is.
    """
    if finding.p is None or not finding.groups:
        return finding
    if finding.question == "change":
        return finding.but(detectable=_read(detectable_steps(zone_steps(finding.groups))))
    levels = [sum(group[level] for group in finding.groups) for level in LEVELS]
    if finding.method == "kruskal":
        return finding.but(detectable=_read(detectable_groups(levels, [group.n for group in finding.groups])))
    assert zones is not None
    factor = next(one for one in FACTORS if one.name == finding.question)
    values = known(zones, factor)[factor.column].astype(float)
    return finding.but(detectable=_read(detectable_rank(levels, values)))


def _read(found: DetectableEffect) -> Detectable:
    return Detectable(value=found.effect, pairs=found.pairs)
