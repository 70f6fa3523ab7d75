"""How much hangs on the zone rule: the same round under every profile and with each threshold moved one step."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

import pandas as pd

from ros_analysis.analysis.change import differences, signs
from ros_analysis.analysis.findings import CHANGE, Count, Probability, Question, Record, Tested, reachable
from ros_analysis.analysis.scoring import Said, ScoredRound, given_first, places, zone_cases
from ros_analysis.analysis.significance import classes, factor_test, known
from ros_analysis.survey import FACTORS, Codebook, Factor, Level, Matrix, Unit, ZoneRule

DRAWS = 10_000
"""Of each rule; the declared tests draw ten times as many."""

Change = Literal["as_reported", "profile", "red_from", "green_yellow_max", "red_cells", "yellow_cells"]


class RuleRow(Record):
    """Zones and p-values if the rule were another.

    `change` says what: a whole profile by `name`, a threshold of the zone rule set to `value`, or the matrix's
    cells of results `value` moved to the next level (`stricter`) or the level below. `moved` municipalities get
    another zone than reported. `p` is that of the zones, by factor and for change, None where nothing can be tested.
    A zone given by the regional body stands under every rule.
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
    p: dict[Question, Probability | None]


@dataclass(frozen=True)
class _Alternative:
    change: Change
    codebook: Codebook
    rule: ZoneRule
    name: str = ""
    value: int | None = None
    stricter: bool | None = None


def rule_rows(
    this: ScoredRound,
    last: ScoredRound | None,
    units: Sequence[Unit],
    codebook: Codebook,
    factors: Sequence[Factor] = FACTORS,
) -> tuple[RuleRow, ...]:
    """The round as reported, then under every other profile and with each threshold one step to either side.

    None where the regional body gave every zone, so that no rule decides; the matrix is left alone where only results
    are known, so that it decides nothing.
    """
    answered = this.zones[this.zones["answered"]]
    if answered["zone_given"].notna().all():
        return ()
    reported = _Alternative("as_reported", codebook, codebook.standard)
    declared = [factor for factor in factors if factor.declared]
    rows = [_row(reported, this.zones, None if last is None else last.zones, this.zones, units, declared)]
    with_steps = bool(this.scored[["likelihood", "consequence"]].notna().all(axis=1).any())
    for other in _alternatives(codebook, with_steps=with_steps):
        now = _rezoned(this, other)
        was = None if last is None else _rezoned(last, other)
        rows.append(_row(other, now, was, this.zones, units, declared))
    return tuple(rows)


def _alternatives(codebook: Codebook, *, with_steps: bool) -> Iterator[_Alternative]:
    for name, rule in codebook.rule.items():
        if rule != codebook.standard:
            yield _Alternative("profile", codebook, rule, name)
    yield from _rule_steps(codebook)
    if with_steps:
        yield from _matrix_steps(codebook)


def _rule_steps(codebook: Codebook) -> Iterator[_Alternative]:
    rule = codebook.standard
    for red_from in (rule.red_from - 1, rule.red_from + 1):
        if red_from >= 1:
            changed = rule.model_copy(update={"red_from": red_from})
            yield _Alternative("red_from", codebook, changed, value=red_from)
    for yellow in (rule.green_yellow_max - 1, rule.green_yellow_max + 1):
        if yellow >= 0:
            changed = rule.model_copy(update={"green_yellow_max": yellow})
            yield _Alternative("green_yellow_max", codebook, changed, value=yellow)


def _matrix_steps(codebook: Codebook) -> Iterator[_Alternative]:
    yield from _boundary("yellow_cells", "green", "yellow", codebook)
    yield from _boundary("red_cells", "yellow", "red", codebook)


def _boundary(change: Change, lower: Level, upper: Level, codebook: Codebook) -> Iterator[_Alternative]:
    """The boundary between two levels one step stricter (highest of the lower up) and one milder."""
    for stricter, here, there in ((True, lower, upper), (False, upper, lower)):
        results = [result for result, level in _cells(codebook.matrix) if level == here]
        if results:
            value = max(results) if stricter else min(results)
            changed = codebook.model_copy(update={"matrix": _moved(codebook.matrix, here, there, value)})
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
    """Those that answered, with their zone given, else under another rule; columns as in contract.ZONES."""
    answered = one.zones[one.zones["answered"]]
    ruled = [_zone(one.said.get(number, ()), other) for number in answered["number"]]
    zone = pd.Series(ruled, index=answered.index, dtype="object")
    return answered.assign(zone=given_first(answered["zone_given"], zone))


def _zone(said: Sequence[Said], other: _Alternative) -> Level | None:
    levels = [other.codebook.level(*pair) if pair else level for pair, level in said]
    red, yellow = levels.count("red"), levels.count("yellow")
    missing = len(other.codebook.area) - red - yellow - levels.count("green")
    best, worst = zone_cases(other.rule, red, yellow, missing)
    return best if best == worst else None


def _row(
    other: _Alternative,
    now: pd.DataFrame,
    was: pd.DataFrame | None,
    reported: pd.DataFrame,
    units: Sequence[Unit],
    factors: Sequence[Factor],
) -> RuleRow:
    zoned = now[now["zone"].notna()]
    before = dict(zip(reported["number"], reported["zone"], strict=True))
    unchanged = [unit for unit in units if unit.unchanged]
    zones = list(zoned["zone"])
    return RuleRow(
        change=other.change,
        name=other.name,
        value=other.value,
        stricter=other.stricter,
        green=zones.count("green"),
        yellow=zones.count("yellow"),
        red=zones.count("red"),
        undetermined=int((now["answered"] & now["zone"].isna()).sum()),
        moved=sum(
            pd.notna(before[number]) and before[number] != zone
            for number, zone in zip(zoned["number"], zones, strict=True)
        ),
        p={
            **{factor.name: _factor_p(factor, now) for factor in factors},
            CHANGE: None if was is None else _p(signs(differences(was, now, unchanged, "zone"))),
        },
    )


def _factor_p(factor: Factor, zones: pd.DataFrame) -> float | None:
    return _p(zone_test(zones, factor))


def zone_test(zones: pd.DataFrame, factor: Factor) -> Tested:
    """A factor's test made on the zones, over the municipalities where both are known (contract.ZONES)."""
    used = known(zones, factor)
    return factor_test(factor, places(used["zone"]), used[factor.column], classes(used, factor), draws=DRAWS)


def _p(tested: Tested) -> float | None:
    """p of a test that could have given one below the level; otherwise it can't be tested."""
    return tested.p if reachable(tested.smallest_p) else None
