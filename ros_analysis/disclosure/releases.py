"""How far apart two releases of a round must be, so that the difference between them tells of nobody."""

from __future__ import annotations

from collections.abc import Mapping

from ros_analysis.disclosure.limits import CAUTION


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
