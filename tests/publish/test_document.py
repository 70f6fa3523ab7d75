"""The notebook becomes one numbered, cross-referenced document, or an error that names the cell."""

from __future__ import annotations

import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_output
from pydantic import ValidationError
from sample_notebook import SVG, areas, notebook_of, shown

from ros_analysis.publish.document import Document, read
from ros_analysis.publish.download import figures_csv
from ros_analysis.publish.elements import DocumentError, Heading, Statements, plain, printed
from ros_analysis.report.blocks import Bullets, Cover, Paragraph, Prose, Statement, from_json
from ros_analysis.report.exhibits import Figure
from ros_analysis.report.shown import MIMETYPE
from ros_analysis.survey import UnitWords

COVER = shown(Cover("Tittel", edition="internal"))


def heading(text: str, anchor: str = "") -> NotebookNode:
    return new_markdown_cell(text, metadata={"anchor": anchor} if anchor else {})


def document_of(*cells: NotebookNode) -> Document:
    return read(notebook_of(COVER, *cells))


def headings(document: Document) -> list[tuple[int, str, str]]:
    return [(e.level, e.anchor, e.text) for e in document.elements if isinstance(e, Heading)]


def test_a_heading_calls_those_asked_what_the_survey_does() -> None:
    cover = shown(
        Cover("Tittel", edition="internal", unit=UnitWords(one="sykehus", many="sykehus", whole="regionen"))
    )
    document = read(notebook_of(cover, heading("## Krever", "krever"), shown(Paragraph("Noe."))))
    assert headings(document) == [(2, "krever", "Dette krever svar per sykehus")]


def test_headings_come_in_order_without_the_empty_section(document: Document) -> None:
    assert headings(document) == [
        (2, "sammendrag", "Sammendrag"),
        (2, "soner", "Soner"),
        (3, "omradene", "Områdene"),
        (2, "bakgrunn", "Bakgrunn"),
        (3, "bakgrunn-for-saken", "Bakgrunn for saken"),
        (4, "vedtak", "Vedtak"),
    ]


def test_tables_and_figures_are_numbered_apart(document: Document) -> None:
    labels = [(exhibit.label, exhibit.anchor) for exhibit in document.exhibits]
    assert labels == [
        ("Tabell 1", "table-zones"),
        ("Figur 1", "figure-bars"),
        ("Tabell 2", "table-areas-5"),
        ("Tabell 3", "table-areas-60"),
    ]


def test_references_say_the_number_and_lead_there(document: Document) -> None:
    conclusion = next(e for e in document.elements if isinstance(e, Statements)).items[0]
    assert plain(conclusion.text) == "Vi fant ingen sikker sammenheng, se Tabell 1."
    assert printed(conclusion.text)[3].address == "#table-zones"


def test_a_reference_to_a_section_says_its_heading_in_the_document_s_language() -> None:
    kept = [heading("## Datakvalitet", "kvalitet"), shown(Paragraph("Her [#1] er sak [#12/3]."))]
    cover = shown(Cover("T", language="en", edition="internal"))
    first, *_, last = read(notebook_of(cover, shown(Paragraph("See [#kvalitet].")), *kept)).elements
    assert isinstance(first, Paragraph)
    assert (plain(first.text), printed(first.text)[1].address) == ("See Data quality.", "#kvalitet")
    assert isinstance(last, Paragraph)
    assert plain(last.text) == "Her [#1] er sak [#12/3]."


def test_page_one_is_the_first_section(document: Document) -> None:
    assert [type(e).__name__ for e in document.parts[0]] == [
        "Heading",
        "Paragraph",
        "KeyFigures",
        "Statements",
    ]
    assert tuple(e for part in document.parts for e in part) == document.elements


def test_neighbouring_findings_stand_together() -> None:
    a, b = Statement("A", "a"), Statement("B", "b")
    document = document_of(heading("## X"), shown(a), shown(b, Paragraph("mellom"), a))
    sizes = [len(e.items) if isinstance(e, Statements) else 0 for e in document.elements]
    assert sizes == [0, 2, 0, 1]


def test_own_words_keep_raw_html_as_text(document: Document) -> None:
    texts = [plain(e.text) for e in document.elements if isinstance(e, Paragraph)]
    assert "Kommunene skal følge Normen. Se Normen & <script>alert(1)</script>." in texts
    listing = document.elements[-1]
    assert isinstance(listing, Bullets)
    assert listing.kind == "numbers"
    assert isinstance(listing.items[1], Bullets)


def test_no_page_prints_a_reference_that_nobody_resolved() -> None:
    with pytest.raises(TypeError, match=r"Se \[@zones\]"):
        printed("Se [@zones].")
    with pytest.raises(ValidationError, match="instance of Stretch"):
        from_json({"kind": "paragraph", "text": [{"text": "x", "address": "javascript:alert(1)"}]})


