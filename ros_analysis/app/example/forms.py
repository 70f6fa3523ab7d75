"""Replies as Microsoft Forms exports them: one sheet, Norwegian headers, real dates, answers as label texts."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pandas as pd

from ros_analysis.app.example.mess import Reply
from ros_analysis.survey import Codebook, Step

SHEET = "Sheet1"
OWN = ("ID", "Starttidspunkt", "Fullføringstidspunkt", "E-postadresse", "Navn")
MUNICIPALITY = "Hvilken kommune svarer dere for?"
EPJ = "Hvilket fagsystem (EPJ) bruker kommunen i pleie og omsorg?"
UNKNOWN = "Vet ikke"
DATE_FORMAT = "m/d/yy h:mm:ss"
ZIP_TIME = (1980, 1, 1, 0, 0, 0)


def columns(codebook: Codebook) -> dict[str, str | dict[str, str]]:
    """The [columns] of round.toml for this layout."""
    return {
        "municipality": MUNICIPALITY,
        "epj": EPJ,
        "timestamp": OWN[2],
        "likelihood": _headers("Sannsynlighet", codebook),
        "consequence": _headers("Konsekvens", codebook),
    }


def _headers(side: str, codebook: Codebook) -> dict[str, str]:
    return {str(area.number): f"{side} {area.number}: {area.label.nb}" for area in codebook.area}


def forms_xlsx(rows: Sequence[Reply], codebook: Codebook) -> bytes:
    """The export of `rows` in the order that they came, ending in a blank row; the same rows, the same bytes."""
    sides = (_headers("Sannsynlighet", codebook), _headers("Konsekvens", codebook))
    questions = [header for pair in zip(*(side.values() for side in sides), strict=True) for header in pair]
    came = sorted(rows, key=lambda row: str(row.finished))
    cells = [[place, *_cells(row, codebook)] for place, row in enumerate(came, 1)]
    frame = pd.DataFrame(cells, columns=[*OWN, MUNICIPALITY, EPJ, *questions])
    book = io.BytesIO()
    with pd.ExcelWriter(book, engine="openpyxl", datetime_format=DATE_FORMAT) as writer:
        frame.to_excel(writer, sheet_name=SHEET, index=False)
        _blank_row(writer.sheets[SHEET])
    return _without_clock(book)


def _cells(row: Reply, codebook: Codebook) -> list[object]:
    pairs = zip(*row.values, strict=True)
    answers = [
        _label(value, steps)
        for pair in pairs
        for value, steps in zip(pair, (codebook.likelihood, codebook.consequence), strict=True)
    ]
    started = row.finished and row.finished - timedelta(minutes=10 + len(row.municipality))
    return [started, row.finished, "anonymous", None, row.municipality, row.epj, *answers]


def _label(value: int | None, steps: Sequence[Step]) -> str:
    return f"{value} – {steps[value - 1].label.nb}" if value else UNKNOWN


def _blank_row(sheet: Any) -> None:
    """A last row with formats and no values, as is left behind when somebody clears a row in Excel."""
    for cell in next(sheet.iter_rows(min_row=sheet.max_row + 1, max_row=sheet.max_row + 1)):
        cell.number_format = DATE_FORMAT


def _without_clock(book: io.BytesIO) -> bytes:
    """The workbook's bytes with no trace of when it was written."""
    steady = io.BytesIO()
    with zipfile.ZipFile(book) as source, zipfile.ZipFile(steady, "w") as target:
        for name in source.namelist():
            content = re.sub(rb"<dcterms:\w+ [^>]*>[^<]*</dcterms:\w+>", b"", source.read(name))
            target.writestr(zipfile.ZipInfo(name, ZIP_TIME), content)
    return steady.getvalue()
