"""The letters of a chart: how wide a text is, and its letters as shapes, so that it looks the same without the font."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal
from xml.sax.saxutils import escape

import font_source_sans_pro
from fontTools.pens.svgPathPen import SVGPathPen
from fontTools.pens.transformPen import TransformPen
from fontTools.ttLib import TTFont

Weight = Literal["normal", "semibold"]
Align = Literal["start", "middle", "end"]
FONT = "Source Sans Pro"
FACES: Mapping[Weight, str] = {"normal": "Regular", "semibold": "Semibold"}
EM = 1000
"""Units of the font to its size."""
SHAPE = r"[ns][0-9a-f]+"
"""What the shape of a letter is called, by its weight and sign: the same in every chart."""
BEFORE: Mapping[Align, float] = {"start": 0, "middle": 0.5, "end": 1}
"""How much of a line stands before the place that it is put at."""
SPELT = re.compile(r'<g aria-label="([^"]*)" ([^>]*)>((?:<use [^>]*/>)*)</g>')
"""A line of letters, with what it says."""


@dataclass(frozen=True)
class Line:
    """A line of text, `size` points high, with its foot at `x`, `y` (points, y downwards), `turned` so many degrees
    against the clock."""

    text: str
    x: float
    y: float
    size: float
    weight: Weight
    align: Align
    ink: str
    turned: float = 0


def drawn(lines: Sequence[Line]) -> str:
    """The lines as SVG groups, each of which says what it spells, and each letter's shape once."""
    letters = dict.fromkeys(_letter(sign, line.weight) for line in lines for sign in line.text)
    shapes = "".join(f'<path id="{one.name}" d="{one.shape}"/>' for one in letters if one.shape)
    return f"<defs>{shapes}</defs>{''.join(map(_group, lines))}"


def _group(line: Line) -> str:
    along, uses = 0, []
    for letter in (_letter(sign, line.weight) for sign in line.text):
        if letter.shape:
            uses.append(f'<use href="#{letter.name}" x="{along}"/>')
        along += letter.width
    scale = line.size / EM
    back = BEFORE[line.align] * along * scale
    x, y = (line.x, line.y + back) if line.turned else (line.x - back, line.y)
    turn = f" rotate({-line.turned:g})" if line.turned else ""
    put = f'style="fill:{line.ink}" transform="translate({x:.1f} {y:.1f}){turn} scale({scale:g})"'
    said = escape(line.text, {'"': "&quot;"})
    return f'<g aria-label="{said}" {put}>{"".join(uses)}</g>'


def width(text: str, size: float, weight: Weight = "normal") -> float:
    """Points that the longest line of `text` takes at `size` points."""
    return max(sum(_letter(sign, weight).width for sign in line) for line in text.split("\n")) * size / EM


def as_text(svg: str) -> str:
    """`svg` with its letters as text, for a page that has the font: it can be searched, and is sooner set."""
    return re.sub(rf'<path id="{SHAPE}" d="[^"]*"/>', "", SPELT.sub(_as_text, svg))


def _as_text(group: re.Match[str]) -> str:
    said, put, uses = group.groups()
    weight = 600 if 'href="#s' in uses else 400
    font = f'font-family="{FONT}" font-size="{EM}" font-weight="{weight}"'
    return f"<g {put}><text {font}>{said}</text></g>"


def font_file(weight: Weight) -> Path:
    return Path(font_source_sans_pro.__file__).parent / "files" / f"SourceSansPro-{FACES[weight]}.ttf"


@dataclass(frozen=True)
class _Letter:
    """What its shape is called, its width in units of the font, and its outline, y downwards."""

    name: str
    width: int
    shape: str


@cache
def _letter(sign: str, weight: Weight) -> _Letter:
    signs, glyphs, widths = _face(weight)
    glyph = signs.get(ord(sign), ".notdef")
    pen = SVGPathPen(glyphs, ntos=lambda number: str(round(number)))
    glyphs[glyph].draw(TransformPen(pen, (1, 0, 0, -1, 0, 0)))
    return _Letter(f"{weight[0]}{ord(sign):x}", widths[glyph][0], pen.getCommands())


@cache
def _face(weight: Weight) -> tuple[Any, Any, Any]:
    font = TTFont(font_file(weight), lazy=True)
    return font.getBestCmap(), font.getGlyphSet(), font["hmtx"]
