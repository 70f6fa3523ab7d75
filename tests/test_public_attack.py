"""From the public files of two rounds together nobody's zone and no area answer can be worked out."""

from pathlib import Path

import pandas as pd
import pytest
from attack import Attack, insider, outsider, read_figures, read_report

from ros_analysis import Round
from ros_analysis.comparable import units
from ros_analysis.folders import Folders

ROOT = Path(__file__).parents[1]
FOLDERS = Folders.at(ROOT / "data")


def frame(round_: Round, renamed: dict[str, str]) -> pd.DataFrame:
    zones = round_.zones[["number", "size", "epj", "zone"]].copy()
    return zones.assign(number=zones["number"].map(lambda number: renamed.get(number, number)))


@pytest.fixture(scope="module")
def attacked(reports: Path) -> Attack:
    """All that an insider knows beforehand, and all that the public folders of both rounds tell."""
    last, this = (Round("eksempelfylket", year, "public", folders=FOLDERS) for year in (2018, 2020))
    same = units(
        tuple(last.zones["number"]), tuple(this.zones["number"]), this.register.successions, (2018, 2020)
    )
    kept = {unit.before[0]: f"same {unit.after[0]}" for unit in same if unit.unchanged}
    now = {unit.after[0]: f"same {unit.after[0]}" for unit in same if unit.unchanged}
    older = frame(last, {**{n: f"last {n}" for n in last.zones["number"]}, **kept})
    newer = frame(this, {**{n: f"this {n}" for n in this.zones["number"]}, **now})
    attack = insider(("2018", older), ("2020", newer))
    for year, before in (("2018", ""), ("2020", "2018")):
        text = (reports / "eksempelfylket" / year / "public" / "figures.csv").read_text("utf-8")
        read_report(attack, read_figures(text), year, before)
    return attack


def test_the_attacker_reads_the_tables(attacked: Attack) -> None:
    assert {table.name for table in attacked.tables} == {
        "size 2018", "epj 2018", "size 2020", "epj 2020", "transition 2020", "moves 2020",
    }  # fmt: skip
    hidden = [cell for table in attacked.tables for cell in table.cells.values() if cell is None]
    assert len(hidden) > 10


def test_every_hidden_cell_may_be_two_values_at_least(attacked: Attack) -> None:
    ranges = attacked.ranges()
    assert ranges
    assert {cell: span for cell, span in ranges.items() if span[0] == span[1]} == {}
    assert attacked.derived() == []


def test_nobodys_zone_is_certain_or_out_of_the_question(attacked: Attack) -> None:
    assert attacked.unmasked() == []


@pytest.mark.parametrize("year", ["2018", "2020"])
def test_who_was_silent_can_not_be_told(reports: Path, year: str) -> None:
    attack = outsider(year, Round("eksempelfylket", int(year), "public", folders=FOLDERS).zones)
    text = (reports / "eksempelfylket" / year / "public" / "figures.csv").read_text("utf-8")
    figures = read_figures(text)
    read_report(attack, {"size": figures["size"]}, year)
    assert attack.unmasked() == []


@pytest.mark.parametrize("year", ["2018", "2020"])
def test_no_area_has_all_its_answers_alike_or_a_cell_below_three(reports: Path, year: str) -> None:
    text = (reports / "eksempelfylket" / year / "public" / "figures.csv").read_text("utf-8")
    figures = read_figures(text)
    for record in figures["areas"]:
        shown = [int(record[level]) for level in ("green", "yellow", "red") if record[level]]
        assert all(value >= 3 for value in shown), record
        assert len(shown) in (0, 1, 3), record
