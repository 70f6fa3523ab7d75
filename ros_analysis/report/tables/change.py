"""What moved between two rounds."""

from __future__ import annotations

import pandas as pd

from ros_analysis.report.blocks import Blocks, Paragraph
from ros_analysis.report.comparison import changed
from ros_analysis.report.exhibits import Table
from ros_analysis.report.public import by_edition
from ros_analysis.report.tables.columns import TableOf
from ros_analysis.report.tables.parts import NOTHING, given_note, joined, needs_answers, unlike_note
from ros_analysis.rounds import Round
from ros_analysis.survey import LEVELS

LARGEST = 10
"""How many of the figures that differ are printed; figures.csv has them all."""


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
    numbers = ("what", "unit", "before", "now")
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
                {
                    **{key: getattr(one, key) for key in numbers},
                    "before_of": one.before_of or None,
                    "now_of": one.now_of or None,
                }
                for one in found
            ],
            dtype=object,
        ),
    )
