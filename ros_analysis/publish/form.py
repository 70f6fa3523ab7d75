"""The form that a member answers in: an xlsx workbook made from the codebook, read back as it comes."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from openpyxl.styles.alignment import Alignment
from openpyxl.styles.borders import Border, Side
from openpyxl.styles.fills import PatternFill
from openpyxl.styles.fonts import Font
from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet.datavalidation import DataValidation

from ros_analysis.survey import Codebook, Step, Words

LOOK = {"A": 6, "B": 70, "C": 28, "D": 28}
HEAD = PatternFill("solid", fgColor="E6EBEF")
OPEN = PatternFill("solid", fgColor="FFF8DC")
LINE = Border(*[Side("thin", "888888")] * 4)
ZIP_TIME = (1980, 1, 1, 0, 0, 0)
SIDES = ("likelihood", "consequence")

Last = Mapping[int, tuple[int | None, int | None]]


def form_for(
    member: str, title: str, codebook: Codebook, words: Words, last: Last | None = None, year: int = 0
) -> bytes:
    """The form of `member`, anybody's where that is empty; the same bytes for the same questions.

    `last`: area → likelihood and consequence that the member gave in `year`, shown where a cell is chosen.
    """
    book = Workbook()
    sheet: Any = book.active
    sheet.title = words("form.sheet")
    for line in _opening(title, words, member):
        sheet.append(line)
    start = sheet.max_row + 2
    for place, text in enumerate(("form.number", "form.area", "form.likelihood", "form.consequence"), 1):
        sheet.cell(start, place, words(text))
    for row, area in enumerate(codebook.area, start + 1):
        sheet.cell(row, 1, area.number)
        sheet.cell(row, 2, f"{area.label[words.language]}\n{area.text}")
    end = start + len(codebook.area)
    _lists(sheet, codebook, words, (start, end), year, last or {})
    _looks(sheet, (start, end))
    return _without_clock(book)


def _opening(title: str, words: Words, member: str) -> Iterator[list[str]]:
    yield [title]
    yield [words("form.how")]
    yield [words("form.no_names")]
    yield []
    yield [words("form.municipality"), member]
    yield [words("form.epj")]


def _lists(
    sheet: Any, codebook: Codebook, words: Words, table: tuple[int, int], year: int, last: Last
) -> None:
    """The steps below the table, as text to read and as what each cell may be chosen from."""
    start, end = table
    row = end + 2
    for column, (side, steps) in zip("CD", _scales(codebook), strict=True):
        sheet.cell(row, 2, words(f"form.{side}"))
        for place, step in enumerate(steps, row + 1):
            sheet.cell(place, 2, _choice(step, words))
        allowed = f"$B${row + 1}:$B${row + len(steps)}"
        for number, area in enumerate(codebook.area, start + 1):
            rule = DataValidation("list", formula1=allowed, allow_blank=True, showErrorMessage=True)
            rule.error = words("form.choose")
            given = last.get(area.number, (None, None))[SIDES.index(side)]
            if given is not None:
                said = next(_choice(step, words) for step in steps if step.value == given)
                rule.promptTitle, rule.prompt = words("form.last", year=year), said
                rule.showInputMessage = True
            rule.add(f"{column}{number}")
            sheet.add_data_validation(rule)
        row += len(steps) + 2


def _scales(codebook: Codebook) -> tuple[tuple[str, Sequence[Step]], ...]:
    return ("likelihood", codebook.likelihood), ("consequence", codebook.consequence)


def _choice(step: Step, words: Words) -> str:
    return f"{step.value} – {step.label[words.language]}"


def _looks(sheet: Any, table: tuple[int, int]) -> None:
    start, end = table
    for column, width in LOOK.items():
        sheet.column_dimensions[column].width = width
    sheet["A1"].font = Font(bold=True, size=14)
    for row in sheet.iter_rows(min_row=start, max_row=end, max_col=4):
        for cell in row:
            cell.border, cell.alignment = LINE, Alignment(wrap_text=True, vertical="top")
            if cell.row == start:
                cell.font, cell.fill = Font(bold=True), HEAD
            elif cell.column > 2:
                cell.fill = OPEN
    sheet.cell(5, 2).fill = sheet.cell(6, 2).fill = OPEN
    sheet.freeze_panes = sheet.cell(start + 1, 1)
    sheet.page_setup.orientation, sheet.page_setup.fitToHeight = "landscape", 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True


def _without_clock(book: Workbook) -> bytes:
    """The workbook's bytes with no trace of when, or with what, it was written."""
    made, steady = io.BytesIO(), io.BytesIO()
    book.save(made)
    with zipfile.ZipFile(made) as source, zipfile.ZipFile(steady, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            content = re.sub(rb"<(dcterms:\w+|dc:creator)[^>]*>[^<]*</\1>", b"", source.read(name))
            target.writestr(zipfile.ZipInfo(name, ZIP_TIME), content)
    return steady.getvalue()
