"""Words in another language than the document's say so, to a screen reader and to a spelling checker."""

from __future__ import annotations

import io

import docx
import pytest
from bs4 import BeautifulSoup
from docx.oxml.ns import qn
from nbformat.v4 import new_markdown_cell
from sample_notebook import notebook_of, shown

from ros_analysis.publish import docx as word
from ros_analysis.publish import html
from ros_analysis.publish.document import Document, read
from ros_analysis.report.blocks import Bullets, Cover, Prose


@pytest.fixture(scope="module")
def english() -> Document:
    return read(
        notebook_of(
            shown(Cover("Title", language="en", edition="internal")),
            new_markdown_cell("## Sammendrag", metadata={"anchor": "sammendrag"}),
            shown(Bullets(("All of it.",), "en"), Bullets(("Alt **sammen**.",), "nb")),
            shown(Prose("# Saken\n\nTil *vedtak*.\n\n- ett\n", "nb")),
        )
    )


def test_the_page_marks_them_and_nothing_else(english: Document) -> None:
    marked = BeautifulSoup(html.render(english), "html.parser").select("body [lang]")
    assert {tag["lang"] for tag in marked} == {"nb"}
    assert " ".join(tag.get_text(strip=True) for tag in marked) == "Alt sammen . Saken Til vedtak . ett"


def test_word_marks_them(english: Document) -> None:
    package = docx.Document(io.BytesIO(word.render(english)))
    marked = [
        "".join(text.text for text in run.iter(qn("w:t")))
        for run in package.element.body.iter(qn("w:r"))
        if (said := run.find(f"{qn('w:rPr')}/{qn('w:lang')}")) is not None
        and said.get(qn("w:val")) == "nb-NO"
    ]
    assert marked == ["Alt ", "sammen", ".", "Saken", "Til ", "vedtak", ".", "ett"]
