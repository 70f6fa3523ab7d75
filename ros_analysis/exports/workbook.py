"""The bytes of an xlsx workbook → one grid of text per sheet, with what Excel hides or colours made known."""

from __future__ import annotations

import colorsys
import io
import re
import warnings
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any

from openpyxl.reader.excel import load_workbook
from openpyxl.utils.escape import unescape

from ros_analysis.exports.limits import (
    MAX_CELLS,
    MAX_COLUMNS,
    MAX_ROWS,
    SAVE_AS,
    check_archive,
    refuse,
    too_many,
)
from ros_analysis.exports.plain import CONTROL, CellText, Grid, Row, letter, stripped
from ros_analysis.survey import Place, Problem, RefusedData, Repair

OPEN_AND_SAVE = "Åpne filen i Excel, la den regne ut formlene, og lagre på nytt."


def read_workbook(data: bytes, file: str) -> tuple[Grid, ...]:
    """Every sheet that holds cells, as grids; hidden sheets come last.

    Error cells and formulas without a stored value are problems of their grid. Raises RefusedData for a file
    that is no workbook, is damaged, or is made to exhaust the machine.
    """
    try:
        grids = list(_grids(data, file))
    except RefusedData:
        raise
    except Exception:  # openpyxl lets any error of zip, XML or arithmetic through for a damaged file
        message = "Arbeidsboken er skadet og kan ikke åpnes."
        raise refuse(Place(file), message, SAVE_AS, "damaged_workbook") from None
    return tuple(sorted((grid for grid in grids if grid.lines), key=lambda grid: grid.hidden))


def _grids(data: bytes, file: str) -> Iterator[Grid]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        formulas = check_archive(archive, Place(file))
    book = _open(data, values=True)
    sums = _open(data, values=False) if formulas else None
    for position, sheet in enumerate(book.worksheets, 1):
        yield _grid(sheet, sums[sheet.title] if sums else None, Place(file, sheet.title), position)


def _open(data: bytes, *, values: bool) -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl's warnings may quote cells
        return load_workbook(io.BytesIO(data), data_only=values, keep_links=False)


def _grid(sheet: Any, sums: Any, place: Place, position: int) -> Grid:
    written = sheet._cells  # sheet.rows would make a cell of every gap
    cells = {at: cell for at, cell in written.items() if cell.value is not None}
    _check_extent(cells, place)
    formulas = {at for at, cell in sums._cells.items() if cell.data_type == "f"} if sums else set()
    return Grid(
        place.file,
        tuple(_lines(cells, formulas)),
        place.sheet,
        merged=tuple((a.min_row, a.min_col - 1, a.max_row, a.max_col - 1) for a in sheet.merged_cells.ranges),
        painted=tuple(painted_cells(sheet)),
        repairs=tuple(_hidden(sheet, cells, formulas, place)),
        problems=tuple(_problems(cells, formulas, place)),
        hidden=sheet.sheet_state != "visible",
        position=position,
    )


def _check_extent(cells: Iterable[tuple[int, int]], place: Place) -> None:
    rows, columns = max((at[0] for at in cells), default=0), max((at[1] for at in cells), default=0)
    if rows > MAX_ROWS or columns > MAX_COLUMNS or rows * columns > 2 * MAX_CELLS:
        raise too_many(place)


def _lines(cells: dict[tuple[int, int], Any], formulas: set[tuple[int, int]]) -> Iterator[Row]:
    width = max((column for _, column in cells), default=0)
    by_row: dict[int, list[str]] = {}
    for (row, column), cell in cells.items():
        text = cell_text(cell.value, "" if cell.data_type == "s" else cell.number_format)
        unset = (row, column) in formulas and text == "0"
        by_row.setdefault(row, [""] * width)[column - 1] = CellText(text, "formula") if unset else text
    for number in sorted(by_row):
        yield Row(number, tuple(by_row[number]))


