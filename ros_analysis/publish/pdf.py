"""The document as a tagged PDF, made by Typst: PDF/UA-1 and PDF/A-2a in the same file.

Typst cannot tag which cells of a table are the headings of their row, so that is added.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import fields, is_dataclass, replace
from datetime import datetime
from functools import cache
from typing import Any
from xml.etree import ElementTree

import pikepdf
from pikepdf import Array, Dictionary, Name, NameTree, Object, String

from ros_analysis.publish import templates
from ros_analysis.publish.document import Document
from ros_analysis.publish.drawing import cleaned, height_in_points, width_in_points
from ros_analysis.publish.templates import EPOCH
from ros_analysis.report import Figure, Table, as_text
from ros_analysis.survey import FILLS

UNPRINTED = ("data", "rows")


def render(document: Document, timestamp: datetime = EPOCH) -> bytes:
    """The PDF, the same bytes for the same document and timestamp; raises TypesettingError."""
    tables = [exhibit for exhibit in document.exhibits if isinstance(exhibit, Table)]
    pages = templates.pdf(templates.template("report.typ"), _report(document), timestamp)
    return _with_row_headers(pages, [table.row_headers for table in tables])


def _report(document: Document) -> dict[str, Any]:
    words = document.words
    return {
        "title": document.title,
        "cover": _value(replace(document.cover, unit=None)),
        "parts": _value(document.parts),
        "leaflet": document.is_leaflet,
        "fills": dict(FILLS),
        "words": {key: words(f"publish.{key}") for key in ("contents", "page", "source")},
    }


def _value(thing: Any) -> Any:
    """`thing` as JSON values, every element carrying the name of what it is."""
    if thing is None or isinstance(thing, str | int):
        return thing
    kind: type[Any] = type(thing)
    if is_dataclass(kind):
        named = {name: _value(getattr(thing, name)) for name in _printed(kind)}
        return {"element": kind.__name__} | named | _derived(thing)
    if isinstance(thing, Sequence):
        return [_value(item) for item in thing]
    return thing


@cache
def _printed(element: type[Any]) -> tuple[str, ...]:
    return tuple(field.name for field in fields(element) if field.name not in UNPRINTED)


def _derived(thing: Any) -> dict[str, Any]:
    if isinstance(thing, Table):
        groups = [{"label": group.label, "columns": _value(group.columns)} for group in thing.groups]
        return {"cells": _value(thing.cells), "groups": groups, "anchor": thing.anchor}
    if isinstance(thing, Figure):
        drawing = cleaned(as_text(thing.svg))
        size = {"width_pt": width_in_points(drawing), "height_pt": height_in_points(drawing)}
        return {"svg": ElementTree.tostring(drawing, "unicode"), "anchor": thing.anchor} | size
    return {}


def _with_row_headers(pdf: bytes, row_headers: Sequence[int]) -> bytes:
    """`pdf` with the first `row_headers[i]` cells of each body row of table i tagged as row headings.

    Sets /TH with /Scope /Row and an id, and puts that id into /Headers of the row's other cells
    (ISO 32000-1, 14.8.5.7). Raises ValueError when the number of tables differs.
    """
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        tables = list(_tagged(opened.Root.StructTreeRoot.K, "/Table"))
        ids: dict[str, Object] = {}
        for number, (table, count) in enumerate(zip(tables, row_headers, strict=True), 1):
            for place, row in enumerate(_body_rows(table), 1):
                ids |= _headed(row, count, f"R{number}y{place}")
        if ids:
            NameTree(opened.Root.StructTreeRoot.IDTree).update(ids)
        out = io.BytesIO()
        opened.save(out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return out.getvalue()


def _tagged(node: Object, tag: str) -> Iterator[Object]:
    if isinstance(node, Array):
        for child in node:
            yield from _tagged(child, tag)
    elif isinstance(node, Dictionary):
        if node.get("/S") == tag:
            yield node
        elif "/K" in node:
            yield from _tagged(node.K, tag)


def _body_rows(table: Object) -> Iterator[Object]:
    for section in table.K:
        if section.S in (Name.TBody, Name.TFoot):
            yield from _tagged(section.K, "/TR")


def _headed(row: Object, count: int, name: str) -> dict[str, Object]:
    """The first `count` cells of the row, by their ids, having become its headings."""
    cells = list(row.K)
    headings = {f"{name}x{place}": cell for place, cell in enumerate(cells[:count])}
    for own, cell in headings.items():
        cell.S, cell.ID = Name.TH, String(own)
        _table_attributes(cell).Scope = Name.Row
    for cell in cells[count:]:
        attributes = _table_attributes(cell)
        attributes.Headers = Array([*map(String, headings), *attributes.get("/Headers", Array())])
    return headings


def _table_attributes(cell: Object) -> Object:
    owners = cell.A if isinstance(cell.A, Array) else [cell.A]
    return next(attributes for attributes in owners if Name.Table == attributes.O)
