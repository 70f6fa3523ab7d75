"""An executed notebook → its published parts in order: Markdown and blocks; anything else is refused."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from nbformat import NotebookNode
from pydantic import ValidationError

from ros_analysis.publish.elements import DocumentError, Heading, WrittenElement, elements
from ros_analysis.report import MIMETYPE, Block, Blocks, from_json

NOTE, ANCHOR = "note", "anchor"


@dataclass(frozen=True)
class NotebookPart:
    """What one cell gives, the section level it stands in, and where that is, for error messages."""

    content: tuple[WrittenElement, ...] | Block
    level: int
    place: str


def parts(notebook: NotebookNode) -> Iterator[NotebookPart]:
    """The parts of every cell not tagged `note`; an output that is no block is an error naming the cell."""
    section = Heading(1, "", "")
    for number, cell in enumerate(notebook.cells, 1):
        if NOTE in cell.metadata.get("tags", ()):
            continue
        place = _place(number, section)
        if cell.cell_type == "markdown":
            content = _markdown(cell.source, cell.metadata.get(ANCHOR, ""), place)
            section = next((e for e in reversed(content) if isinstance(e, Heading)), section)
            yield NotebookPart(content, section.level, _place(number, section))
        for output in cell.get("outputs", ()):
            for block in _blocks(output, place):
                yield NotebookPart(block, section.level, place)


def _place(number: int, section: Heading) -> str:
    return f"Celle {number} under «{section.text}»" if section.text else f"Celle {number}"


def _markdown(source: str, anchor: str, place: str) -> tuple[WrittenElement, ...]:
    """What is written in a cell, its first heading with the anchor from the cell's metadata."""
    try:
        first, *rest = elements(source)
        return (replace(first, anchor=anchor) if isinstance(first, Heading) else first, *rest)
    except DocumentError as error:
        raise DocumentError(f"{place}: {error}") from error


def _blocks(output: Mapping[str, Any], place: str) -> tuple[Block, ...]:
    data = output.get("data", {})
    if MIMETYPE not in data:
        raise DocumentError(
            f"{place}: resultatet {_describe(output)} er ikke en blokk og ville ha forsvunnet fra rapporten. "
            f"Lag det med ros_analysis.report.tables eller ros_analysis.report.figures, eller merk cellen «{NOTE}»."
        )
    try:
        block = from_json(data[MIMETYPE])
    except ValidationError as error:
        raise DocumentError(f"{place}: blokken kan ikke leses. {error}") from error
    return block.items if isinstance(block, Blocks) else (block,)


def _describe(output: Mapping[str, Any]) -> str:
    if output["output_type"] == "stream":
        return f"på {output['name']} («{str(output['text']).strip()[:80]}»)"
    if output["output_type"] == "error":
        return f"({output['ename']}: {output['evalue']})"
    return f"({', '.join(sorted(output['data']))})"
