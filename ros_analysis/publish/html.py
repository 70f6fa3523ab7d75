"""The document as one HTML file that needs nothing else: no script, no address outside."""

from __future__ import annotations

from markupsafe import Markup

from ros_analysis.publish.document import Document
from ros_analysis.publish.download import numbers_of, tables_of
from ros_analysis.publish.drawing import inlined, with_shared_shapes
from ros_analysis.publish.elements import printed
from ros_analysis.publish.templates import environment, page_from
from ros_analysis.report import Figure, Table

FOLDED = ("metode", "vedlegg", "om")
"""Sections that are closed until somebody asks for them; on paper they are open."""
PADDING, PHONE = 2, 24
"""In letters: around a cell, and across a phone."""


def render(document: Document) -> str:
    """The whole page as text, the same for the same document."""
    return with_shared_shapes(page_from("report.html.j2", document=document, words=document.words))


def _may_scroll(table: Table) -> bool:
    """Whether a table is wider than a phone, as far as its longest words tell: then it must be reached by keyboard."""
    longest = (max(len(word) for text in each for word in text.split(" ")) for each in table.texts)
    return sum(length + PADDING for length in longest) > PHONE


def _drawing(figure: Figure, document: Document) -> Markup:
    """The chart; only the internal edition names what is pointed at."""
    internal = document.cover.edition == "internal"
    return Markup(inlined(figure.svg, f"f{figure.label.split()[-1]}", figure.alt, titles=internal))


environment.filters |= {
    "kind": lambda element: type(element).__name__,
    "printed": printed,
    "drawing": _drawing,
    "may_scroll": _may_scroll,
}
environment.globals |= {"numbers_of": numbers_of, "tables_of": tables_of, "folded": FOLDED}
for name in ("elements.html.j2", "report.html.j2"):
    environment.get_template(name)  # compiled once, before processes are forked
