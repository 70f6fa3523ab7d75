"""Who has answered what: the silent and the holes, what each gave the last time, and the way of one member's answer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache

import pandas as pd

from ros_analysis.cleaning import Anonymous, Entry, Examined, anonymous
from ros_analysis.rounds.intake import Raw, open_raw, read_sources
from ros_analysis.rounds.round import NeedsAnswers, Round
from ros_analysis.survey import (
    FIELDS,
    PARTS,
    STEPS,
    Folders,
    NotFoundError,
    Place,
    Repair,
    fold,
    nearest,
    read_codebook,
    unchanged,
    units,
    unlike,
)

CELLS = ("area", "field", "place", "before", "after")


def missing_answers(this: Round) -> pd.DataFrame:
    """number, name: of the municipality · area: number, NA where nothing is answered · missing: why.

    `missing` is "silent", or as in contract.ANSWERS; the silent first. Raises NeedsAnswers where only counts are known.
    """
    names = this.zones[["number", "name"]]
    silent = names[~this.zones["answered"]].assign(missing="silent")
    holes = this.answers[this.answers["missing"] != ""].merge(names, on="number")
    both = pd.concat([silent, holes], ignore_index=True)
    return both.reindex(columns=["number", "name", "area", "missing"]).astype({"area": "Int64"})


@dataclass(frozen=True)
class LastAnswers:
    """What each gave the last time: number now → area → part («likelihood») → step."""

    year: int
    of: Mapping[str, Mapping[int, Mapping[str, int]]]


def last_answers(folders: Folders, survey: str, year: int) -> LastAnswers:
    """The answers of the survey's last round before `year`, which itself may be yet to come.

    A municipality with a new number has those of its old one; one that was merged or split has none. Raises
    NotFoundError where no round with answers was asked about the same areas on the same scale.
    """
    last = _last_before(folders, survey, year)
    aspects = unlike(last.codebook, read_codebook(folders.codebook(survey, year)))
    if {"areas", "scale"} & set(aspects):
        raise NotFoundError(f"{survey} {last.year} har andre områder eller en annen skala enn {year}.")
    invited = last.members.numbers(year)
    same = unchanged(units(last.zones["number"], invited, last.register.successions, (last.year, year)))
    answers = last.answers
    return LastAnswers(
        last.year, {now: _by_area(answers[answers["number"] == was]) for was, now in same.items()}
    )


def _by_area(answers: pd.DataFrame) -> dict[int, dict[str, int]]:
    rows = zip(answers["area"], answers[list(STEPS)].itertuples(index=False), strict=True)
    return {
        int(area): {part: int(step) for part, step in zip(STEPS, steps, strict=True) if pd.notna(step)}
        for area, steps in rows
    }


def _last_before(folders: Folders, survey: str, year: int) -> Round:
    for known in sorted((known for known in folders.years(survey) if known < year), reverse=True):
        if (one := Round(survey, known, "internal", folders=folders)).has_answers:
            return one
    raise NotFoundError(f"{survey} har ingen runde med svar før {year}.")


def member_number(this: Round, asked: str) -> str:
    """The number of the one asked this year that `asked` names, by number or name.

    Raises NotFoundError, and as `zones`.
    """
    names = dict(zip(this.zones["number"], this.zones["name"], strict=True))
    found = [number for number, name in names.items() if asked == number or fold(asked) == fold(name)]
    if len(found) == 1:
        return str(found[0])
    if found:
        raise NotFoundError(f"«{asked}» er navnet på flere. Skriv nummeret: {', '.join(found)}.")
    raise NotFoundError(f"Ingen av dem som er spurt, heter «{asked}».{nearest(asked, names.values())}")


@dataclass(frozen=True)
class Way:
    """The way of all that one member of a round has answered, also what another answer replaced."""

    this: Round
    number: str
    raw: Raw
    found: Examined

    @cached_property
    def cells(self) -> pd.DataFrame:
        """One row per cell: area (NA of what is said once) · field: «likelihood», «epj», «own.name» … · place: Place ·
        before: text as the reader gave it · after: what it was read as, None where nothing."""
        rows = [row for entry in self._given for row in self._cells(entry)]
        frame = pd.DataFrame(rows, columns=list(CELLS), dtype=object).astype({"area": "Int64"})
        return frame.sort_values("area", na_position="first", kind="stable", ignore_index=True)

    @cached_property
    def repairs(self) -> tuple[Repair, ...]:
        """What was repaired in the rows of the member, or in one that was left out."""
        rows = {
            _row(place) for entry in self._given for place in (entry.place, *(c.place for c in entry.cells))
        }
        named = {entry.name for entry in self._given}
        every = (*(repair for table in self.raw.tables for repair in table.repairs), *self.found.repairs)
        return tuple(
            one
            for one in every
            if one.place.row is not None and (_row(one.place) in rows or one.before in named)
        )

    @property
    def anonymous(self) -> Anonymous:
        """How a file that is written speaks of the raw files."""
        return anonymous(self.this.settings, self.raw.tables)

    @cached_property
    def _given(self) -> list[Entry]:
        return [entry for entry in self.found.given if entry.number == self.number]

    def _cells(self, entry: Entry) -> Iterator[tuple[object, ...]]:
        areas = [area.number for area in self.this.codebook.area]
        own = dict(zip((f"own.{one.name}" for one in self.raw.basis.own), entry.own, strict=True))
        beside = {(one.area, one.field): one.value for one in entry.beside}
        once = own | {
            "municipality": entry.name,
            "municipality_number": entry.number,
            "epj": entry.epj,
            "zone": entry.zone,
            "timestamp": entry.answered_at,
            "role": entry.role,
        }
        for key, text, place in entry.cells:
            name, _, code = key.partition(".")
            of_area = name in PARTS or (name in FIELDS and not FIELDS[name].once)
            area = int(code) if of_area else None
            after = (
                entry.answers[areas.index(area)][name]
                if area is not None and name in PARTS
                else beside.get((area or 0, name), once.get(key))
            )
            yield area, name if of_area else key, place, text, after


def way_of(this: Round, number: str) -> Way:
    """The way of the member `number`; raises NeedsAnswers where only counts are known."""
    if not this.has_answers:
        raise NeedsAnswers.of(this)
    inputs = tuple(sorted(this.sources.inputs.items()))
    return Way(this, number, *_examined(this.folders, this.name, this.year, inputs))


@lru_cache(maxsize=1)
def _examined(
    folders: Folders, survey: str, year: int, inputs: tuple[tuple[str, str], ...]
) -> tuple[Raw, Examined]:
    """Once for all members of a round whose raw files, by their fingerprints in `inputs`, are the same."""
    raw = open_raw(folders, survey, year, read_sources(folders, survey, year))
    return raw, raw.examine()


def _row(place: Place) -> tuple[str, str, int | None]:
    return place.file, place.sheet, place.row
