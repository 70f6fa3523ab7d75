"""The numbers behind every table and figure of a document, as one long CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from ros_analysis.publish.document import Document
from ros_analysis.publish.elements import Exhibit, plain
from ros_analysis.report import Number
from ros_analysis.rounds import harmless

HEADER = ("id", "caption", "row", "column", "value")


def figures_csv(document: Document) -> str:
    """One line a number: id, caption, row (from 1), column and value; text that a spreadsheet would run is
    quoted with an apostrophe (OWASP, CSV injection)."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(HEADER)
    for exhibit in document.exhibits:
        writer.writerows(_lines(exhibit))
    return out.getvalue()


def _lines(exhibit: Exhibit) -> Iterator[tuple[str, ...]]:
    caption = spreadsheet_safe(f"{exhibit.label}. {plain(exhibit.caption)}")
    for row, record in enumerate(exhibit.content.records, 1):
        for column, value in record.items():
            yield exhibit.content.id, caption, str(row), spreadsheet_safe(column), spreadsheet_safe(value)


def spreadsheet_safe(value: Number) -> str:
    """`value` as a cell's text, with an apostrophe where a spreadsheet would run it."""
    if not isinstance(value, str):
        return "" if value is None else str(value)
    return value if _is_number(value) else harmless(value)


def _is_number(text: str) -> bool:
    try:
        float(text.replace(",", "."))
    except ValueError:
        return False
    return True
