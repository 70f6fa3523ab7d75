"""Bars and grids of levels, which a plotting library takes thirty times as long to draw: boxes, lines and texts in
points from the upper left, readable in grey print."""

from __future__ import annotations

import pickle
import textwrap
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import wraps
from typing import ParamSpec

import pandas as pd

from ros_analysis.report.figures.letters import Align, Line, Weight, drawn, width
from ros_analysis.survey import FILLS

INK = "#1a1a1a"
ON_WHITE = "#1a1a1b"
"""The ink of what stands on a white plate, and stays dark where a page lets INK be light."""
WIDTH = 453.6
"""Points: the width of the text on A4."""
HATCHED = ("red",)
"""In grey print yellow is light, but green and red have the same tone, so red is hatched."""
HATCH = (
    '<defs><pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse">'
    '<path d="M-1 1L1-1M0 6L6 0M5 7L7 5" style="stroke:#00000088;stroke-width:.5"/></pattern></defs>'
)
SIZE, LINE, MIDDLE = 10, 1.18, 0.33
"""Points of a letter; of its size, the height of a line, and how far below the middle of a text its foot is."""
BESIDE, LONGEST_NAME = 6, 40
"""Points between a bar and its name; letters in a line of it."""
THICK = 0.62
"""Of the room that a bar has."""
KEY, APART = (20, 7), (8, 20)
"""Points of a box in a legend, wide and high; from it to its name, and on to the next box."""
MOST_KEPT = 20
Given = ParamSpec("Given")


@dataclass
class Drawing:
    """What is drawn so far on WIDTH × `height` points."""

    height: float
    _boxes: dict[str, list[str]] = field(default_factory=dict)
    _lines: list[str] = field(default_factory=list)
    _plates: list[str] = field(default_factory=list)
    _texts: list[Line] = field(default_factory=list)

    def box(self, level: str, x: float, y: float, wide: float, high: float) -> None:
        """A box with its level's fill and hatch, white for what is open, or the fill «rgb(…)», and a dark outline."""
        self._boxes.setdefault(level, []).append(_box(x, y, wide, high))

    def line(
        self, start: tuple[float, float], end: tuple[float, float], wide: float, dashes: str = ""
    ) -> None:
        look = f"stroke:{INK};stroke-width:{wide:g}" + (f";stroke-dasharray:{dashes}" if dashes else "")
        (x, y), (to_x, to_y) = start, end
        self._lines.append(f'<path d="M{x:.1f} {y:.1f}L{to_x:.1f} {to_y:.1f}" style="{look}"/>')

    def text(
        self,
        text: str,
        x: float,
        y: float,
        *,
        size: float = SIZE,
        align: Align = "start",
        weight: Weight = "normal",
        turned: bool = False,
        ink: str = INK,
    ) -> None:
        """`text`, one line or more, with its middle at the height `y`; where it is `turned`, it is read upwards."""
        lines = text.split("\n")
        for number, line in enumerate(lines):
            down = size * (MIDDLE + LINE * (number - (len(lines) - 1) / 2))
            place = (x + down, y) if turned else (x, y + down)
            self._texts.append(Line(line, *place, size, weight, align, ink, 90 if turned else 0))

    def label(self, text: str, x: float, y: float, *, size: float = SIZE, weight: Weight = "normal") -> None:
        """Dark text about `x`, `y` on a white plate, readable on every fill and hatch."""
        wide, high = width(text, size, weight) + 0.3 * size, 1.2 * size
        self._plates.append(_box(x - wide / 2, y - high / 2, wide, high))
        self.text(text, x, y, size=size, align="middle", weight=weight, ink=ON_WHITE)

    def svg(self) -> str:
        """The drawing, with its letters as shapes."""
        boxes = [
            f'<path d="{"".join(shapes)}" style="fill:{fill};stroke:{INK};stroke-width:.8"/>'
            for level, shapes in self._boxes.items()
            for fill in _fills(level)
        ]
        size = f'width="{WIDTH:g}pt" height="{self.height:.1f}pt" viewBox="0 0 {WIDTH:g} {self.height:.1f}"'
        plates = f'<path d="{"".join(self._plates)}" style="fill:white"/>'
        parts = [HATCH, *boxes, *self._lines, plates, drawn(self._texts)]
        return f'<svg xmlns="http://www.w3.org/2000/svg" {size}>{"".join(parts)}</svg>'


