"""The HTML page stands alone and says all that the document holds."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from bs4 import BeautifulSoup
from nbconvert.exporters import get_exporter
from nbformat import NotebookNode
from sample_notebook import notebook_of, shown

from ros_analysis.publish.document import Document, read
from ros_analysis.publish.html import render
from ros_analysis.report.blocks import Cover, Paragraph
from ros_analysis.report.exhibits import Table, TableColumn


@pytest.fixture(scope="module")
def html(document: Document) -> str:
    return render(document)


@pytest.fixture(scope="module")
def page(html: str) -> BeautifulSoup:
    return BeautifulSoup(html, "html.parser")


def test_nbconvert_finds_the_exporter(notebook: NotebookNode, html: str) -> None:
    output, resources = get_exporter("ros-html")().from_notebook_node(notebook)
    assert output == html
    assert resources["output_extension"] == ".html"


def test_it_needs_nothing_else(page: BeautifulSoup, html: str) -> None:
    assert not page.find_all(["script", "link", "iframe", "img", "object"])
    assert not [e for e in page.find_all(True) if e.get("src") or e.get("srcset")]
    assert not re.search(r"@import|url\((?!#)", html)
    addresses = {a["href"] for a in page.find_all("a") if not a["href"].startswith(("#", "data:"))}
    assert addresses == {"https://www.ehelse.no/normen"}


def test_it_has_landmarks_one_title_and_a_language(page: BeautifulSoup) -> None:
    assert page.html["lang"] == "nb"
    assert [h.text for h in page.find_all("h1")] == ["Risiko og sårbarhet i e-meldinger"]
    assert all(len(page.find_all(tag)) == 1 for tag in ("header", "main", "nav", "footer", "title"))
    assert page.find("a", class_="skip")["href"] == "#" + page.main["id"]


def test_every_id_is_one_and_every_link_inside_leads_somewhere(page: BeautifulSoup) -> None:
    ids = [e["id"] for e in page.find_all(id=True)]
    assert len(ids) == len(set(ids))
    pointed = {a["href"][1:] for a in page.find_all("a") if a["href"].startswith("#")}
    labelled = {e["aria-labelledby"] for e in page.find_all(attrs={"aria-labelledby": True})}
    assert pointed | labelled <= set(ids)


def test_headings_do_not_skip(page: BeautifulSoup) -> None:
    levels = [int(h.name[1]) for h in page.find_all(re.compile(r"^h[1-6]$"))]
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_headers_of_rows_and_columns(page: BeautifulSoup) -> None:
    table = page.find(id="table-zones").table
    assert table.caption.text == "Tabell 1. Soner i to runder"
    scopes = [th["scope"] for th in table.thead.find_all("th")]
    assert scopes == ["col", "colgroup", "colgroup", "col", "col", "col", "col"]
    assert [row.th.text for row in table.tbody.find_all("tr")] == ["grønn", "gul", "rød"]
    assert table.tfoot.th["scope"] == "row"


def test_the_chart_is_an_image_with_its_text(page: BeautifulSoup, document: Document) -> None:
    (drawing,) = page.find_all("svg")
    assert drawing["role"] == "img"
    assert drawing["aria-label"] == "Søyler: 11 grønne og 5 røde."


def test_no_text_becomes_markup() -> None:
    evil = "<script>alert(1)</script>"
    table = Table("t", evil, (TableColumn("a", evil, group=evil),), ((evil,),), note=evil, source=evil)
    cover = Cover(evil, evil, marks=(evil,), facts=((evil, evil),), edition="internal")
    page = BeautifulSoup(render(read(notebook_of(shown(cover, Paragraph(evil), table)))), "html.parser")
    assert not page.find_all("script")
    assert page.h1.text == evil


def test_marks_are_shown_and_code_is_not(page: BeautifulSoup, html: str) -> None:
    assert page.find(class_="marks").text == "Syntetiske eksempeldata"
    assert "show()" not in html
    assert "Et notat til analytikeren" not in html
