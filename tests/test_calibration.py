"""The figures that `make calibrate` last wrote meet what the method promises."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

METHOD = Path(__file__).parents[1] / "docs" / "method.md"


@pytest.fixture(scope="module")
def written() -> str:
    text = METHOD.read_text("utf-8")
    return text.split("written by make calibrate -->")[1].split("<!-- end of calibration")[0]


def percents(rows: list[str]) -> list[float]:
    return [float(share) for row in rows for share in re.findall(r"([\d.]+)% \|$", row)]


def test_at_most_five_rounds_in_a_hundred_claim_a_relation_that_is_not_there(written: str) -> None:
    found = re.search(r"any of the three, as worded \| (\d+) of (\d+)", written)
    assert found is not None
    claimed, rounds = (int(number) for number in found.groups())
    assert rounds == 2000
    assert claimed / rounds <= 0.05


def test_the_interval_for_somers_d_covers_as_it_says(written: str) -> None:
    covered = percents([row for row in written.splitlines() if " of 10000 | " in row])
    assert len(covered) == 10
    assert all(93 <= share <= 97 for share in covered)


def test_the_detectable_effect_is_found_four_times_in_five(written: str) -> None:
    power = percents(
        [row for row in written.splitlines() if row.startswith(("| size, ", "| EPJ, ", "| change, "))]
    )
    assert len(power) == 6
    assert all(77 <= share <= 83 for share in power)
