"""The document as a tagged PDF, made by Typst: PDF/UA-1 and PDF/A-2a in the same file."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import UTC, datetime
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import font_source_sans_pro
import typst
from nbconvert.exporters import Exporter
from nbformat import NotebookNode
from traitlets import Unicode

from ros_analysis.blocks import FILLS, Figure, Table
from ros_analysis.publish.document import Document, read
from ros_analysis.publish.drawing import cleaned, width_in_points
from ros_analysis.publish.tags import with_row_headers

EPOCH = datetime(2020, 1, 1, tzinfo=UTC)
UNPRINTED = ("data", "rows")


class TypesettingError(RuntimeError):
    """Typst refused the document or warned about it; the message holds its own words."""


class PdfExporter(Exporter):
    """`jupyter nbconvert --to ros-pdf executed.ipynb`."""

    export_from_notebook = "ROS-rapport (PDF)"
    output_mimetype = "application/pdf"
    timestamp = Unicode(
        "",
        help="When the report was made, as ISO 8601; else notebook metadata ros.timestamp, else 2020-01-01.",
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
    """The PDF, the same bytes for the same document and timestamp.

    Raises TypesettingError where Typst warns, for a warning is a defect that a reader would meet.
    """
    tables = [e.content for e in document.exhibits if isinstance(e.content, Table)]
    return with_row_headers(typeset(_report(document), timestamp), [table.row_headers for table in tables])


def typeset(report: Mapping[str, Any], timestamp: datetime) -> bytes:
    template = resources.files("ros_analysis.publish").joinpath("template", "report.typ").read_bytes()
    inputs = {"report": json.dumps(report, ensure_ascii=False)}
    try:
        pdf, warnings = _compiler().compile_with_warnings(
            template,
            format="pdf",
            sys_inputs=inputs,
            pdf_standards=["ua-1", "a-2a"],
            timestamp=_aware(timestamp),
        )
    except typst.TypstError as error:
        raise TypesettingError(error.diagnostic) from error
    if warnings or not isinstance(pdf, bytes):
        raise TypesettingError("\n".join(warning.diagnostic for warning in warnings))
    return pdf


@cache
def _compiler() -> typst.Compiler:
    fonts = Path(font_source_sans_pro.__file__).parent / "files"
    return typst.Compiler(font_paths=[fonts], ignore_system_fonts=True)


def _aware(moment: datetime) -> datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


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
        named = {
            field.name: _value(getattr(thing, field.name))
            for field in fields(thing)
            if field.name not in UNPRINTED
        }
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
