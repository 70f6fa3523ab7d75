"""A grid of text → the plain table: header, answers, personal data out, text mended, times read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from ros_analysis.exports.cells import (
    columns_of,
    lost_signs,
    mended,
    mending,
    painted_answers,
    rows_of,
    split_tail,
    too_wide,
)
from ros_analysis.exports.dates import read_times
from ros_analysis.exports.headers import codes_of, find_heading, header_texts, spread_merged
from ros_analysis.exports.limits import refuse
from ros_analysis.exports.plain import Column, Grid, Line, PlainTable
from ros_analysis.exports.privacy import drop_personal, safe_problem, safe_repair
from ros_analysis.exports.progress import keep_answers
from ros_analysis.exports.tools import SURVEYXACT, UNKNOWN, Heading, Tool
from ros_analysis.exports.triple import Labels, apply_labels
from ros_analysis.problems import Problem, RefusedData, Repair

MAX_PROBLEMS = 200


def plain_table(grid: Grid, header_rows: int | None, labels: Labels | None) -> PlainTable:
    """The grid as a plain table; raises RefusedData with all that can't be read safely."""
    raw, grid = grid, mended(grid)
    heading = find_heading(grid, header_rows)
    tool = SURVEYXACT if labels and heading.tool is UNKNOWN else heading.tool
    table, problems = _cut(grid, heading, tool)
    table = drop_personal(keep_answers(table, tool), tool)
    table = apply_labels(table, labels) if labels else _without_labels(table, tool)
    table, unread = read_times(table, tool)
    found = [*grid.problems, *problems, *lost_signs(table), *unread, *_contradicts_name(table)]
    if found:
        raise RefusedData(_limited(found))
    return replace(table, repairs=tuple(map(safe_repair, (*table.repairs, *mending(raw, table)))))


def _without_labels(table: PlainTable, tool: Tool) -> PlainTable:
    """SurveyXact's dataset alone holds codes, which only its labels file explains."""
    if tool is not SURVEYXACT:
        return table
    note = Repair(table.place(), "labels-filen mangler", "koder uten tekst", "labels_missing", "warning")
    return replace(table, repairs=(*table.repairs, note))


def _cut(grid: Grid, heading: Heading, tool: Tool) -> tuple[PlainTable, list[Problem]]:
    """Columns under the header and rows below it, with what was left out above, between and below."""
    body = heading.start + heading.height
    if body > len(grid.lines):
        raise refuse(grid.place(), "Filen har færre rader enn overskriften.", "Rett header_rows.", "no_rows")
    first, last = grid.lines[heading.start].number, grid.lines[body - 1].number
    spread = spread_merged(spread_merged(grid, first, last), last + 1, grid.lines[-1].number)
    head, lines = spread.lines[heading.start : body], spread.lines[body:]
    kept, dropped, tail = split_tail(spread, lines)
    columns = _columns(head, heading, tool, spread, kept)
    width = len(columns)
    problems = [*too_wide(spread, kept, width), *painted_answers(spread, kept, width)]
    notes = _notes(grid, heading, lines, (first, last))
    table = PlainTable(
        grid.file,
        grid.sheet,
        tool.name,
        grid.encoding,
        grid.delimiter,
        columns,
        rows_of(kept, width),
        (*grid.repairs, *notes, *tail),
        tuple(dropped),
        tool.missing,
    )
    return table, problems


def _columns(
    head: Sequence[Line], heading: Heading, tool: Tool, grid: Grid, kept: Sequence[Line]
) -> tuple[Column, ...]:
    """Every column to the last header; where the header ends before the texts do, unnamed columns follow in xlsx."""
    width = max((i + 1 for line in head for i, cell in enumerate(line.cells) if cell), default=0)
    if not grid.encoding:
        width = max([width, *(i + 1 for line in kept for i, cell in enumerate(line.cells) if cell)])
    headers = header_texts([head[i] for i in heading.text_lines], width)
    names = head[heading.code_line] if heading.code_line is not None else None
    codes = codes_of(headers, names)
    columns = columns_of([header or code for header, code in zip(headers, codes, strict=True)], codes)
    return tuple(replace(column, role=tool.role(column.header, column.code)) for column in columns)


def _notes(grid: Grid, heading: Heading, lines: Sequence[Line], header: tuple[int, int]) -> Iterable[Repair]:
    above = sum(line.filled > 0 for line in grid.lines[: heading.start])
    if above:
        yield Repair(grid.place(), f"linjer over overskriften: {above}", "utelatt", "title_lines")
    blank = sum(not line.filled for line in grid.lines)
    if blank:
        yield Repair(grid.place(), f"tomme rader: {blank}", "utelatt", "blank_rows")
    if heading.height > 1:
        yield Repair(
            grid.place(header[0]),
            f"overskriftsrader: {heading.height}",
            "én overskrift",
            "header_rows_joined",
        )
    merged = [bottom for _, _, bottom, _ in grid.merged if bottom >= header[0]]
    if any(bottom <= header[1] for bottom in merged):
        yield Repair(grid.place(header[0]), "sammenslåtte celler", "gjentatt tekst", "merged_header")
    if any(bottom > header[1] for bottom in merged) and lines:
        yield Repair(
            grid.place(), "sammenslåtte celler blant svarene", "gjentatt tekst", "merged_cells", "warning"
        )


def _contradicts_name(table: PlainTable) -> list[Problem]:
    """A year in the file name that none of the answers was given in."""
    named = re.findall(r"(?<!\d)(20\d\d)(?!\d|[-_.]?\d\d)", table.file)
    at = next((i for i, column in enumerate(table.columns) if column.role == "answered"), None)
    years = (
        {value[:4] for value in table.values(at) if re.match(r"\d{4}-", value)} if at is not None else set()
    )
    if len(set(named)) != 1 or not years or named[0] in years:
        return []
    message = f"Filnavnet sier {named[0]}, men svarene er fra {', '.join(sorted(years))}."
    remedy = "Sjekk at det er riktig fil, og gi den riktig årstall."
    return [Problem(table.place(), message, remedy=remedy, rule="year_contradicts_name")]


def _limited(problems: list[Problem]) -> list[Problem]:
    shown = [safe_problem(problem) for problem in problems[:MAX_PROBLEMS]]
    left = len(problems) - len(shown)
    more = [Problem(shown[0].place, f"… og {left} feil til.", rule="more_problems")] if left else []
    return shown + more
