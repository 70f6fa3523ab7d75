"""The document as a tagged PDF, made by Typst: PDF/UA-1 and PDF/A-2a in the same file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields, is_dataclass
from datetime import datetime
from typing import Any
from xml.etree import ElementTree

from nbconvert.exporters import Exporter
from nbformat import NotebookNode
from traitlets import Unicode

from ros_analysis.publish import typesetting
from ros_analysis.publish.document import Document, read
from ros_analysis.publish.drawing import cleaned, width_in_points
from ros_analysis.publish.tags import with_row_headers
from ros_analysis.publish.typesetting import EPOCH
from ros_analysis.report import Figure, Table
from ros_analysis.survey import FILLS

UNPRINTED = ("data", "rows")


class PdfExporter(Exporter):
    """`jupyter nbconvert --to ros-pdf executed.ipynb`."""

    export_from_notebook = "ROS-rapport (PDF)"
    output_mimetype = "application/pdf"
    timestamp = Unicode(
        help="When the report was made, as ISO 8601; else the notebook's metadata ros.timestamp, else 2020-01-01."
    ).tag(config=True)

    def _file_extension_default(self) -> str:
        return ".pdf"

    def from_notebook_node(
        self, nb: NotebookNode, resources: Any = None, **kwargs: Any
    ) -> tuple[Any, dict[str, Any]]:
        prepared, resources = super().from_notebook_node(nb, resources, **kwargs)
        made = self.timestamp or nb.metadata.get("ros", {}).get("timestamp", "")
        return render(read(prepared), datetime.fromisoformat(made) if made else EPOCH), resources


def render(document: Document, timestamp: datetime = EPOCH) -> bytes:
    """The PDF, the same bytes for the same document and timestamp; raises TypesettingError."""
    tables = [e.content for e in document.exhibits if isinstance(e.content, Table)]
    pages = typesetting.pdf(typesetting.template("report.typ"), _report(document), timestamp)
    return with_row_headers(pages, [table.row_headers for table in tables])


def _report(document: Document) -> dict[str, Any]:
    words = document.words
    return {
        "cover": _value(document.cover),
        "opening": _value(document.opening),
        "body": _value(document.body),
        "fills": dict(FILLS),
        "words": {key: words(f"publish.{key}") for key in ("contents", "page", "source")},
    }


def _value(thing: Any) -> Any:
    """`thing` as JSON values, every element carrying the name of what it is."""
    if is_dataclass(thing):
        printed = [field.name for field in fields(thing) if field.name not in UNPRINTED]
        named = {name: _value(getattr(thing, name)) for name in printed}
        return {"element": type(thing).__name__} | named | _derived(thing)
    if isinstance(thing, Sequence) and not isinstance(thing, str):
        return [_value(item) for item in thing]
    return thing


def _derived(thing: Any) -> dict[str, Any]:
    if isinstance(thing, Table):
        groups = [{"label": group.label, "columns": _value(group.columns)} for group in thing.groups]
        return {"cells": _value(thing.cells), "groups": groups}
    if isinstance(thing, Figure):
        drawing = cleaned(thing.svg)
        return {"svg": ElementTree.tostring(drawing, "unicode"), "width_pt": width_in_points(drawing)}
    return {}
