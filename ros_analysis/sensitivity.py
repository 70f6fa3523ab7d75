"""How much hangs on choices: the zone rule, its thresholds, and those who did not answer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import pandas as pd

from ros_analysis.change import transition
from ros_analysis.codebook import LEVELS, Codebook, Level, Matrix, ZoneRule
from ros_analysis.comparable import Unit
from ros_analysis.contract import REGISTER
from ros_analysis.findings import Count, Probability
from ros_analysis.intervals import hypergeometric, worst_case
from ros_analysis.models import Strict
from ros_analysis.scoring import score, zones
from ros_analysis.settings import Counts
from ros_analysis.significance import epj_test, size_test


@dataclass(frozen=True)
class ScoredRound:
    """A round with answers per municipality: contract.ZONES under the codebook's rule, and scored contract.ANSWERS."""

    year: int
    zones: pd.DataFrame
    scored: pd.DataFrame

    @property
    def numbers(self) -> tuple[str, ...]:
        return tuple(self.zones["number"])

    @cached_property
    def counts(self) -> Counts:
        known = self.zones["zone"].value_counts()
        levels = {level: int(known.get(level, 0)) for level in LEVELS}
        answered = int(self.zones["answered"].sum())
        undetermined = answered - sum(levels.values())
        return Counts(invited=len(self.zones), answered=answered, undetermined=undetermined, **levels)


Change = Literal["as_reported", "profile", "red_from", "green_yellow_max", "red_cells", "yellow_cells"]


class RuleRow(Strict):
    """Zones and p-values if the rule were another.

    `change` says what: a whole profile by `name`, a threshold of the zone rule set to `value`, or the matrix's
    cells of results `value` moved to the next level (`stricter`) or the level below. `moved` municipalities get
    another zone than reported. A zone given by the regional body counts only in the row as_reported.
    """

    change: Change
    name: str = ""
    value: int | None = None
    stricter: bool | None = None
    green: Count
    yellow: Count
    red: Count
    undetermined: Count
    moved: Count
    p_size: Probability | None
    p_epj: Probability | None
    p_change: Probability | None


class Bound(Strict):
    """One zone's count in a round, and what it can be in the whole county.

    `low` … `high` whatever those with unknown zone would have said; `likely_low` … `likely_high` is the 95 %
    hypergeometric interval, which takes them to be like the others.
    """

    year: int
    zone: Level
    k: Count
    n: Count
    invited: Count
    silent: Count
    undetermined: Count
    low: Count
    high: Count
    likely_low: Count
    likely_high: Count


@dataclass(frozen=True)
class _Alternative:
    change: Change
    codebook: Codebook
    rule: ZoneRule
    name: str = ""
    value: int | None = None
    stricter: bool | None = None


def rule_rows(
    this: ScoredRound, last: ScoredRound | None, units: Sequence[Unit], codebook: Codebook
) -> tuple[RuleRow, ...]:
    """The round as reported, then under every profile and with each threshold one step to either side."""
    reported = _Alternative("as_reported", codebook, codebook.standard)
    rows = [_row(reported, this.zones, None if last is None else last.zones, this.zones, units)]
    for other in _alternatives(codebook):
        now = _rezoned(this, other)
        was = None if last is None else _rezoned(last, other)
        rows.append(_row(other, now, was, this.zones, units))
    return tuple(rows)


def bounds(year: int, counts: Counts) -> tuple[Bound, ...]:
    """What each zone's count says of all invited municipalities."""
    n = counts.green + counts.yellow + counts.red
    return tuple(_bound(year, zone, getattr(counts, zone), n, counts) for zone in LEVELS)


def _bound(year: int, zone: Level, k: int, n: int, counts: Counts) -> Bound:
    worst = worst_case(k, n, counts.invited)
    likely = hypergeometric(k, n, counts.invited)
    return Bound(
        year=year,
        zone=zone,
        k=k,
        n=n,
        invited=counts.invited,
        silent=counts.invited - counts.answered,
        undetermined=counts.undetermined,
        low=worst.low,
        high=worst.high,
        likely_low=likely.low,
        likely_high=likely.high,
    )


def _alternatives(codebook: Codebook) -> Iterator[_Alternative]:
    for name, rule in codebook.rule.items():
        yield _Alternative("profile", codebook, rule, name)
    yield from _rule_steps(codebook)
    yield from _matrix_steps(codebook)


def _rule_steps(codebook: Codebook) -> Iterator[_Alternative]:
    rule = codebook.standard
    for key, lowest in (("red_from", 1), ("green_yellow_max", 0)):
        for value in (getattr(rule, key) - 1, getattr(rule, key) + 1):
            if value >= lowest:
                yield _Alternative(key, codebook, rule.model_copy(update={key: value}), value=value)


def _matrix_steps(codebook: Codebook) -> Iterator[_Alternative]:
    for lower, upper, change in (("green", "yellow", "yellow_cells"), ("yellow", "red", "red_cells")):
        for stricter in (True, False):
            from_level, to_level = (lower, upper) if stricter else (upper, lower)
            results = [result for result, level in _cells(codebook.matrix) if level == from_level]
            if results:
                value = max(results) if stricter else min(results)
                matrix = _moved(codebook.matrix, from_level, to_level, value)
                changed = codebook.model_copy(update={"matrix": matrix})
                yield _Alternative(change, changed, codebook.standard, value=value, stricter=stricter)


def _cells(matrix: Matrix) -> Iterator[tuple[int, Level]]:
    for likelihood, row in enumerate(matrix.levels, start=1):
        for consequence, level in enumerate(row, start=1):
            yield likelihood * consequence, level


def _moved(matrix: Matrix, from_level: Level, to_level: Level, result: int) -> Matrix:
    width = len(matrix.levels[0])
    levels = [to_level if cell == (result, from_level) else cell[1] for cell in _cells(matrix)]
    rows = (levels[start : start + width] for start in range(0, len(levels), width))
    return Matrix(levels=tuple(tuple(row) for row in rows))


def _rezoned(one: ScoredRound, other: _Alternative) -> pd.DataFrame:
    answered = one.zones[one.zones["answered"]]
    respondents = answered[["number", "epj"]].assign(
        zone_given=pd.Series(pd.NA, index=answered.index, dtype="str"),
        answered_at=pd.Series(pd.NaT, index=answered.index, dtype="datetime64[us]"),
    )
    register = one.zones[list(REGISTER.columns)]
    return zones(score(one.scored, other.codebook), respondents, register, other.codebook, other.rule)


def _row(
    other: _Alternative,
    now: pd.DataFrame,
    was: pd.DataFrame | None,
    reported: pd.DataFrame,
    units: Sequence[Unit],
) -> RuleRow:
    known = now[now["zone"].notna()]
    with_system = known[known["epj"].notna()]
    both = now["zone"].notna() & reported["zone"].notna()
    counts = known["zone"].value_counts()
    return RuleRow(
        change=other.change,
        name=other.name,
        value=other.value,
        stricter=other.stricter,
        **{level: int(counts.get(level, 0)) for level in LEVELS},
        undetermined=int((now["answered"] & now["zone"].isna()).sum()),
        moved=int((now["zone"][both] != reported["zone"][both]).sum()),
        p_size=size_test(known["zone"], known["population"]).p,
        p_epj=epj_test(with_system["zone"], with_system["epj"]).p,
        p_change=None if was is None else transition(was, now, units).pairings[0].p,
    )
