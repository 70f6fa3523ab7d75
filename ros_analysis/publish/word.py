"""The Word file beside a finished report, in the order of a saksframlegg, made from its archived notebook."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from itertools import chain
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from ros_analysis.publish import document, docx

NAME = "report.docx"
PARTS: Mapping[str, tuple[str, ...]] = {
    "Bakgrunn {#bakgrunn}": (),
    "Oppsummering {#sak-oppsummering}": ("sammendrag", "oppfolging", "konklusjoner"),
    "Resultat {#sak-resultat}": (
        "svarprosent", "soner", "omrader", "storrelse", "epj", "endring", "regel", "kontroll",
    ),
    "Forslag til vedtak {#vedtak}": (),
    "Vedlegg {#sak-vedlegg}": ("metode", "kvalitet", "vedlegg", "om"),
}  # fmt: skip
"""The parts of a saksframlegg, as in the paper of 2020, and which sections of the report stand under each."""
HEADING = re.compile(r"^## .*\{#([a-z-]+)\}\s*$")


def write_word(report: Path) -> Path:
    """Write report.docx into the finished `report` folder, which is replaced as a whole when it is built anew."""
    notebook = nbformat.read(report / "notebook.ipynb", as_version=4)
    temporary = report / f".{NAME}.{os.getpid()}"
    temporary.write_bytes(docx.render(document.read(as_case(notebook))))
    temporary.replace(report / NAME)
    return report / NAME


def as_case(notebook: NotebookNode) -> NotebookNode:
    """The notebook's sections as PARTS has them; one that PARTS doesn't know keeps its level, at the end."""
    sections = _sections(notebook)
    cells = sections.pop("")
    for heading, below in PARTS.items():
        cells.append(nbformat.v4.new_markdown_cell(f"## {heading}", id=f"part-{len(cells)}"))
        if not below:
            cells += sections.pop(HEADING.sub(r"\1", f"## {heading}"), [])[1:]
        cells += [cell for name in below for cell in _lowered(sections.pop(name, []))]
    cells += chain.from_iterable(sections.values())
    case: NotebookNode = nbformat.from_dict({**notebook, "cells": cells})
    return case


def _sections(notebook: NotebookNode) -> dict[str, list[NotebookNode]]:
    """Cells by the id of the heading they stand under; "" before the first."""
    found: dict[str, list[NotebookNode]] = {"": []}
    name = ""
    for cell in notebook.cells:
        heading = HEADING.match(cell.source) if cell.cell_type == "markdown" else None
        name = heading[1] if heading else name
        found.setdefault(name, []).append(cell)
    return found


def _lowered(cells: list[NotebookNode]) -> Iterator[NotebookNode]:
    """A section's cells, its heading one level down."""
    for cell in cells:
        yield (
            nbformat.from_dict({**cell, "source": f"#{cell.source}"}) if HEADING.match(cell.source) else cell
        )
