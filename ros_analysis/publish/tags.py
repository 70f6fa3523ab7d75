"""The tags of a PDF that Typst cannot set: which cells of a table are the headings of their row."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, String

from ros_analysis.publish.packing import packed


def with_row_headers(pdf: bytes, row_headers: Sequence[int]) -> bytes:
    """`pdf` with the first `row_headers[i]` cells of each body row of table i tagged as row headings.

    Sets /TH with /Scope /Row and an id, and puts that id into /Headers of the row's other cells
    (ISO 32000-1, 14.8.5.7). Raises ValueError when the number of tables differs.
    """
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        tables = list(_tagged(opened.Root.StructTreeRoot.K, "/Table"))
        for number, (table, count) in enumerate(zip(tables, row_headers, strict=True), 1):
            for place, row in enumerate(_body_rows(table), 1):
                _head(opened, row, count, f"R{number}y{place}")
        return packed(opened)


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
    for part in ("/TBody", "/TFoot"):
        for section in _tagged(table.K, part):
            yield from _tagged(section.K, "/TR")


def _head(pdf: pikepdf.Pdf, row: Object, count: int, name: str) -> None:
    cells = list(row.K)
    names = [String(f"{name}x{place}") for place in range(count)]
    for cell, own in zip(cells[:count], names, strict=True):
        _make_heading(pdf, cell, own)
    for cell in cells[count:]:
        attributes = _table_attributes(cell)
        attributes.Headers = Array([*names, *attributes.get("/Headers", Array())])


def _make_heading(pdf: pikepdf.Pdf, cell: Object, name: String) -> None:
    cell.S = Name.TH
    cell.ID = name
    _table_attributes(cell).Scope = Name.Row
    pikepdf.NameTree(pdf.Root.StructTreeRoot.IDTree)[str(name)] = cell


def _table_attributes(cell: Object) -> Object:
    owners = cell.A if isinstance(cell.A, Array) else [cell.A]
    return next(attributes for attributes in owners if Name.Table == attributes.O)
