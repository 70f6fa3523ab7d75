"""What readers take along: numbers as CSV, tables as an Excel workbook, one chart as a picture."""

from __future__ import annotations

import csv
import io
import re
from base64 import b64encode
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from babel.numbers import get_decimal_symbol, get_group_symbol
from openpyxl.styles.alignment import Alignment
from openpyxl.styles.borders import Border, Side
from openpyxl.styles.fills import PatternFill
from openpyxl.styles.fonts import Font
from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet.hyperlink import Hyperlink

from ros_analysis.exports import letter
from ros_analysis.publish import templates
from ros_analysis.publish.document import Document
from ros_analysis.publish.elements import plain, titled
from ros_analysis.publish.packages import saved
from ros_analysis.report import Cell, Exhibit, Figure, Number, Running, Table, parse_inline
from ros_analysis.rounds import harmless
from ros_analysis.survey import FILLS, MINUS, NBSP, Level, Words

HEADER = ("id", "caption", "row", "column", "value")
PPI = 200
NONE = "-"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
BOLD, TITLE = Font(bold=True), Font(bold=True, size=14)
LINK = Font(color="0B5394", underline="single")
HEAD = PatternFill("solid", fgColor="E6EBEF")
LINE = Border(bottom=Side("thin", "888888"))
WRAPPED = Alignment(wrap_text=True, vertical="top")
WIDEST, NARROWEST = 60, 9
WHOLE = '#,##0;-#,##0;"-"'
"""None is printed «-», as in Statistics Norway's tables, and is the number 0."""

Looks = dict[tuple[Level | None, str], Any]
"""The first cell of a workbook in each colour and number format."""


@dataclass(frozen=True)
class Download:
    """A file that lies inside a page, as the address of a link."""

    file: str
    label: str
    media: str
    content: bytes

    @property
    def address(self) -> str:
        return f"data:{self.media};base64,{b64encode(self.content).decode()}"


def figures_csv(document: Document) -> str:
    """One line a number: id, caption, row (from 1), column and value; text that a spreadsheet would run is
    quoted with an apostrophe (OWASP, CSV injection)."""
    lines = (
        (exhibit.id, title, row, spreadsheet_safe(column), spreadsheet_safe(value))
        for exhibit, title in ((each, spreadsheet_safe(titled(each))) for each in document.exhibits)
        for row, record in enumerate(exhibit.records, 1)
        for column, value in record.items()
    )
    return _csv(HEADER, lines)


def as_csv(exhibit: Exhibit, words: Words) -> bytes:
    """A table as it is printed, or the numbers behind a figure, for a spreadsheet in the language of `words`.

    Semicolons between cells, and the mark that Excel knows UTF-8 by.
    """
    if isinstance(exhibit, Table):
        head = [column.name for column in exhibit.columns]
        return _for_people(head, ([_bare(cell.text) for cell in row] for row in exhibit.cells))
    records = exhibit.records
    keys = list(dict.fromkeys(key for record in records for key in record))
    return _for_people(keys, ([_local(record.get(key), words) for key in keys] for record in records))


def numbers_of(document: Document, exhibit: Exhibit) -> Download:
    """What a table or figure shows as CSV, to lie in the page below it."""
    content = as_csv(exhibit, document.words)
    return Download(f"{exhibit.anchor}.csv", "CSV", "text/csv", content)


def tables_of(document: Document) -> Download:
    """All tables as one Excel file, to lie in the page once."""
    name = re.sub(r"\W+", "-", document.title).strip("-").lower()
    return Download(f"{name}.xlsx", "Excel", XLSX, workbook(document))


def as_png(figure: Figure) -> bytes:
    """The chart as a picture with its caption, note and source, so that they follow it wherever it is pasted."""
    data = {
        "caption": _without_marks(figure.caption),
        "note": _without_marks(figure.note),
        "source": figure.source,
        "svg": figure.svg,
    }
    return templates.png(templates.template("download.typ"), data, PPI)


def _for_people(header: Iterable[str], lines: Iterable[Iterable[Number]]) -> bytes:
    return _csv(header, (map(spreadsheet_safe, line) for line in lines), ";").encode("utf-8-sig")


def _csv(header: Iterable[str], lines: Iterable[Iterable[Number]], between: str = ",") -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n", delimiter=between)
    writer.writerow(header)
    writer.writerows(lines)
    return out.getvalue()


def _bare(printed: str) -> str:
    """A number without the spaces between thousands and the typographer's minus, which spreadsheets don't read."""
    return re.sub(rf"(?<=\d){NBSP}(?=\d{{3}}(?!\d))", "", printed).replace(MINUS, "-").replace(NBSP, " ")


