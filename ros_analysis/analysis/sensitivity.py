"""How much hangs on the zone rule: the same round under every profile and with each threshold moved one step."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

import pandas as pd

from ros_analysis.analysis.change import differences, signs
from ros_analysis.analysis.findings import CHANGE, Count, Probability, Question, Record, Tested, reachable
from ros_analysis.analysis.scoring import Said, ScoredRound, given_first, places, zone_cases
from ros_analysis.analysis.significance import chance_of, classes, known, narrowed
from ros_analysis.survey import FACTORS, Codebook, Factor, Level, Matrix, Unit

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
    """A codebook with another rule in force, or another matrix, and what is told of it in its row."""

    codebook: Codebook
    told: dict[str, Any]


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
    declared = [factor for factor in factors if factor.declared]
    this, last = _answered(this, declared), None if last is None else _answered(last, ())
    if this.zones["zone_given"].notna().all():
        return ()
    unchanged = [unit for unit in units if unit.unchanged]
    reported = _Alternative(codebook, {"change": "as_reported"})
    rows = [_row(reported, this.zones, None if last is None else last.zones, this.zones, unchanged, declared)]
    with_steps = bool(this.scored[["likelihood", "consequence"]].notna().all(axis=1).any())
    for other in _alternatives(codebook, with_steps=with_steps):
        now = _rezoned(this, other)
        was = None if last is None else _rezoned(last, other)
        rows.append(_row(other, now, was, this.zones, unchanged, declared))
    return tuple(rows)


def _answered(one: ScoredRound, factors: Sequence[Factor]) -> ScoredRound:
    """The round with those that answered alone, and of them what zones are tested by."""
    answered = one.zones[one.zones["answered"]]
    return replace(one, zones=narrowed(answered, factors, "number", "zone", "zone_given"))


def _alternatives(codebook: Codebook, *, with_steps: bool) -> Iterator[_Alternative]:
    for name, rule in codebook.rule.items():
        if rule != codebook.standard:
            other = codebook.model_copy(update={"profile": name})
            yield _Alternative(other, {"change": "profile", "name": name})
    yield from _threshold("red_from", 1, codebook)
    yield from _threshold("green_yellow_max", 0, codebook)
    if with_steps:
        yield from _boundary("yellow_cells", "green", "yellow", codebook)
        yield from _boundary("red_cells", "yellow", "red", codebook)


def _threshold(change: Change, lowest: int, codebook: Codebook) -> Iterator[_Alternative]:
    """A threshold of the zone rule one step down and one up."""
    now = getattr(codebook.standard, change)
    for value in (now - 1, now + 1):
        if value >= lowest:
            rule = {**codebook.rule, codebook.profile: codebook.standard.model_copy(update={change: value})}
            other = codebook.model_copy(update={"rule": rule})
            yield _Alternative(other, {"change": change, "value": value})


def _boundary(change: Change, lower: Level, upper: Level, codebook: Codebook) -> Iterator[_Alternative]:
    """The boundary between two levels one step stricter (highest of the lower up) and one milder."""
    for stricter, here, there in ((True, lower, upper), (False, upper, lower)):
        results = [result for result, level in _cells(codebook.matrix) if level == here]
        if results:
            value = max(results) if stricter else min(results)
            changed = codebook.model_copy(update={"matrix": _moved(codebook.matrix, here, there, value)})
            yield _Alternative(changed, {"change": change, "value": value, "stricter": stricter})


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
    """The zones of a round, where not given those under another rule."""
    ruled = [_zone(one.said.get(number, ()), other) for number in one.zones["number"]]
    zone = pd.Series(ruled, index=one.zones.index, dtype="object")
    return one.zones.assign(zone=given_first(one.zones["zone_given"], zone))


def _zone(said: Sequence[Said], other: _Alternative) -> Level | None:
    levels = [other.codebook.level(*pair) if pair else level for pair, level in said]
    red, yellow = levels.count("red"), levels.count("yellow")
    missing = len(other.codebook.area) - red - yellow - levels.count("green")
    best, worst = zone_cases(other.codebook.standard, red, yellow, missing)
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
    zones = list(zoned["zone"])
    return RuleRow(
        **other.told,
        green=zones.count("green"),
        yellow=zones.count("yellow"),
        red=zones.count("red"),
        undetermined=len(now) - len(zones),
        moved=sum(
            pd.notna(before[number]) and before[number] != zone
            for number, zone in zip(zoned["number"], zones, strict=True)
        ),
        p={
            **{factor.name: _p(zone_test(now, factor)) for factor in factors},
            CHANGE: None if was is None else _p(signs(differences(was, now, units, "zone"))),
        },
    )


def zone_test(zones: pd.DataFrame, factor: Factor) -> Tested:
    """A factor's test made on the zones (contract.ZONES) over the municipalities where both are known."""
    used = known(zones, factor)
    return chance_of(factor, places(used["zone"]), used[factor.column], classes(used, factor), draws=DRAWS)


def _p(tested: Tested) -> float | None:
    """p of a test that could have given one below the level; otherwise it can't be tested."""
    return tested.p if reachable(tested.smallest_p) else None