def test_lists_keep_every_word_of_their_items() -> None:
    document = document_of(heading("## A"), shown(Prose("- a\n\n  b\n\n  1. c\n- d")))
    (bullets,) = (e for e in document.elements if isinstance(e, Bullets))
    first, below, last = bullets.items
    assert isinstance(below, Bullets)
    assert [plain(item) for item in (first, *below.items, last) if not isinstance(item, Bullets)] == [
        "a b",
        "c",
        "d",
    ]


@pytest.mark.parametrize(
    "levels", ["# A\n\nx\n\n### B\n\ny", "## A\n\nx\n\n### B\n\ny", "#### A\n\nx\n\n###### B\n\ny"]
)
def test_own_words_nest_below_their_section_whatever_their_levels(levels: str) -> None:
    found = headings(document_of(heading("## Bakgrunn"), shown(Prose(levels))))
    assert [(level, text) for level, _, text in found] == [(2, "Bakgrunn"), (3, "A"), (4, "B")]


def test_equal_headings_get_anchors_of_their_own() -> None:
    found = headings(
        document_of(heading("## A"), shown(Paragraph("x")), heading("## A"), shown(Paragraph("y")))
    )
    assert [anchor for _, anchor, _ in found] == ["a", "a-2"]


@pytest.mark.parametrize(
    ("cell", "named"),
    [
        (
            shown(Paragraph("Se [@sonr].")),
            r"\[@sonr\] viser til noe som ikke finnes. Kjente: @areas-2",
        ),
        (shown(Paragraph("Se [#sonr].")), r"\[#sonr\] viser til noe som ikke finnes. Kjente: @areas-2"),
        (shown(areas(2)), "id-en «areas-2» er brukt før"),
        (heading("# Tittel"), "nivå 1 er rapportens tittel"),
        (heading("![bilde](a.png)"), "Bilder kan ikke stå"),
        (heading("- # Punkt"), "overskrift kan ikke stå i et listepunkt"),
        (heading("| a |\n|---|\n\n[x](ftp://x)"), "Lenken «ftp://x»"),
        (shown(Prose("[x](javascript:alert)")), "«javascript:alert» må begynne med http"),
        (shown(Cover("Igjen")), "bare ha én Cover"),
        (new_code_cell(outputs=[new_output("stream", name="stderr", text="FutureWarning")]), "på stderr"),
        (new_code_cell(outputs=[new_output("display_data", data={"image/png": "x"})]), "image/png"),
        (new_code_cell(outputs=[new_output("execute_result", data={"text/plain": "5"})]), "text/plain"),
        (new_code_cell(outputs=[new_output("error", ename="KeyError", evalue="x")]), "KeyError: x"),
        (
            new_code_cell(outputs=[new_output("display_data", data={MIMETYPE: {"kind": "x"}})]),
            "kan ikke leses",
        ),
    ],
)
def test_a_defect_is_named_with_its_cell(cell: NotebookNode, named: str) -> None:
    with pytest.raises(DocumentError, match=rf"(?s)Celle 4 under «(Soner|Tittel)»: .*{named}"):
        document_of(heading("## Soner"), shown(areas(2)), cell)


def test_an_output_of_a_cell_tagged_note_is_the_analysts_own() -> None:
    note = new_code_cell(outputs=[new_output("stream", name="stdout", text="x")], metadata={"tags": ["note"]})
    assert document_of(note).elements == ()


@pytest.mark.parametrize(
    ("cells", "named"),
    [
        ([heading("## A"), heading("#### B"), shown(Paragraph("x"))], "«B» hopper fra nivå 2 til 4"),
        ([heading("## A", "table-areas-2"), shown(areas(2))], "«table-areas-2» er brukt to ganger"),
    ],
)
def test_a_defect_of_the_outline_is_named(cells: list[NotebookNode], named: str) -> None:
    with pytest.raises(DocumentError, match=named):
        document_of(*cells)


@pytest.mark.parametrize("cells", [[], [heading("## A"), COVER], [shown(Paragraph("x")), COVER]])
def test_the_cover_comes_first(cells: list[NotebookNode]) -> None:
    with pytest.raises(DocumentError, match="må begynne med blokken Cover"):
        read(notebook_of(*cells))


def test_the_numbers_behind_the_exhibits_are_safe_in_a_spreadsheet() -> None:
    data = ({"name": "=cmd|x", "change": -18.5, "text": "-18,5", "empty": None}, {"name": "@x"})
    document = document_of(shown(Figure("f", "+caption", "Alt.", SVG, data=data)))
    assert figures_csv(document).splitlines() == [
        "id,caption,row,column,value",
        "f,Figur 1. +caption,1,name,'=cmd|x",
        "f,Figur 1. +caption,1,change,-18.5",
        'f,Figur 1. +caption,1,text,"-18,5"',
        "f,Figur 1. +caption,1,empty,",
        "f,Figur 1. +caption,2,name,'@x",
    ]
