"""What an edition shows of a round: counts over all respondents, each there or hidden as a whole."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

import pandas as pd

from ros_analysis.analysis import Finding, Verdict
from ros_analysis.disclosure.limits import (
    CAUTION_FOR_VERDICTS,
    FEWEST_FOR_VERDICTS,
    are_unlike,
    may_show_share,
    rows_are_unlike,
)
from ros_analysis.survey import FACTORS, Counts


@dataclass(frozen=True)
class Disclosed:
    """Counts that are the same however the respondents exchange whole answers, so that none tells who; None is hidden.

    `levels`: area × green, yellow, red, Int64. `medians`: area × likelihood, consequence, result, Float64. `matrix`:
    likelihood × consequence over all areas, Int64. `shares`: «k of n» of those who say yes to what was asked beside.
    """

    zones: Counts | None
    levels: pd.DataFrame | None = None
    medians: pd.DataFrame | None = None
    matrix: pd.DataFrame | None = None
    shares: Mapping[str, tuple[int, int]] | None = None


def public(everything: Disclosed, steps: Iterable[pd.DataFrame], caution: int) -> Disclosed:
    """What of `everything` the public edition shows (docs/decisions/0006-public-edition.md).

    `steps` are area × likelihood and area × consequence, which the matrix adds up and the medians tell of. Areas are
    shown only with the zones, matrix and medians only with the areas, shares only with the zones and all together.
    """
    zones = everything.zones
    if zones is None or not are_unlike(_known(zones), caution):
        return Disclosed(zones=None)
    bare = zones.model_copy(update={"never_green": 0, "never_red": 0})
    shares = everything.shares
    if shares is not None and not all(may_show_share(k, n, caution) for k, n in shares.values()):
        shares = None
    if everything.levels is None or not rows_are_unlike(everything.levels, caution):
        return Disclosed(bare, shares=shares)
    unlike = all(rows_are_unlike(frame, caution) for frame in steps)
    shown = replace(everything, zones=bare) if unlike else Disclosed(bare, everything.levels)
    return replace(shown, shares=shares)


def verdicts(findings: Iterable[Finding], shown: Disclosed, caution: int) -> Mapping[str, Verdict]:
    """Question → verdict of those that may be told; which they are hangs on the zone totals alone."""
    zones = shown.zones
    if zones is None or zones.answered < FEWEST_FOR_VERDICTS:
        return {}
    if not are_unlike(_known(zones), max(caution, CAUTION_FOR_VERDICTS)):
        return {}
    told = {factor.name for factor in FACTORS if factor.told}
    return {found.question: found.verdict for found in findings if found.question in told}


def _known(zones: Counts) -> tuple[int, int, int]:
    return zones.green, zones.yellow, zones.red
