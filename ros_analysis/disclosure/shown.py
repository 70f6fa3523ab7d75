"""What an edition shows of a round: counts over all respondents, each there or hidden as a whole."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

import pandas as pd

from ros_analysis.analysis import Finding, Verdict
from ros_analysis.survey import FACTORS, Counts

Shares = Mapping[str, tuple[int, int]]
"""«k of n» by what is said."""

CAUTION = 2
"""So many respondents may know each other's answers; a known service group comes in addition."""
FEWEST_FOR_VERDICTS = 20
"""With fewer answers the public edition says nothing of what risk goes with."""
CAUTION_FOR_VERDICTS = 7
"""Nor does it with as few outside the largest zone: if 3 of 23 are red and that goes with size, 9 are not red."""


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
    shares: Shares | None = None


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


def are_unlike(counts: Iterable[int], caution: int) -> bool:
    """Whether more than `caution` respondents are outside the largest count.

    `counts` are those whose answer is known; the others count as the largest, and so can't make them unlike.
    """
    known = list(counts)
    return sum(known) - max(known, default=0) > caution


def rows_are_unlike(counts: pd.DataFrame, caution: int) -> bool:
    """Whether it holds for every row: one hidden row could be worked out from the others."""
    return len(counts) > 0 and all(
        are_unlike(map(int, row), caution) for row in counts.itertuples(index=False)
    )


def may_show_share(k: int, n: int, caution: int) -> bool:
    """Whether «k of n» may be printed, as of those who have taken a measure: neither side is close to nobody."""
    return are_unlike((k, n - k), caution)


def known_together(coalition: int) -> int:
    """How many answers a reader may know: a group of `coalition` that shares them, and two more (c)."""
    return CAUTION + coalition


def fewest_differing(c: int) -> int:
    """Of how many respondents two releases must differ where c of them tell what they answered: 2c + 1.

    Of three late answers two that pool would leave the third alone; of 2c + 1 more are left than they know.
    """
    return 2 * c + 1


def differing(before: Mapping[str, str], now: Mapping[str, str]) -> int:
    """How many respondents are new, gone or answer otherwise, of fingerprints of answers by respondent."""
    return sum(before.get(number) != now.get(number) for number in before.keys() | now.keys())


def is_too_close(before: Mapping[str, str], now: Mapping[str, str], c: int) -> bool:
    """Whether both may not be released; those with the same answers from the same respondents may."""
    return 0 < differing(before, now) < fewest_differing(c)
