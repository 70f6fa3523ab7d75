"""Which figures are not the same in two rounds of a survey."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import pandas as pd

from ros_analysis.report.public import public
from ros_analysis.rounds import Round
from ros_analysis.survey import LEVELS, NBSP, Area, Words

Measured = Literal["count", "share", "median"]


@dataclass(frozen=True)
class Compared:
    """One figure in two rounds: what it is, in which unit, then and now; None where it isn't known or shown.

    A share is the count `before` of the count `before_of`, and its step is that of the count: percentages are rounded,
    and the difference of two rounded ones need not be the rounded difference.
    """

    what: str
    unit: Measured
    before: float | None
    now: float | None
    before_of: int = 0
    now_of: int = 0
    alike: bool = True
    """Whether both rounds were asked and decided alike, so that the step means something."""
    weight: float = 1
    """How far it moved, as a share of how far it could have."""

    def texts(self, words: Words) -> tuple[str, str, str]:
        """Before, now, and the step with its sign: «13 av 33 (39 %)», «5 av 23 (22 %)», «−8»."""
        then = self._text(self.before, self.before_of, words)
        return then, self._text(self.now, self.now_of, words), self._step(words) if self.alike else "."

    @property
    def differs(self) -> bool:
        return (self.before, self.before_of) != (self.now, self.now_of)

    def _text(self, value: float | None, of: int, words: Words) -> str:
        if value is None:
            return ".."
        if self.unit == "share" and of:
            return words.share(int(value), of).replace(" ", NBSP)
        return words.number(value, self._decimals)

    def _step(self, words: Words) -> str:
        if self.before is None or self.now is None:
            return ".."
        text = words.number(self.now - self.before, self._decimals)
        return f"+{text}" if self.now > self.before else text

    @property
    def _decimals(self) -> int:
        return 1 if self.unit == "median" else 0


def changed(before: Round, this: Round) -> tuple[Compared, ...]:
    """The figures that differ between two rounds: who answered, zones and, internally, the areas.

    Only what the edition of each round shows on its own is compared, so that nothing hidden comes out. Zones of
    rounds with other codebooks stand side by side without a step, their areas not at all.
    """
    if this.edition == "public":
        before, this = public(before), public(this)
    words = this.words
    found = [*_answered(before, this, words), *_zones(before, this, words)]
    named = this.edition == "internal" and before.has_answers and this.has_answers
    if named and not this.unlike(before):
        found += _areas(before, this, words)
    return tuple(row for row in found if row.differs)


def _answered(before: Round, this: Round, words: Words) -> Iterator[Compared]:
    then, now = before.responses, this.responses
    yield Compared(words("row.invited"), "count", then.invited, now.invited)
    yield Compared(words("row.answered"), "share", then.answered, now.answered, then.invited, now.invited)


def _zones(before: Round, this: Round, words: Words) -> Iterator[Compared]:
    if not (before.shows_zones and this.shows_zones):
        return
    alike = not this.unlike(before)
    for level in LEVELS:
        k = [getattr(one.counts, level) for one in (before, this)]
        of = (before.counts.answered, this.counts.answered)
        name = f"{words('column.zone')}: {words(f'zone.{level}')}"
        yield Compared(name, "share", k[0], k[1], *of, alike)


def _areas(before: Round, this: Round, words: Words) -> Iterator[Compared]:
    """Of each area, how many are at each level, and the median result."""
    levels, medians = ([getattr(one.internal, of) for one in (before, this)] for of in ("levels", "medians"))
    shares = [frame.div(frame.sum(axis="columns"), axis="index") for frame in levels]
    median = f"{words('column.median').lower()} {words('column.result').lower()}"
    for area in this.codebook.area:
        name = f"{area.number} {area.label[words.language]}"
        for level in LEVELS:
            then, now = (_known(frame, area, level) for frame in levels)
            moved = _apart(*(_known(frame, area, level) for frame in shares))
            yield Compared(f"{name}: {words(f'zone.{level}')}", "count", then, now, weight=moved)
        then, now = (_known(frame, area, "result") for frame in medians)
        moved = _apart(then, now) / max(this.codebook.results)
        yield Compared(f"{name}: {median}", "median", then, now, weight=moved)


def _known(frame: pd.DataFrame, area: Area, column: str) -> float | None:
    value = frame[column].get(area.number)
    return None if value is None or pd.isna(value) else float(value)


def _apart(then: float | None, now: float | None) -> float:
    return 0 if then is None or now is None else abs(now - then)