def _local(value: Number, words: Words) -> Number:
    return str(value).replace(".", get_decimal_symbol(words.locale)) if isinstance(value, float) else value


def _without_marks(running: Running) -> str:
    return "".join(run.text for run in parse_inline(running))


def spreadsheet_safe(value: Number) -> str:
    """`value` as a cell's text, with an apostrophe where a spreadsheet would run it."""
    if not isinstance(value, str):
        return "" if value is None else str(value)
    return value if value == NONE or _is_number(value) else harmless(value)


def _is_number(text: str) -> bool:
    try:
        float(text.replace(",", "."))
    except ValueError:
        return False
    return True


@lru_cache(maxsize=1)
def workbook(document: Document) -> bytes:
    """A sheet of contents and one for each table; the same bytes for the same document, and made once."""
    cover = document.cover
    tables = [exhibit for exhibit in document.exhibits if isinstance(exhibit, Table)]
    book, looks = Workbook(), Looks()
    front: Any = book.active
    front.title = document.words("publish.contents")
    for line in (document.title, cover.subtitle, *cover.marks, ""):
        front.append([line])
    front["A1"].font = TITLE
    for table in tables:
        front.append([table.label, plain(table.caption)])
        place = front.cell(front.max_row, 1)
        place.hyperlink, place.font = Hyperlink(place.coordinate, location=f"'{table.label}'!A1"), LINK
        _fill(book.create_sheet(table.label), table, document, looks)
    front.column_dimensions["A"].width, front.column_dimensions["B"].width = 14, WIDEST * 2
    book.properties.title, book.properties.language = document.title, cover.language
    return saved(book)


def _fill(sheet: Any, table: Table, document: Document, looks: Looks) -> None:
    words = document.words
    sheet.append([titled(table)])
    sheet["A1"].font = BOLD
    for mark in document.cover.marks:
        sheet.append([mark])
    sheet.append([])
    start = sheet.max_row + 2
    for place, (column, texts) in enumerate(zip(table.columns, table.texts, strict=True), 1):
        head = sheet.cell(start, place, column.name)
        head.font, head.fill, head.border, head.alignment = BOLD, HEAD, LINE, WRAPPED
        sheet.column_dimensions[letter(place - 1)].width = min(
            WIDEST, max(NARROWEST, 2 + max(map(len, texts)))
        )
    for number, row in enumerate(table.cells, start + 1):
        for place, cell in enumerate(row, 1):
            _write(sheet.cell(number, place), cell, words, looks, is_name=place <= table.row_headers)
    for note in (plain(table.note), f"{words('publish.source')}: {table.source}" if table.source else ""):
        sheet.append([note] if note else [])
    sheet.freeze_panes = sheet.cell(start + 1, table.row_headers + 1)


def _write(place: Any, cell: Cell, words: Words, looks: Looks, *, is_name: bool) -> None:
    value, form = (cell.text, "@") if is_name else as_number(cell.text, words)
    place.value = value
    if isinstance(value, str):
        place.data_type = "s"  # a text is never run, whatever it begins with
    alike = looks.setdefault((cell.level, form), place)
    if alike is place:
        place.alignment, place.number_format = WRAPPED, form
        if cell.level:
            place.fill = PatternFill("solid", fgColor=FILLS[cell.level].lstrip("#"))
    place._style = alike._style  # each part of it is looked up among all in the book, so only once


def as_number(text: str, words: Words) -> tuple[float | str, str]:
    """What is printed as a number with the format that shows it so again; any other text as it is.

    >>> as_number("48\\xa0%", Words("nb"))
    (0.48, '0%')
    """
    if text == "-":
        return 0, WHOLE
    group, number = _number(words.locale)
    found = number.fullmatch(text)
    if not found:
        return text, "@"
    whole, decimals, percent = found[1].replace(group, "").replace(MINUS, "-"), found[2] or "", found[3]
    looks = f"0.{'0' * len(decimals)}" if decimals else "0" if percent else WHOLE
    value = float(f"{whole}.{decimals}") if decimals else int(whole)
    return (value / 100, f"{looks}%") if percent else (value, looks)


@cache
def _number(locale: str) -> tuple[str, re.Pattern[str]]:
    """What stands between thousands, and how a number is printed: its whole part, decimals and percent sign."""
    point, group = get_decimal_symbol(locale), get_group_symbol(locale).replace("\u202f", NBSP)
    return group, re.compile(rf"({MINUS}?\d[\d{group}]*)(?:{re.escape(point)}(\d+))?({NBSP}?%)?")
