"""What one row of a table says; several rows for one municipality → one answer, or a refusal that shows them all."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from typing import NamedTuple

from ros_analysis.cleaning.identify import Matcher, fold_name
from ros_analysis.cleaning.log import Log, unnamed
from ros_analysis.survey import (
    LEVELS,
    PARTS,
    Choices,
    Codebook,
    EpjSystems,
    Level,
    Members,
    OwnColumn,
    Place,
    RoundSettings,
    fold,
)

SHOWN = 20
"""So many answers of one municipality are listed in a refusal."""


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


def one_each(entries: Iterable[Entry], settings: RoundSettings, log: Log) -> list[Entry]:
    """One entry per municipality, in number order.

    Of files that correct, in the order they came, the last one with the municipality in it is used alone.
    Equal rows count once. Corrections of an earlier answer: the latest complete one. Respondents with different
    roles, or former units of a merged municipality: as `choices.several_answers` says, otherwise refused.
    """
    corrections = [file.path for file in settings.file if file.corrects]
    groups: dict[str, list[Entry]] = {}
    for entry in entries:
        groups.setdefault(entry.number, []).append(entry)
    valid = (_corrected(group, corrections, log) for _, group in sorted(groups.items()))
    kept = (_one(in_order(_distinct(group, log)), settings.choices, log) for group in valid)
    return [entry for entry in kept if entry is not None]


def _corrected(group: list[Entry], corrections: Sequence[str], log: Log) -> list[Entry]:
    files = {entry.place.file for entry in group}
    last = next((file for file in reversed(corrections) if file in files), None)
    if last is None or len(files) == 1:
        return group
    chosen = [entry for entry in group if entry.place.file == last]
    used = f"brukt: {_where(chosen[-1])} i en fil lagt til senere, {_told(chosen[-1])}"
    for entry in group:
        if entry.place.file != last:
            log.warn(entry.place, _told(entry), used, "corrected_answer")
    return chosen


def _distinct(group: list[Entry], log: Log) -> list[Entry]:
    latest = {entry.content: entry for entry in in_order(group)}
    for entry in group:
        if latest[entry.content] is not entry:
            log.fix(
                entry.place, entry.name, f"samme svar som {_where(latest[entry.content])}", "duplicate_row"
            )
    return list(latest.values())


def _one(group: list[Entry], choices: Choices, log: Log) -> Entry | None:
    if len(group) == 1:
        return group[0]
    if choices.several_answers == "worst":
        return _worst(group, log)
    if choices.several_answers == "role":
        return _by_role(group, choices.preferred_role, log)
    different = len({fold_name(entry.role) for entry in group}) > 1 or any(entry.former for entry in group)
    if choices.several_answers == "refuse" and different:
        _refuse(group, "several_respondents", "flere respondenter har svart ulikt for", log)
        return None
    return _latest(group, log)


def _latest(group: list[Entry], log: Log) -> Entry | None:
    complete = [entry for entry in group if entry.complete] or group
    times = [entry.answered_at for entry in complete]
    if None in times or times.count(times[-1]) > 1:
        _refuse(group, "no_timestamp", "flere svar, og tidspunktet sier ikke hvilket som er sist, for", log)
        return None
    return _kept(complete[-1], group, "superseded_answer", log)


def _by_role(group: list[Entry], role: str, log: Log) -> Entry | None:
    named = [entry for entry in group if fold_name(entry.role) == fold_name(role)]
    if len(named) != 1:
        _refuse(group, "no_such_role", f"{len(named)} svar har rollen «{role}» for", log)
        return None
    return _kept(named[0], group, "other_role", log)


def _kept(chosen: Entry, group: list[Entry], rule: str, log: Log) -> Entry:
    for entry in group:
        if entry is not chosen:
            log.warn(entry.place, _results(entry), f"brukt: {_where(chosen)}, {_results(chosen)}", rule)
    return chosen


def _worst(group: list[Entry], log: Log) -> Entry:
    """Area by area the worst answer given, the worst zone given, and the EPJ system and fields of the latest that has
    them."""
    answers = tuple(
        max(rivals, key=lambda a: a.badness) for rivals in zip(*(e.answers for e in group), strict=True)
    )
    zones = [entry.zone for entry in group if entry.zone]
    systems = [entry.epj for entry in group if entry.epj]
    beside = {(one.area, one.field): one for entry in group for one in entry.beside}
    merged = replace(
        group[-1],
        beside=tuple(beside.values()),
        answers=answers,
        zone=max(zones, key=LEVELS.index, default=None),
        epj=systems[-1] if systems else None,
    )
    for entry in group:
        log.warn(entry.place, _results(entry), f"brukt: {_results(merged)}", "worst_of_several")
    return merged


def _refuse(group: list[Entry], rule: str, message: str, log: Log) -> None:
    across = len({(entry.place.file, entry.place.sheet) for entry in group}) > 1
    rows = [f"{entry.place if across else _where(entry)}: {_told(entry)}" for entry in group]
    rows[SHOWN:] = [f"og {len(rows) - SHOWN} til"] if len(rows) > SHOWN else []
    log.refuse(
        Place(group[0].place.file, group[0].place.sheet), rule, f"{message} {group[0].name}.", value="",
        allowed="", remedy=f"Svarene er «{'; '.join(rows)}». Slett det som ikke gjelder, eller velg several_answers "
        'under [choices] i round.toml: "latest", "worst" eller "role".',
    )  # fmt: skip


def _where(entry: Entry) -> str:
    return f"rad {entry.place.row}"


def _told(entry: Entry) -> str:
    """An answer in short, and who gave it."""
    return f"{_results(entry)} ({unnamed(entry.role)})" if entry.role else _results(entry)


def _results(entry: Entry) -> str:
    """The results by area, «–» where missing."""
    return " ".join(str(answer["result"] or answer.level or "–") for answer in entry.answers)


def spelt_alike(entries: Sequence[Entry], columns: Sequence[OwnColumn], log: Log) -> list[Entry]:
    """The entries with groups that differ in case or spacing alone as the first was spelt, each told in the log."""
    first: dict[tuple[int, str], str] = {}
    spelt = []
    for entry in entries:
        values = list(entry.own)
        for place, (value, column) in enumerate(zip(entry.own, columns, strict=True)):
            if column.kind == "group" and isinstance(value, str):
                values[place] = first.setdefault((place, fold(value)), value)
                if values[place] != value:
                    log.fix(entry.place, value, str(values[place]), "own_spelling")
        spelt.append(replace(entry, own=tuple(values)))
    return spelt


def in_order(entries: Sequence[Entry]) -> list[Entry]:
    """Entries by time of answer, those without a time first."""
    return sorted(entries, key=lambda entry: entry.answered_at or datetime.min)
