"""Why it is so: every cell of an answer where it stands in the file, and whom a printed count counts."""

from __future__ import annotations

import re
from pathlib import Path

import openpyxl
import pytest
from typer.testing import CliRunner

from ros_analysis import Round, tables
from ros_analysis.app.cli import app
from ros_analysis.publish.builds import counts_of
from ros_analysis.report.exhibits import Table
from ros_analysis.rounds import member_number, way_of
from ros_analysis.survey import NotFoundError

ROOT = Path(__file__).parents[1]
RAW = ROOT / "data" / "raw" / "eksempelfylket" / "2020" / "svar.xlsx"


@pytest.fixture(scope="module")
def this() -> Round:
    return Round("eksempelfylket", 2020, "internal")


def test_each_cell_stands_where_it_is_said_to(this: Round) -> None:
    """Read again by openpyxl: the text is there, and the answer is what it begins with."""
    book = openpyxl.load_workbook(RAW)
    for number in this.zones.loc[this.zones["answered"], "number"]:
        cells = way_of(this, number).cells
        assert len(cells[cells["field"].isin(["likelihood", "consequence"])]) % 16 == 0
        for row in cells[cells["field"] != "timestamp"].itertuples():
            place = row.place
            raw = book[place.sheet][f"{place.column.split()[0]}{place.row}"].value
            assert row.before == str(raw or "").strip()
            if row.field in ("likelihood", "consequence") and row.after is not None:
                assert row.before.startswith(str(row.after))


def test_what_was_read_is_what_is_counted(this: Round) -> None:
    """The cells of those who answered once give the answers that the report is made of."""
    for number, own in this.answers.groupby("number"):
        cells = way_of(this, str(number)).cells
        steps = cells[cells["field"].isin(["likelihood", "consequence"])]
        if len(steps) > 16:
            continue
        read = steps.pivot(index="area", columns="field", values="after")
        for part in ("likelihood", "consequence"):
            assert read[part].astype("Int64").tolist() == own[part].tolist()


def test_a_number_of_the_body_s_own_is_read_as_it_was_written() -> None:
    """svar-2024/9803: the distance is written «177», and is no «177.0»."""
    found = tables.way(Round("eksempelfylket", 2024, "internal"), "9803")
    cells = next(block for block in found.items if isinstance(block, Table)).cells
    stood, read = next((row[3].text, row[4].text) for row in cells if row[1].text == "avstand til sykehus")
    assert stood == read == "177"


def test_an_answer_that_another_replaced_is_told_of_too(this: Round) -> None:
    """svar.xlsx: Bjørkevoll answers in rows 24 and 26."""
    found = way_of(this, member_number(this, "bjørkevoll"))
    assert {place.row for place in found.cells["place"]} == {24, 26}
    assert [(one.rule, one.place.row) for one in found.repairs if one.severity == "warning"] == [
        ("superseded_answer", 24)
    ]


def test_whoever_never_answered_is_told_so(this: Round) -> None:
    (said,) = tables.way(this, "Storvatn").items
    assert "Storvatn har ikke svart" in said.plain()


def test_a_file_that_is_kept_names_no_file_and_repeats_no_row_of_others(this: Round) -> None:
    blocks = tables.way(this, "Bjørkevoll", kept=True)
    assert "svar.xlsx" not in blocks.plain()
    assert "Sheet1" not in blocks.plain()
    table = next(block for block in blocks.items if isinstance(block, Table))
    rows = {int(found[1]) for cells in table.cells if (found := re.search(r"[A-Z]+(\d+)$", cells[2].text))}
    assert rows == {24, 26}


def test_the_command_shows_the_way_on_the_terminal() -> None:
    done = CliRunner().invoke(app, ["why", "eksempelfylket", "2020", "Fagerhamn"], env={"COLUMNS": "200"})
    assert done.exit_code == 0
    line = next(line for line in done.output.splitlines() if "Gerica (Tieto)" in line)
    assert "svar.xlsx, Sheet1, G5" in line
    assert "risikoskåren 5,3" in done.output


def test_a_count_names_those_it_counts(this: Round, reports: Path) -> None:
    """Held against the answers, one by one, and against how many are printed."""
    place = reports / "eksempelfylket" / "2020" / "internal"
    found = counts_of(this, place, "areas")
    assert len(found) == 24
    names = dict(zip(this.zones["number"], this.zones["name"], strict=True))
    for count in found:
        area = int(count.row.removeprefix("area "))
        there = {
            names[row.number]
            for row in this.answers.itertuples()
            if (row.area, row.level) == (area, count.column)
        }
        assert set(count.names or ()) == there
        assert len(there) == int(count.printed)


@pytest.mark.parametrize(
    "figure", ["zones-over-rounds", "risk-matrix", "size", "answers-likelihood", "responses", "county"]
)
def test_every_count_of_members_is_followed_back(this: Round, reports: Path, figure: str) -> None:
    found = counts_of(this, reports / "eksempelfylket" / "2020" / "internal", figure)
    assert found
    assert all(len(count.names or ()) == int(count.printed) for count in found)


@pytest.mark.parametrize("figure", ["transition", "rule-chart", "repairs"])
def test_what_can_not_be_followed_back_is_not_guessed(this: Round, reports: Path, figure: str) -> None:
    found = counts_of(this, reports / "eksempelfylket" / "2020" / "internal", figure)
    assert {count.names for count in found} == {None}


def test_an_unknown_figure_is_answered_with_the_nearest(this: Round, reports: Path) -> None:
    with pytest.raises(NotFoundError, match="Mente du «areas»"):
        counts_of(this, reports / "eksempelfylket" / "2020" / "internal", "area")
