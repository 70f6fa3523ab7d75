"""Columns by name: found as round.toml names them, and named so that they will be found."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from ros_analysis.cleaning.asked import PART_WORDS, ROLE_WORDS
from ros_analysis.cleaning.log import elided
from ros_analysis.cleaning.scale import folded
from ros_analysis.exports import Column

LONG_HEADER = 60
COLUMN = "kolonne"
ASSUMED = (
    "# Rekkefølgen er antatt: overskriftene sier ikke med kodebokens ord hvilket område hver kolonne gjelder.\n"
    "# Kontroller hver linje mot spørreskjemaet."
)
UNCOMMENT = " Stemmer det, fjern # foran linjene under."


@dataclass(frozen=True)
class Suggestion:
    """Index of the column (from 0) that seems to hold each role and each area; `unsure` lists rival columns.

    In the parts that are `guessed` no text or number says which area each column is. `labels` has the areas' own,
    `asking` every column that seems to ask for an answer.
    """

    single: dict[str, int] = field(default_factory=dict)
    areas: dict[str, dict[int, int]] = field(default_factory=dict)
    unsure: dict[str, tuple[int, ...]] = field(default_factory=dict)
    guessed: frozenset[str] = frozenset()
    labels: dict[int, str] = field(default_factory=dict)
    numbered: bool = False
    asking: frozenset[int] = frozenset()

    @property
    def named(self) -> set[int]:
        """Every column that seems to hold anything, rivals among them."""
        areas = (index for found in self.areas.values() for index in found.values())
        return {*self.single.values(), *areas, *(i for rivals in self.unsure.values() for i in rivals)}

    @property
    def has_areas(self) -> bool:
        """Whether any column seems to be about an area, be it only by a number in its header."""
        return self.numbered or any(self.areas.values()) or any("." in key for key in self.unsure)

    def finds(self, keys: Iterable[str]) -> bool:
        """Whether it names a column for each of `keys`, such as «municipality» and «likelihood.3»."""
        areas = {f"{part}.{number}" for part, found in self.areas.items() for number in found}
        results = {f"{part}.{number}" for part in PART_WORDS for number in self.areas.get("result", {})}
        single = {"municipality"} & {role.removesuffix("_number") for role in self.single}
        return set(keys) <= areas | results | single

    def toml(
        self, columns: Sequence[Column], key: str = "columns", *, guesses_as_comments: bool = False
    ) -> str:
        """The block of round.toml, each column by header where that is unique, else by code, else «kolonne A».

        Rivals stand as comments; so does, with `guesses_as_comments`, what is only guessed.
        """
        lines = [f"[{key}]", *(f"{role} = {_named(columns, index)}" for role, index in self.single.items())]
        lines += [_rivals(role, columns, self.unsure[role]) for role in ROLE_WORDS if role in self.unsure]
        lines += ["", ASSUMED + (UNCOMMENT if guesses_as_comments else "")] if self.guessed else []
        for part in PART_WORDS:
            rows = {number: self._line(columns, part, number, index) for number, index in self._areas(part)}
            rows |= {
                n: _rivals(str(n), columns, rivals, self.labels.get(n, ""))
                for n, rivals in self._unsure(part)
            }
            margin = "# " if guesses_as_comments and part in self.guessed else ""
            lines += ["", f"{margin}[{key}.{part}]"] if rows else []
            lines += [rows[n] if rows[n].startswith("#") else margin + rows[n] for n in sorted(rows)]
        return "\n".join(lines)

    def _line(self, columns: Sequence[Column], part: str, number: int, index: int) -> str:
        """«3 = "…"», with the area's own label beside a guess."""
        beside = f"   # {self.labels[number]}" if part in self.guessed and number in self.labels else ""
        return f"{number} = {_named(columns, index)}{beside}"

    def _areas(self, part: str) -> Iterable[tuple[int, int]]:
        return self.areas.get(part, {}).items()

    def _unsure(self, part: str) -> Iterator[tuple[int, tuple[int, ...]]]:
        for key, rivals in self.unsure.items():
            named, _, number = key.partition(".")
            if named == part:
                yield int(number), rivals


def _rivals(key: str, columns: Sequence[Column], rivals: Sequence[int], label: str = "") -> str:
    letters = [f"{COLUMN} {columns[index].letter}" for index in rivals]
    beside = f"{label}: velg" if label else "velg"
    return f'# {key} = "{letters[0]}"   # {beside} mellom {", ".join(letters)}'


def _named(columns: Sequence[Column], index: int) -> str:
    column = columns[index]
    for name in (elided(column.header, LONG_HEADER), column.header, column.code):
        if name and find_columns(columns, name) == [index]:
            return json.dumps(name, ensure_ascii=False)
    return json.dumps(f"{COLUMN} {column.letter}")


def find_columns(columns: Sequence[Column], named: str) -> list[int]:
    """Every column whose header is `named` («…» stands for anything); else with that code; else that letter.

    «kolonne K» is always a letter.
    """
    start, dots, end = (part.strip() for part in folded(named).partition("…"))
    for names in (
        [column.header for column in columns],
        [column.code for column in columns],
        [column.letter for column in columns],
        [f"{COLUMN} {column.letter}" for column in columns],
    ):
        texts = [folded(name) for name in names]
        found = [
            i
            for i, text in enumerate(texts)
            if text and (text == start or (dots and text.startswith(start) and text.endswith(end)))
        ]
        if found:
            return found
    return []
