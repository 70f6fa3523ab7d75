"""One area, and one municipality through its mergers; expected values read off the made-up county's raw files."""

from __future__ import annotations

import pytest

from ros_analysis import Round
from ros_analysis.report.blocks import Blocks, Paragraph
from ros_analysis.report.exhibits import Figure, Table
from ros_analysis.report.figures import matrix as drawn
from ros_analysis.report.tables import exploring as drill


@pytest.fixture(scope="module")
def this() -> Round:
    return Round("eksempelfylket", 2020, "internal")


def merged(this: Round) -> str:
    """A municipality that several became."""
    counts = {number: len(drill.parts(this, number)) for number in this.zones["number"]}
    return max(counts, key=lambda number: counts[number])


def test_a_merged_municipality_has_a_column_for_each_it_came_from(this: Round) -> None:
    number = merged(this)
    old = {step.old for step in this.register.successions if step.new == number and step.date.year > 2018}
    assert len(old) > 1
    assert {part.number for part in drill.parts(this, number)} == {*old, number}
    table = drill.municipality(this, number)
    assert isinstance(table, Table)
    assert [column.group for column in table.columns] == ["", *["2018"] * len(old), "2020"]


def test_a_municipalitys_results_are_its_answers(this: Round) -> None:
    number = this.zones.query("zone == 'red'")["number"].iloc[0]
    own = this.answers.query("number == @number").set_index("area")
    table = drill.municipality(this, number)
    assert isinstance(table, Table)
    for area, row in zip(this.codebook.area, table.cells[:-1], strict=True):
        assert row[-1].text.split()[-1] == str(own.loc[area.number, "result"])
        assert row[-1].level == own.loc[area.number, "level"]
    assert table.cells[-1][-1].text == "Rød"
    now = [record for record in table.records if record["year"] == 2020]
    assert [record["result"] for record in now] == list(own["result"])


def test_the_silent_are_shown_as_silent_not_as_green(this: Round) -> None:
    number = this.zones.loc[~this.zones["answered"], "number"].iloc[0]
    table = drill.municipality(this, number)
    assert isinstance(table, Table)
    assert {row[-1].text for row in table.cells} == {"..", "ikke svart"}


def test_an_area_lists_everybody_that_answered_highest_first(this: Round) -> None:
    table = drill.area(this, 4)
    assert isinstance(table, Table)
    results = [record["result"] for record in table.records]
    assert len(results) == this.counts.answered
    known = [result for result in results if result is not None]
    assert known == sorted(known, reverse=True)


def test_charts_say_in_words_what_they_show(this: Round) -> None:
    number = merged(this)
    figure = drawn.municipality(this, number)
    assert isinstance(figure, Figure)
    own = this.answers.query("number == @number")
    assert all(f" {result}" in figure.alt for result in own["result"])
    matrix = drawn.area(this, 4)
    assert isinstance(matrix, Figure)
    assert sum(int(record["count"] or 0) for record in matrix.records) == this.counts.answered  # type: ignore[arg-type]


def test_counts_alone_say_what_they_would_need() -> None:
    counted = Round("more-og-romsdal", 2020, "internal")
    assert isinstance(drill.area(counted, 1), Paragraph)
    assert isinstance(drill.municipality(counted, "1505"), Paragraph)
    assert drawn.municipality(counted, "1505") == Blocks()
