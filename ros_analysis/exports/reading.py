"""One export file, from bytes to plain table: open, choose the sheet, find the header, keep the answers."""

from __future__ import annotations

from pathlib import Path

from ros_analysis.exports.headers import find_header, header_height, header_texts, spread_merged
from ros_analysis.exports.limits import is_workbook, read_bytes, refuse
from ros_analysis.exports.plain import Column, Grid, Kind, Line, PlainTable, Row, letter
from ros_analysis.exports.text import read_text
from ros_analysis.exports.workbook import read_workbook
from ros_analysis.problems import Place


def read_export(path: Path | str, *, sheet: str | None = None, header_rows: int | None = None) -> PlainTable:
    """The answers in one export of a survey tool, as text with its origin.

    `sheet` names the sheet of a workbook with several tables, `header_rows` (1–3) how many lines the header
    takes when the tool is unknown. Raises RefusedData with every problem found.
    """
    path = Path(path)
    data = read_bytes(path)
    grids = read_workbook(data, path.name) if is_workbook(data, path) else (read_text(data, path.name),)
    return plain_table(choose_sheet(grids, sheet, Place(path.name)), header_rows)


def choose_sheet(grids: tuple[Grid, ...], sheet: str | None, place: Place) -> Grid:
    """The sheet asked for, or the only one that holds a table."""
    tables = [grid for grid in grids if len(grid.lines) > 1 and max(line.filled for line in grid.lines) > 1]
    wanted = [grid for grid in grids if grid.sheet == sheet] if sheet else tables
    if len(wanted) == 1:
        return wanted[0]
    names = ", ".join(f"«{grid.sheet}»" for grid in grids)
    message = "Flere ark kan være svarene." if wanted else "Fant ingen tabell."
    raise refuse(
        place, message, "Skriv navnet på arket som sheet i round.toml.", "sheet_unclear", allowed=names
    )


def plain_table(grid: Grid, header_rows: int | None = None) -> PlainTable:
    """The grid cut into columns and rows."""
    start = find_header(grid.lines)
    height = header_rows or header_height(grid, start)
    grid = spread_merged(grid)
    width = max(len(line.cells) for line in grid.lines)
    headers = header_texts(grid.lines[start : start + height], width)
    columns = tuple(Column(letter(i), header) for i, header in enumerate(headers))
    rows = tuple(_row(line, width) for line in grid.lines[start + height :] if line.filled)
    return PlainTable(grid.file, grid.sheet, "", grid.encoding, grid.delimiter, columns, rows, grid.repairs)


def _row(line: Line, width: int) -> Row:
    blank: tuple[Kind, ...] = ("",) * (width - len(line.kinds))
    return Row(line.number, line.cells + ("",) * (width - len(line.cells)), line.kinds + blank)
