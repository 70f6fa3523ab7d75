"""What a survey export becomes: one plain table of text that remembers where each cell stood."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from openpyxl.utils.cell import get_column_letter

from ros_analysis.survey import Place, Problem, Repair, fold

Kind = Literal["", "text", "number", "date", "time", "boolean", "formula"]
Status = Literal["", "complete", "partial"]
Role = Literal["", "answered", "started", "id", "status"]
Personal = Literal["", "name", "email", "phone", "national_id", "network"]
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
name_of = fold
"""A header or label reduced to what it is recognised by."""


@dataclass(frozen=True)
class Column:
    """One column: Excel letter, one-line header, variable name if the tool gives one, and the tool's use of it.

    `role` is «answered» for the time of the answer (ISO text), «started», «id» or «status»; «» for a question.
    `personal` names the kind of personal data whose cells were emptied. A matrix or a header of several lines
    reads «question [row]».
    """

    letter: str
    header: str
    code: str = ""
    personal: Personal = ""
    role: Role = ""

    @property
    def names(self) -> tuple[str, ...]:
        """What the column may be recognised by."""
        return names_of(self.header, self.code)


@dataclass(frozen=True)
class Line:
    """One line of the raw file: its number as the file counts it (from 1), stripped texts, and kinds of cell.

    `kinds` is «date» where the workbook holds a date, so that a «2-3» which Excel made into a date can be refused.
    """

    number: int
    cells: tuple[str, ...]
    kinds: tuple[Kind, ...] = ()

    @property
    def filled(self) -> int:
        return sum(map(bool, self.cells))


@dataclass(frozen=True)
class Row(Line):
    """One answer. `status` is «» when the tool says nothing of completeness.

    Where a row was put together from cells of several rows or sheets, `sheet` and `origins` (row and column letter
    of each cell) tell where they stood.
    """

    status: Status = ""
    sheet: str = ""
    origins: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True)
class Grid:
    """A sheet or text file as lines, with what was repaired and found on the way.

    `merged` holds (first row, first column, last row, last column) and `painted` the empty cells that carry a
    traffic-light fill as (row, column): rows from 1, columns from 0. `position` is the sheet's number from 1.
    """

    file: str
    lines: Sequence[Line]
    sheet: str = ""
    encoding: str = ""
    delimiter: str = ""
    merged: tuple[tuple[int, int, int, int], ...] = ()
    painted: tuple[tuple[int, int], ...] = ()
    repairs: tuple[Repair, ...] = ()
    problems: tuple[Problem, ...] = ()
    hidden: bool = False
    position: int = 0

    @property
    def width(self) -> int:
        return max((len(line.cells) for line in self.lines), default=0)

    def place(self, row: int | None = None, column: int | None = None) -> Place:
        return Place(self.file, self.sheet, row, letter(column) if column is not None else "")


@dataclass(frozen=True)
class PlainTable:
    """An export as text: columns, kept rows, every repair, and the rows dropped as (row number, rule).

    Coded answers with labels hold the label, which is what the respondent saw. `missing_codes` are those the
    tool declares; they stay in the cells. Headers may repeat; letters don't. A table with `problems` is
    only good for finding more of them. `sheets` are the workbook's, each with its number from 1. `titled` are the
    years that the titles above it are of.
    """

    file: str
    sheet: str
    tool: str
    encoding: str
    delimiter: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    repairs: tuple[Repair, ...] = ()
    dropped: tuple[tuple[int, str], ...] = ()
    missing_codes: frozenset[str] = frozenset()
    problems: tuple[Problem, ...] = ()
    sheets: tuple[tuple[str, int], ...] = ()
    titled: frozenset[int] = frozenset()

    def place(self, row: Row | None = None, column: Column | None = None) -> Place:
        """Where a row, a column or a cell of this table stands in the raw file."""
        number, at = row.number if row else None, column.letter if column else ""
        if row and column and row.origins:
            number, at = row.origins[self.columns.index(column)]
        name = f"{at} «{column.header}»".strip() if column and column.header else at
        return Place(self.file, row.sheet if row and row.sheet else self.sheet, number, name)

    def values(self, index: int) -> list[str]:
        """The texts of the column at `index` (from 0), blanks left out."""
        return [row.cells[index] for row in self.rows if row.cells[index]]


def years_of(text: str) -> frozenset[int]:
    """The one year that a title or a name is of; none where it says several, or only dates."""
    years = frozenset(map(int, re.findall(r"(?<!\d)(?<!\d[./-])20\d\d(?!\d|[-_./]?\d\d)", text)))
    return years if len(years) == 1 else frozenset()


def title_of(lines: Sequence[Line]) -> str:
    """The first of the lines above a table that says anything."""
    return next((" ".join(line.cells) for line in lines if line.filled), "")


def letter(index: int) -> str:
    """Excel's letter of the column at `index` (from 0)."""
    return str(get_column_letter(index + 1))


def stripped(text: str) -> str:
    """Text without blanks, byte order marks and zero-width signs at its ends."""
    return text.strip().strip("\u200b\ufeff").strip()


@lru_cache(maxsize=1 << 12)
def names_of(header: str, code: str = "") -> tuple[str, ...]:
    """What a column may be recognised by: its header, its variable name, and the first and last of joined lines."""
    parts = [part for part in re.split(r" \[|\]|\. ", header) if part.strip()]
    return tuple(dict.fromkeys(filter(None, map(fold, (header, code, *parts[:1], *parts[-1:])))))
