"""A grid cut at its header: the answers as a plain table, with what was left out above, between and below them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ros_analysis.exports.headers import codes_of, header_texts, padded, spread_merged
from ros_analysis.exports.limits import refuse
from ros_analysis.exports.plain import Column, Grid, PlainTable, Row, letter
from ros_analysis.exports.tools import HeaderLines, Tool
from ros_analysis.survey import Problem, Repair, fold

TOTALS = re.compile(
    r"(sum|snitt|gjennomsnitt|totalt?|total sum|i alt|antall|average|mean|median|count)( .{0,20})?[:.]?"
)


def cut(grid: Grid, heading: HeaderLines, tool: Tool) -> PlainTable:
    """Columns under the header and the rows below it, which are the grid's own from now on."""
    body = heading.start + heading.height
    if body > len(grid.lines):
        raise refuse(grid.place(), "Filen har færre rader enn overskriften.", "Rett header_rows.", "no_rows")
    first, last = grid.lines[heading.start].number, grid.lines[body - 1].number
    spread = spread_merged(spread_merged(grid, first, last), last + 1, grid.lines[-1].number)
    head, lines = spread.lines[heading.start : body], spread.lines[body:]
    kept, dropped, tail = split_tail(spread, lines)
    columns = _columns(head, heading, tool, spread, kept)
    width = len(columns)
    coloured = grid.only_coloured({row.number for row in kept}, range(width))
    problems = [*_too_wide(grid, kept, width), *coloured, *_uncut(grid, columns, first)]
    used = [
        i for i, one in enumerate(columns) if one.header or any("".join(row.cells[i : i + 1]) for row in kept)
    ]
    for row in kept:
        if len(row.cells) != width or len(used) < width:
            cells = padded(row.cells, width)
            row.cells = tuple(cells[i] for i in used)
    return PlainTable(
        grid.file, grid.sheet, tool.name, grid.encoding, grid.delimiter, tuple(columns[i] for i in used), tuple(kept),
        (*grid.repairs, *_notes(grid, heading, lines, (first, last)), *tail), tuple(dropped), tool.missing,
        (*grid.problems, *problems),
    )  # fmt: skip


def _columns(
    head: Sequence[Row], heading: HeaderLines, tool: Tool, grid: Grid, kept: Sequence[Row]
) -> list[Column]:
    """Every column to the last header; where the header ends before the texts do, unnamed columns follow in xlsx."""
    lines = head if grid.encoding else [*head, *kept]
    width = max((i + 1 for line in lines for i, cell in enumerate(line.cells) if cell), default=0)
    headers = header_texts([head[i] for i in heading.text_lines], width)
    codes = codes_of(headers, head[heading.code_line] if heading.code_line is not None else None)
    named = enumerate(zip(headers, codes, strict=True))
    return [
        Column(letter(i), header or code, code, role=tool.role(header or code, code))
        for i, (header, code) in named
    ]


def split_tail(grid: Grid, lines: Sequence[Row]) -> tuple[list[Row], list[tuple[int, str]], list[Repair]]:
    """Answers, then what was dropped below them: totals, and single notes after a blank line."""
    kept = [line for line in lines if line.filled]
    dropped: list[tuple[int, str]] = []
    repairs: list[Repair] = []
    while len(kept) > 1 and (rule := _tail_rule(kept, grid)):
        line = kept.pop()
        dropped.insert(0, (line.number, rule))
        repairs.insert(0, Repair(grid.place(line.number), _shown(line, rule), "utelatt", rule, "warning"))
    return kept, dropped, repairs


def _shown(line: Row, rule: str) -> str:
    """The label and the numbers of a total; of a note only its length, as it may name persons."""
    label, *cells = filter(None, line.cells)
    if rule == "note_row":
        return f"tegn: {len(label)}"
    return "; ".join([label, *(cell for cell in cells if re.fullmatch(r"[\d .,%]{1,12}", cell))])


def _tail_rule(lines: Sequence[Row], grid: Grid) -> str:
    last, before = lines[-1], lines[-2]
    if TOTALS.fullmatch(fold(next(filter(None, last.cells)))):
        return "total_row"
    return "note_row" if last.filled == 1 and last.number > before.number + 1 and grid.width > 2 else ""


def _notes(
    grid: Grid, heading: HeaderLines, lines: Sequence[Row], header: tuple[int, int]
) -> Iterator[Repair]:
    first, last = header
    if above := sum(line.filled > 0 for line in grid.lines[: heading.start]):
        yield Repair(grid.place(), f"linjer over overskriften: {above}", "utelatt", "title_lines")
    if blank := sum(not line.filled for line in grid.lines):
        yield Repair(grid.place(), f"tomme rader: {blank}", "utelatt", "blank_rows")
    if heading.height > 1:
        joined = f"overskriftsrader: {heading.height}"
        yield Repair(grid.place(first), joined, "én overskrift", "header_rows_joined")
    merged = [bottom for _, _, bottom, _ in grid.merged if bottom >= first]
    if any(bottom <= last for bottom in merged):
        yield Repair(grid.place(first), "sammenslåtte celler", "gjentatt tekst", "merged_header")
    if any(bottom > last for bottom in merged) and lines:
        among = "sammenslåtte celler blant svarene"
        yield Repair(grid.place(), among, "gjentatt tekst", "merged_cells", "warning")


def _too_wide(grid: Grid, lines: Sequence[Row], width: int) -> Iterator[Problem]:
    """Rows with text beyond the last header: a delimiter in a text that lacks quotes, or a forgotten header."""
    remedy = "Sett teksten i anførselstegn, eller gi kolonnen en overskrift."
    for line in lines:
        if any(line.cells[width:]):
            count = len(line.cells)
            message = f"Raden har {count} celler, men overskriften har {width}."
            yield Problem(grid.place(line.number, count - 1), message, remedy=remedy, rule="row_too_wide")


def _uncut(grid: Grid, columns: Sequence[Column], row: int) -> Iterator[Problem]:
    """A whole CSV line in one cell, as when text is pasted into the first column of a sheet."""
    if len(columns) == 1 and re.search("[;,\t]", columns[0].header):
        message = "Hele raden står i én celle."
        remedy = "Bruk Data → Tekst til kolonner i Excel, eller bruk den opprinnelige eksporten."
        yield Problem(grid.place(row, 0), message, remedy=remedy, rule="row_in_one_cell")
