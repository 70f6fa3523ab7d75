"""One area over all municipalities, and one municipality over all rounds; for analysts, not for the report."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from ros_analysis.report.blocks import Cell, Column, Paragraph, Table
from ros_analysis.report.tables.areas import area_name, result_cell
from ros_analysis.report.tables.parts import epj_label, needs_answers, records, source, zone_cell
from ros_analysis.rounds import Round
from ros_analysis.survey import Area

AREA_DATA = ["number", "name", "likelihood", "consequence", "result", "level", "zone", "epj"]


@dataclass(frozen=True)
class Part:
    """A municipality of a round that the one asked for is, or came from, wholly or in part."""

    round: Round
    number: str
    name: str
    whole: bool

    @cached_property
    def zone(self) -> Cell:
        """The zone in its colour, or that it didn't answer."""
        own = self.round.zones[self.round.zones["number"] == self.number].iloc[0]
        words = self.round.words
        return zone_cell(words, own["zone"]) if own["answered"] else Cell(words("drill.silent"))

    @cached_property
    def answers(self) -> dict[int, pd.Series]:
        """This municipality's answers by area, a row of contract.ANSWERS each; none when it didn't answer."""
        own = self.round.answers[self.round.answers["number"] == self.number]
        return {int(row["area"]): row for _, row in own.iterrows()}

    @property
    def label(self) -> str:
        return self.name if self.whole else self.round.words("drill.part", name=self.name)


def parts(this: Round, number: str) -> list[Part]:
    """The municipality `number` in every round with answers to the same questions, oldest first, by what it was."""
    rounds = [each for each in this.history() if each.has_answers and set(this.unlike(each)) <= {"rule"}]
    return [part for each in rounds for part in _then(this, each, number)]


def area(this: Round, number: int) -> Table | Paragraph:
    """Every municipality's answer on one area, the highest result first."""
    if not this.has_answers:
        return needs_answers(this, "areas")
    words = this.words
    own = this.answers[this.answers["area"] == number].merge(this.zones, on="number")
    own = own.sort_values(["result", "name"], ascending=[False, True], na_position="last")
    rows: list[tuple[str | Cell, ...]] = [
        (str(row["name"]), *(_step(row[key]) for key in ("likelihood", "consequence")), result_cell(this, row),
         zone_cell(words, row["zone"]), epj_label(words, row["epj"]))
        for _, row in own.iterrows()
    ]  # fmt: skip
    keys = ("municipality", "likelihood", "consequence", "result", "zone", "epj")
    return Table(
        id=f"area-{number}",
        caption=words("drill.area_caption", area=area_name(this, _area(this, number))),
        columns=tuple(
            Column(key, words(f"column.{key}"), "right" if key in ("likelihood", "consequence") else "left")
            for key in keys
        ),
        rows=tuple(rows),
        source=source(this),
        data=records(own[AREA_DATA]),
    )


def municipality(this: Round, number: str) -> Table | Paragraph:
    """One municipality's result on every area, one column for each round and each municipality it came from."""
    if not this.has_answers:
        return needs_answers(this, "areas")
    words, found = this.words, parts(this, number)
    results: list[tuple[str | Cell, ...]] = [
        (area_name(this, area), *(_result(part, area.number) for part in found))
        for area in this.codebook.area
    ]
    return Table(
        id="municipality",
        caption=words("drill.municipality_caption", name=municipality_name(this, number)),
        columns=(
            Column("area", words("column.area")),
            *(
                Column(f"n{part.round.year}_{part.number}", part.label, group=str(part.round.year))
                for part in found
            ),
        ),
        rows=(*results, (words("column.zone"), *(part.zone for part in found))),
        note=words("drill.municipality_note"),
        source=source(this, None),
        data=tuple(record for part in found for record in _records(part)),
        totals=1,
    )


def _then(this: Round, each: Round, number: str) -> Iterator[Part]:
    if each.year == this.year:
        yield Part(each, number, municipality_name(each, number), whole=True)
        return
    there = dict(zip(each.zones["number"], each.zones["name"], strict=True))
    for step in this.register.predecessors(number, each.year):
        if step.old in there:
            yield Part(each, step.old, there[step.old], whole=step.extent == "whole")


def municipality_name(this: Round, number: str) -> str:
    return str(this.municipalities.set_index("number")["name"][number])


def _area(this: Round, number: int) -> Area:
    return next(area for area in this.codebook.area if area.number == number)


def _result(part: Part, area: int) -> Cell:
    return result_cell(part.round, part.answers[area]) if area in part.answers else Cell("..")


def _records(part: Part) -> list[Mapping[str, int | float | str | None]]:
    frame = pd.DataFrame([answer[["area", "result", "level"]] for answer in part.answers.values()])
    own: dict[str, int | float | str | None] = {
        "year": part.round.year,
        "number": part.number,
        "name": part.name,
    }
    return [{**own, **record} for record in records(frame)]


def _step(value: object) -> str:
    return ".." if pd.isna(value) else str(value)  # type: ignore[call-overload]
