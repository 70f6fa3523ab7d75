"""The numbered blocks: a table and a figure, each with the numbers behind it."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Iterable, Mapping
from dataclasses import field
from functools import cached_property
from itertools import groupby
from typing import Annotated, Any, Literal, NamedTuple, Self
from xml.etree import ElementTree

import pandas as pd
from markupsafe import Markup
from pydantic import BeforeValidator, Field, StringConstraints
from pydantic.dataclasses import dataclass

from ros_analysis.report.shown import STRICT, Running, Said, Shown, Text, running
from ros_analysis.survey import FILLS, Level, fill, fill_each

DATA = "data:image/svg+xml;base64,"
Align = Literal["left", "right", "center"]
Id = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]*$")]


def _number(value: Any) -> Any:
    value = value.item() if hasattr(value, "item") else value
    return None if isinstance(value, float) and value != value else value


Number = Annotated[int | float | bool | str | None, BeforeValidator(_number)]
Records = tuple[Mapping[str, Number], ...]


def records(frame: pd.DataFrame) -> tuple[Mapping[str, Any], ...]:
    """The frame's rows as plain values; what isn't known is None."""
    values = frame.astype(object).to_numpy(copy=True)
    values[frame.isna().to_numpy(dtype=bool)] = None
    names = [str(name) for name in frame]
    return tuple(dict(zip(names, row, strict=True)) for row in values.tolist())


@dataclass(frozen=True, config=STRICT)
class Cell:
    """Literal text, and the level that colours it: the text must say the same as the colour."""

    text: str
    level: Level | None = None


@dataclass(frozen=True, config=STRICT)
class TableColumn:
    """A column: its key in `data`, its label, and the group («2018») it stands under, if any."""

    key: Said
    label: str
    align: Align = "left"
    unit: str = ""
    group: str = ""

    @property
    def heading(self) -> str:
        return f"{self.label} ({self.unit})" if self.unit else self.label

    @property
    def name(self) -> str:
        """The heading after that of its group: «2018 Antall»."""
        return f"{self.group} {self.heading}".strip()


class Written(NamedTuple):
    """A column, and how a value of the frame's becomes its cell; what isn't known comes as None."""

    column: TableColumn
    write: Callable[[Any], str | Cell]


class Group(NamedTuple):
    """Neighbouring columns under one heading; without a label, a column that stands alone."""

    label: str
    columns: tuple[TableColumn, ...]


@dataclass(frozen=True, config=STRICT)
class Exhibit(Shown):
    """A table or figure. `data` holds the numbers behind it, one record a row, for figures.csv.

    Its number, `label` («Tabell 3»), is given by the document; `anchor` is where references lead.
    """

    id: Id
    caption: Running
    note: str | Text = field(default="", kw_only=True)
    source: str = field(default="", kw_only=True)
    data: Records = field(default=(), kw_only=True)
    label: Annotated[str, Field(exclude=True)] = field(default="", kw_only=True, repr=False)
    kind: str = field(default="", kw_only=True, repr=False)

    @property
    def anchor(self) -> str:
        return f"{self.kind}-{self.id}"

    @property
    def records(self) -> Records:
        return self.data


@dataclass(frozen=True, config=STRICT)
class Table(Exhibit):
    """A numbered table; the first `row_headers` columns name the row, the last `totals` rows sum up.

    `rows` holds one cell per column; their texts are the numbers behind it where no `data` are given.
    """

    columns: Annotated[tuple[TableColumn, ...], Field(min_length=1)]
    rows: Annotated[tuple[tuple[str | Cell, ...], ...], Field(min_length=1)]
    row_headers: int = 1
    totals: int = 0
    kind: Literal["table"] = field(default="table", kw_only=True, repr=False)

    def __post_init__(self) -> None:
        width = len(self.columns)
        if len({column.key for column in self.columns}) < width:
            raise ValueError(f"Tabellen «{self.id}»: to kolonner har samme key.")
        for number, row in enumerate(self.rows, 1):
            if len(row) != width:
                where = f"Tabellen «{self.id}», rad {number}"
                raise ValueError(f"{where}: {len(row)} celler, men tabellen har {width} kolonner.")
        if not 0 <= self.row_headers < max(2, width) or not 0 <= self.totals < len(self.rows):
            raise ValueError(f"Tabellen «{self.id}»: row_headers eller totals er større enn tabellen.")

    @classmethod
    def of(
        cls,
        frame: pd.DataFrame,
        columns: Iterable[Written],
        *,
        id: str,
        caption: str,
        note: str = "",
        source: str = "",
        behind: pd.DataFrame | None = None,
        row_headers: int = 1,
        totals: int = 0,
    ) -> Self:
        """A table with a row for each row of `frame`, whose cells the columns write.

        The numbers behind it are the frame's, or those of `behind`; where that is empty, the cells' texts.
        """
        described, given = tuple(columns), records(frame)
        rows = tuple(tuple(write(record[column.key]) for column, write in described) for record in given)
        return cls(
            id=id,
            caption=caption,
            columns=tuple(column for column, _ in described),
            rows=rows,
            note=note,
            source=source,
            data=given if behind is None else records(behind),
            row_headers=row_headers,
            totals=totals,
        )

    @cached_property
    def cells(self) -> tuple[tuple[Cell, ...], ...]:
        return tuple(
            tuple(cell if isinstance(cell, Cell) else Cell(cell) for cell in row) for row in self.rows
        )

    @property
    def texts(self) -> tuple[tuple[str, ...], ...]:
        """What stands in each column, its heading first."""
        columns = zip(*([cell.text for cell in row] for row in self.cells), strict=True)
        return tuple((column.heading, *texts) for column, texts in zip(self.columns, columns, strict=True))

    @property
    def groups(self) -> tuple[Group, ...]:
        """The columns by the heading they share, in order; empty when no column has one."""
        if not any(column.group for column in self.columns):
            return ()
        keyed = groupby(self.columns, key=lambda column: column.group or column.key)
        found = [tuple(columns) for _, columns in keyed]
        return tuple(Group(columns[0].group, columns) for columns in found)

    @property
    def records(self) -> Records:
        """The numbers behind the table, or its texts where no numbers were given."""
        keys = [column.key for column in self.columns]
        texts = (dict(zip(keys, (cell.text for cell in row), strict=True)) for row in self.cells)
        return self.data or tuple(texts)

    def html(self) -> Markup:
        heads = [(column.name,) for column in self.columns]
        rows = [
            (
                fill_each(
                    '<td style="{}">{}</td>',
                    [(_style(*pair), pair[0].text) for pair in zip(r, self.columns, strict=True)],
                ),
            )
            for r in self.cells
        ]
        head, body = fill_each("<th>{}</th>", heads), fill_each("<tr>{}</tr>", rows)
        frame = "<table><caption>{}</caption><tr>{}</tr>{}</table><p><small>{} {}</small></p>"
        return fill(frame, running(self.caption), head, body, running(self.note), self.source)

    def plain(self) -> str:
        rows = ("\t".join(cell.text for cell in row) for row in self.cells)
        return "\n".join([str(self.caption), "\t".join(column.heading for column in self.columns), *rows])


@dataclass(frozen=True, config=STRICT)
class Figure(Exhibit):
    """A numbered chart as SVG; `alt` says what it shows with its numbers."""

    alt: Said
    svg: Said
    kind: Literal["figure"] = field(default="figure", kw_only=True, repr=False)

    def __post_init__(self) -> None:
        if self.alt.startswith("No description has been provided"):
            raise ValueError(f"Figuren «{self.id}» mangler alternativ tekst.")
        try:
            drawing = ElementTree.fromstring(self.svg)
        except ElementTree.ParseError as error:
            raise ValueError(f"Figuren «{self.id}» er ikke gyldig SVG: {error}.") from error
        if not drawing.tag.endswith("svg"):
            raise ValueError(f"Figuren «{self.id}» er ikke SVG, men <{drawing.tag}>.")

    def html(self, drawing: Markup | None = None) -> Markup:
        """The chart as a picture on white, which its ink is for, or as the `drawing` that somebody made of it."""
        encoded = b64encode(self.svg.encode()).decode()
        picture = fill('<img alt="{}" src="{}{}" style="background:#fff">', self.alt, DATA, encoded)
        frame = "<figure>{}<figcaption>{}<br><small>{} {}</small></figcaption></figure>"
        return fill(frame, drawing or picture, running(self.caption), running(self.note), self.source)

    def plain(self) -> str:
        return f"{self.caption}\n{self.alt}"


def _style(cell: Cell, column: TableColumn) -> str:
    colour = f"background:{FILLS[cell.level]};color:#000;" if cell.level else ""
    return f"{colour}text-align:{column.align}"
