"""The report's tables as an Excel workbook, made of what is printed: numbers as numbers, the rest as text."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from babel.numbers import get_decimal_symbol, get_group_symbol
from openpyxl.styles.alignment import Alignment
from openpyxl.styles.borders import Border, Side
from openpyxl.styles.fills import PatternFill
from openpyxl.styles.fonts import Font
from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet.hyperlink import Hyperlink

from ros_analysis.exports import letter
from ros_analysis.publish.document import Document
from ros_analysis.publish.elements import plain
from ros_analysis.publish.packages import saved
from ros_analysis.report import Cell, Table
from ros_analysis.survey import FILLS, MINUS, NBSP, Words

BOLD, TITLE = Font(bold=True), Font(bold=True, size=14)
LINK = Font(color="0B5394", underline="single")
HEAD = PatternFill("solid", fgColor="E6EBEF")
LINE = Border(bottom=Side("thin", "888888"))
WRAPPED = Alignment(wrap_text=True, vertical="top")
WIDEST, NARROWEST = 60, 9
WHOLE = '#,##0;-#,##0;"-"'
"""None is printed «-», as in Statistics Norway's tables, and is the number 0."""


def workbook(document: Document) -> bytes:
    """A sheet of contents and one for each table; the same bytes for the same document."""
    cover = document.cover
    tables = [exhibit for exhibit in document.exhibits if isinstance(exhibit, Table)]
    book = Workbook()
    front: Any = book.active
    front.title = document.words("publish.contents")
    for line in (document.title, cover.subtitle, *cover.marks, ""):
        front.append([line])
    front["A1"].font = TITLE
    for table in tables:
        front.append([table.label, plain(table.caption)])
        place = front.cell(front.max_row, 1)
        place.hyperlink, place.font = Hyperlink(place.coordinate, location=f"'{table.label}'!A1"), LINK
        _fill(book.create_sheet(table.label), table, document)
    front.column_dimensions["A"].width, front.column_dimensions["B"].width = 14, WIDEST * 2
    book.properties.title, book.properties.language = document.title, cover.language
    return saved(book)


def _fill(sheet: Any, table: Table, document: Document) -> None:
    words = document.words
    sheet.append([f"{table.label}. {plain(table.caption)}"])
    sheet["A1"].font = BOLD
    for mark in document.cover.marks:
        sheet.append([mark])
    sheet.append([])
    start = sheet.max_row + 2
    for place, column in enumerate(table.columns, 1):
        head = sheet.cell(start, place, " ".join(part for part in (column.group, column.heading) if part))
        head.font, head.fill, head.border, head.alignment = BOLD, HEAD, LINE, WRAPPED
        sheet.column_dimensions[letter(place - 1)].width = _width(table, place - 1)
    for number, row in enumerate(table.cells, start + 1):
        for place, cell in enumerate(row, 1):
            _write(sheet.cell(number, place), cell, words, is_name=place <= table.row_headers)
    for note in (plain(table.note), f"{words('publish.source')}: {table.source}" if table.source else ""):
        sheet.append([note] if note else [])
    sheet.freeze_panes = sheet.cell(start + 1, table.row_headers + 1)


def _write(place: Any, cell: Cell, words: Words, *, is_name: bool) -> None:
    place.alignment = WRAPPED
    if cell.level:
        place.fill = PatternFill("solid", fgColor=FILLS[cell.level].lstrip("#"))
    value, looks = (cell.text, "@") if is_name else as_number(cell.text, words)
    place.value, place.number_format = value, looks
    if isinstance(value, str):
        place.data_type = "s"  # a text is never run, whatever it begins with


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


def _width(table: Table, place: int) -> float:
    texts = [table.columns[place].heading, *(row[place].text for row in table.cells)]
    return min(WIDEST, max(NARROWEST, *(len(text) + 2 for text in texts)))
