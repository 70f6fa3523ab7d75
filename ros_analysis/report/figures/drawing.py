"""How every chart is drawn: one look, readable in grey print, the same bytes each time."""

from __future__ import annotations

import io
import pickle
import re
import textwrap
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache, wraps
from pathlib import Path
from typing import Any, ParamSpec

import font_source_sans_pro
import matplotlib as mpl
import numpy as np
import pandas as pd
import seaborn as sns
from matplotlib import font_manager
from matplotlib.axes import Axes
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.collections import PatchCollection
from matplotlib.figure import Figure as Canvas
from matplotlib.patches import Rectangle
from matplotlib.ticker import FuncFormatter

from ros_analysis.survey import FILLS, Words

FONT = "Source Sans Pro"
INK = "#1a1a1a"
ON_WHITE = "#1a1a1b"
"""The ink of what stands on a white plate, and stays dark where a page lets INK be light."""
HATCHES: Mapping[str, str] = {"green": "", "yellow": "", "red": "////"}
"""In grey print yellow is light, but green and red have the same tone, so red is hatched."""
MARKERS: Mapping[str, str] = {"green": "o", "yellow": "s", "red": "^"}
NAMED = re.compile(r'<a xlink:href="([^"]*)"[^>]*>(.*?)</a>', re.DOTALL)
"""A mark with an address, which is what matplotlib can say of each; it holds the mark's name."""
REFERENCE = r"""(href="|url\()#([\w.-]+)"""
Given = ParamSpec("Given")
LONGEST_NAME = 40
MOST_KEPT = 20
THICK = 0.62
WIDTH = 6.3
"""Inches: the width of the text on A4."""


@contextmanager
def chart(name: str, height: float, *, axes: bool = True) -> Iterator[tuple[Canvas, Axes]]:
    """A canvas with one pair of axes in the report's look; `name` makes the SVG's ids its own.

    Without `axes` the drawing fills the canvas, and nothing is measured to make room for ticks and labels.
    """
    with sns.axes_style("white"), mpl.rc_context(_look(name)):
        canvas = Canvas(figsize=(WIDTH, height), dpi=72, layout="constrained" if axes else None)
        axis = canvas.subplots() if axes else canvas.add_axes((0, 0, 1, 1), frameon=False)
        if not axes:
            axis.set_axis_off()
        yield canvas, axis


def to_svg(canvas: Canvas, name: str) -> str:
    """The canvas as SVG text with letters as paths, so that it looks the same without the font.

    The addresses (`set_urls`) of marks become their titles, which show where somebody points at them.
    """
    out = io.StringIO()
    FigureCanvasSVG(canvas)
    with mpl.rc_context(_look(name)):
        if layout := canvas.get_layout_engine():
            layout.execute(canvas)
            canvas.set_layout_engine(None)
        canvas.savefig(out, format="svg", transparent=True, metadata={"Date": None, "Creator": None})
    return _compact(NAMED.sub(r"<g><title>\1</title>\2</g>", out.getvalue()))


def drawn_once(draw: Callable[Given, str]) -> Callable[Given, str]:
    """`draw`, done once for equal arguments: both editions of a round ask for many of the same drawings."""
    drawings: dict[bytes, str] = {}

    @wraps(draw)
    def drawn(*given: Given.args, **named: Given.kwargs) -> str:
        asked = pickle.dumps((given, named))
        if asked not in drawings:
            if len(drawings) == MOST_KEPT:
                drawings.clear()
            drawings[asked] = draw(*given, **named)
        return drawings[asked]

    return drawn


def _compact(svg: str) -> str:
    """The same drawing in a third of the bytes: tenths of a point, no white space, short ids, none unused."""
    svg = re.sub(r' d="([^"]*)"', lambda path: f' d="{_rounded(path[1])}"', svg)
    svg = re.sub(r">\s+<", "><", re.sub(r"<!--.*?-->", "", svg, flags=re.DOTALL))
    used = dict.fromkeys(re.findall(REFERENCE, svg))
    short = {name: f"i{number}" for number, (_, name) in enumerate(used)}
    svg = re.sub(r' id="([^"]*)"', lambda found: f' id="{short[found[1]]}"' if found[1] in short else "", svg)
    return re.sub(REFERENCE, lambda found: f"{found[1]}#{short[found[2]]}", svg)


