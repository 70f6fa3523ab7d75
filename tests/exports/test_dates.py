"""Times of answers: one way of writing per column, or refused."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from export_files import problems, rules
from own_files import read_export

Write = Callable[..., Path]


def content(*times: str) -> str:
    return "Tidspunkt;Kommune\n" + "".join(f"{time};Fjordvik\n" for time in times)


@pytest.mark.parametrize(
    ("written", "iso"),
    [
        (["06.09.2020 kl. 15.37.20", "30.09.2020 kl. 08.05.00"], "2020-09-06T15:37:20"),
        (["6.9.20 15:37", "7.9.20 8:05"], "2020-09-06T15:37:00"),
        (["06.09.2020", "07.09.2020"], "2020-09-06"),
        (["9/6/2020 3:37:20 PM", "9/30/2020 8:05:00 AM"], "2020-09-06T15:37:20"),
        (["6/9/2020 15:37", "30/9/2020 8:05"], "2020-09-06T15:37:00"),
        (["2020/09/06 3:37:20 PM GMT+2", "2020/09/30 8:05:00 AM GMT+2"], "2020-09-06T15:37:20"),
        (["44080.5", "44081.25"], "2020-09-06T12:00:00"),
        (["2020-09-06 15:37:20", ""], "2020-09-06 15:37:20"),
        (["2020-09-06T15:37:20.000+02:00"], "2020-09-06T15:37:20.000+02:00"),
    ],
)
def test_one_way_of_writing_is_read(text: Write, written: list[str], iso: str) -> None:
    table = read_export(text(content(*written)))
    assert table.rows[0].cells[0] == iso
    assert ("time_rewritten" in rules(table)) == (iso != written[0])


def test_a_column_that_says_whether_and_not_when_is_no_time(text: Write) -> None:
    table = read_export(text(content("Ja", "Nei").replace("Tidspunkt", "Besvart")))
    assert [column.role for column in table.columns] == ["", ""]


def test_zeros_are_no_time(text: Write) -> None:
    table = read_export(text(content("0000-00-00 00:00:00", "2020-09-06 15:37:20")))
    assert [row.cells[0] for row in table.rows] == ["", "2020-09-06 15:37:20"]


def test_days_and_months_that_can_be_swapped_are_refused(text: Write) -> None:
    (problem,) = problems(text(content("5/9/2020 15:37", "6/9/2020 15:37")))
    assert problem.rule == "ambiguous_dates"


def test_mixed_ways_of_writing_are_refused_row_by_row(text: Write) -> None:
    found = problems(text(content("06.09.2020", "07.09.2020", "2020-09-08", "9/30/2020")))
    assert [(problem.rule, problem.place.row) for problem in found] == [
        ("mixed_dates", 4),
        ("mixed_dates", 5),
    ]
