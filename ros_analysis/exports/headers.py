"""Where the header of a grid stands, how many lines it takes, and what each column is called."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import median

from ros_analysis.exports.limits import refuse
from ros_analysis.exports.plain import Grid, Line

GENERIC = {"response", "open-ended response", "svar", "åpent svar", "antwort"}
MAX_HEADER_ROWS = 3


def one_line(text: str) -> str:
    """A header on one line, with single plain spaces."""
    return re.sub(r"[\s\u200b\ufeff\u00ad]+", " ", text.replace("\u00ad", "")).strip()


def find_header(lines: Sequence[Line]) -> int:
    """Index of the first line that is at least half as wide as the lines below it; titles above are narrower."""
    widths = [line.filled for line in lines if line.filled]
    if not widths:
        return 0
    enough = max(2, median(widths) / 2) if max(widths) > 1 else 1
    return next((index for index, line in enumerate(lines) if line.filled >= enough), 0)


def header_height(grid: Grid, start: int) -> int:
    """How many lines the header takes: two under cells merged sideways, else one; refused when it can't be told."""
    head = grid.lines[start]
    if any(first == head.number and right > left for first, left, _, right in grid.merged):
        return (
            max(last for first, _, last, _ in grid.merged if first == head.number)
            - head.number
            + _below(grid, head)
        )
    if start + 1 < len(grid.lines) and _has_gaps_filled_below(head, grid.lines[start + 1]):
        message = "Overskriften kan gå over flere rader."
        remedy = "Skriv antall overskriftsrader som header_rows i round.toml (1, 2 eller 3)."
        raise refuse(grid.place(head.number), message, remedy, "header_rows_unclear")
    return 1


def _below(grid: Grid, head: Line) -> int:
    """One more line when the cells merged sideways end on the header's own last line."""
    spans = [last for first, left, last, right in grid.merged if first == head.number and right > left]
    deep = max(last for first, _, last, _ in grid.merged if first == head.number)
    return 2 if max(spans) == deep else 1


def _has_gaps_filled_below(head: Line, below: Line) -> bool:
    last = max((i for i, cell in enumerate(head.cells) if cell), default=0)
    gaps = [i for i, cell in enumerate(head.cells[:last]) if not cell]
    return (
        bool(gaps)
        and all(i < len(below.cells) and below.cells[i] for i in gaps)
        and not _has_digits(below, gaps)
    )


def _has_digits(line: Line, at: Sequence[int]) -> bool:
    return any(line.cells[i][:1].isdigit() for i in at)


def header_texts(lines: Sequence[Line], width: int) -> tuple[str, ...]:
    """One header per column: «question [row]» where the lines differ; gaps in upper lines are filled from the left."""
    levels = [[one_line(cell) for cell in _padded(line.cells, width)] for line in lines]
    for upper, lower in pairwise(levels):
        _fill_rightwards(upper, lower)
    return tuple(_joined(parts) for parts in zip(*levels, strict=True))


def _padded(cells: Sequence[str], width: int) -> list[str]:
    return [*cells, *[""] * (width - len(cells))][:width]


def _fill_rightwards(upper: list[str], lower: list[str]) -> None:
    for i in range(1, len(upper)):
        if not upper[i] and lower[i]:
            upper[i] = upper[i - 1]


def _joined(parts: Sequence[str]) -> str:
    named = list(dict.fromkeys(part for part in parts if part))
    if len(named) > 1 and named[-1].casefold() in GENERIC:
        named.pop()
    return named[0] + "".join(f" [{part}]" for part in named[1:]) if named else ""


def spread_merged(grid: Grid) -> Grid:
    """The grid with the text of each merged area in all its cells."""
    lines = {line.number: line for line in grid.lines}
    for top, left, bottom, right in grid.merged:
        if top not in lines or left >= len(lines[top].cells):
            continue
        text, kind = lines[top].cells[left], lines[top].kinds[left]
        for number in range(top, min(bottom, max(lines)) + 1):
            if number in lines:
                lines[number] = _written(lines[number], left, right, text, kind)
    return replace(grid, lines=tuple(lines[number] for number in sorted(lines)))


def _written(line: Line, left: int, right: int, text: str, kind: str) -> Line:
    span = range(left, min(right, len(line.cells) - 1) + 1)
    cells = [text if i in span else cell for i, cell in enumerate(line.cells)]
    kinds = [kind if i in span else own for i, own in enumerate(line.kinds)]
    return replace(line, cells=tuple(cells), kinds=tuple(kinds))  # type: ignore[arg-type]
