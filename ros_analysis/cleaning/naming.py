"""The municipality that a row answers for, with every spelling repaired and every doubt refused."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from ros_analysis.cleaning.identify import Match, Matcher, NoMatch, fold_name, split_number
from ros_analysis.cleaning.log import Log
from ros_analysis.cleaning.mapping import Mapping
from ros_analysis.exports import TEST_NAMES, PlainTable, Row, name_of
from ros_analysis.survey import Municipality, Place

REMEDIES = {
    "former": "Skriv kommunen som gjaldt i undersøkelsesåret, eller velg former_units = "
    '"whole_unit" under [choices] i round.toml.',
    "split": "Skriv den av kommunene som svarte; et svar fra en kommune som er delt, kan ikke føres på én av dem.",
    "future": "Skriv kommunen som gjaldt i undersøkelsesåret.",
    "disagree": "Rett nummeret eller navnet.",
    "unknown": "Rett navnet, eller skriv kommunenummeret.",
}


@dataclass(frozen=True)
class Excluded:
    """A row that names a municipality outside the county, and where it lies."""

    place: Place
    text: str
    why: str


@dataclass
class MunicipalityReader:
    """Reads the municipality of each row of one table."""

    table: PlainTable
    mapping: Mapping
    matcher: Matcher
    former_units: Literal["refuse", "whole_unit"]
    log: Log
    _met: set[str] = field(default_factory=set)

    def read(self, row: Row) -> tuple[Match, str] | Excluded | None:
        """The municipality and the former number it answered by («» if none); None for refused ones and tests."""
        column, text = self._written(row)
        place = self.table.place(row, self.table.columns[column])
        if name_of(text) in TEST_NAMES:
            self.log.warn(place, text, "utelatt", "test_name")
            return None
        found = self.matcher.find(text)
        if isinstance(found, Match):
            self._note_spelling(place, text, found)
            return found, ""
        if found.reason == "other_county":
            self.log.warn(place, text, f"utelatt: {found.message}", "other_county")
            return Excluded(place, text, found.message)
        if found.reason == "former" and self.former_units == "whole_unit":
            return self._successor(place, text, found)
        self._refuse(place, text, found)
        return None

    def _written(self, row: Row) -> tuple[int, str]:
        """The column and text that name the municipality: number and name together where both stand there."""
        columns = [
            self.mapping.single[role]
            for role in ("municipality_number", "municipality")
            if role in self.mapping.single
        ]
        texts = {index: row.cells[index] for index in columns if row.cells[index]}
        if len(texts) < 2:
            return next(iter(texts.items()), (columns[0], ""))
        number, name = texts.values()
        padded = split_number(number)[0] or number
        if padded != number:
            self.log.fix(
                self.table.place(row, self.table.columns[columns[0]]), number, padded, "number_padded"
            )
        return columns[0], f"{padded} {name}"

    def _note_spelling(self, place: Place, text: str, found: Match) -> None:
        if found.how == "alias":
            note = self.log.fix if fold_name(text) in self._met else self.log.warn
            note(place, text, found.name, "name_alias")
            self._met.add(fold_name(text))
        elif found.how == "number":
            if text != found.number and not split_number(text)[1]:
                self.log.fix(place, text, found.number, "number_padded")
        elif text != found.name:
            self.log.fix(place, text, found.name, "name_normalised")
        elif self.matcher.shared(text):
            self.log.fix(place, text, f"{found.number} {found.name}", "name_shared")

    def _successor(self, place: Place, text: str, found: NoMatch) -> tuple[Match, str] | None:
        if unit := self._whole_successor(found):
            self.log.warn(place, text, f"{unit}: {found.message}", "former_unit")
            return Match(unit.number, unit.name, "number"), found.number
        self._refuse(place, text, found)
        return None

    def _whole_successor(self, found: NoMatch) -> Municipality | None:
        """The one municipality that all of a former one went into."""
        after = self.matcher.register.successors(found.number, self.matcher.year)
        is_one = len(after) == 1 and after[0].extent == "whole"
        return self.matcher.register.units[after[0].new] if is_one else None

    def _refuse(self, place: Place, text: str, found: NoMatch) -> None:
        if not fold_name(text):
            message, remedy = "raden har svar, men ingen kommune.", "Skriv kommunen, eller slett raden."
            self.log.refuse(place, "no_municipality", message, remedy=remedy)
            return
        names = " eller ".join(f"«{name}»" for name in found.suggestions)
        is_split = found.reason == "former" and self._whole_successor(found) is None
        self.log.refuse(
            place, f"municipality_{found.reason}", f"{found.message}.", value=text,
            allowed=f"ligner på {names}" if names else "", remedy=REMEDIES["split" if is_split else found.reason],
        )  # fmt: skip
