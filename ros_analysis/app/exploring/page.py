"""Blocks as one page of the bench, each with links that download what it shows."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from ros_analysis.publish import Download, as_csv, as_png, inlined
from ros_analysis.report import Figure, Single, Table
from ros_analysis.survey import Words, fill

PAGE = '<div class="ros-bench">{}<p><strong>{}</strong></p><div class="ros-blocks">{}</div></div>'
BLOCK = "<section>{}<p>{}</p></section>"
STYLE = Markup("""<style>
.ros-bench { line-height: 1.4 }
.ros-blocks { display: flex; flex-wrap: wrap; gap: 1em 2.5em; align-items: flex-start }
.ros-bench section { max-width: 46em }
.ros-bench figure { margin: 0 }
.ros-bench svg { max-width: 100%; height: auto }
.ros-bench table { border-collapse: collapse }
.ros-bench caption { font-weight: bold; text-align: left; padding: .3em 0 }
.ros-bench th, .ros-bench td { padding: .2em .6em; border: 1px solid #ccc; text-align: left }
.ros-bench a { color: var(--jp-content-link-color, #0b5394); text-decoration: underline }
</style>""")
LINK = '<a download="{}" href="{}">{}</a>'


def page(blocks: Sequence[Single], name: str, marks: str, words: Words) -> str:
    """HTML of `blocks` below what marks the data; files are called `name` and the block's id."""
    shown = Markup("").join(fill(BLOCK, _html(one), links(one, name, words)) for one in blocks)
    return str(fill(PAGE, STYLE, marks, shown))


def _html(block: Single) -> Markup:
    """A chart stands in the page itself: in its colours, and with the name of what is pointed at."""
    if not isinstance(block, Figure):
        return block.html()
    return block.html(Markup(inlined(block.svg, block.id, block.alt, titles=True)))


def message(text: str) -> str:
    """What stands in the way, one paragraph a line."""
    return str(Markup("").join(fill("<p>{}</p>", line) for line in text.splitlines()))


def links(block: Single, name: str, words: Words) -> Markup:
    """A link to the numbers as CSV, and to a chart as PNG; nothing for text."""
    if not isinstance(block, Table | Figure):
        return Markup()
    found = [Download(f"{name}-{block.id}.csv", "Last ned CSV", "text/csv", as_csv(block, words))]
    if isinstance(block, Figure):
        found.append(Download(f"{name}-{block.id}.png", "Last ned PNG", "image/png", as_png(block)))
    return Markup(" · ").join(fill(LINK, one.file, one.address, one.label) for one in found)
