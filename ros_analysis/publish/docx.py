"""The document as a Word file for the case system: real headings, table headers and alternative texts.

Styles, page, header and footer stand in template/report.docx, and are changed there, in Word.
"""

from __future__ import annotations

import io
import re
from functools import singledispatchmethod
from itertools import compress
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from docx.shared import Pt
from docx.text.paragraph import Paragraph as WordParagraph

from ros_analysis.publish import ooxml, templates
from ros_analysis.publish.document import Document
from ros_analysis.publish.docx_tables import TEXT_WIDTH, add_table
from ros_analysis.publish.drawing import cleaned, width_in_points
from ros_analysis.publish.elements import Element, Heading, Statements, printed, titled
from ros_analysis.publish.ooxml import ours, theirs
from ros_analysis.publish.packages import without_clock
from ros_analysis.publish.templates import EPOCH
from ros_analysis.report import (
    Bullets,
    Cover,
    Exhibit,
    Figure,
    KeyFigures,
    Paragraph,
    Running,
    Stretch,
    Table,
)
from ros_analysis.survey import LOCALES

PROPOSAL = "vedtak"
DEEPEST_LIST = 3
LISTED = 2
"""Levels of headings in the contents."""
SHARP_PPI = 220
ROLES = {"body": "Normal", "lead": "Ingress", "note": "Merknad", "warning": "Advarsel", "needs": "Krever"}


def render(document: Document, template: Path | None = None) -> bytes:
    """The Word file, the same bytes for the same document, written at the end of the body's own
    `template` where it has one; raises ParameterError for one that can't be read.

    The section «Forslag til vedtak» is a content control to write in; a document without one gets it, empty.
    """
    word = theirs(template) if template else ours()
    _set_up(word, document)
    if template:
        _mark_every_page(word, document.cover)
    else:
        _fill_our_margins(word, document)
    writer = _Writer(word, document)
    writer.cover()
    writer.contents()
    writer.body()
    out = io.BytesIO()
    word.save(out)
    return without_clock(out.getvalue())


def _set_up(word: Any, document: Document) -> None:
    """Give the template, which holds all looks, the document's language and properties."""
    cover = document.cover
    ooxml.set_language(word.styles.element, LOCALES[cover.language].replace("_", "-"))
    properties = word.core_properties
    properties.title, properties.subject = document.title, cover.subtitle
    properties.language = cover.language
    properties.created = properties.modified = EPOCH


def _fill_our_margins(word: Any, document: Document) -> None:
    word.sections[0].header.paragraphs[0].text = " · ".join(document.cover.marks)
    around_numbers = re.split(r"{pages?}", document.words("publish.page"))
    for run, text in zip(word.sections[0].footer.paragraphs[0].runs, around_numbers, strict=True):
        run.text = text


def _mark_every_page(word: Any, cover: Cover) -> None:
    """Put the marks below whatever the body's own page has on top, also where the first page has its own."""
    even_has_its_own = word.settings.odd_and_even_pages_header_footer
    for section in word.sections if cover.marks else ():
        tops = [section.header, section.first_page_header, section.even_page_header]
        for top in compress(tops, [True, section.different_first_page_header_footer, even_has_its_own]):
            if not top.is_linked_to_previous or section is word.sections[0]:
                top.add_paragraph(" · ".join(cover.marks), "Merke")


