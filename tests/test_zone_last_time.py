"""«Sone sist» follows a municipality through a new number, and says the parts of one that was merged."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace
from typing import Any

from made_up_rounds import made_up_round

from ros_analysis.report.exhibits import Cell
from ros_analysis.report.tables.responses import _before
from ros_analysis.survey.language import Words
from ros_analysis.survey.municipalities import Succession

LAST = made_up_round(
    2018,
    [
        ("9801", 1, None, "yellow"),
        ("9802", 1, None, "red"),
        ("9803", 1, None, "green"),
        ("9804", 1, None, None),
    ],
)
THIS = made_up_round(2020, [(number, 1, None, "red") for number in ("9801", "9812", "9850", "9860")])
STEPS = (
    Succession("9802", "9812", date(2020, 1, 1), "renumbered", "whole"),
    Succession("9803", "9850", date(2020, 1, 1), "merger", "whole"),
    Succession("9804", "9850", date(2020, 1, 1), "merger", "whole"),
)


def before(number: str) -> Cell | str:
    this: Any = SimpleNamespace(year=2020, zones=THIS.zones, register=SimpleNamespace(successions=STEPS))
    last: Any = SimpleNamespace(year=2018, zones=LAST.zones, words=Words("nb"), has_answers=True)
    (zone,) = _before(this, last, [number])
    return zone


def test_the_same_municipality_has_its_zone() -> None:
    assert before("9801") == Cell("Gul", "yellow")


def test_a_new_number_is_the_same_municipality() -> None:
    assert before("9812") == Cell("Rød", "red")


def test_a_merged_municipality_has_its_parts_zones() -> None:
    assert before("9850") == "Kommune 9803: grønn"


def test_one_that_was_not_there_has_none() -> None:
    assert before("9860") == ".."
