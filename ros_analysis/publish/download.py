"""The numbers behind tables and figures as CSV, and one chart as a picture, to be taken along."""

from __future__ import annotations

import csv
import io
import re
from base64 import b64encode
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from babel.numbers import get_decimal_symbol

from ros_analysis.publish import typesetting, workbook
from ros_analysis.publish.document import Document
from ros_analysis.publish.elements import plain
from ros_analysis.report import Exhibit, Figure, Number, Running, Table, parse_inline
from ros_analysis.rounds import harmless
from ros_analysis.survey import MINUS, NBSP, Words

HEADER = ("id", "caption", "row", "column", "value")
PPI = 200
NONE = "-"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class Download:
    """A file that lies inside a page, as the address of a link."""

    file: str
    label: str
    media: str
    content: bytes

    @property
    def address(self) -> str:
        return f"data:{self.media};base64,{b64encode(self.content).decode()}"


def figures_csv(document: Document) -> str:
    """One line a number: id, caption, row (from 1), column and value; text that a spreadsheet would run is
    quoted with an apostrophe (OWASP, CSV injection)."""
    return _csv(HEADER, (line for exhibit in document.exhibits for line in _lines(exhibit)))


def as_csv(exhibit: Exhibit, words: Words) -> bytes:
    """A table as it is printed, or the numbers behind a figure, for a spreadsheet in the language of `words`.

    Semicolons between cells, and the mark that Excel knows UTF-8 by.
    """
    if isinstance(exhibit, Table):
        head = [f"{column.group} {column.heading}".strip() for column in exhibit.columns]
        return _for_people(head, ([_bare(cell.text) for cell in row] for row in exhibit.cells))
    records = exhibit.records
    keys = list(dict.fromkeys(key for record in records for key in record))
    return _for_people(keys, ([_local(record.get(key), words) for key in keys] for record in records))


def numbers_of(document: Document, exhibit: Exhibit) -> Download:
    """What a table or figure shows as CSV, to lie in the page below it."""
    content = as_csv(exhibit, document.words)
    return Download(f"{exhibit.anchor}.csv", "CSV", "text/csv", content)


def tables_of(document: Document, excel: bytes = b"") -> Download:
    """All tables as one Excel file, to lie in the page once; `excel` where it is made already."""
    content = excel or workbook.workbook(document)
    return Download(f"{_file_name(document.title)}.xlsx", "Excel", XLSX, content)


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
    for row, record in enumerate(exhibit.records, 1):
        for column, value in record.items():
            yield exhibit.id, caption, row, column, value


def _for_people(header: Iterable[str], lines: Iterable[Iterable[Number]]) -> bytes:
    return _csv(header, lines, ";").encode("utf-8-sig")


def _csv(header: Iterable[str], lines: Iterable[Iterable[Number]], between: str = ",") -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n", delimiter=between)
    writer.writerow(header)
    writer.writerows(map(spreadsheet_safe, line) for line in lines)
    return out.getvalue()


def _bare(printed: str) -> str:
    """A number without the spaces between thousands and the typographer's minus, which spreadsheets don't read."""
    return re.sub(rf"(?<=\d){NBSP}(?=\d{{3}}(?!\d))", "", printed).replace(MINUS, "-").replace(NBSP, " ")


def _local(value: Number, words: Words) -> Number:
    return str(value).replace(".", get_decimal_symbol(words.locale)) if isinstance(value, float) else value


def _file_name(title: str) -> str:
    return re.sub(r"\W+", "-", title).strip("-").lower()


def _without_marks(running: Running) -> str:
    return "".join(run.text for run in parse_inline(running))


def spreadsheet_safe(value: Number) -> str:
    """`value` as a cell's text, with an apostrophe where a spreadsheet would run it."""
    if not isinstance(value, str):
        return "" if value is None else str(value)
    return value if value == NONE or _is_number(value) else harmless(value)


def _is_number(text: str) -> bool:
    try:
        float(text.replace(",", "."))
    except ValueError:
        return False
    return True
