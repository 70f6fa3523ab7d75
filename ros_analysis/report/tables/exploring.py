"""For analysts, not for the report: one area, one municipality over all rounds, and what another rule would give."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from ros_analysis.report.blocks import Paragraph
from ros_analysis.report.exhibits import Cell, Table
from ros_analysis.report.tables.columns import TableOf, p_label, p_text, result_cells, zone_cell
from ros_analysis.report.tables.parts import area_names, joined, needs_answers
from ros_analysis.rounds import Round, WhatIf, rule_tests
from ros_analysis.survey import LEVELS

AREA_DATA = ["number", "name", "likelihood", "consequence", "result", "level", "zone", "epj"]


@dataclass(frozen=True)
class PathStep:
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
    def answers(self) -> pd.DataFrame:
        """Year, number, name, area, result and level of each of this municipality's answers, by area; none when it
        didn't answer."""
        own = self.round.answers[self.round.answers["number"] == self.number]
        told = own.assign(year=self.round.year, name=self.name).set_index("area", drop=False)
        return told[["year", "number", "name", "area", "result", "level"]]

    @property
    def label(self) -> str:
        return self.name if self.whole else self.round.words("drill.part", name=self.name)


def parts(this: Round, number: str) -> list[PathStep]:
    """The municipality `number` in every round with answers to the same questions, oldest first, by what it was."""
    rounds = [each for each in this.history() if each.has_answers and set(this.unlike(each)) <= {"rule"}]
    return [part for each in rounds for part in _then(this, each, number)]


def area(this: Round, number: int) -> Table | Paragraph:
    """Every municipality's answer on one area, the highest result first."""
    if not this.has_answers:
        return needs_answers(this, "areas")
    table = TableOf(this)
    own = this.answers[this.answers["area"] == number].merge(
        this.zones[["number", "name", "zone", "epj"]], on="number"
    )
    own = own.sort_values(["result", "name"], ascending=[False, True], na_position="last")
    return table(
        "area",
        own.assign(municipality=own["name"], result=result_cells(this, own)),
        (
            table.text("municipality"),
            *(table.text(key, "right") for key in ("likelihood", "consequence")),
            table.text("result"),
            table.zone("zone"),
            table.epj(),
        ),
        id=f"area-{number}",
        area=area_names(this)[number],
        behind=own[AREA_DATA],
    )


def municipality(this: Round, number: str) -> Table | Paragraph:
    """One municipality's result on every area, one column for each round and each municipality it came from."""
    if not this.has_answers:
        return needs_answers(this, "areas")
    words, table = this.words, TableOf(this)
    found = {f"n{part.round.year}_{part.number}": part for part in parts(this, number)}
    areas = pd.Series(area_names(this))
    results = {
        key: result_cells(part.round, part.answers).reindex(areas.index) for key, part in found.items()
    }
    zones = {"area": words("column.zone"), **{key: part.zone for key, part in found.items()}}
    return table(
        "municipality",
        pd.concat([pd.DataFrame({"area": areas, **results}), pd.DataFrame([zones])]),
        (
            table.text("area"),
            *(table.text(key, label=p.label, group=str(p.round.year)) for key, p in found.items()),
        ),
        n=None,
        name=municipality_name(this, number),
        note=words("drill.municipality_note"),
        behind=pd.concat([part.answers for part in found.values()]),
        totals=1,
    )


def _then(this: Round, each: Round, number: str) -> Iterator[PathStep]:
    if each.year == this.year:
        yield PathStep(each, number, municipality_name(each, number), whole=True)
        return
    there = dict(zip(each.zones["number"], each.zones["name"], strict=True))
    for step in this.register.predecessors(number, each.year):
        if step.old in there:
            yield PathStep(each, step.old, there[step.old], whole=step.extent == "whole")


def municipality_name(this: Round, number: str) -> str:
    return str(this.municipalities.set_index("number")["name"][number])


def tried(this: WhatIf) -> Table:
    """Zones and p-values as reported beside those under the rule tried; for analysts, not for the report."""
    words, table, both = this.words, TableOf(this), {"reported": this.actual, "tried": this}
    levels = [*LEVELS, *(["undetermined"] if any(each.counts.undetermined for each in both.values()) else [])]
    counts = pd.DataFrame(
        {name: [getattr(each.counts, level) for level in levels] for name, each in both.items()}, levels
    )
    declared = [factor.name for factor in this.survey.factors if factor.declared]
    tested = {name: rule_tests(each) for name, each in both.items()}
    tests = pd.DataFrame(
        {name: [found[one].p for one in declared] for name, found in tested.items()}, declared
    )
    shown = [
        counts.map(words.number).rename(index=lambda level: zone_cell(words, level)),
        tests.map(lambda p: p_text(words, p)).rename(index=lambda name: p_label(this, name, "what_if")),
    ]
    behind = [counts.astype(object), tests.rename(index="p_{}".format).astype(object)]
    return table(
        "tried",
        pd.concat(shown).rename_axis("what").reset_index(),
        (
            table.text("what", label=words("column.zone")),
            *(table.text(name, "right", label=words(f"what_if.{name}")) for name in both),
        ),
        note=joined(words("what_if.note"), words("what_if.given") if this.actual.given.n else ""),
        behind=pd.concat(behind).rename_axis("what").reset_index(),
    )


def moved(this: WhatIf) -> Table | Paragraph:
    """Each municipality that would have another zone, by name; for analysts, not for the report."""
    words, table = this.words, TableOf(this)
    if this.moved.empty:
        return Paragraph(words("what_if.nobody"))
    return table(
        "moved",
        this.moved.assign(municipality=this.moved["name"]),
        (
            table.text("municipality"),
            table.zone("before", label=words("what_if.reported")),
            table.zone("after", label=words("what_if.after")),
        ),
        behind=this.moved,
    )
