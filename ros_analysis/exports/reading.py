"""One export file, from bytes to plain table: open, choose the sheet, find the header, keep the answers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from ros_analysis.exports.limits import is_workbook, read_bytes, refuse
from ros_analysis.exports.plain import Grid, PlainTable
from ros_analysis.exports.recognition import recognise
from ros_analysis.exports.shaping import plain_table
from ros_analysis.exports.text import read_text
from ros_analysis.exports.triple import PARTS, Labels, part_of, read_labels, siblings
from ros_analysis.exports.workbook import read_workbook
from ros_analysis.survey import Place, Problem, RefusedData, Repair

TEXT = {".csv", ".tsv", ".txt", ".tab"}
READABLE = TEXT | {".xlsx", ".xlsm", ".xls", ".ods", ".xlsb"}


def read_export(path: Path | str, *, sheet: str | None = None, header_rows: int | None = None) -> PlainTable:
    """The answers in one export of a survey tool, as text with its origin.

    `sheet` names the sheet of a workbook with several tables, `header_rows` (1–3) how many lines the header
    takes where the tool is unknown. Labels and structure beside a SurveyXact dataset are read with it.
    Raises RefusedData with every problem found.
    """
    table = read_with_problems(path, sheet=sheet, header_rows=header_rows)
    if table.problems:
        raise RefusedData(table.problems)
    return table


def read_with_problems(
    path: Path | str, *, sheet: str | None = None, header_rows: int | None = None
) -> PlainTable:
    """As `read_export`, but cells that can't be read safely come with the table, so that more can be found."""
    path = Path(path)
    place = Place(path.name)
    if header_rows is not None and header_rows not in (1, 2, 3):
        raise refuse(place, "header_rows er ugyldig.", "Skriv 1, 2 eller 3.", "header_rows_invalid")
    grids = open_grids(path)
    labels = _labels(path, grids)
    if labels and not sheet:
        sheet = next((grid.sheet for grid in grids if part_of(grid.sheet) == "dataset"), None)
    table = plain_table(choose_sheet(grids, sheet, place), header_rows, labels)
    return replace(table, sheets=numbered(grids))


def read_folder(folder: Path | str) -> tuple[PlainTable, ...]:
    """Every export in a folder, in order of name; Excel's lock files and the parts of a triple are not tables.

    Raises RefusedData with the problems of all files together.
    """
    tables: list[PlainTable] = []
    problems: list[Problem] = []
    for path in filter(is_export, sorted(Path(folder).iterdir())):
        try:
            tables.append(read_export(path))
        except RefusedData as refused:
            problems += refused.problems
    if problems:
        raise RefusedData(problems)
    return tuple(tables)


def is_export(path: Path) -> bool:
    """Whether a file may hold answers: no lock file of Excel, no hidden file, no labels or structure of a dataset."""
    return (
        path.suffix.lower() in READABLE and not path.name.startswith(("~$", ".")) and not _is_side_part(path)
    )


def _is_side_part(path: Path) -> bool:
    part = part_of(path.name)
    if part not in PARTS[1:]:
        return False
    dataset = path.name.lower().replace(part, "dataset")
    return any(other.name.lower() == dataset for other in path.parent.iterdir())


def open_grids(path: Path) -> tuple[Grid, ...]:
    """Every sheet of a workbook, or the one grid of a text file, before anything is known of its layout."""
    data = read_bytes(path)
    return read_workbook(data, path.name) if is_workbook(data, path) else (read_text(data, path.name),)


def numbered(grids: Iterable[Grid]) -> tuple[tuple[str, int], ...]:
    """The sheets by name, each with its number in the workbook."""
    return tuple((grid.sheet, grid.position) for grid in grids if grid.sheet)


def _labels(path: Path, grids: tuple[Grid, ...]) -> Labels | None:
    """Labels from the sheets or sibling files of a SurveyXact triple; None where there is no triple."""
    parts = {part_of(grid.sheet): grid for grid in grids}
    if not {"dataset", "labels"} <= parts.keys():
        parts = {part: open_grids(other)[0] for part, other in siblings(path).items()}
    if not parts.keys() & {"labels", "structure"}:
        return None
    return read_labels(parts.get("labels"), parts.get("structure"))


def choose_sheet(grids: tuple[Grid, ...], sheet: str | None, place: Place) -> Grid:
    """The sheet asked for; else the only one with a tool's marks, or the only visible one with a table."""
    tables = [grid for grid in grids if len(grid.lines) > 1 and max(line.filled for line in grid.lines) > 2]
    known = [grid for grid in tables if recognise(grid.lines)]
    visible = [grid for grid in tables if not grid.hidden]
    small = [grid for grid in grids if sum(line.filled > 0 for line in grid.lines) > 1]
    choices = (
        [grid for grid in grids if grid.sheet == sheet] if sheet else known or visible or tables or small
    )
    if len(choices) != 1:
        raise _unclear(grids, choices, place)
    others = [grid.sheet for grid in grids if grid is not choices[0]]
    return _noting(choices[0], others) if others else choices[0]


def _noting(grid: Grid, others: list[str]) -> Grid:
    note = Repair(grid.place(), ", ".join(f"«{name}»" for name in others), "ikke lest", "sheets_left_out")
    return replace(grid, repairs=(*grid.repairs, note))


def _unclear(grids: tuple[Grid, ...], choices: list[Grid], place: Place) -> RefusedData:
    names = ", ".join(f"«{grid.sheet}»" for grid in grids if grid.sheet)
    if not names or all(sum(line.filled > 0 for line in grid.lines) < 2 for grid in grids):
        remedy = "Sjekk at dette er eksporten av svarene, og at det står svar under overskriften."
        return refuse(place, "Fant ingen tabell med svar.", remedy, "no_table")
    message = "Flere ark kan være svarene." if choices else "Fant ikke arket med svarene."
    return refuse(
        place, message, 'Skriv arkets navn i round.toml: sheet = "…".', "sheet_unclear", allowed=names
    )
