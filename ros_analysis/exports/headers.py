"""Where the header of a grid stands, how many lines it takes, and what each column is called."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import median

from ros_analysis.exports.limits import refuse
from ros_analysis.exports.plain import Grid, Row
from ros_analysis.exports.tools import OPTIONS, UNKNOWN, HeaderLines, recognise
from ros_analysis.survey import fold, visible

NEXT = 20
LONGEST_SCALE = 5
CODE = re.compile(r"\$?[A-Za-z]\w*([._][\w.$\[\]-]+|\d+(\[\w+\])*)")


def is_code(header: str) -> bool:
    """Whether a header is written as a variable name: v_12, Q2_1, G01Q02[SQ001], radio_matrix.email."""
    return len(header) <= 60 and CODE.fullmatch(header) is not None


def find_heading(grid: Grid, header_rows: int | None) -> HeaderLines:
    """The header of the tool that is recognised, else the first wide line; `header_rows` overrides its height."""
    known = recognise(grid.lines)
    if header_rows:
        known = known or HeaderLines(UNKNOWN, _first_wide(grid.lines))
        start = start_of(grid, known.start, known.height, header_rows)
        at = known.code_line + known.start - start if known.code_line is not None else header_rows
        names = at if at < header_rows else None
        return HeaderLines(known.tool, start, header_rows, names, tuple(range(header_rows)))
    if known:
        return known
    start = _with_items_above(grid, _first_wide(grid.lines))
    height = _height(grid, start)
    return HeaderLines(UNKNOWN, start, height, None, tuple(range(height)))


def start_of(grid: Grid, first: int, known: int, height: int) -> int:
    """The first of `height` header lines, where `known` lines from `first` on are header for sure.

    Lines above that head groups of columns belong to it, be they ever so sparse, unless the lines below have room
    for it all. Raises RefusedData where the header would reach down into the answers.
    """
    last = first + known - 1
    above = _groups_above(grid.lines, first)
    is_whole = _used(grid.lines[last + 1 : last + 1 + NEXT]) <= _used(grid.lines[last : last + 1])
    fits_below = not any(looks_answered(grid.lines, last + n) for n in range(1, height - known + 1))
    if height <= known or (fits_below and not (above and is_whole)):
        return first
    start = max(first - above, last + 1 - height, 0)
    below = range(last + 1, start + height)
    taken = next((i for i in below if looks_answered(grid.lines, i)), None)
    if taken is not None and below.stop <= len(grid.lines):
        message = f"Overskriften skal ha {height} rader, men denne raden ser ut til å være et svar."
        remedy = "Skriv et lavere tall for header_rows i round.toml (eller --header-rows), eller ta det bort."
        raise refuse(grid.place(grid.lines[taken].number), message, remedy, "header_rows_take_answers")
    return start


def _groups_above(lines: Sequence[Row], first: int) -> int:
    """How many lines straight above name something else than a title in their first cell."""
    count = 0
    while count < first and any(lines[first - count - 1].cells[1:]) and _adjoin(lines, first - count):
        count += 1
    return count


def _adjoin(lines: Sequence[Row], index: int) -> bool:
    return lines[index - 1].number + 1 == lines[index].number


def _used(lines: Sequence[Row]) -> set[int]:
    return {i for line in lines for i, cell in enumerate(line.cells) if cell}


def looks_answered(lines: Sequence[Row], index: int) -> bool:
    """Whether a line is like those below it, or the last: most texts come again, or numbers stand beside a name."""
    if index >= len(lines):
        return False
    filled = [(i, cell) for i, cell in enumerate(lines[index].cells) if cell]
    below = [line for line in lines[index + 1 : index + 1 + NEXT] if line.filled]
    if not below:
        return bool(filled)
    numbers = [int(cell) for _, cell in filled if cell.isdecimal() and len(cell) < 4]
    named = bool(filled) and filled[0][0] == min(_used(below)) and not filled[0][1].isdecimal()
    if _counts(numbers) and (max(numbers) > LONGEST_SCALE or not named):
        return False
    known = {cell for line in below for cell in line.cells}
    return sum(cell in known for _, cell in filled) * 2 > len(filled) or (
        named and len(numbers) * 2 > len(filled)
    )


def _counts(numbers: Sequence[int]) -> bool:
    """Whether numbers count areas: 1, 2, 3 …, each once or for several columns, and perhaps from one again."""
    steps = all(b in (a, a + 1, 1) for a, b in pairwise(numbers))
    return len(numbers) > 1 and numbers[0] == 1 and steps


def _first_wide(lines: Sequence[Row]) -> int:
    """Index of the first line at least half as wide as the lines usually are; titles above are narrower."""
    widths = [line.filled for line in lines if line.filled]
    enough = max(2, median(widths) / 2) if max(widths, default=0) > 1 else 1
    return next((index for index, line in enumerate(lines) if line.filled >= enough), 0)


def _with_items_above(grid: Grid, start: int) -> int:
    """The line above, where merged cells show that it heads several columns each: «1» over S, K and R."""
    if not start or not _adjoin(grid.lines, start):
        return start
    above = grid.lines[start - 1]
    spans = any(top == above.number and right > left for top, left, _, right in grid.merged)
    return start - 1 if spans and above.filled > 1 else start


def _height(grid: Grid, start: int) -> int:
    """One line, or more under merged cells; refused where a second line may belong to the header or not."""
    head = grid.lines[start]
    merged = [area for area in grid.merged if area[0] == head.number]
    if merged:
        deepest = max(bottom for _, _, bottom, _ in merged)
        sideways = max((bottom for _, left, bottom, right in merged if right > left), default=0)
        return deepest - head.number + (2 if sideways == deepest else 1)
    if start + 1 < len(grid.lines) and _may_continue(head, grid.lines[start + 1]):
        message = "Overskriften kan gå over flere rader, og verktøyet er ukjent."
        remedy = "Skriv antall overskriftsrader i round.toml: header_rows = 1, 2 eller 3."
        raise refuse(grid.place(head.number), message, remedy, "header_rows_unclear")
    return 1


def _may_continue(head: Row, below: Row) -> bool:
    """Gaps in the header that the next line fills with words, or variable names above questions."""
    last = max(_used([head]), default=0)
    gaps = [
        below for cell, below in zip(head.cells[:last], padded(below.cells, last), strict=True) if not cell
    ]
    if gaps and all(cell and not cell[0].isdigit() for cell in gaps):
        return True
    coded = sum(is_code(cell) for cell in head.cells)
    asked = sum("?" in cell for cell in below.cells)
    return coded * 2 > head.filled and asked * 3 > below.filled


def padded(cells: Sequence[str], width: int) -> list[str]:
    """The cells of a line, exactly `width` of them."""
    return [*cells, *[""] * (width - len(cells))][:width]


def header_texts(lines: Sequence[Row], width: int) -> tuple[str, ...]:
    """One header per column, «question [row]» where lines differ; gaps in upper lines are filled from the left."""
    levels = [[visible(cell) for cell in padded(line.cells, width)] for line in lines]
    for upper, lower in pairwise(levels):
        for i in range(1, width):
            upper[i] = upper[i] or (upper[i - 1] if lower[i] else "")
    return tuple(map(_joined, zip(*levels, strict=True)))


def _joined(parts: Sequence[str]) -> str:
    named = list(dict.fromkeys(part for part in parts if part))
    if len(named) > 1 and fold(named[-1]) in OPTIONS:
        named.pop()
    return named[0] + "".join(f" [{part}]" for part in named[1:]) if named else ""


def codes_of(headers: Sequence[str], names: Row | None) -> tuple[str, ...]:
    """The variable name of each column: from its own line, else the header where it is written as one."""
    if names:
        return tuple(map(visible, padded(names.cells, len(headers))))
    return tuple(header if is_code(header) else "" for header in headers)


def spread_merged(grid: Grid, first: int, last: int) -> Grid:
    """The grid with the text of merged areas that start on rows `first` to `last` written in all their cells."""
    lines = {line.number: line for line in grid.lines}
    for top, left, bottom, right in grid.merged:
        source = lines.get(top)
        if source is None or not first <= top <= last or left >= len(source.cells):
            continue
        for number in range(top, min(bottom, last) + 1):
            if line := lines.get(number):
                cells = list(line.cells)
                cells[left : right + 1] = [source.cells[left]] * len(cells[left : right + 1])
                lines[number] = replace(line, cells=tuple(cells))
    return replace(grid, lines=tuple(lines.values()))
