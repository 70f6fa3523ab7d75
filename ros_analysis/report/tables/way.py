"""The way of one member's answer: each cell as it stood and as it was read, what was repaired, and what it gave."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from functools import partial
from typing import Any

import pandas as pd

from ros_analysis import rounds
from ros_analysis.cleaning import Anonymous
from ros_analysis.report.blocks import Blocks, Paragraph, show
from ros_analysis.report.exhibits import Cell, Table, records
from ros_analysis.report.tables.columns import TEXTS, TableOf, epj_label, result_cells, zone_cell
from ros_analysis.report.tables.parts import area_names, areas_by_level, joined, nbsp, own_labels
from ros_analysis.rounds import Round, Way
from ros_analysis.survey import FIELDS, LEVELS, Level, Place, Repair, Words, letter_and_header


def way(this: Round, member: str, *, kept: bool = False) -> Blocks:
    """The way of the answer of `member`, a number or a name; where it is `kept` in a file, files are told of by
    number, and nothing is told of rows that are not its own.

    For whoever has the raw files, and as `kept` for the member itself. Raises NotFoundError and NeedsAnswers.
    """
    number = rounds.member_number(this, member)
    found = rounds.way_of(this, number)
    said = found.anonymous if kept else None
    answers = this.answers[this.answers["number"] == number]
    (zone,) = records(this.zones[this.zones["number"] == number])
    tables = [] if found.cells.empty else [_cells(this, found, answers, said)]
    repairs = [one for one in found.repairs if said is None or one.place.row is not None]
    tables += [_repairs(this, repairs, said)] if repairs else []
    return show(Paragraph(_outcome(this, zone)), *tables)


def _outcome(this: Round, zone: Mapping[str, Any]) -> str:
    """What the answer gave in all, or that there is none."""
    words = this.words
    if not zone["answered"]:
        return words("way.silent", name=zone["name"])
    score = ".." if pd.isna(zone["score"]) else words.number(zone["score"], 1)
    counts: dict[Level, int] = {
        level: 0 if pd.isna(zone[f"{level}_areas"]) else int(zone[f"{level}_areas"]) for level in LEVELS
    }
    key = "ruled" if pd.isna(zone["zone_given"]) else "given"
    return joined(
        areas_by_level(words, counts),
        words(f"way.{key}", zone=zone_cell(words, zone["zone"]).text.lower(), score=score),
    )


def _cells(this: Round, found: Way, answers: pd.DataFrame, said: Anonymous | None) -> Table:
    words, table, names = this.words, TableOf(this), area_names(this)
    read = found.cells
    told = read[~(read["field"].isin(FIELDS) & (read["before"] == "") & read["after"].isna())]
    cells = told.assign(
        place=[_place(words, place, said) for place in told["place"]],
        after=pd.Series(map(partial(_value, this), told["field"], told["after"]), told.index, object),
    )
    results = answers.assign(
        field="reckoned",
        place="",
        before=[_product(row) for _, row in answers.iterrows()],
        after=result_cells(this, answers),
    )
    frame = pd.concat([cells, results[cells.columns]]).sort_values("area", na_position="first", kind="stable")
    again = frame["area"].duplicated() & frame["area"].notna()
    labels = [
        str(area) if known else names.get(area, words("way.once"))
        for area, known in zip(frame["area"], again, strict=True)
    ]
    return table(
        "way",
        frame.assign(area=labels),
        (
            table.of("area", str),
            table.of("field", lambda field: _label(this, field), label=words("column.what")),
            table.text("place"),
            table.text("before", label=words("column.stood")),
            table.text("after", label=words("column.read_as")),
        ),
        told="",
        note=words("note.way"),
        behind=TEXTS,
        row_headers=2,
    )


def _repairs(this: Round, repairs: Sequence[Repair], said: Anonymous | None) -> Table:
    """A row for each rule, with the first place where it was followed."""
    words, table = this.words, TableOf(this)
    times = Counter(repair.rule for repair in repairs)
    first = {repair.rule: repair for repair in reversed(repairs)}
    rows = [
        (repair.row() if said is None else said.row(repair))
        | {"count": times[rule], "place": _place(words, repair.place, said), "rule": words(f"repair.{rule}")}
        for rule, repair in first.items()
    ]
    return table(
        "way_repairs",
        pd.DataFrame(rows),
        (
            table.text("rule"),
            table.count("count"),
            table.text("place", label=words("column.first_place")),
            table.text("before", label=words("column.stood")),
            table.text("after", label=words("column.read_as")),
        ),
        told="",
        behind=TEXTS,
    )


def _place(words: Words, place: Place, said: Anonymous | None) -> str:
    """«svar.xlsx, Sheet1, K14», or as a file may have it that is kept: «fil 1, ark 1, K14»."""
    told = place if said is None else said.place(place)
    letter, _ = letter_and_header(told.column)
    cell = f"{letter}{told.row or ''}" if letter else words("way.row", row=told.row)
    return ", ".join(nbsp(part) for part in (told.file, told.sheet, cell) if part)


def _product(answer: Mapping[str, Any] | pd.Series) -> str:
    """«3 × 4», empty where either is missing."""
    steps = [answer["likelihood"], answer["consequence"]]
    return "" if any(map(pd.isna, steps)) else " × ".join(map(str, steps))


def _label(this: Round, field: str) -> str:
    name = field.removeprefix("own.")
    if name != field:
        return own_labels(this).get(name, name)
    return this.words(f"field.{field}" if field in FIELDS else f"way.field.{field}")


def _value(this: Round, field: str, value: Any) -> str | Cell:
    words = this.words
    if value is None or pd.isna(value):
        return ".."
    if field == "zone":
        return zone_cell(words, value)
    if field == "epj":
        return epj_label(words, value)
    if isinstance(value, datetime):
        return f"{words.date(value.date())} {value:%H:%M}"
    if isinstance(value, float):
        return words.number(value, len(str(value).removesuffix(".0").partition(".")[2]))
    kind = FIELDS[field].kind if field in FIELDS else ""
    if kind == "choice":
        return words(f"choice.{value}")
    return words.date(date.fromisoformat(value)) if kind == "date" else str(value)
