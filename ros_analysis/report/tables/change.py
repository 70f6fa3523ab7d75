"""What moved between two rounds, and all rounds side by side: zones, areas, and each unit's path through them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from ros_analysis.analysis import FEWEST_ROUNDS, OverYears
from ros_analysis.report.blocks import Blocks, Paragraph
from ros_analysis.report.comparison import changed
from ros_analysis.report.exhibits import Cell, Table
from ros_analysis.report.public import by_edition
from ros_analysis.report.tables.columns import TEXTS, TableOf
from ros_analysis.report.tables.parts import (
    NOTHING,
    area_names,
    given_note,
    joined,
    needs_answers,
    unlike_note,
)
from ros_analysis.rounds import Round
from ros_analysis.survey import LEVELS

LARGEST = 10
"""How many of the figures that differ are printed; figures.csv has them all."""
UNKNOWN = "unknown"
"""Those that answered the round, but whose zone is undetermined, or that left the area out."""


@by_edition
def transition(this: Round, last: Round | None) -> Table | Paragraph | Blocks:
    """From zone (rows) to zone (columns) for municipalities that are the same unit in both rounds."""
    if last is None or not this.has_answers or this.unlike(last):
        return NOTHING
    if not last.has_answers:
        return needs_answers(this, "change")
    words, table, counts = this.words, TableOf(this), transition_counts(this)
    frame = counts.rename_axis("from")
    to = {f"to_{level}": words(f"zone.{level}").capitalize() for level in LEVELS}
    return table(
        "transition",
        frame.set_axis(list(to), axis=1).reset_index(),
        (
            table.zone("from", label=str(last.year)),
            *(table.count(key, label=label, group=str(this.year)) for key, label in to.items()),
        ),
        n=int(counts.to_numpy().sum()),
        before=last.year,
        after=this.year,
        note=joined(words("note.transition"), given_note(this)),
        behind=frame.reset_index(),
    )


def transition_counts(this: Round) -> pd.DataFrame:
    """Zone before × zone now, of a round that was compared with the last."""
    moved = this.analysis.transition
    assert moved is not None
    return pd.DataFrame([{level: row[level] for level in LEVELS} for row in moved.rows], index=list(LEVELS))


@by_edition
def moves(this: Round) -> Table | Blocks:
    """Better, same, worse and p among unchanged municipalities, and with merged ones as their worst and best part."""
    if (moved := this.analysis.transition) is None:
        return NOTHING
    words, table, pairings = this.words, TableOf(this), moved.counted
    keys = ("units", "n", "better", "same", "worse", "p")
    frame = pd.DataFrame({key: getattr(each, key) for key in keys} for each in pairings)
    return table(
        "moves",
        frame,
        (
            table.of("units", lambda units: words(f"units.{units}")),
            table.text("n", "right", label=words("column.in_all")),
            *(table.count(key) for key in ("better", "same", "worse")),
            table.p("p"),
        ),
        n=None,
        note=words("note.moves") if len(pairings) > 1 else "",
        behind=frame[["units", "better", "same", "worse"]],
    )


@by_edition
def county_change(this: Round, last: Round | None) -> Table | Blocks:
    """What the counts alone say of the red share: among those who answered, and whatever the silent would say."""
    if last is None or not (this.shows_zones and last.shows_zones):
        return NOTHING
    if (change := this.analysis.counts_change) is None:
        return NOTHING
    words, table = this.words, TableOf(this)
    share = "known_share" if change.last.undetermined or change.this.undetermined else "answered_share"
    both = {last.year: change.last, this.year: change.this}
    frame = pd.DataFrame(
        {"year": year, "k": red.k, "n": red.n, "invited": red.invited, "most": red.most}
        for year, red in both.items()
    )
    return table(
        "red_share",
        frame.assign(
            **{share: [words.share(red.k, red.n) for red in both.values()]},
            bounds=[words.percents(red.k, red.most, red.invited) for red in both.values()],
        ),
        (table.text("year"), table.text(share, "right"), table.text("bounds", "right")),
        note=words("note.red_share"),
        behind=frame,
    )


@by_edition
def differences(this: Round, last: Round | None) -> Table | Blocks:
    """Figure, last round, this round and the step between; description, from which no change is inferred."""
    if last is None or not (this.shows_zones and last.shows_zones):
        return NOTHING
    if not (found := changed(last, this)):
        return NOTHING
    words, table = this.words, TableOf(this)
    labels = {"before": str(last.year), "now": str(this.year), "step": words("column.step")}
    largest = sorted(found, key=lambda one: one.weight, reverse=True)[:LARGEST]
    printed = [one for one in found if one in largest]
    some = {"n": words.number(len(printed)), "of": words.number(len(found))}
    return table(
        "differences",
        pd.DataFrame(
            {"what": one.what, **dict(zip(labels, one.texts(words), strict=True))} for one in printed
        ),
        (table.text("what"), *(table.text(key, "right", label=label) for key, label in labels.items())),
        before=last.year,
        after=this.year,
        note=joined(
            words("note.differences"),
            words("note.largest", **some) if len(printed) < len(found) else "",
            unlike_note(this, last),
            words("unlike.step") if this.unlike(last) else "",
        ),
        behind=pd.DataFrame(
            [
                (one.what, one.unit, one.before, one.now, one.before_of or None, one.now_of or None)
                for one in found
            ],
            columns=["what", "unit", "before", "now", "before_of", "now_of"],
            dtype=object,
        ),
    )


def series(this: Round) -> dict[str, pd.DataFrame]:
    """How many are at each level, or UNKNOWN, in each year (year × level, oldest first, Int64) by what it is of: the
    zones of every round that shows them, then each area of those that can be compared; none with too few rounds."""
    alike = [each for each in this.comparable() if each.shows_zones]
    if not this.shows_zones or len(alike) < FEWEST_ROUNDS:
        return {}
    zones = {each: [getattr(each.counts, level) for level in LEVELS] for each in listed(this)}
    shown = {each: each.shown.levels.T for each in alike if each.shown.levels is not None}
    areas = {
        name: _years({each: levels[area].tolist() for each, levels in shown.items()})
        for area, name in area_names(this).items()
    }
    return {this.words("figure.every_round.zones"): _years(zones), **(areas if shown else {})}


def listed(this: Round) -> list[Round]:
    """The rounds that show their zones, also those that can't be compared."""
    return [each for each in this.history() if each.shows_zones]


