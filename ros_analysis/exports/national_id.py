"""Whether digits are a Norwegian fødselsnummer, D-number or H-number, by date and check digits."""

from __future__ import annotations

import re
from datetime import date

FIRST = (3, 7, 6, 1, 8, 9, 4, 5, 2, 1)
SECOND = (5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1)
WRITTEN = re.compile(r"(?<!\w)\d\d[ ./-]?\d\d[ ./-]?\d\d(?:\s?[ .,/‐‑–—-]\s?)?(?:\d{4}|\d{3}[ .]?\d\d)(?!\w)")
"""Digits as a national identity number is written: 15078012345, 150780-12345, 15.07.80 123 45."""


def is_national_id(digits: str) -> bool:
    """Whether 11 digits (or 10, the leading zero lost in Excel) hold a date and two valid mod-11 check digits.

    D-numbers add 40 to the day, H-numbers 40 and synthetic numbers 80 or 65 to the month. Source: Skatteetaten,
    «Fødselsnummer» and «D-nummer».
    """
    if not digits.isdecimal() or not digits.isascii() or len(digits) not in (10, 11):
        return False
    number = [int(digit) for digit in digits.zfill(11)]
    return _divides(number, FIRST) and _divides(number, SECOND) and _holds_date(digits.zfill(11))


def says_national_id(written: str) -> bool:
    """Whether text that fits WRITTEN is such a number; where it is parted, a date and five digits are enough."""
    digits = re.sub(r"\D", "", written)
    return is_national_id(digits) or (len(digits) == 11 and not written.isdecimal() and _holds_date(digits))


def _divides(number: list[int], weights: tuple[int, ...]) -> bool:
    return sum(weight * digit for weight, digit in zip(weights, number, strict=False)) % 11 == 0


def _holds_date(digits: str) -> bool:
    day, month, year = int(digits[:2]), int(digits[2:4]), int(digits[4:6])
    day -= 40 if day > 40 else 0
    month -= next((added for added in (80, 65, 40) if month > added), 0)
    return any(_exists(century + year, month, day) for century in (1900, 2000))


def _exists(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True
