"""What Word files need and python-docx cannot: bookmarks, links, fields, numbering, content controls, lent styles."""

from __future__ import annotations

import io
from collections.abc import Iterable
from copy import deepcopy
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import docx
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

from ros_analysis.publish.parameters import ParameterError
from ros_analysis.publish.templates import template

USED = [
    *(
        "Title",
        "Subtitle",
        "TOC Heading",
        "toc 1",
        "toc 2",
        "Caption",
        "Merke",
        "Ingress",
        "Merknad",
        "Advarsel",
    ),
    *("Krever", "Funn", "Nøkkeltall", "Celle", "Lenke", *(f"Heading {level}" for level in range(1, 7))),
]
LISTS = [f"List {kind}{depth}" for kind in ("Bullet", "Number") for depth in ("", " 2", " 3")]
"""The styles of a report."""
FOREIGN = ("/thumbnail", "/extended-properties", "/custom-properties")


def element(tag: str, /, **attributes: str) -> Any:
    """An element `w:tag` with attributes in the same namespace."""
    made = OxmlElement(f"w:{tag}")
    for key, value in attributes.items():
        made.set(qn(f"w:{key}"), value)
    return made


def bookmark(paragraph: Paragraph, name: str, number: int) -> None:
    """Make what `paragraph` holds so far a text that references can repeat and links lead to."""
    start = element("bookmarkStart", id=str(number), name=bookmark_name(name))
    paragraph._p.insert(0 if paragraph._p.pPr is None else 1, start)
    paragraph._p.append(element("bookmarkEnd", id=str(number)))


def last_bookmark(body: Any) -> int:
    """The highest number that a bookmark of `body` has; 0 where there are none."""
    return max((int(mark.get(qn("w:id"))) for mark in body.iter(qn("w:bookmarkStart"))), default=0)


def field(paragraph: Paragraph, code: str, text: str) -> Any:
    """A field at the end of `paragraph` that shows `text` until it is updated; returns the run of the text."""
    open_field(paragraph, code)
    shown = paragraph.add_run(text)
    close_field(paragraph)
    return shown


def open_field(paragraph: Paragraph, code: str) -> None:
    """Begin a field, whose text goes on until `close_field`, be it in a later paragraph."""
    instruction = element("instrText")
    instruction.text = code
    for part in (
        element("fldChar", fldCharType="begin"),
        instruction,
        element("fldChar", fldCharType="separate"),
    ):
        paragraph.add_run()._r.append(part)


def close_field(paragraph: Paragraph) -> None:
    paragraph.add_run()._r.append(element("fldChar", fldCharType="end"))


def link(paragraph: Paragraph, target: str) -> Any:
    """An empty hyperlink at the end of `paragraph`, to a bookmark (#…) or an address outside."""
    if target.startswith("#"):
        made = element("hyperlink", anchor=bookmark_name(target[1:]))
    else:
        made = element("hyperlink")
        made.set(qn("r:id"), paragraph.part.relate_to(target, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
    paragraph._p.append(made)
    return made


def set_language(styles: Any, language: str) -> None:
    """The language of all text, in the defaults of the style sheet, or in its usual style where it has none."""
    found = [said for defaults in styles.iter(qn("w:rPrDefault")) for said in defaults.iter(qn("w:lang"))]
    said = found[0] if found else element("lang")
    if not found:
        styles.default_for(WD_STYLE_TYPE.PARAGRAPH).get_or_add_rPr().append(said)
    for script in ("val", "eastAsia"):
        said.set(qn(f"w:{script}"), language)


def speak(run: Any, language: str) -> None:
    """The language of one stretch of text."""
    run._r.get_or_add_rPr().append(element("lang", val=language))


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


def bookmark_name(anchor: str) -> str:
    """Word allows letters, digits and underscores, 40 of them."""
    return anchor.replace("-", "_")[:40]


def ours() -> Any:
    """Our own template, whose looks are changed in Word, in template/report.docx."""
    return docx.Document(io.BytesIO(template("report.docx")))


def theirs(path: Path) -> Any:
    """The body's own file, with the styles that a report uses and it hasn't; raises ParameterError for another file."""
    try:
        word: Any = docx.Document(str(path))
    except (PackageNotFoundError, BadZipFile, ValueError, KeyError) as error:
        raise ParameterError(
            f"{path} er ikke en Word-fil (.docx): {error}. En .dotx lagres som .docx i Word."
        ) from None
    lender, known = ours(), {style.name: style for style in word.styles}
    numbered = {name for name, style in known.items() if style.element.xpath(".//w:numId")}
    lists = [name for name in LISTS if name not in numbered]
    for name in [*(name for name in USED if name not in known), *lists]:
        if name in known:
            word.styles.element.remove(known[name].element)
        word.styles.element.append(deepcopy(lender.styles[name].element))
    _lend_numbering([word.styles[name] for name in lists], word, lender)
    _forget_its_writer(word)
    return word


def _forget_its_writer(word: Any) -> None:
    """Take out who and which program made the file, and the picture of its first page."""
    properties, relations = word.core_properties, word.part.package.rels
    properties.author = properties.last_modified_by = properties.comments = properties.keywords = ""
    for name in [key for key, one in relations.items() if one.reltype.endswith(FOREIGN)]:
        relations.pop(name)


def _lend_numbering(styles: Iterable[Any], word: Any, lender: Any) -> None:
    """Give `styles`, which are numbered as in `lender`, that numbering in `word`."""
    part = lender.part.numbering_part
    if RELATIONSHIP_TYPE.NUMBERING not in {rel.reltype for rel in word.part.rels.values()}:
        word.part.relate_to(part, RELATIONSHIP_TYPE.NUMBERING)
        return
    numbering, models = word.part.numbering_part.element, part.element
    for style in styles:
        given = style.element.pPr.numPr.numId
        source = models.num_having_numId(given.val).abstractNumId.val
        (model,) = map(deepcopy, models.xpath(f"w:abstractNum[@w:abstractNumId='{source}']"))
        free = 1 + max(map(int, numbering.xpath("w:abstractNum/@w:abstractNumId")), default=-1)
        model.set(qn("w:abstractNumId"), str(free))
        numbering.insert(0, model)
        given.val = numbering.add_num(free).numId
