"""What WordprocessingML can say and python-docx cannot: fields, bookmarks, links, content controls."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable
from typing import Any

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.table import Table, _Cell, _Row
from docx.text.paragraph import Paragraph

ZIP_EPOCH = (1980, 1, 1, 0, 0, 0)


def element(tag: str, /, **attributes: str) -> Any:
    """An element `w:tag` with attributes in the same namespace."""
    made = OxmlElement(f"w:{tag}")
    for key, value in attributes.items():
        made.set(qn(f"w:{key}"), value)
    return made


def add_field(paragraph: Paragraph, instruction: str) -> None:
    """A field that Word fills in, such as PAGE."""
    field = element("fldSimple", instr=instruction)
    run = element("r")
    text = element("t")
    text.text = "1"
    run.append(text)
    field.append(run)
    paragraph._p.append(field)


def bookmark(paragraph: Paragraph, name: str, number: int) -> None:
    """Make `paragraph` a place that links can lead to."""
    paragraph._p.insert(
        1 if paragraph._p.pPr is not None else 0,
        element("bookmarkStart", id=str(number), name=_bookmark_name(name)),
    )
    paragraph._p.append(element("bookmarkEnd", id=str(number)))


def link(paragraph: Paragraph, target: str) -> Any:
    """An empty hyperlink at the end of `paragraph`, to a bookmark (#…) or an address outside."""
    if target.startswith("#"):
        made = element("hyperlink", anchor=_bookmark_name(target[1:]))
    else:
        made = element("hyperlink")
        made.set(qn("r:id"), paragraph.part.relate_to(target, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
    paragraph._p.append(made)
    return made


def set_language(styles: Any, language: str) -> None:
    """The language of all text, in the defaults of the style sheet."""
    defaults = next(styles.iter(qn("w:rPrDefault"))).find(qn("w:rPr"))
    for old in defaults.findall(qn("w:lang")):
        defaults.remove(old)
    defaults.append(element("lang", val=language, eastAsia=language))


def speak(run: Any, language: str) -> None:
    """The language of one stretch of text."""
    run._r.get_or_add_rPr().append(element("lang", val=language))


def set_font(style: Any, name: str) -> None:
    """The typeface of `style`, whatever the theme says."""
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    fonts.attrib.clear()
    for script in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{script}"), name)


def rule_at_left(style: Any, *, dashed: bool) -> None:
    """A thick line at the left of the paragraph, dashed or whole."""
    borders = element("pBdr")
    line = "dashed" if dashed else "single"
    borders.append(element("left", val=line, sz="24", space="8", color="B07D00"))
    properties = style.element.get_or_add_pPr()
    properties.insert_element_before(borders, "w:shd", "w:spacing", "w:ind", "w:jc")


def shade(cell: _Cell, colour: str) -> None:
    cell._tc.get_or_add_tcPr().append(element("shd", val="clear", color="auto", fill=colour.lstrip("#")))


def repeat_as_header(row: _Row) -> None:
    row._tr.get_or_add_trPr().append(element("tblHeader"))


def keep_whole(row: _Row) -> None:
    row._tr.get_or_add_trPr().append(element("cantSplit"))


def describe(table: Table, caption: str) -> None:
    """Thin lines between rows, the alternative text, and that first row and column are headings."""
    properties = table._tbl.tblPr
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


def number_from_one(paragraphs: Iterable[Paragraph], style: Any) -> None:
    """Number `paragraphs` from 1 in a list of their own, numbered the way of `style`."""
    for number, paragraph in enumerate(paragraphs):
        if number == 0:
            part: Any = paragraph.part
            numbering = part.numbering_part.element
            model = next(n for n in numbering.num_lst if n.numId == style.element.pPr.numPr.numId.val)
            own = numbering.add_num(model.abstractNumId.val)
            own.add_lvlOverride(ilvl=0).add_startOverride(1)
        properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
        properties.get_or_add_ilvl().val = 0
        properties.get_or_add_numId().val = own.numId


def content_control(body: list[Any], tag: str, title: str) -> None:
    """Put the neighbouring elements `body` into one rich-text control that may be edited."""
    control, properties, content = element("sdt"), element("sdtPr"), element("sdtContent")
    for part in (element("alias", val=title), element("tag", val=tag), element("id", val="1")):
        properties.append(part)
    body[0].addprevious(control)
    content.extend(body)
    control.extend((properties, content))


def without_clock(package: bytes) -> bytes:
    """`package` with its parts as they are and no time of packing, so that equal content is equal bytes."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(package)) as source,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            target.writestr(zipfile.ZipInfo(name, ZIP_EPOCH), source.read(name), zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _bookmark_name(anchor: str) -> str:
    """Word allows letters, digits and underscores, 40 of them."""
    return anchor.replace("-", "_")[:40]
