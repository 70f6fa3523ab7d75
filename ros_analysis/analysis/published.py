"""Every published figure, recomputed from the counts and held against what was printed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from ros_analysis.survey import Counts, Published, whole_percent

Comparison = Literal["match", "misprint", "cannot"]


@dataclass(frozen=True)
class Check:
    """One published figure: recomputed value (None where it can't be), «k» and «n» behind it, and the verdict."""

    published: Published
    verdict: Comparison
    recomputed: int | None = None
    k: int | None = None
    n: int | None = None


class FormulaError(ValueError):
    """A numerator or denominator that names no known count."""


def check_published(published: Iterable[Published], counts: Counts, municipalities: int) -> tuple[Check, ...]:
    """Each figure with its verdict, in the order given; `municipalities` is the register's count for the year."""
    known = {**counts.model_dump(), "municipalities": municipalities}
    return tuple(_check(figure, known) for figure in published)


def _check(figure: Published, known: Mapping[str, int]) -> Check:
    if not figure.numerator:
        return Check(figure, "cannot")
    k = _value(figure.numerator, known, figure.id)
    n = _value(figure.denominator, known, figure.id) if figure.denominator else None
    recomputed = whole_percent(k, n) if n is not None else k
    verdict: Comparison = "match" if figure.printed == str(recomputed) else "misprint"
    return Check(figure, verdict, recomputed, k, n)


def _value(formula: str, known: Mapping[str, int], figure: str) -> int:
    """The value of names of counts joined by + and −, such as «invited - answered»."""
    terms = re.findall(r"([+-]?)\s*(\w+)", formula)
    unknown = [name for _, name in terms if name not in known]
    if unknown or not re.fullmatch(r"\w+(\s*[+-]\s*\w+)*", formula.strip()):
        raise FormulaError(f"{figure}: «{formula}» kan ikke regnes ut. Bruk {', '.join(known)} med + og -.")
    return sum(-known[name] if sign == "-" else known[name] for sign, name in terms)
