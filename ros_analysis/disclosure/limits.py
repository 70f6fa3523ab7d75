"""How unlike the respondents must be before a count of all of them is printed."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

CAUTION = 2
"""So many respondents may know each other's answers; a known service group comes in addition."""

FEWEST_FOR_VERDICTS = 20
"""With fewer answers the public edition says nothing of what risk goes with."""

CAUTION_FOR_VERDICTS = 7
"""Nor does it with as few outside the largest zone: if 3 of 23 are red and that goes with size, 9 are not red."""


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