def _years(rows: Mapping[Round, Sequence[int]]) -> pd.DataFrame:
    counts = {each.year: [*known, each.responses.answered - sum(known)] for each, known in rows.items()}
    return pd.DataFrame.from_dict(counts, orient="index", columns=[*LEVELS, UNKNOWN], dtype="Int64")


@by_edition
def every_round(this: Round) -> Table | Blocks:
    """How many municipalities are at each level, of zones and of each area, a row for each round."""
    found = series(this)
    if not found:
        return NOTHING
    words, table = this.words, TableOf(this)
    frame = pd.concat(found, names=["what", "year"]).reset_index()
    unknown = [table.count(UNKNOWN, group=words("column.municipalities"))] if frame[UNKNOWN].any() else []
    return table(
        "every_round" if len(found) > 1 else "every_round_zones",
        frame,
        (
            table.text("what"),
            table.text("year"),
            *(table.level(level, group=words("column.municipalities")) for level in LEVELS),
            *unknown,
        ),
        id="every-round",
        n=None,
        note=joined(words("note.every_round"), unlike_note(this, *listed(this))),
        behind=frame,
        row_headers=2,
    )


@by_edition
def unit_paths(this: Round) -> Table | Blocks:
    """Internal edition: zone and score in each round of the units unchanged through all, the highest risk first."""
    if not this.has_answers:
        return NOTHING
    answered = [each.scored for each in this.comparable() if each.has_answers]
    over = OverYears.of(answered, this.register.successions)
    if over is None or not over.same:
        return NOTHING
    table, names = TableOf(this), this.members.names(this.year)
    zones, scores = (over.paths(by) for by in ("zone", "score"))
    worst = sorted(
        zip(over.same, zones, scores, strict=True),
        key=lambda path: [-1 if last is None else last for last in (path[1][-1], path[2][-1])],
        reverse=True,
    )
    rows = [
        {
            "municipality": names[chain[-1]],
            **{str(year): _cell(this, *step) for year, *step in zip(over.years, zone, score, strict=True)},
        }
        for chain, zone, score in worst
    ]
    return table(
        "paths",
        pd.DataFrame(rows),
        (table.text("municipality"), *(table.text(str(year), label=str(year)) for year in over.years)),
        n=None,
        note=this.words("note.paths" if over.measure == "score" else "note.paths_zones"),
        behind=TEXTS,
    )


def _cell(this: Round, zone: float | None, score: float | None) -> Cell:
    """«R 6,1» in the colour of the zone; what isn't known is left out."""
    level = None if zone is None else LEVELS[int(zone)]
    letter = "" if level is None else this.words(f"letter.{level}")
    return Cell(joined(letter, "" if score is None else this.words.number(score, 1)) or "..", level)
