"""Which figures are not the same in two rounds of a survey."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import pandas as pd

from ros_analysis.codebook import LEVELS, Area
from ros_analysis.language import NBSP, Words
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
    alike: bool = True
    """Whether both rounds were asked and decided alike, so that the step means something."""

    def texts(self, words: Words) -> tuple[str, str, str]:
        """Before, now, and the step with its sign: «13», «5», «−8»; that of a share in percentage points."""
        step = self._step(words) if self.alike else "."
        return _text(self.before, self.unit, words), _text(self.now, self.unit, words), step

    def _step(self, words: Words) -> str:
        if self.before is None or self.now is None:
            return ".."
        text = words.number(self.now - self.before, _decimals(self.unit))
        signed = f"+{text}" if self.now > self.before else text
        return words("number.points", n=signed).replace(" ", NBSP) if self.unit == "percent" else signed


def changed(before: Round, this: Round) -> tuple[Compared, ...]:
    """The figures that differ between two rounds: who answered, zones and, internally, the areas.

    Only what the edition of each round shows on its own is compared, so that nothing hidden comes out. Zones of
    rounds with other codebooks stand side by side without a step, their areas not at all.
    """
    words = this.words
    found = [*_answered(before, this, words), *_zones(before, this, words)]
    named = all(one.has_answers and one.shown.names_municipalities for one in (before, this))
    if named and not this.unlike(before):
        found += [row for area in this.codebook.area for row in _area(before, this, area, words)]
    return tuple(row for row in found if row.before != row.now)


def _answered(before: Round, this: Round, words: Words) -> Iterator[Compared]:
    then, now = before.counts, this.counts
    yield Compared(words("row.invited"), "count", then.invited, now.invited)
    yield Compared(words("row.answered"), "count", then.answered, now.answered)
    rate = [_percent(counts.answered, counts.invited) for counts in (then, now)]
    yield Compared(words("row.response_rate"), "percent", rate[0], rate[1])


def _zones(before: Round, this: Round, words: Words) -> Iterator[Compared]:
    if not (before.shows_zones and this.shows_zones):
        return
    alike = not this.unlike(before)
    for level in LEVELS:
        k = [getattr(one.counts, level) for one in (before, this)]
        n = [one.counts.answered for one in (before, this)]
        name = f"{words('column.zone')}: {words(f'zone.{level}')}"
        shares = [_percent(*pair) for pair in zip(k, n, strict=True)]
        yield Compared(name, "count", k[0], k[1], alike)
        yield Compared(name, "percent", shares[0], shares[1], alike)


def _area(before: Round, this: Round, area: Area, words: Words) -> Iterator[Compared]:
    name = f"{area.number} {area.label[words.language]}"
    for level in LEVELS:
        counts = [_known(one.shown.levels, area.number, level) for one in (before, this)]
        yield Compared(f"{name}: {words(f'zone.{level}')}", "count", counts[0], counts[1])
    results = [_known(one.shown.medians, area.number, "result") for one in (before, this)]
    what = f"{name}: {words('column.median').lower()} {words('column.result').lower()}"
    yield Compared(what, "median", results[0], results[1])


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
