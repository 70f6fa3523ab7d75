"""What one row of a table says, and what a round's rows are read by."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import NamedTuple

from ros_analysis.cleaning.identify import Matcher
from ros_analysis.survey import PARTS, Codebook, EpjSystems, Level, Members, OwnColumn, Place, RoundSettings


@dataclass(frozen=True)
class Basis:
    """What a round's answers are read by: who is asked, and its settings, codebook and EPJ systems."""

    members: Members
    settings: RoundSettings
    codebook: Codebook
    systems: EpjSystems
    own: Sequence[OwnColumn] = ()
    """The body's own columns that the tables may have."""

    @cached_property
    def matcher(self) -> Matcher:
        return Matcher(self.members, self.settings.year)


@dataclass(frozen=True)
class AreaAnswer:
    """One area's answer: `values` by part, in the order of PARTS; `missing` says why no result is known
    (contract.MISSING), «» when one is."""

    values: tuple[int | None, ...]
    level: Level | None = None
    missing: str = ""

    def __getitem__(self, part: str) -> int | None:
        return self.values[list(PARTS).index(part)]

    @property
    def badness(self) -> tuple[int, int, int]:
        """Orders answers from the best known to the worst; a missing one before all."""
        rank = {"green": 1, "yellow": 2, "red": 3}.get(self.level or "", 0)
        return rank, self["result"] or 0, self["consequence"] or 0


class Origin(NamedTuple):
    """A cell that an answer is read from: what it is the cell of («epj», «likelihood.3»), its text, where it stands."""

    key: str
    text: str
    place: Place


class Beside(NamedTuple):
    """What a field was filled in with, of an area or (0) of the whole."""

    area: int
    field: str
    value: str


@dataclass(frozen=True)
class Entry:
    """What one row says: the municipality, its answers by area in the codebook's order, and the circumstances."""

    place: Place
    number: str
    name: str
    answers: tuple[AreaAnswer, ...]
    epj: str | None = None
    zone: Level | None = None
    answered_at: datetime | None = None
    role: str = ""
    former: str = ""
    beside: tuple[Beside, ...] = ()
    own: tuple[str | float | None, ...] = ()
    cells: tuple[Origin, ...] = ()

    @property
    def complete(self) -> bool:
        return not any(answer.missing for answer in self.answers)

    @property
    def content(self) -> tuple[object, ...]:
        """What makes two rows the same answer."""
        return (self.number, self.answers, self.epj, self.zone, self.beside, self.own)


def in_order(entries: Sequence[Entry]) -> list[Entry]:
    """Entries by time of answer, those without a time first."""
    return sorted(entries, key=lambda entry: entry.answered_at or datetime.min)
