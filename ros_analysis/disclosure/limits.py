"""How unlike the respondents must be before a count of all of them is printed, and how far apart two releases."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

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
