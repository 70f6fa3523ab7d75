"""Zones and areas: over rounds, from one round to the next, under other rules; and all of them in every round."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import pandas as pd

from ros_analysis.analysis import RuleRow
from ros_analysis.report import wording
from ros_analysis.report.blocks import Blocks
from ros_analysis.report.exhibits import Figure, records
from ros_analysis.report.figures.letters import width
from ros_analysis.report.figures.shapes import (
    BESIDE,
    KEY,
    LINE,
    SIZE,
    WIDTH,
    Drawing,
    drawn_once,
    in_lines,
    legend,
    level_bars,
    named_bars,
)
from ros_analysis.report.public import by_edition
from ros_analysis.report.tables.change import UNKNOWN, listed, series, transition_counts
from ros_analysis.report.tables.parts import (
    NOTHING,
    area_names,
    cells,
    figure,
    given_note,
    joined,
    unlike_note,
)
from ros_analysis.rounds import Round
from ros_analysis.survey import LEVELS, Counts, Words

PIECES = (*LEVELS, "undetermined")
ACROSS, GAP, YEARS = 3, 13, 27
"""Charts in a row; points between two, and to their left for the years."""
HIGH = 46
"""Points of a row of who moved."""
DIGIT = 5
"""Percent of a bar that a digit needs."""
BAR, SMALL, LEGEND = 14.5, 8.5, 26
"""Points of a bar and of a letter in it; of the room for a legend."""


@by_edition
def zones(this: Round) -> Figure | Blocks:
    """Share of municipalities in each zone, one bar a round, oldest at the top; counts on the bars."""
    if not this.shows_zones:
        return NOTHING
    words, rounds = this.words, listed(this)
    counts = _counted([each.year for each in rounds], [each.counts for each in rounds])
    told = [
        words("figure.zones.alt_round", year=year, answered=row.sum(), **row)
        + (" " + words("figure.zones.alt_open", n=row["undetermined"]) if row["undetermined"] else "")
        for year, row in counts.iterrows()
    ]
    beside = [f"{year} (n = {n})" for year, n in counts.sum(axis=1).items()]
    return figure(
        this,
        "zones",
        _stacked(words, counts.set_axis(beside)),
        (cell for cell in cells(counts, "year", "zone") if cell["count"] or cell["zone"] in LEVELS),
        id="zones-over-rounds",
        note=joined(given_note(this), unlike_note(this, *rounds)),
        rounds=" ".join(told),
    )


@by_edition
def rule(this: Round) -> Figure | Blocks:
    """Zones under each rule tried: does the rule decide?"""
    if not this.has_answers or len(this.rules()) < 2:
        return NOTHING
    words = this.words
    counts = _counted([wording.rule_label(row, this.codebook, words) for row in this.rules()], this.rules())
    return figure(
        this,
        "rule",
        _stacked(words, counts),
        cells(counts[list(LEVELS)], "rule", "zone"),
        id="rule-chart",
        rows=" ".join(words("figure.rule.alt_row", name=name, **row) for name, row in counts.iterrows()),
    )


def _counted(names: Iterable[Any], rows: Sequence[Counts | RuleRow]) -> pd.DataFrame:
    """How many are in each zone, and in none that is known: name × PIECES."""
    return pd.DataFrame([[getattr(row, piece) for piece in PIECES] for row in rows], list(names), PIECES)


@drawn_once
def _stacked(words: Words, counts: pd.DataFrame) -> str:
    """A bar of shares for each row of `counts`, with as much said in each piece as there is room for."""
    shares = (100 * counts).div(counts.sum(axis=1).clip(lower=1), axis=0)
    texts = counts.astype(str).mask(shares < 4, "")
    for piece in PIECES:
        named = words(f"zones.{piece}" if piece in LEVELS else f"zone.{piece}")
        texts[piece] = texts[piece].mask(shares[piece] >= 14, texts[piece] + f" {named}")
    ticks = {share: words.percent(share, 100) for share in (0, 25, 50, 75, 100)}
    bars = named_bars(shares, texts, 36 if len(counts) < 3 else 25, 20, aside=width(ticks[100], SIZE) / 2)
    for share, told in ticks.items():
        bars.drawing.text(told, bars.zero + bars.unit * share, bars.drawing.height - 9, align="middle")
    return bars.drawing.svg()


@by_edition
def area_levels(this: Round) -> Figure | Blocks:
    """One bar an area, red to the right of the middle, green and yellow to the left: the worst area on top."""
    if not this.has_areas or this.shown.levels is None:
        return NOTHING
    worst = this.shown.levels.astype(int).sort_values(["red", "yellow"])[::-1]
    named = worst.rename(index=area_names(this))
    told = [this.words("figure.areas.alt_row", area=name, **row) for name, row in named.iterrows()]
    return figure(
        this,
        "areas",
        _about_the_middle(this.words, named),
        records(worst[::-1].rename_axis("area").reset_index()),
        id="area-levels",
        rows="; ".join(told),
    )


@drawn_once
def _about_the_middle(words: Words, counts: pd.DataFrame) -> str:
    texts = counts.map(lambda n: words.number(n) if n else "")
    bars = named_bars(counts, texts, 26, LEGEND, before=counts["green"] + counts["yellow"], size=9.5)
    bars.drawing.line((bars.zero, 0), (bars.zero, bars.drawing.height - LEGEND), 1.4)
    legend(bars.drawing, {level: words(f"zone.{level}").capitalize() for level in LEVELS})
    return bars.drawing.svg()


@by_edition
def transition(this: Round) -> Figure | Blocks:
    """From which zone (rows) to which (columns), municipalities known in both rounds."""
    if not this.has_answers or this.analysis.transition is None:
        return NOTHING
    moved, words, last = transition_counts(this), this.words, this.previous()
    assert last is not None
    among = cells(moved, "from", "to")
    told = [
        words(
            "figure.transition.alt_row",
            n=cell["count"],
            before=words(f"zone.{cell['from']}"),
            after=words(f"zone.{cell['to']}"),
        )
        for cell in among
        if cell["count"]
    ]
    return figure(
        this,
        "transition",
        _moves(words, moved, last.year, this.year),
        among,
        id="transition-chart",
        n=int(moved.to_numpy().sum()),
        before=last.year,
        after=this.year,
        rows="; ".join(told),
    )


def _moves(words: Words, moved: pd.DataFrame, before: int, after: int) -> str:
    """A grid of who moved from where to where, the darker the more; each row and column begins with its zone."""
    names = {level: words(f"zone.{level}").capitalize() for level in LEVELS}
    beside = KEY[0] + 2 * BESIDE + max(width(name, SIZE) for name in names.values())
    left, most = beside + 2 * SIZE, max(1, int(moved.to_numpy().max()))
    wide, drawing = (WIDTH - left - 1) / len(names), Drawing(len(names) * HIGH + 4 * SIZE)
    for row, counts in enumerate(moved.to_numpy(dtype=int).tolist()):
        for column, count in enumerate(counts):
            x, y = left + column * wide, row * HIGH + 1
            grey = 255 - round(140 * count / most)
            drawing.box(f"rgb({grey},{grey},{grey})", x, y, wide, HIGH)
            drawing.label(words.number(count), x + wide / 2, y + HIGH / 2, size=13, weight="semibold")
    for place, (level, name) in enumerate(names.items()):
        middle = left + (place + 0.5) * wide - beside / 2
        for start, down in ((2 * SIZE, (place + 0.5) * HIGH), (middle, len(names) * HIGH + 1.3 * SIZE)):
            drawing.box(level, start, down - KEY[1] / 2, *KEY)
            drawing.text(name, start + KEY[0] + BESIDE, down)
    drawing.text(str(before), SIZE, len(names) * HIGH / 2, align="middle", turned=True)
    drawing.text(str(after), (left + WIDTH) / 2, drawing.height - SIZE, align="middle")
    return drawing.svg()


@by_edition
def every_round(this: Round) -> Figure | Blocks:
    """Share at each level of zones and each area, a bar a round; a broken line where rounds can't be compared."""
    found = series(this)
    if not found:
        return NOTHING
    words, several = this.words, listed(this)
    alike = {each.year for each in this.comparable()}
    before = sum(each.year not in alike for each in several)
    return figure(
        this,
        "every_round",
        _drawn(found, before, words),
        ({"what": what, **cell} for what, counts in found.items() for cell in cells(counts, "year", "level")),
        id="every-round-chart",
        n=None,
        note=joined(unlike_note(this, *several), words("figure.every_round.break") if before else ""),
        rows=" ".join(
            words("figure.every_round.alt_row", what=what, rounds=_told(counts, words))
            for what, counts in found.items()
        ),
    )


