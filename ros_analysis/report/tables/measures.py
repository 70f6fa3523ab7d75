"""What is done about the red areas, by whom and when; what was promised the last time; and the controls."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any

import pandas as pd

from ros_analysis import rounds
from ros_analysis.report.blocks import Blocks, Bullets, Paragraph, show
from ros_analysis.report.exhibits import Cell, Table, Written
from ros_analysis.report.public import by_edition
from ros_analysis.report.tables.columns import TEXTS, TableOf
from ros_analysis.report.tables.parts import NOTHING, area_names, joined, nbsp, with_results
from ros_analysis.rounds import Round
from ros_analysis.survey import FIELDS, Level

TOGETHER = ("measure", "planned", "likelihood_after", "consequence_after")
"""The fields of an area that are told of in two columns; each other has one of its own."""
STATES = ("overdue", "open", "silent", "changed", "without", "done")


@by_edition
def measures(this: Round, last: Round | None) -> Blocks:
    """Each red area with its measure, and last round's promises; publicly only how many, and of the controls too.

    Nothing where none of it was asked or answered.
    """
    if not this.has_answers:
        return NOTHING
    if this.edition == "public":
        return _in_all(this)
    if this.follow_up.empty:
        return NOTHING
    return show(*_red_areas(this), *_promises(this, last))


def _in_all(this: Round) -> Blocks:
    words = this.words
    told = [
        words(f"measures.share.{name}", k=words.number(k), n=words.number(n), share=words.percent(k, n))
        for name, (k, n) in (this.shown.shares or {}).items()
    ]
    return Blocks((Bullets(tuple(told)),)) if told else NOTHING


def _red_areas(this: Round) -> list[Paragraph | Table]:
    words, table = this.words, TableOf(this)
    found = rounds.measures(this).merge(this.zones[["number", "red_areas"]], on="number")
    red = found[found["level"] == "red"].sort_values(
        ["red_areas", "number", "area"], ascending=[False, True, True]
    )
    if red.empty or not this.codebook.asks_for_measures:
        return []
    k = int(rounds.has_measure(red).sum())
    told = words("measures.in_all", n=words.number(len(red)), k=words.number(k))
    return [
        Paragraph(told),
        table(
            "measures",
            described(this, red.rename(columns={"name": "municipality"})),
            (table.text("municipality"), *described_columns(this)),
            n=red["number"].nunique(),
            note=remains_note(this),
            behind=TEXTS,
            row_headers=2,
        ),
    ]


def described(this: Round, found: pd.DataFrame) -> pd.DataFrame:
    """Rows of `rounds.measures` with what `described_columns` writes of each."""
    return found.assign(
        area=with_results(this, found),
        what=[_what(this, *pair) for pair in zip(found["measure"], found["planned"], strict=True)],
        remains=pd.Series(zip(found["level_after"], found["result_after"], strict=True), found.index),
    )


def described_columns(this: Round) -> list[Written]:
    """The area, and its measure with all that was asked of it."""
    table, asked = TableOf(this), this.codebook.asked
    remain = [table.of("remains", lambda left: _remains(this, *left))] if _asks_what_remains(this) else []
    return [
        table.of("area", str),
        table.text("what", label=this.words("column.measure")),
        *(_field(this, name) for name, field in asked.items() if not field.once and name not in TOGETHER),
        *remain,
    ]


def remains_note(this: Round) -> str:
    return this.words("note.measures") if _asks_what_remains(this) else ""


def _asks_what_remains(this: Round) -> bool:
    return {"likelihood_after", "consequence_after"} <= this.codebook.asked.keys()


def _promises(this: Round, last: Round | None) -> list[Paragraph | Table]:
    asked_again = last is not None and "measure" in this.codebook.asked and "areas" not in this.unlike(last)
    if last is None or not last.has_answers or not asked_again:
        return []
    found = rounds.promises(this, last)
    if found.empty:
        return []
    words, table, names = this.words, TableOf(this), area_names(this)
    order = found["state"].map(STATES.index)
    frame = found.assign(order=order, municipality=found["name"], area=found["area"].map(names))
    counts = Counter(found["state"])
    told = [words(f"measures.{state}", n=words.number(counts[state])) for state in STATES if counts[state]]
    return [
        Paragraph(words("measures.since", year=last.year, states=words.listed(told))),
        table(
            "promises",
            frame.sort_values(["order", "number", "area"]),
            (
                table.text("municipality"),
                table.of("area", str),
                *(
                    _field(last, name)
                    for name in ("planned", "responsible", "due")
                    if name in last.codebook.asked
                ),
                table.of("state", lambda state: words(f"state.{state}")),
            ),
            n=None,
            before=last.year,
            after=this.year,
            note=words("note.promises"),
            behind=TEXTS,
            row_headers=2,
        ),
    ]


@by_edition
def controls(this: Round) -> Table | Blocks:
    """What each municipality says of the controls, and when they were last tested; nothing where none was asked."""
    asked = [name for name in rounds.CONTROLS if name in this.codebook.asked]
    if not this.has_answers or not asked or (found := rounds.controls(this))[asked].isna().all(axis=None):
        return NOTHING
    table = TableOf(this)
    in_order = sorted(asked, key=lambda name: (name.partition("_")[0], FIELDS[name].kind))
    return table(
        "controls",
        found.rename(columns={"name": "municipality"}),
        (table.text("municipality"), *(_field(this, name) for name in in_order)),
        behind=TEXTS,
    )


def _field(this: Round, name: str) -> Written:
    """A field's column: choices and dates in words, texts as they are."""
    words, kind = this.words, FIELDS[name].kind

    def write(value: Any) -> str:
        if value is None:
            return ".."
        if kind == "choice":
            return words(f"choice.{value}")
        return nbsp(words.short_date(date.fromisoformat(value))) if kind == "date" else str(value)

    return TableOf(this).of(name, write, label=words(f"field.{name}"))


def _what(this: Round, measure: object, planned: object) -> str:
    """«Delvis. Planlagt: …», or that none is told of."""
    words = this.words
    there = words(f"measures.there.{measure}") if isinstance(measure, str) else ""
    plan = words("measures.planned", text=planned) if isinstance(planned, str) else ""
    return joined(there, plan) or words("measures.none")


def _remains(this: Round, level: Level | None, result: Any) -> Cell | str:
    if level is None or pd.isna(result):
        return ".."
    return Cell(f"{this.words(f'zone.{level}').capitalize()} ({result})", level)