def _fills(level: str) -> tuple[str, ...]:
    """With what a box is filled, one over the other."""
    fill = level if level.startswith("rgb(") else FILLS.get(level, "white")
    return (fill, "url(#hatch)") if level in HATCHED else (fill,)


def _box(x: float, y: float, wide: float, high: float) -> str:
    return f"M{x:.1f} {y:.1f}h{wide:.1f}v{high:.1f}h{-wide:.1f}z"


def drawn_once(draw: Callable[Given, str]) -> Callable[Given, str]:
    """`draw`, done once for equal arguments: both editions of a round ask for many of the same drawings."""
    drawings: dict[bytes, str] = {}

    @wraps(draw)
    def once(*given: Given.args, **named: Given.kwargs) -> str:
        asked = pickle.dumps((given, named))
        if asked not in drawings:
            if len(drawings) == MOST_KEPT:
                drawings.clear()
            drawings[asked] = draw(*given, **named)
        return drawings[asked]

    return once


def level_bars(
    drawing: Drawing,
    lengths: pd.DataFrame,
    texts: pd.DataFrame,
    starts: Iterable[tuple[float, float]],
    unit: float,
    thick: float,
    size: float = SIZE,
) -> None:
    """A bar for each row of `lengths` (name × level), a piece a level, `unit` points for 1, with `texts` in the pieces.

    `starts` are the middles of the bars' left ends.
    """
    rows = zip(lengths.to_numpy(dtype=float).tolist(), texts.to_numpy().tolist(), starts, strict=True)
    for row, said, (left, middle) in rows:
        for level, length, text in zip(map(str, lengths), row, said, strict=True):
            wide = unit * length
            if wide:
                drawing.box(level, left, middle - thick / 2, wide, thick)
            if text:
                drawing.label(text, left + wide / 2, middle, size=size)
            left += wide


@dataclass(frozen=True)
class Bars:
    """Bars with their names to the left: the drawing, where 0 is on it, and the points of 1."""

    drawing: Drawing
    zero: float
    unit: float


def named_bars(
    lengths: pd.DataFrame,
    texts: pd.DataFrame,
    row: float,
    below: float,
    *,
    before: pd.Series | float = 0,
    aside: float = 2,
    size: float = SIZE,
) -> Bars:
    """Bars of `lengths` (name × level), at least `row` points for each, with room `below` and on the right for more.

    So much of each bar as is `before` lies to the left of 0.
    """
    names, total = wrapped(lengths.index), lengths.sum(axis=1)
    row, left = row_of(names, row), max(width(name, SIZE) for name in names) + BESIDE
    starts = total * 0 + before
    unit = (WIDTH - left - aside) / max(1, starts.max() + (total - starts).max())
    zero = left + unit * starts.max()
    middles = [row * (place + 0.5) for place in range(len(names))]
    drawing = Drawing(row * len(names) + below)
    for name, middle in zip(names, middles, strict=True):
        drawing.text(name, left - BESIDE, middle, align="end")
    level_bars(
        drawing, lengths, texts, zip(zero - unit * starts, middles, strict=True), unit, THICK * row, size
    )
    return Bars(drawing, zero, unit)


def legend(drawing: Drawing, names: Mapping[str, str]) -> None:
    """What the fill of each level means, in a row at the foot."""
    rooms = [KEY[0] + APART[0] + width(name, SIZE) for name in names.values()]
    left, middle = (WIDTH - sum(rooms) - APART[1] * (len(rooms) - 1)) / 2, drawing.height - SIZE
    for (level, name), room in zip(names.items(), rooms, strict=True):
        drawing.box(level, left, middle - KEY[1] / 2, *KEY)
        drawing.text(name, left + KEY[0] + APART[0], middle)
        left += room + APART[1]


def wrapped(names: Iterable[object]) -> list[str]:
    """Names beside bars, the long ones on several lines."""
    return [textwrap.fill(str(name), LONGEST_NAME) for name in names]


def row_of(names: Iterable[str], least: float) -> float:
    """Points for each bar: `least`, or more where the names that stand beside them are on several lines."""
    return max([least, *(SIZE * LINE * (1 + name.count("\n")) + 4 for name in names)])


def in_lines(title: str, room: float, size: float, weight: Weight = "normal") -> list[str]:
    """At most three lines of `title`, none wider than `room` points."""
    for most in range(int(4 * room / size), 1, -1):
        lines = textwrap.wrap(title, most, max_lines=3, placeholder=" …")
        if all(width(line, size, weight) <= room for line in lines):
            return lines
    return []
