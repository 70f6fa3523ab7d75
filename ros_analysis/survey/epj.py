"""Which EPJ system (electronic patient record) a municipality means by what it wrote."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal

from ros_analysis.survey.folding import fold
from ros_analysis.survey.register_file import Key, RegisterRow, read_each

How = Literal["name", "alias", "missing", "unknown", "several", "ambiguous", "too_early"]
OTHER = "Annet/ukjent"
COLUMNS = ("system", "vendor", "in_use_from", "aliases", "ambiguous")
MISSING = {"", "-", "–", "vet ikke", "veit ikkje", "ikke svart", "ikkje svart", "n/a", "ukjent", "ukjend"}
PHONE_DIGITS = 8
VERSION = r"(?:\s*[,(]?\s*(?:versjon|ver\.?|v\.?)?\s*\d+(?:\.\d+)*\)?)"


@dataclass(frozen=True)
class System:
    """An EPJ system, the day the first municipality took it into use, and the ways it is written."""

    name: str
    in_use_from: date | None
    aliases: tuple[str, ...]
    ambiguous: tuple[str, ...]


@dataclass(frozen=True)
class Reading:
    """The system that a text means, how it was known, and every system it could mean, in the text's order."""

    system: str | None
    how: How
    candidates: tuple[str, ...] = ()


class EpjSystems:
    """The list of EPJ systems that a survey knows."""

    def __init__(self, systems: Iterable[System]) -> None:
        self.systems = {system.name: system for system in systems}
        self._names = {fold(name): name for name in self.systems}
        self._aliases = {
            fold(alias): system.name for system in self.systems.values() for alias in system.aliases
        }

    @classmethod
    def load(cls, folder: Path) -> EpjSystems:
        """The systems of epj_systems.csv in `folder`; raises RegisterError for what can't be read or is double."""
        return cls(read_each(folder / "epj_systems.csv", COLUMNS, _system, _spellings))

    def read(self, text: str, on: date) -> Reading:
        """The system that `text` means in an answer given `on` that day.

        Several systems, an ambiguous short form or a system not yet in use give no system but a `how` that says so.
        """
        if fold(text) in MISSING:
            return Reading(None, "missing")
        if possible := self._ambiguous(text):
            return Reading(None, "ambiguous", possible)
        whole = self._one(text)
        parts = [] if whole.system else self._parts(text)
        if len(parts) == 1:
            whole = self._one(parts[0])
        if len(parts) > 1:
            found = [self._one(part) for part in parts]
            known = tuple(dict.fromkeys(reading.system for reading in found if reading.system))
            if len(known) == 1 and all(reading.system for reading in found):
                return self._timely(Reading(known[0], "alias", known), on)
            return Reading(None, "several", known) if known else Reading(OTHER, "unknown")
        return self._timely(whole if whole.system else Reading(OTHER, "unknown"), on)

    def _one(self, text: str) -> Reading:
        key = fold(text)
        bare = re.sub(VERSION + r"$", "", key)
        is_version = len(re.sub(r"\D", "", key.removeprefix(bare))) < PHONE_DIGITS
        for spelling in (key, bare.strip()) if is_version else (key,):
            if spelling in self._names:
                return Reading(self._names[spelling], "name", (self._names[spelling],))
            if spelling in self._aliases:
                return Reading(self._aliases[spelling], "alias", (self._aliases[spelling],))
        return Reading(None, "unknown")

    def _parts(self, text: str) -> list[str]:
        pieces = re.split(r"\s*(?:[/,;+&|\n]|\s(?:og|eller|samt|and)\s)\s*", text)
        return [piece for piece in pieces if piece and not re.fullmatch(VERSION, piece, re.IGNORECASE)]

    def _ambiguous(self, text: str) -> tuple[str, ...]:
        key = fold(text)
        return tuple(
            system.name
            for system in self.systems.values()
            if key in {fold(short) for short in system.ambiguous}
        )

    def _timely(self, reading: Reading, on: date) -> Reading:
        start = self.systems[reading.system].in_use_from if reading.system in self.systems else None
        return reading if start is None or on >= start else Reading(None, "too_early", reading.candidates)


def _system(row: RegisterRow) -> System:
    aliases, ambiguous = (_listed(row.cells[column]) for column in ("aliases", "ambiguous"))
    return System(row.text("system"), row.day("in_use_from"), aliases, ambiguous)


def _spellings(system: System) -> list[Key]:
    spelt = map(fold, dict.fromkeys((system.name, *system.aliases)))
    return [(spelling, f"{spelling}, {system.name}") for spelling in spelt]


def _listed(cell: str) -> tuple[str, ...]:
    return tuple(item.strip() for item in cell.split(";") if item.strip())
