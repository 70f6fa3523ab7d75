"""The Word file that a report is written at the end of: ours, or the body's, which borrows the styles it lacks."""

from __future__ import annotations

import io
from collections.abc import Iterable
from copy import deepcopy
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import docx
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml.ns import qn

from ros_analysis.publish import typesetting
from ros_analysis.publish.parameters import ParameterError

USED = (
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
)
LISTS = tuple(f"List {kind}{depth}" for kind in ("Bullet", "Number") for depth in ("", " 2", " 3"))

FOREIGN = ("/thumbnail", "/extended-properties", "/custom-properties")


def ours() -> Any:
    """Our own template, whose looks are changed in Word, in template/report.docx."""
    return docx.Document(io.BytesIO(typesetting.template("report.docx")))


def theirs(path: Path) -> Any:
    """The body's own file, with the styles that a report uses and it hasn't; raises ParameterError for another file."""
    try:
        word: Any = docx.Document(str(path))
    except (PackageNotFoundError, BadZipFile, ValueError, KeyError) as error:
        raise ParameterError(
            f"{path} er ikke en Word-fil (.docx): {error}. En .dotx lagres som .docx i Word."
        ) from None
    lender = ours()
    known = {style.name for style in word.styles}
    _lend((lender.styles[name] for name in USED if name not in known), word)
    lists = [
        name
        for name in LISTS
        if name not in known or word.styles[name].element.find(f".//{qn('w:numId')}") is None
    ]
    _lend((lender.styles[name] for name in lists), word)
    _lend_numbering([word.styles[name] for name in lists], word, lender)
    _forget_its_writer(word)
    return word


def _forget_its_writer(word: Any) -> None:
    """Take out who and which program made the file, and the picture of its first page."""
    properties, relations = word.core_properties, word.part.package.rels
    properties.author = properties.last_modified_by = properties.comments = properties.keywords = ""
    for name in [key for key, one in relations.items() if one.reltype.endswith(FOREIGN)]:
        relations.pop(name)


def _lend(styles: Iterable[Any], word: Any) -> None:
    """Put a copy of each style into `word`, in the place of one of the same name."""
    for style in styles:
        for old in [one for one in word.styles if one.name == style.name]:
            word.styles.element.remove(old.element)
        word.styles.element.append(deepcopy(style.element))


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
        (model,) = [
            deepcopy(one)
            for one in models.iter(qn("w:abstractNum"))
            if one.get(qn("w:abstractNumId")) == str(source)
        ]
        free = 1 + max(
            (int(one.get(qn("w:abstractNumId"))) for one in numbering.iter(qn("w:abstractNum"))), default=-1
        )
        model.set(qn("w:abstractNumId"), str(free))
        numbering.insert(0, model)
        given.val = numbering.add_num(free).numId