def _rounded(path: str) -> str:
    tenths = re.sub(r"-?\d+\.\d+", lambda number: f"{float(number[0]):.1f}".removesuffix(".0"), path)
    return re.sub(r"\s*([A-Za-z])\s*", r"\1", tenths).strip()


def level_bars(
    axis: Axes,
    lengths: pd.DataFrame,
    texts: pd.DataFrame,
    *,
    at: Sequence[float] = (),
    starts: Sequence[float] | pd.Series = (),
    fontsize: float = 10,
) -> None:
    """A bar for each row of `lengths` (name × level), the first on top, a piece a level; `texts` stand in the pieces.

    A piece has its level's fill and hatch, white for an open zone, and a dark outline. `at` is the height of each bar,
    and `starts` where it begins, without it 0.
    """
    heights = np.array(at) if at else np.arange(len(lengths), dtype=float)[::-1]
    lefts = np.zeros(len(lengths)) + (starts if len(starts) else 0)
    for level in map(str, lengths):
        widths = lengths[level].to_numpy(dtype=float)
        pieces = [
            Rectangle((left, y - THICK / 2), width, THICK)
            for y, left, width in zip(heights, lefts, widths, strict=True)
            if width
        ]
        axis.add_collection(
            PatchCollection(
                pieces,
                facecolor=FILLS.get(level, "white"),
                edgecolor=INK,
                linewidth=0.8,
                hatch=HATCHES.get(level, ""),
                clip_on=False,
            )
        )
        for y, left, width, text in zip(heights, lefts, widths, texts[level], strict=True):
            if text:
                label(axis, left + width / 2, y, text, fontsize=fontsize)
        lefts = lefts + widths
    axis.margins(x=0)
    if not at:
        axis.set_yticks(heights, list(lengths.index))
    bare(axis)


def level_patches(names: Mapping[str, str]) -> list[Rectangle]:
    """What a legend shows of levels (or an open zone) and their names."""
    return [
        Rectangle(
            (0, 0), 1, 1, facecolor=FILLS.get(level, "white"), edgecolor=INK, hatch=HATCHES.get(level, ""),
            label=name,
        )
        for level, name in names.items()
    ]  # fmt: skip


def label(axis: Axes, x: float, y: float, text: str, **style: object) -> None:
    """Dark text on a white plate, readable on every fill and hatch; inside the axes: the layout needn't measure it."""
    plate = {"boxstyle": "square,pad=0.15", "facecolor": "white", "edgecolor": "none"}
    axis.text(x, y, text, ha="center", va="center", color=ON_WHITE, bbox=plate, in_layout=False, **style)  # type: ignore[arg-type]


def bare(axis: Axes) -> None:
    sns.despine(ax=axis, left=True, bottom=True)
    axis.tick_params(length=0)


def wrapped(names: Iterable[object]) -> list[str]:
    """Names beside bars, the long ones on several lines."""
    return [textwrap.fill(str(name), LONGEST_NAME) for name in names]


def height_of(names: Iterable[str], row: float) -> float:
    """Inches for a bar each: `row`, or more where the names that stand beside them are on several lines."""
    lines = [1 + name.count("\n") for name in names]
    return len(lines) * max([row, *(0.17 * many + 0.06 for many in lines)])


def local_numbers(words: Words, decimals: int = 0) -> FuncFormatter:
    """Axis numbers as the language writes them."""
    return FuncFormatter(lambda value, _: words.number(value, decimals))


def _look(name: str) -> dict[Any, Any]:
    _load_font()
    return {
        "font.family": FONT,
        "font.size": 10,
        "axes.titlesize": 10,
        "axes.labelsize": 10,
        "hatch.linewidth": 0.5,
        "hatch.color": "#00000088",
        "svg.fonttype": "path",
        "svg.hashsalt": name,
        "text.color": INK,
        "axes.labelcolor": INK,
        "xtick.color": INK,
        "ytick.color": INK,
    }


@cache
def _load_font() -> None:
    for style in ("Regular", "Semibold", "Bold", "It"):
        font = Path(font_source_sans_pro.__file__).parent / "files" / f"SourceSansPro-{style}.ttf"
        font_manager.fontManager.addfont(str(font))
