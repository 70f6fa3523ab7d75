"""Where a header of so many lines as somebody has said begins, so that it never takes an answer."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from ros_analysis.exports.limits import refuse
from ros_analysis.exports.plain import Grid, Line
from ros_analysis.survey import RefusedData

NEXT = 20
LONGEST_SCALE = 5


def start_of(grid: Grid, first: int, known: int, height: int) -> int:
    """The first of `height` header lines, where `known` lines from `first` on are header for sure.

    Lines above that head groups of columns belong to it, be they ever so sparse, unless the lines below have room
    for it all. Raises RefusedData where the header would reach down into the answers.
    """
    last = first + known - 1
    above = _groups_above(grid.lines, first)
    fits_below = not any(looks_answered(grid.lines, last + n) for n in range(1, height - known + 1))
    if height <= known or (fits_below and not (above and _is_whole(grid.lines, last))):
        return first
    start = max(first - above, last + 1 - height, 0)
    below = range(last + 1, start + height)
    taken = next((i for i in below if looks_answered(grid.lines, i)), None)
    if taken is not None and below.stop <= len(grid.lines):
        raise _too_tall(grid, taken, height)
    return start


def _groups_above(lines: Sequence[Line], first: int) -> int:
    """How many lines straight above name something else than a title in their first cell."""
    count = 0
    while count < first and any(lines[first - count - 1].cells[1:]) and _adjoin(lines, first - count):
        count += 1
    return count


def _adjoin(lines: Sequence[Line], index: int) -> bool:
    return lines[index - 1].number + 1 == lines[index].number


def _is_whole(lines: Sequence[Line], index: int) -> bool:
    """Whether a line has a cell in every column that the lines below it use."""
    below = lines[index + 1 : index + 1 + NEXT]
    used = {i for line in below for i, cell in enumerate(line.cells) if cell}
    return used <= {i for i, cell in enumerate(lines[index].cells) if cell}


def looks_answered(lines: Sequence[Line], index: int) -> bool:
    """Whether a line is like those below it, or the last: most texts come again, or numbers stand beside a name."""
    if index >= len(lines):
        return False
    filled = [(i, cell) for i, cell in enumerate(lines[index].cells) if cell]
    below = [line for line in lines[index + 1 : index + 1 + NEXT] if line.filled]
    if not below:
        return bool(filled)
    numbers = [int(cell) for _, cell in filled if cell.isdecimal() and len(cell) < 4]
    named = bool(filled) and filled[0][0] == _leftmost(below) and not filled[0][1].isdecimal()
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


def _leftmost(lines: Sequence[Line]) -> int:
    return min((i for line in lines for i, cell in enumerate(line.cells) if cell), default=0)


def _too_tall(grid: Grid, index: int, height: int) -> RefusedData:
    message = f"Overskriften skal ha {height} rader, men denne raden ser ut til å være et svar."
    remedy = "Skriv et lavere tall for header_rows i round.toml (eller --header-rows), eller ta det bort."
    return refuse(grid.place(grid.lines[index].number), message, remedy, "header_rows_take_answers")
