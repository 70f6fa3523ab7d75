"""The same municipalities' zones in two rounds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from ros_analysis.codebook import LEVELS
from ros_analysis.comparable import Unit
from ros_analysis.disclosure.attackers import ABSENT, MOVES, Attackers, move
from ros_analysis.disclosure.linked import hidden, hide_until
from ros_analysis.disclosure.suppression import protect
from ros_analysis.disclosure.worlds import EVERYBODY, Release
from ros_analysis.disclosure.zones import ZoneTables

ROUNDS = ("last", "this")


@dataclass(frozen=True)
class ChangeTables:
    """What is public of unchanged municipalities with a zone in both rounds, Int64 with NA where hidden.

    `moves`: one row, how many got better, stayed the same and got worse. `transition`: zone last time × zone now.
    `pairs`: how many there are, None where even that would tell who was silent.
    """

    moves: pd.DataFrame
    transition: pd.DataFrame
    pairs: int | None


def change_tables(before: ZoneTables, after: ZoneTables, units: Sequence[Unit]) -> ChangeTables:
    """The public tables of change between two rounds, over the unchanged `units`.

    The attacker knows besides each round's own public tables, and each municipality's size and EPJ system in both
    rounds. Row and column totals are taken as known: those who are in only one round
    are so few that the rounds' zone counts nearly give them.
    """
    pair = _Pair(before, after, tuple(unit for unit in units if unit.unchanged))
    return ChangeTables(pair.moves, pair.transition, pair.shown_pairs)


@dataclass(frozen=True)
class _Pair:
    before: ZoneTables
    after: ZoneTables
    unchanged: tuple[Unit, ...]

    @cached_property
    def people(self) -> pd.DataFrame:
        """One row per municipality of either round, unchanged ones once."""
        last = self.before.people.add_suffix("_last")
        this = self.after.people.add_suffix("_this")
        now = {unit.before[0]: unit.after[0] for unit in self.unchanged}
        last.index = [now.get(number, f"last {number}") for number in last.index]
        return last.join(this, how="outer").fillna(ABSENT)

    @cached_property
    def known(self) -> list[Release]:
        return [*self.before.releases("last"), *self.after.releases("this")]

    @cached_property
    def reader(self) -> Attackers:
        return Attackers(self.people, ROUNDS)

    @cached_property
    def pairs(self) -> pd.DataFrame:
        return self.people[self.people[["zone_last", "zone_this"]].isin(LEVELS).all(axis=1)]

    @cached_property
    def shown_pairs(self) -> int | None:
        return len(self.pairs) if self.reader.learn_nothing(self.known, len(self.pairs)) else None

    @cached_property
    def moves(self) -> pd.DataFrame:
        moved = [move(*zones) for zones in self.pairs[["zone_last", "zone_this"]].to_numpy()]
        counts = pd.DataFrame([[moved.count(name) for name in MOVES]], index=[EVERYBODY], columns=list(MOVES))
        if self.shown_pairs is None:
            return hidden(counts)
        return hide_until(
            counts,
            lambda also: protect(counts, row_totals_known=True, column_totals_known=False, also=also),
            lambda shown: self._is_open(Release(EVERYBODY, "move", shown)),
        )

    @cached_property
    def transition(self) -> pd.DataFrame:
        counts = pd.crosstab(self.pairs["zone_last"], self.pairs["zone_this"])
        counts = counts.reindex(index=list(LEVELS), columns=list(LEVELS), fill_value=0)
        counts = counts.rename_axis(index=None, columns=None)
        if self.shown_pairs is None:
            return hidden(counts)
        moves = Release(EVERYBODY, "move", self.moves)
        return hide_until(
            counts,
            lambda also: protect(counts, row_totals_known=True, column_totals_known=True, also=also),
            lambda shown: self._is_open(moves, Release("zone_last", "zone_this", shown)),
        )

    def _is_open(self, *more: Release) -> bool:
        return self.reader.learn_nothing([*self.known, *more], len(self.pairs))
