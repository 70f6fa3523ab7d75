"""What a member's sheet is given of a round, and the one door through which a block reaches it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache, wraps
from typing import Any, TypeVar

import pandas as pd

from ros_analysis import rounds
from ros_analysis.report.blocks import Block
from ros_analysis.report.exhibits import records
from ros_analysis.report.public import PublicRound, public, released
from ros_analysis.rounds import Round
from ros_analysis.survey import LEVELS, Folders, Level, NotFoundError, unchanged, units

Made = TypeVar("Made", bound=Block)


@dataclass(frozen=True)
class Own:
    """A member's own rows of a round, and the round as the public edition has it: nothing of anybody else.

    `zone`: its row of contract.ZONES. `answers`: its rows of contract.ANSWERS, by area. `measures`: its rows of
    rounds.measures. `before`: the same of the last round, None where it was not asked alike, or is another unit now.
    """

    this: PublicRound
    number: str
    zone: Mapping[str, Any]
    answers: pd.DataFrame
    measures: pd.DataFrame
    before: Own | None = None

    @property
    def name(self) -> str:
        return str(self.zone["name"])

    @property
    def level(self) -> Level | None:
        """The zone as reported, None where missing areas leave it open."""
        return next((level for level in LEVELS if level == self.zone["zone"]), None)

    @property
    def score(self) -> float | None:
        return None if pd.isna(self.zone["score"]) else float(self.zone["score"])

    def at(self, level: Level) -> list[int]:
        """The areas at `level`, the highest result first."""
        found = self.answers[self.answers["level"] == level]
        return list(found.sort_values("result", ascending=False, kind="stable").index)


def own(this: Round, member: str) -> Own:
    """What the sheet of `member`, a number or a name, is made of; `this` is the round of the public edition.

    Raises NotFoundError for one that was not asked, or has not answered.
    """
    this = read_once(this)
    number = rounds.member_number(this, member)
    last, before = this.previous(), None
    if last is not None and last.has_answers and set(this.unlike(last)) <= {"rule"}:
        years = last.year, this.year
        same = unchanged(units(last.zones["number"], this.zones["number"], this.register.successions, years))
        then = next((was for was, now in same.items() if now == number), None)
        before = None if then is None else _rows(last, then)
    found = _rows(this, number, before)
    if found is None:
        raise NotFoundError(f"{member} har ikke svart i {this.name} {this.year}, og får ikke noe ark.")
    return found


@dataclass(frozen=True)
class _Asked:
    """A round by what it is made from."""

    edition: str
    language: str
    folders: Folders
    inputs: tuple[tuple[tuple[str, str], ...], ...]
    this: Round = field(compare=False)


def read_once(this: Round) -> Round:
    """`this`, or the one asked for before it where that is the same round of the same raw files: then it is read."""
    inputs = tuple(tuple(sorted(each.sources.inputs.items())) for each in this.history())
    return _first(_Asked(this.edition, this.words.language, this.folders, inputs, this))


@lru_cache(maxsize=1)
def _first(asked: _Asked) -> Round:
    return asked.this


def for_member(make: Callable[[Own], Made]) -> Callable[[Own], Made]:
    """`make` with its block let into a sheet: it is given an Own, so it can tell of nobody else."""

    @wraps(make)
    def made(own: Own) -> Made:
        return released(make(own))

    return made


def _rows(real: Round, number: str, before: Own | None = None) -> Own | None:
    (zone,) = records(real.zones[real.zones["number"] == number])
    answers, measures = (
        frame[frame["number"] == number].set_index("area", drop=False).rename_axis(None)
        for frame in (real.answers, _measures(real))
    )
    return Own(public(real), number, zone, answers, measures, before) if zone["answered"] else None


_measures = lru_cache(maxsize=2)(rounds.measures)
