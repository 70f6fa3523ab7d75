"""The looks of the Word file: page, styles, language, marks on every page, clean properties."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Mm, Pt, RGBColor

from ros_analysis.publish import ooxml
from ros_analysis.publish.document import Document
from ros_analysis.report import Role
from ros_analysis.survey import LOCALES

TEXT_WIDTH = 470.0
LINK = "Lenke"
CELL = "Celle"
FONT = "Calibri"
ACCENT = RGBColor(0x0B, 0x4F, 0x6C)
INK = RGBColor(0x1A, 0x25, 0x30)
QUIET = RGBColor(0x4D, 0x5A, 0x66)
ROLES: Mapping[Role, str] = {
    "body": "Normal",
    "lead": "Ingress",
    "note": "Merknad",
    "warning": "Advarsel",
    "needs": "Krever",
}
HEADING_SIZES = {1: 16, 2: 13, 3: 11.5, 4: 11, 5: 11}


def set_up(word: Any, document: Document, timestamp: datetime) -> None:
    """Make the empty `word` ready to be written in."""
    _page(word, document)
    _built_in_styles(word.styles)
    _own_styles(word.styles)
    ooxml.set_language(word.styles.element, LOCALES[document.cover.language].replace("_", "-"))
    _properties(word.core_properties, document, timestamp)


def _page(word: Any, document: Document) -> None:
    section = word.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(22)
    section.top_margin, section.bottom_margin = Mm(24), Mm(20)
    header, footer = section.header.paragraphs[0], section.footer.paragraphs[0]
    header.text = " · ".join(document.cover.marks)
    header.alignment = WD_ALIGN_PARAGRAPH.CENTER
    footer.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    before, _, rest = document.words("publish.page").partition("{page}")
    between, _, after = rest.partition("{pages}")
    footer.add_run(before)
    ooxml.add_field(footer, "PAGE")
    footer.add_run(between)
    ooxml.add_field(footer, "NUMPAGES")
    footer.add_run(after)


def _built_in_styles(styles: Any) -> None:
    styles["Normal"].font.size = Pt(11)
    for name in ("Normal", "Title", "Subtitle", "Caption", *(f"Heading {i}" for i in HEADING_SIZES)):
        ooxml.set_font(styles[name], FONT)
        styles[name].font.italic = False
    for level, size in HEADING_SIZES.items():
        heading = styles[f"Heading {level}"]
        heading.font.size, heading.font.color.rgb, heading.font.bold = Pt(size), ACCENT, True
        heading.paragraph_format.space_before, heading.paragraph_format.space_after = Pt(16), Pt(4)
    styles["Title"].font.size, styles["Title"].font.color.rgb = Pt(24), INK
    styles["Title"].font.bold = True
    styles["Subtitle"].font.color.rgb = QUIET
    styles["Caption"].font.size, styles["Caption"].font.color.rgb = Pt(10), INK
    styles["Caption"].font.bold = False
    styles["Caption"].paragraph_format.space_before = Pt(10)


def _own_styles(styles: Any) -> None:
    sizes = {
        "Ingress": 13,
        "Merknad": 9,
        "Advarsel": 11,
        "Krever": 11,
        "Funn": 11,
        "Nøkkeltall": 18,
        "Merke": 10,
    }
    for name, size in {**sizes, CELL: 9}.items():
        style = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style, style.font.size = styles["Normal"], Pt(size)
        style.paragraph_format.space_after = Pt(0 if name == CELL else 6)
    styles["Merknad"].font.color.rgb = QUIET
    styles["Merknad"].paragraph_format.space_before = Pt(4)
    styles["Funn"].font.bold, styles["Funn"].font.color.rgb = True, ACCENT
    styles["Merke"].font.bold = True
    for name in ("Advarsel", "Krever"):
        ooxml.rule_at_left(styles[name], dashed=name == "Krever")
    link = styles.add_style(LINK, WD_STYLE_TYPE.CHARACTER)
    link.font.color.rgb, link.font.underline = ACCENT, True


def _properties(properties: Any, document: Document, timestamp: datetime) -> None:
    moment = timestamp.astimezone(UTC) if timestamp.tzinfo else timestamp.replace(tzinfo=UTC)
    properties.title = document.cover.title
    properties.subject = document.cover.subtitle
    properties.language = document.cover.language
    properties.author = properties.comments = properties.keywords = properties.last_modified_by = ""
    properties.created = properties.modified = moment
    properties.revision = 1
