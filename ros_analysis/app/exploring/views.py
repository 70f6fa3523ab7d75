"""What the bench shows for a choice: the blocks of each view, as a page with links that download what it shows."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from ros_analysis import figures, tables, text
from ros_analysis.publish import Download, as_csv, as_png, inlined
from ros_analysis.report import Figure, Single, Table, show
from ros_analysis.rounds import Round, WhatIf
from ros_analysis.survey import EPJ, SIZE, Factor, Words, fill

UNDER_RULE = ("Soner", "Størrelse", "Fagsystem")
"""The views that another zone rule changes."""
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


@dataclass(frozen=True)
class Choice:
    """A round as it is, the same round under the rule tried (itself when the rule is the codebook's), and where to
    look closer: an area by number (0 for all) and a municipality by number."""

    actual: Round
    tried: Round
    area: int = 0
    municipality: str = ""


View = Callable[[Choice], tuple[Single, ...]]


def zones(choice: Choice) -> tuple[Single, ...]:
    """Who answered, the zones over rounds, and what another rule would change."""
    tried = choice.tried
    if isinstance(tried, WhatIf):
        return show(tables.tried(tried), figures.zones(tried), tables.moved(tried)).items
    last = tried.previous()
    return show(tables.zones(tried, last), figures.zones(tried), tables.responses(tried, last)).items


def areas(choice: Choice) -> tuple[Single, ...]:
    """All areas side by side, or one area municipality by municipality."""
    if choice.area:
        return show(tables.area(choice.actual, choice.area), figures.area(choice.actual, choice.area)).items
    return show(
        tables.areas(choice.actual), figures.area_levels(choice.actual), text.needs_answers(choice.actual)
    ).items


def municipality(choice: Choice) -> tuple[Single, ...]:
    """One municipality over rounds."""
    chosen = choice.actual, choice.municipality
    return show(tables.municipality(*chosen), figures.municipality(*chosen)).items


def by(factor: Factor) -> View:
    """Zones by a factor."""
    return lambda choice: (
        show(
            tables.by_factor(choice.tried, factor),
            figures.by_factor(choice.tried, factor),
            text.needs_answers(choice.actual),
        ).items
    )


def findings(choice: Choice) -> tuple[Single, ...]:
    """The findings as reported, and what every other rule would have said."""
    return show(text.findings(choice.actual), tables.rules(choice.actual)).items


VIEWS: Mapping[str, View] = {
    "Soner": zones,
    "Områder": areas,
    "Kommune": municipality,
    "Størrelse": by(SIZE),
    "Fagsystem": by(EPJ),
    "Funn": findings,
}


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
