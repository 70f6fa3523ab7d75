"""Blocks as one page of the bench, each with links that download what it shows."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Sequence

from markupsafe import Markup

from ros_analysis.blocks import Figure, Single, Table
from ros_analysis.preview import fill
from ros_analysis.publish.single import as_csv, as_png

PAGE = '<div style="display:flex;flex-wrap:wrap;gap:1em 2.5em;align-items:flex-start">{}</div>'
BLOCK = '<section style="max-width:46em">{}<p>{}</p></section>'
LINK = '<a download="{}" href="data:{};base64,{}">{}</a>'


def page(blocks: Sequence[Single], name: str) -> str:
    """HTML of `blocks`; files are called `name` and the block's id."""
    return str(fill(PAGE, Markup("").join(fill(BLOCK, one.html(), links(one, name)) for one in blocks)))


def message(text: str) -> str:
    """What stands in the way, one paragraph a line."""
    return str(Markup("").join(fill("<p>{}</p>", line) for line in text.splitlines()))


def links(block: Single, name: str) -> Markup:
    """A link to the numbers as CSV, and to a chart as PNG; nothing for text."""
    if not isinstance(block, Table | Figure):
        return Markup()
    file = f"{name}-{block.id}"
    found = [_link(f"{file}.csv", "text/csv", as_csv(block), "Last ned CSV")]
    if isinstance(block, Figure):
        found.append(_link(f"{file}.png", "image/png", as_png(block), "Last ned PNG"))
    return Markup(" · ").join(found)


def _link(file: str, kind: str, content: bytes, label: str) -> Markup:
    return fill(LINK, file, kind, b64encode(content).decode(), label)
