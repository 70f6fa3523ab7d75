"""The form that a member answers in: an xlsx workbook made from the codebook, read back as it comes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from openpyxl.styles.alignment import Alignment
from openpyxl.styles.borders import Border, Side
from openpyxl.styles.fills import PatternFill
from openpyxl.styles.fonts import Font
from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet.datavalidation import DataValidation

from ros_analysis.exports import letter
from ros_analysis.publish.packages import saved
from ros_analysis.rounds import last_answers
from ros_analysis.survey import (
    STEPS,
    Codebook,
    Extra,
    Folders,
    Members,
    Step,
    Words,
    fold,
    read_codebook,
    read_survey,
)

WIDTHS = (6, 70)
ASKED = 28
HEAD = PatternFill("solid", fgColor="E6EBEF")
OPEN = PatternFill("solid", fgColor="FFF8DC")
LINE = Border(*[Side("thin", "888888")] * 4)
FIRST_ONCE = 7
"""The row below those of who answers."""
OLDEST_DAY = "36526"
"""1 January 2000, as a workbook counts days."""

Given = Mapping[int, Mapping[str, int]]
"""Area → part («likelihood») → step."""


def forms(
    folders: Folders, survey: str, year: int, *, each: bool = False, with_last: bool = False
) -> Iterator[tuple[str, bytes]]:
    """Name and content of the one form for all, or of one for `each` that is invited, with its name filled in.

    `with_last` shows in each cell what the member gave the last time. Raises SettingsError, RegisterError, and
    NotFoundError where there is no last time.
    """
    asked = read_survey(folders.survey(survey)).in_year(year)
    codebook = read_codebook(folders.codebook(survey, year))
    words = Words(asked.language, asked.spoken(asked.language))
    members = Members.load(folders, survey)
    known, title = members.columns(year), f"{asked.name} {year}"
    own = [column.header for column in asked.own_columns if fold(column.header) not in known]
    if not each:
        yield f"{survey} {year}.xlsx", blank_form(title, codebook, words, own=own)
        return
    last = last_answers(folders, survey, year) if with_last else None
    of, before = (last.of, last.year) if last else ({}, 0)
    for number, name in members.names(year).items():
        form = blank_form(title, codebook, words, name, of.get(number, {}), before, own)
        yield f"{number} {name}.xlsx", form


def blank_form(
    title: str,
    codebook: Codebook,
    words: Words,
    member: str = "",
    given: Given | None = None,
    year: int = 0,
    own: Sequence[str] = (),
) -> bytes:
    """The form of `member`, anybody's where that is empty; the same bytes for the same questions.

    `given` is what the member answered in `year`, `own` the headers of the body's own columns.
    """
    book = Workbook()
    sheet: Any = book.active
    sheet.title = words("form.sheet")
    beside = {name: field for name, field in codebook.asked.items() if not field.once}
    once = [field for field in codebook.asked.values() if field.once]
    heads = [
        *(words(f"form.{key}") for key in ("number", "area", *STEPS)),
        *(words(f"field.{n}") for n in beside),
    ]
    for line in (*_opening(title, codebook, words, member, own), [], heads):
        sheet.append(line)
    for area in codebook.area:
        sheet.append([area.number, f"{area.label[words.language]}\n{area.text}"])
    end = sheet.max_row
    start = end - len(codebook.area)
    lists = _lists(sheet, codebook, words, (start, end), year, given or {})
    for place, field in enumerate(beside.values(), len(WIDTHS) + len(STEPS)):
        _allow_field(sheet, f"{letter(place)}{start + 1}:{letter(place)}{end}", field, lists, words)
    for row, field in enumerate(once, FIRST_ONCE):
        _allow_field(sheet, f"B{row}", field, lists, words)
    _looks(sheet, (start, end), len(heads))
    return saved(book)


def _opening(
    title: str, codebook: Codebook, words: Words, member: str, own: Sequence[str]
) -> Iterator[list[str]]:
    yield [title]
    yield [words("form.how")]
    yield [words("form.no_names")]
    yield []
    yield [words("form.municipality"), member]
    yield [words("form.epj")]
    for name, field in codebook.asked.items():
        if field.once:
            yield [f"{words(f'field.{name}')}:"]
    yield from ([f"{header}:"] for header in own)


def _lists(
    sheet: Any, codebook: Codebook, words: Words, table: tuple[int, int], year: int, given: Given
) -> dict[str, str]:
    """The steps below the table, as text to read and as what each cell may be chosen from; where, by their scale."""
    start, end = table
    lists = {}
    row = end + 2
    for place, part in enumerate(STEPS, 3):
        steps = codebook.steps(part)
        sheet.cell(row, 2, words(f"form.{part}"))
        for below, step in enumerate(steps, row + 1):
            sheet.cell(below, 2, _choice(step, words))
        lists[part] = allowed = f"$B${row + 1}:$B${row + len(steps)}"
        for number, area in enumerate(codebook.area, start + 1):
            said = given.get(area.number, {}).get(part)
            last = next((_choice(step, words) for step in steps if step.value == said), None)
            shown = {"prompt": last, "promptTitle": words("form.last", year=year) if last else None}
            cell, error = f"{letter(place - 1)}{number}", words("form.choose")
            _allow(sheet, cell, "list", error, formula1=allowed, showInputMessage=bool(last), **shown)
        row += len(steps) + 2
    return lists


def _allow_field(sheet: Any, cells: str, field: Extra, lists: Mapping[str, str], words: Words) -> None:
    """What the cells of a field may hold: a choice or a step from a list, or a date; text is free."""
    if field.kind == "date":
        for row in sheet[cells] if ":" in cells else ((sheet[cells],),):
            row[0].number_format = "dd.mm.yyyy"
        _allow(sheet, cells, "date", words("form.date"), operator="greaterThan", formula1=OLDEST_DAY)
    elif field.kind in ("step", "choice"):
        choices = ",".join(words(f"choice.{one}") for one in field.choices)
        allowed = lists[field.scale] if field.scale else f'"{choices}"'
        _allow(sheet, cells, "list", words("form.choose"), formula1=allowed)


def _allow(sheet: Any, cells: str, kind: str, error: str, **how: Any) -> None:
    rule = DataValidation(kind, allow_blank=True, showErrorMessage=True, error=error, **how)
    rule.add(cells)
    sheet.add_data_validation(rule)


def _choice(step: Step, words: Words) -> str:
    return f"{step.value} – {step.label[words.language]}"


def _looks(sheet: Any, table: tuple[int, int], columns: int) -> None:
    start, end = table
    for place, width in enumerate((*WIDTHS, *[ASKED] * (columns - len(WIDTHS))), 1):
        sheet.column_dimensions[letter(place - 1)].width = width
    sheet["A1"].font = Font(bold=True, size=14)
    for row in sheet.iter_rows(min_row=start, max_row=end, max_col=columns):
        for cell in row:
            cell.border, cell.alignment = LINE, Alignment(wrap_text=True, vertical="top")
            if cell.row == start:
                cell.font, cell.fill = Font(bold=True), HEAD
            elif cell.column > 2:
                cell.fill = OPEN
    for row in range(FIRST_ONCE - 2, start - 1):
        sheet.cell(row, 2).fill = OPEN
    sheet.freeze_panes = sheet.cell(start + 1, 1)
    sheet.page_setup.orientation, sheet.page_setup.fitToHeight = "landscape", 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