def cell_text(value: object, number_format: str = "General") -> str:
    """A cell as the shortest text that keeps its value: 1505.0 → «1505», dates as ISO, TRUE/FALSE.

    A number format of zeros alone («0000») gives leading zeros, as Excel shows them.
    """
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, int | float):
        return _number(value, number_format)
    if isinstance(value, datetime):
        midnight = value.time() == time() and "h" not in number_format.lower()
        return (value.date() if midnight else value).isoformat()
    if isinstance(value, date | time | timedelta):
        return str(value)
    return stripped(CONTROL.sub(" ", str(unescape(str(value)))))


def _number(value: float, number_format: str) -> str:
    if isinstance(value, float) and not value.is_integer():
        return CellText(f"{value:.15g}", "decimal")
    digits = str(int(value))
    return digits.zfill(len(number_format)) if re.fullmatch("0+", number_format) else digits


def _problems(
    cells: dict[tuple[int, int], Any], formulas: set[tuple[int, int]], place: Place
) -> Iterator[Problem]:
    """Cells that Excel shows as an error, and formulas that it never worked out."""
    for (row, column), cell in cells.items():
        if cell.data_type == "e":
            at = replace(place, row=row, column=letter(column - 1))
            message, remedy = "Cellen viser en regnefeil.", "Rett formelen i cellen, eller skriv verdien."
            yield Problem(at, message, str(cell.value), remedy=remedy, rule="error_cell")
    for row, column in sorted(formulas - cells.keys()):
        at = replace(place, row=row, column=letter(column - 1))
        message = "Formelen har ingen lagret verdi."
        yield Problem(at, message, remedy=OPEN_AND_SAVE, rule="formula_without_value")


def _hidden(
    sheet: Any, cells: Iterable[tuple[int, int]], formulas: set[tuple[int, int]], place: Place
) -> Iterator[Repair]:
    rows, columns = {row for row, _ in cells}, {column for _, column in cells}
    hidden = {row for row in rows if sheet.row_dimensions[row].hidden}
    spans = [range(d.min or 0, (d.max or 0) + 1) for d in sheet.column_dimensions.values() if d.hidden]
    covered = {column for column in columns if any(column in span for span in spans)}
    if hidden:
        yield Repair(place, f"skjulte rader: {len(hidden)}", "tatt med", "hidden_rows", "warning")
    if covered:
        yield Repair(place, f"skjulte kolonner: {len(covered)}", "tatt med", "hidden_columns", "warning")
    if sheet.sheet_state != "visible":
        yield Repair(place, "skjult ark", "tatt med", "hidden_sheet", "warning")
    if formulas:
        yield Repair(place, f"formler: {len(formulas)}", "lagrede verdier", "formula_value")


def painted_cells(sheet: Any) -> Iterator[tuple[int, int]]:
    """(row from 1, column from 0) of empty cells with a traffic-light fill that is not the row's own shading."""
    rows: dict[int, list[Any]] = {}
    for cell in sheet._cells.values():
        if cell.has_style and cell.fill.fill_type == "solid":
            rows.setdefault(cell.row, []).append(cell)
    for row, cells in rows.items():
        written = {_rgb(cell) for cell in cells if cell.value is not None}
        for cell in cells:
            if cell.value is None and _rgb(cell) not in written and is_traffic_light(_rgb(cell)):
                yield row, cell.column - 1


def _rgb(cell: Any) -> str:
    colour = cell.fill.fgColor
    return str(colour.rgb)[-6:] if colour.type == "rgb" else f"{colour.type}{colour.theme}{colour.tint}"


def is_traffic_light(rgb: str) -> bool:
    """Whether a colour such as «FF0000» reads as green, yellow or red."""
    try:
        red, green, blue = (int(rgb[i : i + 2], 16) / 255 for i in (0, 2, 4))
    except ValueError:
        return False
    hue, lightness, saturation = colorsys.rgb_to_hls(red, green, blue)
    vivid = saturation > 0.4 and 0.2 < lightness < 0.92
    return vivid and (hue < 0.05 or 0.11 < hue < 0.45 or hue > 0.94)
