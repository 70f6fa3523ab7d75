"""The numbers behind tables and figures as CSV, and one chart as a picture, to be taken along."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator

from ros_analysis.publish import typesetting
from ros_analysis.publish.document import Document
from ros_analysis.publish.elements import Exhibit, plain
from ros_analysis.report import Figure, Number, Table, parse_inline
from ros_analysis.rounds import harmless

HEADER = ("id", "caption", "row", "column", "value")
PPI = 200


def figures_csv(document: Document) -> str:
    """One line a number: id, caption, row (from 1), column and value; text that a spreadsheet would run is
    quoted with an apostrophe (OWASP, CSV injection)."""
    return _csv(HEADER, (line for exhibit in document.exhibits for line in _lines(exhibit)))


def as_csv(exhibit: Table | Figure) -> bytes:
    """The numbers behind a table or figure, one record a line; UTF-8 with the mark that Excel knows it by."""
    records = exhibit.records
    keys = list(dict.fromkeys(key for record in records for key in record))
    return _csv(keys, ([record.get(key) for key in keys] for record in records)).encode("utf-8-sig")


def as_png(figure: Figure) -> bytes:
    """The chart as a picture with its caption, note and source, so that they follow it wherever it is pasted."""
    data = {
        "caption": _without_marks(figure.caption),
        "note": _without_marks(figure.note),
        "source": figure.source,
        "svg": figure.svg,
    }
    return typesetting.png(typesetting.template("download.typ"), data, PPI)


def _lines(exhibit: Exhibit) -> Iterator[tuple[Number, ...]]:
    caption = f"{exhibit.label}. {plain(exhibit.caption)}"
    for row, record in enumerate(exhibit.content.records, 1):
        for column, value in record.items():
            yield exhibit.content.id, caption, row, column, value


def _csv(header: Iterable[str], lines: Iterable[Iterable[Number]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(map(spreadsheet_safe, line) for line in lines)
    return out.getvalue()


def _without_marks(running: str) -> str:
    return "".join(run.text for run in parse_inline(running))


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
