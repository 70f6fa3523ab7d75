"""A table in Word: repeated header rows, widths that fit, levels filled, whole where a sheet holds it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from docx.enum.text import WD_PARAGRAPH_ALIGNMENT
from docx.oxml.ns import qn
from docx.shared import Pt
from docx.table import Table as WordTable
from docx.table import _Cell, _Row

from ros_analysis.publish.ooxml import element
from ros_analysis.report import Cell, Table
from ros_analysis.survey import FILLS

TEXT_WIDTH = 470.0
LONGEST_LINE = 42
LETTER, MARGIN = 0.53, 3
"""The width of a letter in sizes of type, and that of a cell's margins in letters."""
UNBROKEN = re.compile(r"[^\s-]+-?")
ROWS_OF_A_SHEET = 30
ALIGNMENTS = {align: WD_PARAGRAPH_ALIGNMENT[align.upper()] for align in ("left", "right", "center")}


def add_table(word: Any, table: Table, caption: str) -> None:
    """Write `table` at the end of `word`; `caption` is its alternative text."""
    heads = 2 if table.groups else 1
    made: WordTable = word.add_table(heads + len(table.rows), len(table.columns))
    _describe(made, caption)
    size = Pt(7.5 if len(table.columns) > 8 else 9)
    rows = list(made.rows)
    _set_widths(made, rows, _widths(table, size))
    _heads(table, [row.cells for row in rows[:heads]], size)
    for number, (row, cells) in enumerate(zip(rows[heads:], table.cells, strict=True)):
        bold = number >= len(table.cells) - table.totals
        for column, place, cell in zip(table.columns, row.cells, cells, strict=True):
            _fill(place, cell, size, ALIGNMENTS[column.align], bold=bold)
    for row in rows[:heads]:
        row._tr.get_or_add_trPr().append(element("tblHeader"))
    _keep_together(rows, heads)


def _set_widths(made: WordTable, rows: Sequence[_Row], widths: Sequence[Pt]) -> None:
    made.autofit = False
    for column, width in zip(made.columns, widths, strict=True):
        column.width = width
    for row in rows:
        for place, width in zip(row.cells, widths, strict=True):
            place.width = width


def _heads(table: Table, rows: Sequence[Sequence[_Cell]], size: Pt) -> None:
    for column, place in zip(table.columns, rows[-1], strict=True):
        if column.group or not table.groups:
            _fill(place, Cell(column.heading), size, ALIGNMENTS[column.align], bold=True)
    start = 0
    for group in table.groups:
        end = start + len(group.columns) - 1
        top = rows[0][start].merge(rows[0][end] if group.label else rows[1][start])
        align = ALIGNMENTS["center"] if group.label else ALIGNMENTS[group.columns[0].align]
        _fill(top, Cell(group.label or group.columns[0].heading), size, align, bold=True)
        start = end + 1


def _widths(table: Table, size: Pt) -> list[Pt]:
    """A width per column for its longest text; on a sheet too narrow for that, no less than for its longest word."""
    wanted, least = [], []
    for heading, *texts in table.texts:
        word = max(map(len, UNBROKEN.findall(" ".join([heading, *texts]))), default=0)
        least.append(word + MARGIN)
        wanted.append(max(word, min(max(map(len, texts)), LONGEST_LINE)) + MARGIN)
    letter = size.pt * LETTER
    room = TEXT_WIDTH / letter - sum(least)
    share = min(1.0, max(0.0, room) / max(1, sum(wanted) - sum(least)))
    narrower = min(1.0, TEXT_WIDTH / (letter * sum(least)))
    return [
        Pt(letter * narrower * (few + share * (many - few))) for few, many in zip(least, wanted, strict=True)
    ]


def _keep_together(rows: Sequence[_Row], heads: int) -> None:
    """Keep every row whole, and with the next row: the headings, and all of a table that fits a sheet."""
    for row in rows:
        row._tr.get_or_add_trPr().append(element("cantSplit"))
    for row in rows[: -1 if len(rows) <= ROWS_OF_A_SHEET else heads]:
        for place in row.cells:
            place.paragraphs[0].paragraph_format.keep_with_next = True


def _fill(place: _Cell, cell: Cell, size: Pt, align: WD_PARAGRAPH_ALIGNMENT, *, bold: bool) -> None:
    paragraph = place.paragraphs[0]
    paragraph.style, paragraph.alignment = "Celle", align
    run = paragraph.add_run(cell.text)
    run.font.size, run.bold = size, bold or cell.level is not None or None
    if cell.level:
        shade = element("shd", val="clear", color="auto", fill=FILLS[cell.level].lstrip("#"))
        place._tc.get_or_add_tcPr().append(shade)


def _describe(made: WordTable, caption: str) -> None:
    """Thin lines between rows, the alternative text, and that first row and column are headings."""
    properties = made._tbl.tblPr
    for old in properties.findall(qn("w:tblLook")):
        properties.remove(old)
    borders = element("tblBorders")
    for side in ("top", "bottom", "insideH"):
        borders.append(element(side, val="single", sz="4", space="0", color="9AA5AF"))
    look = {
        "firstRow": "1",
        "lastRow": "0",
        "firstColumn": "1",
        "lastColumn": "0",
        "noHBand": "1",
        "noVBand": "1",
    }
    properties.insert_element_before(borders, "w:shd", "w:tblLayout", "w:tblCellMar", "w:tblLook")
    properties.append(element("tblLook", val="06A0", **look))
    properties.append(element("tblCaption", val=caption))
