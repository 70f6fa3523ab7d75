"""What a survey export becomes: one plain table of text that remembers where each cell stood."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, Literal

from openpyxl.utils.cell import get_column_letter

from ros_analysis.survey import Place, Problem, Repair, fold

Kind = Literal["", "decimal", "formula"]
Status = Literal["", "complete", "partial"]
Role = Literal["", "answered", "started", "id", "status"]
Personal = Literal["", "name", "email", "phone", "national_id", "network"]
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


class CellText(str):
    """The text of a workbook's cell with what the text alone doesn't tell: a number with decimals, so that 1.234 is not
    taken for 1 234, or a formula that shows 0, and perhaps was never computed."""

    __slots__ = ("kind",)
    kind: Kind

    def __new__(cls, text: str, kind: Kind) -> CellText:
        cell = super().__new__(cls, text)
        cell.kind = kind
        return cell

    def __getnewargs__(self) -> tuple[str, Kind]:  # type: ignore[override]  # for copies and other processes
        return str(self), self.kind


def kind_of(text: str) -> Kind:
    return text.kind if isinstance(text, CellText) else ""


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


@dataclass(slots=True)
class Row:
    """One line of a file: its number as the file counts it (from 1), and its stripped texts.

    Of an answer, `status` is «» when the tool says nothing of completeness. Where it was put together from cells of
    several rows or sheets, `sheet` and `origins` (row and column letter of each cell) tell where they stood.
    """

    number: int
    cells: tuple[str, ...]
    status: Status = ""
    sheet: str = ""
    origins: tuple[tuple[int, str], ...] = ()

    @property
    def filled(self) -> int:
        return len(self.cells) - self.cells.count("")


@dataclass(frozen=True)
class Grid:
    """A sheet or text file as lines, with what was repaired and found on the way.

    `merged` holds (first row, first column, last row, last column) and `painted` the empty cells that carry a
    traffic-light fill as (row, column): rows from 1, columns from 0. `position` is the sheet's number from 1.
    """

    file: str
    lines: Sequence[Row]
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

    def only_coloured(self, rows: Container[int], columns: Container[int]) -> Iterator[Problem]:
        """Empty cells of answers, in rows by number and columns from 0, that hold nothing but a colour."""
        message, remedy = "Cellen har bare en farge, ingen tekst.", "Skriv grønn, gul eller rød som tekst."
        for row, column in self.painted:
            if row in rows and column in columns:
                yield Problem(self.place(row, column), message, remedy=remedy, rule="colour_only")


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

    def by_column(self) -> Iterator[tuple[int, Column, Sequence[str]]]:
        """Each column with its index (from 0) and its texts."""
        texts = (
            zip(*(row.cells for row in self.rows), strict=True) if self.rows else ((),) * len(self.columns)
        )
        return ((i, *pair) for i, pair in enumerate(zip(self.columns, texts, strict=True)))

    def told(
        self, repairs: Iterable[Repair] = (), problems: Iterable[Problem] = (), **changes: Any
    ) -> PlainTable:
        """The table with some fields changed, and what that repaired and found added."""
        told = replace(self, repairs=(*self.repairs, *repairs), problems=(*self.problems, *problems))
        return replace(told, **changes)

    def rewrite(self, texts: Mapping[int, Sequence[str]]) -> None:
        """Put other texts in the columns at these indices; in place, as a second copy of many rows takes too much."""
        for row, new in zip(self.rows, zip(*texts.values(), strict=True), strict=bool(texts)):
            cells = list(row.cells)
            for index, text in zip(texts, new, strict=True):
                cells[index] = text
            row.cells = tuple(cells)


def years_of(text: str) -> frozenset[int]:
    """The one year that a title or a name is of; none where it says several, or only dates."""
    years = frozenset(map(int, re.findall(r"(?<!\d)(?<!\d[./-])20\d\d(?!\d|[-_./]?\d\d)", text)))
    return years if len(years) == 1 else frozenset()


def title_of(lines: Sequence[Row]) -> str:
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
