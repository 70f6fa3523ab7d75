"""One export file, from bytes to plain table: open, choose the sheet, find the header, keep the answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from ros_analysis.exports.answers import keep_answers
from ros_analysis.exports.dates import read_times
from ros_analysis.exports.headers import find_heading
from ros_analysis.exports.labels import Labels, apply_labels, part_of, read_labels, siblings, tell_of_codes
from ros_analysis.exports.limits import is_workbook, read_bytes, refuse
from ros_analysis.exports.plain import Grid, PlainTable, title_of, years_of
from ros_analysis.exports.privacy import drop_personal, safe_problem, safe_repair
from ros_analysis.exports.table import cut
from ros_analysis.exports.text import lost_signs, mended, mending, read_text
from ros_analysis.exports.tools import CODED, UNKNOWN, recognise
from ros_analysis.exports.workbook import read_workbook
from ros_analysis.survey import Place, Problem, RefusedData, Repair

MAX_PROBLEMS = 200


def table_of(
    grids: Sequence[Grid], path: Path, *, sheet: str | None = None, header_rows: int | None = None
) -> PlainTable:
    """The answers in one export of a survey tool, as text with its origin, of the `grids` in the file at `path`.

    `sheet` names the sheet of a workbook with several tables, `header_rows` (1–3) how many lines the header takes
    where the tool is unknown. Labels and structure beside a SurveyXact dataset are read with it. Cells that can't be
    read safely come as problems of the table, so that more can be found; its rows are the grids' own, changed in place.
    """
    labels = _labels(path, grids)
    if labels and not sheet:
        sheet = next((grid.sheet for grid in grids if part_of(grid.sheet) == "dataset"), None)
    table = plain_table(choose_sheet(grids, sheet, Place(path.name)), header_rows, labels)
    return replace(table, sheets=numbered(grids))


def plain_table(grid: Grid, header_rows: int | None, labels: Labels | None) -> PlainTable:
    """The grid as a plain table, with all that can't be read safely as its problems."""
    whole = mended(grid)
    heading = find_heading(whole, header_rows)
    tool = CODED if labels and heading.tool is UNKNOWN else heading.tool
    titled = years_of(title_of(whole.lines[: heading.start]))
    table = drop_personal(keep_answers(cut(whole, heading, tool), tool), tool)
    table = tell_of_codes(apply_labels(table, labels) if labels else table, tool)
    table = read_times(table.told(problems=lost_signs(table)), tool)
    repairs = tuple(map(safe_repair, (*table.repairs, *mending(grid, whole, table))))
    return replace(table, repairs=repairs, problems=_limited(table.problems), titled=titled)


def _limited(problems: Sequence[Problem]) -> tuple[Problem, ...]:
    shown = [safe_problem(problem) for problem in problems[:MAX_PROBLEMS]]
    left = len(problems) - len(shown)
    more = [Problem(shown[0].place, f"… og {left} feil til.", rule="more_problems")] if left else []
    return (*shown, *more)


def open_grids(path: Path) -> tuple[Grid, ...]:
    """Every sheet of a workbook, or the one grid of a text file, before anything is known of its layout."""
    data = read_bytes(path)
    return read_workbook(data, path.name) if is_workbook(data, path) else (read_text(data, path.name),)


def numbered(grids: Sequence[Grid]) -> tuple[tuple[str, int], ...]:
    """The sheets by name, each with its number in the workbook."""
    return tuple((grid.sheet, grid.position) for grid in grids if grid.sheet)


def _labels(path: Path, grids: Sequence[Grid]) -> Labels | None:
    """Labels from the sheets or sibling files of a SurveyXact triple; None where there is no triple."""
    parts = {part_of(grid.sheet): grid for grid in grids}
    if not {"dataset", "labels"} <= parts.keys():
        parts = {part: open_grids(other)[0] for part, other in siblings(path).items()}
    if not parts.keys() & {"labels", "structure"}:
        return None
    return read_labels(parts.get("labels"), parts.get("structure"))


def choose_sheet(grids: Sequence[Grid], sheet: str | None, place: Place) -> Grid:
    """The sheet asked for; else the only one with a tool's marks, or the only visible one with a table."""
    tables = [grid for grid in grids if len(grid.lines) > 1 and max(line.filled for line in grid.lines) > 2]
    known = [grid for grid in tables if recognise(grid.lines)]
    visible = [grid for grid in tables if not grid.hidden]
    small = [grid for grid in grids if _is_table(grid)]
    choices = (
        [grid for grid in grids if grid.sheet == sheet] if sheet else known or visible or tables or small
    )
    if len(choices) != 1:
        raise _unclear(grids, choices, place)
    (chosen,) = choices
    others = ", ".join(f"«{grid.sheet}»" for grid in grids if grid is not chosen)
    note = [Repair(chosen.place(), others, "ikke lest", "sheets_left_out")] if others else []
    return replace(chosen, repairs=(*chosen.repairs, *note))


def _is_table(grid: Grid) -> bool:
    return sum(line.filled > 0 for line in grid.lines) > 1


def _unclear(grids: Sequence[Grid], choices: list[Grid], place: Place) -> RefusedData:
    names = ", ".join(f"«{grid.sheet}»" for grid in grids if grid.sheet)
    if not names or not any(map(_is_table, grids)):
        remedy = "Sjekk at dette er eksporten av svarene, og at det står svar under overskriften."
        return refuse(place, "Fant ingen tabell med svar.", remedy, "no_table")
    message = "Flere ark kan være svarene." if choices else "Fant ikke arket med svarene."
    remedy = 'Skriv arkets navn i round.toml: sheet = "…". Står svarene på flere ark, kopier dem inn i ett.'
    return refuse(place, message, remedy, "sheet_unclear", allowed=names)
