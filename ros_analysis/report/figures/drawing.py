"""How every chart with axes is drawn: one look, readable in grey print, the same bytes each time."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from html import unescape
from typing import Any, NamedTuple

import matplotlib as mpl
import seaborn as sns
from matplotlib import font_manager
from matplotlib.axes import Axes
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure as Canvas
from matplotlib.ticker import FuncFormatter

from ros_analysis.report.figures.letters import FACES, FONT, Line, drawn, font_file
from ros_analysis.report.figures.shapes import INK, ON_WHITE, WIDTH
from ros_analysis.survey import Words

MARKERS: Mapping[str, str] = {"green": "o", "yellow": "s", "red": "^"}
NAMED = re.compile(r'<a xlink:href="([^"]*)"[^>]*>(.*?)</a>', re.DOTALL)
"""A mark with an address, which is what matplotlib can say of each; it holds the mark's name."""
WRITTEN = re.compile(r'<text style="([^"]*)"([^>]*)>([^<]*)</text>')
REFERENCE = r"""(href="|url\()#([\w.-]+)"""


class Margins(NamedTuple):
    left: float
    bottom: float
    right: float
    top: float


@contextmanager
def chart(name: str, height: float, *, margins: Margins | None = None) -> Iterator[tuple[Canvas, Axes]]:
    """A canvas `height` inches high with one pair of axes in the report's look; `name` makes the SVG's ids its own.

    Without `margins`, in inches, what stands around the axes is measured, which takes a third of the drawing.
    """
    with sns.axes_style("white"), mpl.rc_context(_look(name)):
        canvas = Canvas(figsize=(WIDTH / 72, height), dpi=72, layout=None if margins else "constrained")
        if margins:
            wide = WIDTH / 72
            canvas.subplots_adjust(
                margins.left / wide,
                margins.bottom / height,
                1 - margins.right / wide,
                1 - margins.top / height,
            )
        yield canvas, canvas.subplots()


def to_svg(canvas: Canvas, name: str) -> str:
    """The canvas as SVG text with letters as shapes.

    The addresses (`set_urls`) of marks become their titles, which show where somebody points at them.
    """
    out = io.StringIO()
    FigureCanvasSVG(canvas)
    with mpl.rc_context(_look(name)):
        if layout := canvas.get_layout_engine():
            layout.execute(canvas)
            canvas.set_layout_engine(None)
        canvas.savefig(out, format="svg", transparent=True, metadata={"Date": None, "Creator": None})
    return _with_shapes(_compact(NAMED.sub(r"<g><title>\1</title>\2</g>", out.getvalue())))


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


def _with_shapes(svg: str) -> str:
    """`svg` with its texts last, as shapes of letters."""
    lines: list[Line] = []

    def taken(found: re.Match[str]) -> str:
        style = dict(re.findall(r"([\w-]+): ([^;]*)", found[1]))
        x, y = map(float, re.findall(r"[\d.]+", found[2])[:2])
        turn = re.search(r"rotate\((-?[\d.]+)", found[2])
        lines.append(
            Line(
                unescape(found[3]), x, y,
                size=float(style["font-size"].removesuffix("px")),
                weight="semibold" if style.get("font-weight") == "600" else "normal",
                align=style.get("text-anchor", "start"),
                ink=style.get("fill", "black"),
                turned=-float(turn[1]) if turn else 0,
            )
        )  # fmt: skip
        return ""

    return WRITTEN.sub(taken, svg).replace("</svg>", f"{drawn(lines)}</svg>")


def label(axis: Axes, x: float, y: float, text: str, **style: object) -> None:
    """Dark text on a white plate, readable on every fill and hatch; inside the axes: the layout needn't measure it."""
    plate = {"boxstyle": "square,pad=0.15", "facecolor": "white", "edgecolor": "none"}
    axis.text(x, y, text, ha="center", va="center", color=ON_WHITE, bbox=plate, in_layout=False, **style)  # type: ignore[arg-type]


def bare(axis: Axes) -> None:
    sns.despine(ax=axis, left=True, bottom=True)
    axis.tick_params(length=0)


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
        "svg.fonttype": "none",
        "svg.hashsalt": name,
        "text.color": INK,
        "axes.labelcolor": INK,
        "xtick.color": INK,
        "ytick.color": INK,
    }


@cache
def _load_font() -> None:
    for weight in FACES:
        font_manager.fontManager.addfont(str(font_file(weight)))
