"""A grid cut at its header: columns above, answers below, and a note of what was left out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from ros_analysis.exports.cells import columns_of, painted_answers, rows_of, split_tail, too_wide
from ros_analysis.exports.headers import codes_of, header_texts, spread_merged
from ros_analysis.exports.limits import refuse
from ros_analysis.exports.plain import Column, Grid, Line, PlainTable
from ros_analysis.exports.recognition import Heading
from ros_analysis.exports.tools import Tool
from ros_analysis.survey import Problem, Repair


def cut(grid: Grid, heading: Heading, tool: Tool) -> tuple[PlainTable, list[Problem]]:
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
    problems = [
        *too_wide(spread, kept, width),
        *painted_answers(spread, kept, width),
        *_uncut(grid, columns, first),
    ]
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
    return _without_blank_columns(table), problems


def _without_blank_columns(table: PlainTable) -> PlainTable:
    """Columns with neither header nor text are left out; the others keep their letters."""
    kept = [i for i, column in enumerate(table.columns) if column.header or table.values(i)]
    if len(kept) == len(table.columns):
        return table
    rows = [
        replace(row, cells=tuple(row.cells[i] for i in kept), kinds=tuple(row.kinds[i] for i in kept))
        for row in table.rows
    ]
    return replace(table, columns=tuple(table.columns[i] for i in kept), rows=tuple(rows))


def _uncut(grid: Grid, columns: Sequence[Column], row: int) -> Iterator[Problem]:
    """A whole CSV line in one cell, as when text is pasted into the first column of a sheet."""
    if len(columns) == 1 and re.search("[;,\t]", columns[0].header):
        message = "Hele raden står i én celle."
        remedy = "Bruk Data → Tekst til kolonner i Excel, eller bruk den opprinnelige eksporten."
        yield Problem(grid.place(row, 0), message, remedy=remedy, rule="row_in_one_cell")


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


def _notes(grid: Grid, heading: Heading, lines: Sequence[Line], header: tuple[int, int]) -> Iterator[Repair]:
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
