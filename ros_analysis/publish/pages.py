"""An executed report notebook → the files of a report folder, the Word file in the order of a saksframlegg."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import chain
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from ros_analysis.publish import document, download, html, pdf
from ros_analysis.publish.elements import ANCHOR

KEPT_CELL_METADATA = ("tags", ANCHOR)
PARTS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "bakgrunn": ("Bakgrunn", ()),
    "sak-oppsummering": ("Oppsummering", ("sammendrag", "oppfolging", "konklusjoner")),
    "sak-resultat": (
        "Resultat",
        (
            "svarprosent", "soner", "omrader", "storrelse", "epj", "egne", "endring", "runder", "regel", "krever",
            "kontroll",
        ),
    ),
    "vedtak": ("Forslag til vedtak", ()),
    "sak-vedlegg": ("Vedlegg", ("metode", "kvalitet", "vedlegg", "om")),
}  # fmt: skip
"""The parts of a saksframlegg, as in the paper of 2020, and which sections of the report stand under each."""
UNNAMED = ("sammendrag",)
OTHERWISE_NAMED = {"vedlegg": "sak-omrader"}
"""Sections whose heading there would say what the part's says."""


def write_pages(
    executed: NotebookNode, folder: Path, stem: str, *, docx: bool = False, template: Path | None = None
) -> list[str]:
    """Write the report to `folder` as HTML, PDF, Excel and, with `docx`, Word files called `stem`, the last by the
    body's own `template`; the numbers of every table and figure for machines, and the archived notebook; returns
    their names."""
    kept = archived(executed)
    pages = document.read(kept)
    contents = {
        **_to_read(pages, stem),
        f"{stem}.xlsx": download.workbook(pages),
        "figures.csv": download.figures_csv(pages).encode(),
        "notebook.ipynb": nbformat.writes(kept, indent=None).encode(),
    }
    if docx:
        contents[f"{stem}.docx"] = _word(kept, template)
    return _written(folder, contents)


def write_sheet(executed: NotebookNode, folder: Path, stem: str) -> list[str]:
    """Write a member's sheet to `folder` as HTML and PDF files called `stem`, ready to be sent; returns their names."""
    return _written(folder, _to_read(document.read(archived(executed)), stem))


def _to_read(pages: document.Document, stem: str) -> dict[str, bytes]:
    return {f"{stem}.html": html.render(pages).encode(), f"{stem}.pdf": pdf.render(pages)}


def _written(folder: Path, contents: Mapping[str, bytes]) -> list[str]:
    for name, content in contents.items():
        (folder / name).write_bytes(content)
    return [*contents]


def _word(notebook: NotebookNode, template: Path | None) -> bytes:
    from ros_analysis.publish import docx

    return docx.render(document.read(as_case(notebook)), template=template)


def archived(executed: NotebookNode) -> NotebookNode:
    """`executed` without clock, machine and engine: the same notebook for the same inputs."""
    kept: NotebookNode = nbformat.from_dict(executed)
    kept.metadata = nbformat.from_dict({"kernelspec": executed.metadata.kernelspec})
    for number, cell in enumerate(kept.cells):
        cell.id = f"cell-{number:02d}"
        cell.metadata = {key: cell.metadata[key] for key in KEPT_CELL_METADATA if key in cell.metadata}
        if cell.cell_type == "code":
            cell.execution_count = None
            cell.outputs = [_plain(output) for output in cell.outputs]
    return kept


def _plain(output: NotebookNode) -> NotebookNode:
    if output.output_type != "execute_result":
        return output
    shown: NotebookNode = nbformat.v4.new_output("display_data", data=output.data, metadata=output.metadata)
    return shown


def as_case(notebook: NotebookNode) -> NotebookNode:
    """The notebook's sections as PARTS has them; one that PARTS doesn't know keeps its level, at the end."""
    sections = _sections(notebook)
    cells = sections.pop("")
    for anchor, (heading, below) in PARTS.items():
        named = {"id": f"part-{len(cells)}", "metadata": {ANCHOR: anchor}}
        cells.append(nbformat.v4.new_markdown_cell(f"## {heading}", **named))
        if not below:
            cells += sections.pop(anchor, [])[1:]
        for name in below:
            section = sections.pop(name, [])
            cells += section[1:] if name in UNNAMED else _lowered(section)
    cells += chain.from_iterable(sections.values())
    case: NotebookNode = nbformat.from_dict({**notebook, "cells": cells})
    return case


def _sections(notebook: NotebookNode) -> dict[str, list[NotebookNode]]:
    """Cells by the anchor of the heading they stand under; "" before the first."""
    found: dict[str, list[NotebookNode]] = {"": []}
    name = ""
    for cell in notebook.cells:
        name = cell.metadata.get(ANCHOR, name)
        found.setdefault(name, []).append(cell)
    return found


def _lowered(cells: list[NotebookNode]) -> Iterator[NotebookNode]:
    """A section's cells, its heading one level down."""
    for cell in cells:
        if anchor := cell.metadata.get(ANCHOR):
            named = {ANCHOR: OTHERWISE_NAMED.get(anchor, anchor)}
            cell = nbformat.from_dict({**cell, "source": f"#{cell.source}", "metadata": named})
        yield cell
