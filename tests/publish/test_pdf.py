"""The PDF meets its standards, and what no validator sees."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pikepdf
import pypdfium2
import pytest
from nbconvert.exporters import get_exporter
from nbformat import NotebookNode
from nbformat.v4 import new_markdown_cell
from sample_notebook import areas, notebook_of, shown

from ros_analysis.publish import templates
from ros_analysis.publish.document import Document, read
from ros_analysis.publish.pdf import render
from ros_analysis.publish.readback import validated
from ros_analysis.publish.templates import TypesettingError
from ros_analysis.report.blocks import Cover, Paragraph
from ros_analysis.report.exhibits import Table, TableColumn

Node = pikepdf.Object


@pytest.fixture(scope="module")
def pdf(document: Document) -> bytes:
    return render(document)


@pytest.fixture(scope="module")
def opened(pdf: bytes) -> Iterator[pikepdf.Pdf]:
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        yield opened


@pytest.fixture(scope="module")
def texts(pdf: bytes) -> list[str]:
    return [sheet.get_textpage().get_text_bounded() for sheet in pypdfium2.PdfDocument(pdf)]


def nodes(node: Node, tag: str) -> list[Node]:
    """The structure elements tagged `tag` at or below `node`, in reading order."""
    if isinstance(node, pikepdf.Array):
        return [found for child in node for found in nodes(child, tag)]
    if not isinstance(node, pikepdf.Dictionary):
        return []
    below = nodes(node["/K"], tag) if "/K" in node else []
    return [node, *below] if node.get("/S") == tag else below


def tagged(opened: pikepdf.Pdf, tag: str) -> list[Node]:
    return nodes(opened.Root.StructTreeRoot.K, tag)


def attribute(cell: Node, name: str) -> Node:
    return next(a[name] for a in cell.A if name in a)


@pytest.mark.parametrize("profile", ["pdf-ua-1", "pdf-a-2a"])
def test_it_meets_the_standard(pdf: bytes, profile: str) -> None:
    report = validated(pdf, profile)
    assert [failure.message for failure in report.failures] == []
    assert report.is_compliant


def test_nbconvert_finds_the_exporter_and_bytes_repeat(notebook: NotebookNode, pdf: bytes) -> None:
    output, resources = get_exporter("ros-pdf")().from_notebook_node(notebook)
    assert output == pdf
    assert resources["output_extension"] == ".pdf"


def test_the_timestamp_comes_from_the_caller_or_the_notebook(
    notebook: NotebookNode, document: Document
) -> None:
    stamped = notebook.copy()
    stamped.metadata = {**notebook.metadata, "ros": {"timestamp": "2024-05-06T07:08:09+00:00"}}
    by_notebook, _ = get_exporter("ros-pdf")().from_notebook_node(stamped)
    assert by_notebook == render(document, datetime(2024, 5, 6, 7, 8, 9, tzinfo=UTC))
    assert b"2024-05-06T07:08:09" in by_notebook


def test_language_title_and_one_h1(opened: pikepdf.Pdf) -> None:
    assert str(opened.Root.Lang) == "nb"
    assert (
        str(opened.docinfo["/Title"])
        == "INTERN: Risiko og sårbarhet i e-meldinger, Eksempelfylket, runden 2020"
    )
    assert [str(h["/T"]) for h in tagged(opened, "/H1")] == ["Risiko og sårbarhet i e-meldinger"]


def test_bookmarks_are_the_headings(opened: pikepdf.Pdf) -> None:
    with opened.open_outline() as outline:
        (title,) = outline.root
        assert [item.title for item in title.children] == ["Sammendrag", "Soner", "Bakgrunn"]


def test_every_cell_knows_the_headings_of_its_column_and_its_row(opened: pikepdf.Pdf) -> None:
    table = tagged(opened, "/Table")[0]
    heads = nodes(nodes(table, "/THead")[0], "/TH")
    ids = [str(head["/ID"]) for head in heads]
    parts = nodes(table, "/TBody") + nodes(table, "/TFoot")
    rows = [row for part in parts for row in nodes(part, "/TR")]
    assert len(rows) == 4
    for row in rows:
        (first, *rest) = row.K
        assert first.S == "/TH"
        assert attribute(first, "/Scope") == "/Row"
        assert all(cell.S == "/TD" for cell in rest)
        assert all(str(attribute(cell, "/Headers")[0]) == str(first["/ID"]) for cell in rest)
    last = [str(name) for name in attribute(rows[-1].K[4], "/Headers")]
    assert last[1:] == [ids[2], ids[6]]


def test_every_id_is_in_the_id_tree(opened: pikepdf.Pdf) -> None:
    known = pikepdf.NameTree(opened.Root.StructTreeRoot.IDTree)
    heads = tagged(opened, "/TH")
    assert len(known) == len(heads) > 70
    assert all(str(head["/ID"]) in known for head in heads)


def test_no_table_is_two_and_every_figure_has_its_text(opened: pikepdf.Pdf, document: Document) -> None:
    kinds = [exhibit.kind for exhibit in document.exhibits]
    assert len(tagged(opened, "/Table")) == kinds.count("table")
    assert [str(f["/Alt"]) for f in tagged(opened, "/Figure")] == ["Søyler: 11 grønne og 5 røde."]
    assert len(tagged(opened, "/Caption")) == len(kinds)


def test_marks_and_page_numbers_on_every_page(texts: list[str]) -> None:
    assert all("Syntetiske eksempeldata" in text for text in texts)
    assert all(f"Side {i} av {len(texts)}" in text for i, text in enumerate(texts, 1))


@pytest.mark.parametrize(("more", "page", "next_page"), [(0, 0, 0), (26, 0, 1), (36, 1, 1)])
def test_page_one_is_the_summary_and_the_contents_where_they_have_room(
    more: int, page: int, next_page: int
) -> None:
    said = [Paragraph(f"Funn {number}.") for number in range(more)]
    parts = [shown(Paragraph(f"Her står {number}.")) for number in range(3)]
    headings = [new_markdown_cell(f"## Del {number}") for number in range(3)]
    first, *rest = (cell for pair in zip(headings, parts, strict=True) for cell in pair)
    made = render(read(notebook_of(shown(Cover("T", edition="internal")), first, shown(*said), *rest)))
    told = [sheet.get_textpage().get_text_bounded() for sheet in pypdfium2.PdfDocument(made)]
    assert [number for number, text in enumerate(told) if "Innhold" in text] == [page]
    assert all(f"Funn {number}." in told[0] for number in range(more))
    assert [number for number, text in enumerate(told) if "Her står 1." in text] == [next_page]


def test_a_long_table_repeats_its_header_and_a_short_one_is_whole(texts: list[str]) -> None:
    starts = [i for i, text in enumerate(texts) if "Område Tekst Røde" in text.replace("\r\n", " ")]
    assert len(starts) >= 2
    (holding,) = [text for text in texts if "Områdene, 5 rader" in text]
    assert holding.count("Manglende overvåking") >= 5


@pytest.mark.parametrize("rows", [4, 70])
def test_no_caption_stands_alone_wherever_the_page_ends(rows: int) -> None:
    filler = [Paragraph(f"Fyll {number}") for number in range(200)]
    tables = [replace(areas(rows), id=f"t{number}", caption=f"Oversikt {number}.") for number in range(12)]
    shown_in_turn = [block for number, t in enumerate(tables) for block in (*filler[: number * 2], t)]
    made = render(read(notebook_of(shown(Cover("T", edition="internal"), *shown_in_turn))))
    pages = [sheet.get_textpage().get_text_bounded() for sheet in pypdfium2.PdfDocument(made)]
    for number in range(12):
        (holding,) = [text for text in pages if f"Oversikt {number}." in text]
        after = holding.split(f"Oversikt {number}.")[1]
        assert after.count("Manglende overvåking") >= 1
        assert rows > 4 or after.split("Tabell")[0].count("Manglende overvåking") == rows


@pytest.mark.parametrize("rows", [5, 8, 10])
def test_no_page_is_left_more_than_a_third_empty_before_a_table(rows: int) -> None:
    heads = (
        TableColumn("area", "Område"),
        *(TableColumn(f"c{n}", f"{n} Mindre sannsynlig", "right") for n in range(5)),
    )
    cells = tuple(("Overvåking av meldingstjener, natt og helg", *"12345") for _ in range(rows))
    tables = [Table(f"t{number}", f"Oversikt {number}.", heads, cells) for number in range(12)]
    filler = [Paragraph(f"Fyll {number}") for number in range(200)]
    shown_in_turn = [block for number, t in enumerate(tables) for block in (*filler[: number * 2], t)]
    made = render(read(notebook_of(shown(Cover("T", edition="internal"), *shown_in_turn))))
    pages = [sheet.get_textpage() for sheet in pypdfium2.PdfDocument(made)][:-1]
    assert len(pages) > 5
    for page in pages:
        lowest = min(page.get_charbox(i)[1] for i in range(page.count_chars()) if page.get_charbox(i)[1] > 60)
        assert lowest < 60 + (842 - 71 - 60) / 3


@pytest.mark.parametrize(("columns", "rows", "words"), [(2, 3, 1500), (13, 10, 12), (6, 10, 9), (3, 1, 2000)])
def test_no_word_is_lost_however_tall_a_table_gets(columns: int, rows: int, words: int) -> None:
    heads = tuple(TableColumn(f"c{place}", f"K{place}") for place in range(columns))
    cells = [
        [" ".join(f"r{r}c{c}w{w}x" for w in range(words if c == 1 else 1)) for c in range(columns)]
        for r in range(rows)
    ]
    table = Table("t", "Høy", heads, tuple(map(tuple, cells)))
    made = render(read(notebook_of(shown(Cover("T", edition="internal"), table))))
    told = "".join(sheet.get_textpage().get_text_bounded() for sheet in pypdfium2.PdfDocument(made))
    told = re.sub(r"[\s\ufffe\u00ad-]", "", told)
    assert [word for row in cells for cell in row for word in cell.split() if word not in told] == []


def test_every_heading_is_in_the_contents_however_long() -> None:
    names = [f"Overskrift {n} " + "med mange ord i " * 7 for n in range(19)]
    cells = [cell for name in names for cell in (new_markdown_cell(f"## {name}"), shown(Paragraph("x")))]
    made = render(read(notebook_of(shown(Cover("T", edition="internal")), *cells)))
    told = " ".join(sheet.get_textpage().get_text_bounded() for sheet in pypdfium2.PdfDocument(made))
    assert [n for n in range(19) if told.count(f"Overskrift {n} ") < 2] == []


def test_it_is_small(pdf: bytes) -> None:
    assert len(pdf) < 100_000


def test_text_reaches_typst_as_text() -> None:
    evil = '#panic("x") $x$ \\ "] *b* <a> @b // /* `c` [@'
    columns = (TableColumn("a", evil), TableColumn("b", evil, group=evil))
    table = Table("t", evil, columns, ((evil, evil),), note=evil, source=evil)
    made = render(
        read(
            notebook_of(
                shown(Cover(evil, evil, facts=((evil, evil),), edition="internal"), Paragraph(evil), table)
            )
        )
    )
    text = pypdfium2.PdfDocument(made)[0].get_textpage().get_text_bounded()
    assert text.count('#panic("x")') >= 6


@pytest.mark.parametrize("source", [b'#set text(font: "Nope")\nx', b"#figure(rect())"])
def test_a_warning_is_an_error(source: bytes) -> None:
    with pytest.raises(TypesettingError):
        templates.pdf(b'#set document(title: "T")\n' + source, {})