def _told(counts: pd.DataFrame, words: Words) -> str:
    return "; ".join(
        words("figure.every_round.alt_round", year=year, **row) for year, row in counts.iterrows()
    )


@drawn_once
def _drawn(found: dict[str, pd.DataFrame], before: int, words: Words) -> str:
    """A chart for zones and each area, three in a row; `before` zones stand apart."""
    wide = (WIDTH - 1 - ACROSS * YEARS - (ACROSS - 1) * GAP) / ACROSS
    titles = [in_lines(what, wide, SMALL, "semibold") for what in found]
    room = max(map(len, titles)) * SMALL * LINE + 4
    high, down = BAR * max(map(len, found.values())) + room + 9, -(-len(found) // ACROSS)
    places = [
        (YEARS + number % ACROSS * (YEARS + wide + GAP), number // ACROSS * high + room)
        for number in range(len(found))
    ]
    at = [
        (left, top + BAR * (row + 0.5))
        for one, (left, top) in zip(found.values(), places, strict=True)
        for row in range(len(one))
    ]
    counts = pd.concat(found.values()).astype(int)
    shares = (100 * counts).div(counts.sum(axis=1).clip(lower=1), axis=0)
    texts = counts.astype(str).mask(shares < DIGIT * counts.astype(str).map(len), "")
    drawing = Drawing(down * high + 16)
    level_bars(drawing, shares, texts, at, wide / 100, 0.8 * BAR, SMALL)
    for year, (left, middle) in zip(counts.index, at, strict=True):
        drawing.text(str(year), left - 3, middle, size=SMALL, align="end")
    for lines, (left, top) in zip(titles, places, strict=True):
        above = top - SMALL * LINE * len(lines) / 2
        drawing.text("\n".join(lines), left, above, size=SMALL, weight="semibold")
    if before:
        left, top = places[0]
        y = top + BAR * before
        drawing.line((left - YEARS, y), (left + wide, y), 1, "3.7,1.6")
    names: dict[str, str] = {level: words(f"zone.{level}").capitalize() for level in LEVELS}
    if counts[UNKNOWN].any():
        names[UNKNOWN] = words(f"column.{UNKNOWN}")
    legend(drawing, names)
    return drawing.svg()