class _Writer:
    """Writes the elements of one document at the end of one Word file, in order."""

    def __init__(self, word: Any, document: Document) -> None:
        self.word = word
        self.document = document
        self.words = document.words
        self.bookmarks = ooxml.last_bookmark(word.element.body)

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

    def contents(self) -> None:
        """A field that Word gives page numbers when it is updated; until then its entries lead to the headings."""
        headings = [e for e in self.document.elements if isinstance(e, Heading) and e.level <= LISTED + 1]
        self._paragraph(self.words("publish.contents"), "TOC Heading")
        for place, heading in enumerate(headings):
            entry = self._paragraph("", f"toc {heading.level - 1}")
            if place == 0:
                ooxml.open_field(entry, rf'TOC \o "1-{LISTED}" \h \z \u')
            ooxml.link(entry, f"#{heading.anchor}").append(entry.add_run(heading.text)._r)
            if place == len(headings) - 1:
                ooxml.close_field(entry)

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
        paragraph = self._paragraph("", f"Heading {element.level - 1}")
        self._run(paragraph, Stretch(element.text, language=element.language))
        self._mark(paragraph, element.anchor)

    @write.register
    def _(self, element: Paragraph) -> None:
        self._said(element.text, ROLES[element.role])

    @write.register
    def _(self, element: Bullets) -> None:
        self._list(element, 1)

    @write.register
    def _(self, element: Statements) -> None:
        for item in element.items:
            self._paragraph(item.heading, "Funn").paragraph_format.keep_with_next = True
            self._said(item.text, "Normal")
            if item.details:
                self._said(item.details, "Merknad")

    @write.register
    def _(self, element: KeyFigures) -> None:
        for item in element.items:
            paragraph = self._paragraph("", "Nøkkeltall")
            paragraph.add_run(item.value).bold = True
            paragraph.add_run(f" {item.label}{f' ({item.note})' if item.note else ''}").font.size = Pt(11)

    @write.register
    def _(self, element: Table) -> None:
        self._caption(element)
        add_table(self.word, element, titled(element))
        self._remarks(element)

    @write.register
    def _(self, element: Figure) -> None:
        self._picture(element)
        self._caption(element)
        self._remarks(element)

    def _paragraph(self, text: str, style: str) -> WordParagraph:
        paragraph: WordParagraph = self.word.add_paragraph(text, style)
        return paragraph

    def _mark(self, paragraph: WordParagraph, anchor: str) -> None:
        self.bookmarks += 1
        ooxml.bookmark(paragraph, anchor, self.bookmarks)

    def _said(self, text: Running, style: str) -> WordParagraph:
        paragraph = self._paragraph("", style)
        self._runs(paragraph, text)
        return paragraph

    def _runs(self, paragraph: WordParagraph, text: Running) -> None:
        for run in printed(text):
            self._run(paragraph, run)

    def _run(self, paragraph: WordParagraph, run: Stretch) -> None:
        repeats = run.address.startswith("#")
        code = rf"REF {ooxml.bookmark_name(run.address[1:])} \h \* MERGEFORMAT"
        written = ooxml.field(paragraph, code, run.text) if repeats else paragraph.add_run(run.text)
        written.bold, written.italic = run.strong or None, run.emphasis or None
        if run.language:
            ooxml.speak(written, LOCALES[run.language].replace("_", "-"))
        if run.address:
            written.style = "Lenke"
        if run.address and not repeats:
            ooxml.link(paragraph, run.address).append(written._r)

    def _list(self, bullets: Bullets, depth: int) -> None:
        name = "List Number" if bullets.kind == "numbers" else "List Bullet"
        style = name if depth == 1 else f"{name} {min(depth, DEEPEST_LIST)}"
        own: list[WordParagraph] = []
        for item in bullets.items:
            if isinstance(item, Bullets):
                self._list(item, depth + 1)
            else:
                own.append(self._said(item, style))
        if bullets.kind == "numbers":
            ooxml.number_from_one(own, self.word.styles[style])

    def _caption(self, exhibit: Exhibit) -> None:
        paragraph = self._paragraph("", "Caption")
        kind, number = exhibit.label.split()
        paragraph.add_run(f"{kind} ").bold = True
        ooxml.field(paragraph, rf"SEQ {kind} \* ARABIC", number).bold = True
        self._mark(paragraph, exhibit.anchor)
        paragraph.add_run(". ").bold = True
        self._runs(paragraph, exhibit.caption)
        paragraph.paragraph_format.keep_with_next = isinstance(exhibit, Table)

    def _remarks(self, exhibit: Exhibit) -> None:
        if exhibit.note or exhibit.source:
            paragraph = self._said(exhibit.note, "Merknad")
            if exhibit.source:
                space = " " if exhibit.note else ""
                paragraph.add_run(f"{space}{self.words('publish.source')}: {exhibit.source}")

    def _picture(self, figure: Figure) -> None:
        drawing = cleaned(figure.svg)
        width = min(width_in_points(drawing), TEXT_WIDTH)
        data = {"svg": ElementTree.tostring(drawing, "unicode"), "width": width}
        picture = templates.png(templates.template("picture.typ"), data, SHARP_PPI)
        paragraph = self._paragraph("", "Normal")
        paragraph.paragraph_format.keep_with_next = True
        shape = paragraph.add_run().add_picture(io.BytesIO(picture), Pt(width))
        shape._inline.docPr.set("descr", figure.alt)
