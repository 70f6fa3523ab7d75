"""Which figures are not the same in two rounds of a survey."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import pandas as pd

from ros_analysis.codebook import LEVELS, Area
from ros_analysis.language import NBSP, Words
from ros_analysis.public import public
from ros_analysis.rounds import Round

Unit = Literal["count", "percent", "median"]


@dataclass(frozen=True)
class Compared:
    """One figure in two rounds: what it is, in which unit, then and now; None where it isn't known or shown.

    Percent is kept unrounded, so that its change is rounded once.
    """

    what: str
    unit: Unit
    before: float | None
    now: float | None

    def texts(self, words: Words) -> tuple[str, str, str]:
        """Before, now, and the step with its sign: «13», «5», «−8»; that of a share in percentage points."""
        return _text(self.before, self.unit, words), _text(self.now, self.unit, words), self._step(words)

    def _step(self, words: Words) -> str:
        if self.before is None or self.now is None:
            return ".."
        text = words.number(self.now - self.before, _decimals(self.unit))
        signed = f"+{text}" if self.now > self.before else text
        return words("number.points", n=signed).replace(" ", NBSP) if self.unit == "percent" else signed


def changed(before: Round, this: Round) -> tuple[Compared, ...]:
    """The figures that differ between two rounds: who answered, zones and, internally, the areas.

    Only what the edition of each round shows on its own is compared, so that nothing hidden comes out.
    """
    if this.edition == "public":
        before, this = public(before), public(this)
    words = this.words
    found = [*_answered(before, this, words), *_zones(before, this, words)]
    if this.edition == "internal" and before.has_answers and this.has_answers:
        found += [row for area in this.codebook.area for row in _area(before, this, area, words)]
    return tuple(row for row in found if row.before != row.now)


def _answered(before: Round, this: Round, words: Words) -> Iterator[Compared]:
    then, now = before.responses, this.responses
    yield Compared(words("row.invited"), "count", then.invited, now.invited)
    yield Compared(words("row.answered"), "count", then.answered, now.answered)
    rate = [_percent(counts.answered, counts.invited) for counts in (then, now)]
    yield Compared(words("row.response_rate"), "percent", *rate)


def _zones(before: Round, this: Round, words: Words) -> Iterator[Compared]:
    if not (before.shows_zones and this.shows_zones):
        return
    for level in LEVELS:
        k = [getattr(one.counts, level) for one in (before, this)]
        n = [one.counts.answered for one in (before, this)]
        name = f"{words('column.zone')}: {words(f'zone.{level}')}"
        yield Compared(name, "count", *k)
        yield Compared(name, "percent", *(_percent(*pair) for pair in zip(k, n, strict=True)))


def _area(before: Round, this: Round, area: Area, words: Words) -> Iterator[Compared]:
    name = f"{area.number} {area.label[words.language]}"
    for level in LEVELS:
        counts = [_known(one.internal.levels, area.number, level) for one in (before, this)]
        yield Compared(f"{name}: {words(f'zone.{level}')}", "count", *counts)
    results = [_known(one.internal.medians, area.number, "result") for one in (before, this)]
    yield Compared(
        f"{name}: {words('column.median').lower()} {words('column.result').lower()}", "median", *results
    )


def _known(frame: pd.DataFrame, area: int, column: str) -> float | None:
    values = frame[column].reindex([area]).dropna()
    return None if values.empty else float(values.iloc[0])


def _percent(k: int, n: int) -> float | None:
    return 100 * k / n if n else None


def _text(value: float | None, unit: Unit, words: Words) -> str:
    if value is None:
        return ".."
    text = words.number(value, _decimals(unit))
    return words.percent_of(text) if unit == "percent" else text


def _decimals(unit: Unit) -> int:
    return 1 if unit == "median" else 0
