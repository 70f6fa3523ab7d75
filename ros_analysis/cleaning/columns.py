"""Columns by name: found as round.toml names them, and named so that they will be found."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from ros_analysis.cleaning.log import elided
from ros_analysis.cleaning.scale import folded
from ros_analysis.exports import Column
from ros_analysis.survey import BY_AREA, ONCE

LONG_HEADER = 60
COLUMN = "kolonne"
ASSUMED = (
    "# Rekkefølgen er antatt: overskriftene sier ikke med kodebokens ord hvilket område hver kolonne gjelder.\n"
    "# Kontroller hver linje mot spørreskjemaet."
)
UNCOMMENT = " Stemmer det, fjern # foran linjene under."


@dataclass(frozen=True)
class Suggestion:
    """Index of the columns (from 0) that seem to hold each role, or each part and area as «likelihood.3».

    Two or more for one key are rivals. In the parts that are `guessed` no text or number says which area each column
    is. `labels` has the areas' own, `asking` every column that seems to ask for an answer; `has_areas` if any column
    seems to be about an area, be it only by a number in its header.
    """

    found: Mapping[str, Sequence[int]] = field(default_factory=dict)
    guessed: frozenset[str] = frozenset()
    labels: Mapping[int, str] = field(default_factory=dict)
    has_areas: bool = False
    asking: frozenset[int] = frozenset()

    @property
    def single(self) -> dict[str, int]:
        """The one column of each role."""
        return {role: self.found[role][0] for role in ONCE if len(self.found.get(role, ())) == 1}

    @property
    def unsure(self) -> dict[str, tuple[int, ...]]:
        """The rivals."""
        return {key: tuple(found) for key, found in self.found.items() if len(found) > 1}

    def finds(self, keys: Iterable[str]) -> bool:
        """Whether it names a column for each of `keys`, such as «municipality» and «likelihood.3»."""
        sure = {key.removesuffix("_number") for key, found in self.found.items() if len(found) == 1}
        return all(key in sure or f"result.{key.partition('.')[2]}" in sure for key in keys)

    def toml(
        self, columns: Sequence[Column], key: str = "columns", *, guesses_as_comments: bool = False
    ) -> str:
        """The block of round.toml, each column by header where that is unique, else by code, else «kolonne A».

        Rivals stand as comments; so does, with `guesses_as_comments`, what is only guessed.
        """
        lines = [f"[{key}]", *(f"{role} = {_named(columns, index)}" for role, index in self.single.items())]
        lines += [_rivals(role, columns, self.unsure[role]) for role in ONCE if role in self.unsure]
        lines += ["", ASSUMED + (UNCOMMENT if guesses_as_comments else "")] if self.guessed else []
        for part in BY_AREA:
            margin = "# " if guesses_as_comments and part in self.guessed else ""
            rows = sorted(self._of(part).items())
            lines += ["", f"{margin}[{key}.{part}]"] if rows else []
            lines += [self._line(columns, part, number, found, margin) for number, found in rows]
        return "\n".join(lines)

    def _of(self, part: str) -> dict[int, Sequence[int]]:
        keys = (key.partition(".") for key in self.found)
        return {int(number): self.found[f"{part}.{number}"] for own, _, number in keys if own == part}

    def _line(
        self, columns: Sequence[Column], part: str, number: int, found: Sequence[int], margin: str
    ) -> str:
        """«3 = "…"», with the area's own label beside a guess."""
        label = self.labels.get(number, "")
        if len(found) > 1:
            return _rivals(str(number), columns, found, label)
        beside = f"   # {label}" if part in self.guessed and label else ""
        return f"{margin}{number} = {_named(columns, found[0])}{beside}"


def _rivals(key: str, columns: Sequence[Column], rivals: Sequence[int], label: str = "") -> str:
    letters = [f"{COLUMN} {columns[index].letter}" for index in rivals]
    beside = f"{label}: velg" if label else "velg"
    return f'# {key} = "{letters[0]}"   # {beside} mellom {", ".join(letters)}'


def _named(columns: Sequence[Column], index: int) -> str:
    column = columns[index]
    names = (elided(column.header, LONG_HEADER), column.header, column.code)
    unique = (name for name in names if name and find_columns(columns, name) == [index])
    return json.dumps(next(unique, f"{COLUMN} {column.letter}"), ensure_ascii=False)


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
