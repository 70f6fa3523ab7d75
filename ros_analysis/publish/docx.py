"""The document as a Word file for the case system: real headings, table headers and alternative texts."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import datetime
from functools import singledispatchmethod
from typing import Any
from xml.etree import ElementTree

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Pt
from docx.table import Table as WordTable
from docx.table import _Cell, _Row
from docx.text.paragraph import Paragraph

from ros_analysis.blocks import FILLS, Cell, Figure, KeyFigures, Table
from ros_analysis.publish import docx_styles, ooxml, typesetting
from ros_analysis.publish.document import Document
from ros_analysis.publish.drawing import cleaned, width_in_points
from ros_analysis.publish.elements import (
    Conclusions,
    Element,
    Exhibit,
    Heading,
    Listing,
    Passage,
    Run,
    Text,
    plain,
)
from ros_analysis.publish.typesetting import EPOCH

PROPOSAL = "vedtak"
DEEPEST_LIST = 3
SHARP_PPI = 220
LONGEST_LINE = 42
ROWS_OF_A_SHEET = 30
ALIGNMENTS = {
    "left": WD_ALIGN_PARAGRAPH.LEFT,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
    "center": WD_ALIGN_PARAGRAPH.CENTER,
}


def render(document: Document, timestamp: datetime = EPOCH) -> bytes:
    """The Word file, the same bytes for the same document and timestamp.

    The section «Forslag til vedtak» is a content control to write in; a document without one gets it, empty.
    """
    word = docx.Document()
    docx_styles.set_up(word, document, timestamp)
    writer = _Writer(word, document)
    writer.cover()
    writer.body()
    out = io.BytesIO()
    word.save(out)
    return ooxml.without_clock(out.getvalue())


class _Writer:
    """Writes the elements of one document at the end of one Word file, in order."""

    def __init__(self, word: Any, document: Document) -> None:
        self.word = word
        self.document = document
        self.words = document.words
        self.bookmarks = 0

    def cover(self) -> None:
        cover = self.document.cover
        for mark in cover.marks:
            self._paragraph(mark, "Merke")
        self._paragraph(cover.title, "Title")
        if cover.subtitle:
            self._paragraph(cover.subtitle, "Subtitle")
        for label, value in cover.facts:
            paragraph = self._paragraph(f"{label}: ", "Merknad")
            paragraph.add_run(value).bold = True

    def body(self) -> None:
        proposal: list[Any] = []
        inside = False
        for element in self.document.elements:
            before = len(self.word.element.body)
            self.write(element)
            if isinstance(element, Heading) and element.level == 2:
                inside = element.anchor == PROPOSAL
            elif inside:
                proposal += self.word.element.body[before - 1 : -1]
        ooxml.content_control(proposal or self._empty_proposal(), PROPOSAL, self.words(f"section.{PROPOSAL}"))

    def _empty_proposal(self) -> list[Any]:
        self.write(Heading(2, PROPOSAL, self.words(f"section.{PROPOSAL}")))
        return [self._paragraph(self.words("publish.proposal"), "Normal")._p]

    @singledispatchmethod
    def write(self, element: Element) -> None:
        raise TypeError(f"Word kan ikke vise {type(element).__name__}.")

    @write.register
    def _(self, element: Heading) -> None:
        self._mark(self._paragraph(element.text, f"Heading {element.level - 1}"), element.anchor)

    @write.register
    def _(self, element: Passage) -> None:
        self._runs(self._paragraph("", docx_styles.ROLES[element.role]), element.text)

    @write.register
    def _(self, element: Listing) -> None:
        self._list(element, 1)

    @write.register
    def _(self, element: Conclusions) -> None:
        for item in element.items:
            self._paragraph(item.heading, "Funn").paragraph_format.keep_with_next = True
            self._runs(self._paragraph("", "Normal"), item.text)
            if item.details:
                self._runs(self._paragraph("", "Merknad"), item.details)

    @write.register
    def _(self, element: KeyFigures) -> None:
        for item in element.items:
            paragraph = self._paragraph("", "Nøkkeltall")
            paragraph.add_run(item.value).bold = True
            paragraph.add_run(f" {item.label}{f' ({item.note})' if item.note else ''}").font.size = Pt(11)

    @write.register
    def _(self, element: Exhibit) -> None:
        if isinstance(element.content, Table):
            self._mark(self._caption(element), element.anchor)
            self._table(element.content, f"{element.label}. {plain(element.caption)}")
        else:
            self._mark(self._picture(element.content), element.anchor)
            self._caption(element)
        if element.note or element.content.source:
            self._remarks(element)

    def _paragraph(self, text: str, style: str) -> Paragraph:
        paragraph: Paragraph = self.word.add_paragraph(text, style)
        return paragraph

    def _mark(self, paragraph: Paragraph, anchor: str) -> None:
        self.bookmarks += 1
        ooxml.bookmark(paragraph, anchor, self.bookmarks)

    def _runs(self, paragraph: Paragraph, text: Text) -> None:
        for run in text:
            self._run(paragraph, run)

    def _run(self, paragraph: Paragraph, run: Run) -> None:
        written = paragraph.add_run(run.text)
        written.bold, written.italic = run.strong or None, run.emphasis or None
        if run.target:
            written.style = docx_styles.LINK
            ooxml.link(paragraph, run.target).append(written._r)

    def _list(self, listing: Listing, depth: int) -> None:
        name = "List Number" if listing.ordered else "List Bullet"
        style = name if depth == 1 else f"{name} {min(depth, DEEPEST_LIST)}"
        own: list[Paragraph] = []
        for item in listing.items:
            for part in item:
                if isinstance(part, Listing):
                    self._list(part, depth + 1)
                else:
                    own.append(self._paragraph("", style))
                    self._runs(own[-1], part.text)
        if listing.ordered:
            ooxml.number_from_one(own, self.word.styles[style])

    def _caption(self, exhibit: Exhibit) -> Paragraph:
        paragraph = self._paragraph("", "Caption")
        paragraph.add_run(f"{exhibit.label}. ").bold = True
        self._runs(paragraph, exhibit.caption)
        paragraph.paragraph_format.keep_with_next = isinstance(exhibit.content, Table)
        return paragraph

    def _remarks(self, exhibit: Exhibit) -> None:
        paragraph = self._paragraph("", "Merknad")
        self._runs(paragraph, exhibit.note)
        if exhibit.content.source:
            space = " " if exhibit.note else ""
            paragraph.add_run(f"{space}{self.words('publish.source')}: {exhibit.content.source}")

    def _picture(self, figure: Figure) -> Paragraph:
        drawing = cleaned(figure.svg)
        width = min(width_in_points(drawing), docx_styles.TEXT_WIDTH)
        data = {"svg": ElementTree.tostring(drawing, "unicode"), "width": width}
        picture = typesetting.png(typesetting.template("picture.typ"), data, SHARP_PPI)
        paragraph = self._paragraph("", "Normal")
        paragraph.paragraph_format.keep_with_next = True
        shape = paragraph.add_run().add_picture(io.BytesIO(picture), Pt(width))
        shape._inline.docPr.set("descr", figure.alt)
        return paragraph

    def _table(self, table: Table, caption: str) -> None:
        heads = 2 if table.groups else 1
        word: WordTable = self.word.add_table(heads + len(table.rows), len(table.columns))
        ooxml.describe(word, caption)
        size = Pt(7.5 if len(table.columns) > 8 else 9)
        rows = list(word.rows)
        widths = _widths(table, size)
        word.autofit = False
        for column, width in zip(word.columns, widths, strict=True):
            column.width = width
        for row in rows:
            for place, width in zip(row.cells, widths, strict=True):
                place.width = width
        self._heads(table, [row.cells for row in rows[:heads]], size)
        for number, (row, cells) in enumerate(zip(rows[heads:], table.cells, strict=True)):
            bold = number >= len(table.cells) - table.totals
            for column, place, cell in zip(table.columns, row.cells, cells, strict=True):
                _fill(place, cell, size, ALIGNMENTS[column.align], bold=bold)
        for row in rows:
            ooxml.keep_whole(row)
        if len(rows) <= ROWS_OF_A_SHEET:
            _keep_together(rows)
        for row in rows[:heads]:
            ooxml.repeat_as_header(row)

    def _heads(self, table: Table, rows: Sequence[Sequence[_Cell]], size: Pt) -> None:
        for column, place in zip(table.columns, rows[-1], strict=True):
            if column.group or not table.groups:
                _fill(place, Cell(column.heading), size, ALIGNMENTS[column.align], bold=True)
        start = 0
        for group in table.groups:
            end = start + len(group.columns) - 1
            top = rows[0][start].merge(rows[0][end] if group.label else rows[1][start])
            align = WD_ALIGN_PARAGRAPH.CENTER if group.label else ALIGNMENTS[group.columns[0].align]
            _fill(top, Cell(group.label or group.columns[0].heading), size, align, bold=True)
            start = end + 1


def _widths(table: Table, size: Pt) -> list[Pt]:
    """A width per column for its longest text, or its longest word where the sheet is too narrow."""
    columns = zip(*([cell.text for cell in row] for row in table.cells), strict=True)
    letters = [
        max(max(map(len, column.heading.split()), default=0), min(max(map(len, texts)), LONGEST_LINE)) + 4
        for column, texts in zip(table.columns, columns, strict=True)
    ]
    letter = min(size.pt * 0.56, docx_styles.TEXT_WIDTH / sum(letters))
    return [Pt(letter * count) for count in letters]


def _keep_together(rows: Sequence[_Row]) -> None:
    """Keep a table that fits a sheet on one sheet: every row stays with the next."""
    for row in rows[:-1]:
        for place in row.cells:
            place.paragraphs[0].paragraph_format.keep_with_next = True


def _fill(place: _Cell, cell: Cell, size: Pt, align: WD_ALIGN_PARAGRAPH, *, bold: bool) -> None:
    paragraph = place.paragraphs[0]
    paragraph.style, paragraph.alignment = docx_styles.CELL, align
    run = paragraph.add_run(cell.text)
    run.font.size, run.bold = size, bold or cell.level is not None or None
    if cell.level:
        ooxml.shade(place, FILLS[cell.level])
