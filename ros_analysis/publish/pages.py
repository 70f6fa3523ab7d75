"""An executed report notebook → the files of a report folder."""

from __future__ import annotations

from pathlib import Path

import nbformat
from nbformat import NotebookNode

from ros_analysis.publish import document, html, numbers, pdf

KEPT_CELL_METADATA = ("tags",)


def write_pages(executed: NotebookNode, folder: Path, *, docx: bool = False) -> list[str]:
    """Write report.html, report.pdf, figures.csv, the archived notebook and, with `docx`, the Word file to `folder`;
    returns their names."""
    kept = archived(executed)
    pages = document.read(kept)
    contents = {
        "report.html": html.render(pages).encode(),
        "report.pdf": pdf.render(pages),
        "figures.csv": numbers.figures_csv(pages).encode(),
        "notebook.ipynb": nbformat.writes(kept).encode(),
    }
    for name, content in contents.items():
        (folder / name).write_bytes(content)
    return [*contents, *([_write_word(folder)] if docx else [])]


def _write_word(folder: Path) -> str:
    from ros_analysis.publish.word import write_word

    return write_word(folder).name


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
