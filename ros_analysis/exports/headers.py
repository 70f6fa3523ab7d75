"""Where the header of a grid stands, how many lines it takes, and what each column is called."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import median

from ros_analysis.exports.given_height import start_of
from ros_analysis.exports.limits import refuse
from ros_analysis.exports.plain import Grid, Kind, Line
from ros_analysis.exports.recognition import OPEN_ENDED, Heading, recognise
from ros_analysis.exports.tools import UNKNOWN
from ros_analysis.survey import RefusedData, fold, visible

CODE = re.compile(r"\$?[A-Za-z]\w*([._][\w.$\[\]-]+|\d+(\[\w+\])*)")


def one_line(text: str) -> str:
    """A header on one line, as it is seen."""
    return visible(text)


def is_code(header: str) -> bool:
    """Whether a header is written as a variable name: v_12, Q2_1, G01Q02[SQ001], radio_matrix.email."""
    return len(header) <= 60 and CODE.fullmatch(header) is not None


def find_heading(grid: Grid, header_rows: int | None) -> Heading:
    """The header of the tool that is recognised, else the first wide line; `header_rows` overrides its height."""
    known = recognise(grid.lines)
    if known and header_rows:
        start = start_of(grid, known.start, known.height, header_rows)
        at = known.code_line + known.start - start if known.code_line is not None else None
        names = at if at is not None and at < header_rows else None
        return replace(
            known, start=start, height=header_rows, code_line=names, text_lines=tuple(range(header_rows))
        )
    if known:
        return known
    wide = _first_wide(grid.lines)
    if header_rows:
        start, height = start_of(grid, wide, 1, header_rows), header_rows
    else:
        start = _with_items_above(grid, wide)
        height = _height(grid, start)
    return Heading(UNKNOWN, start, height, None, tuple(range(height)))


def _first_wide(lines: Sequence[Line]) -> int:
    """Index of the first line at least half as wide as the lines usually are; titles above are narrower."""
    widths = [line.filled for line in lines if line.filled]
    enough = max(2, median(widths) / 2) if max(widths, default=0) > 1 else 1
    return next((index for index, line in enumerate(lines) if line.filled >= enough), 0)


def _with_items_above(grid: Grid, start: int) -> int:
    """The line above, where merged cells show that it heads several columns each: «1» over S, K and R."""
    if not start:
        return start
    above, head = grid.lines[start - 1], grid.lines[start]
    spans = any(top == above.number and right > left for top, left, _, right in grid.merged)
    return start - 1 if spans and above.filled > 1 and above.number + 1 == head.number else start


def _height(grid: Grid, start: int) -> int:
    """One line, or more under merged cells; refused where a second line may belong to the header or not."""
    head = grid.lines[start]
    merged = [area for area in grid.merged if area[0] == head.number]
    if merged:
        deepest = max(bottom for _, _, bottom, _ in merged)
        sideways = max((bottom for _, left, bottom, right in merged if right > left), default=0)
        return deepest - head.number + (2 if sideways == deepest else 1)
    if start + 1 < len(grid.lines) and _may_continue(head, grid.lines[start + 1]):
        raise _unclear(grid, head)
    return 1


def _may_continue(head: Line, below: Line) -> bool:
    """Gaps in the header that the next line fills with words, or variable names above questions."""
    last = max((i for i, cell in enumerate(head.cells) if cell), default=0)
    gaps = [
        below.cells[i] if i < len(below.cells) else "" for i, cell in enumerate(head.cells[:last]) if not cell
    ]
    if gaps and all(cell and not cell[0].isdigit() for cell in gaps):
        return True
    coded = sum(is_code(cell) for cell in head.cells)
    asked = sum("?" in cell for cell in below.cells)
    return coded * 2 > head.filled and asked * 3 > below.filled


def _unclear(grid: Grid, head: Line) -> RefusedData:
    message = "Overskriften kan gå over flere rader, og verktøyet er ukjent."
    remedy = "Skriv antall overskriftsrader i round.toml: header_rows = 1, 2 eller 3."
    return refuse(grid.place(head.number), message, remedy, "header_rows_unclear")


def header_texts(lines: Sequence[Line], width: int) -> tuple[str, ...]:
    """One header per column, «question [row]» where lines differ; gaps in upper lines are filled from the left."""
    levels = [[one_line(cell) for cell in (*line.cells, *[""] * width)][:width] for line in lines]
    for upper, lower in pairwise(levels):
        _fill_rightwards(upper, lower)
    return tuple(_joined(parts) for parts in zip(*levels, strict=True))


def _fill_rightwards(upper: list[str], lower: list[str]) -> None:
    for i in range(1, len(upper)):
        if not upper[i] and lower[i]:
            upper[i] = upper[i - 1]


def _joined(parts: Sequence[str]) -> str:
    named = list(dict.fromkeys(part for part in parts if part))
    if len(named) > 1 and fold(named[-1]) in OPEN_ENDED:
        named.pop()
    return named[0] + "".join(f" [{part}]" for part in named[1:]) if named else ""


def codes_of(headers: Sequence[str], names: Line | None) -> tuple[str, ...]:
    """The variable name of each column: from its own line, else the header where it is written as one."""
    if names:
        return tuple(one_line(cell) for cell in (*names.cells, *[""] * len(headers)))[: len(headers)]
    return tuple(header if is_code(header) else "" for header in headers)


def spread_merged(grid: Grid, first: int, last: int) -> Grid:
    """The grid with the text of merged areas that start on rows `first` to `last` written in all their cells."""
    lines = {line.number: line for line in grid.lines}
    for top, left, bottom, right in grid.merged:
        source = lines.get(top)
        if source is None or not first <= top <= last or left >= len(source.cells):
            continue
        for number in range(top, min(bottom, last) + 1):
            if number in lines:
                lines[number] = _written(lines[number], left, right, source.cells[left], source.kinds[left])
    return replace(grid, lines=tuple(lines.values()))


def _written(line: Line, left: int, right: int, text: str, kind: Kind) -> Line:
    span = range(left, min(right, len(line.cells) - 1) + 1)
    cells = tuple(text if i in span else cell for i, cell in enumerate(line.cells))
    kinds = tuple(kind if i in span else own for i, own in enumerate(line.kinds))
    return replace(line, cells=cells, kinds=kinds)
