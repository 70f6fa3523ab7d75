"""The figures that `make calibrate` last wrote meet what the method promises."""

from __future__ import annotations

from pathlib import Path

import pytest

METHOD = Path(__file__).parents[1] / "docs" / "method.md"


@pytest.fixture(scope="module")
def written() -> str:
    text = METHOD.read_text("utf-8")
    return text.split("written by make calibrate -->")[1].split("<!-- end of calibration")[0]


def rows(written: str, section: str) -> list[list[str]]:
    """The cells of each row of a section's table, without its head."""
    part = written.split(f"**({section})")[1].split("**(")[0]
    lines = [line for line in part.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


def percent(cell: str) -> float:
    return float(cell.rstrip("%"))


def test_at_most_five_rounds_in_a_hundred_claim_a_relation_that_is_not_there(written: str) -> None:
    made = rows(written, "a")
    assert len(made) == 6
    for name, counted, _, interval, _ in made:
        assert counted.endswith(" of 2000"), name
        # What 2000 rounds can tell: five in a hundred is not below what they show.
        assert percent(interval.split("–")[0]) <= 5, name


def test_scores_find_more_than_zones(written: str) -> None:
    made = rows(written, "b")
    assert len(made) == 8
    assert all(percent(scores) > percent(zones) for _, zones, scores in made)


def test_every_printed_interval_covers_as_it_says(written: str) -> None:
    made = rows(written, "c")
    assert len(made) == 21
    for name, true, _, share in made:
        assert 93 <= percent(share) <= 97, (name, true)


def test_the_detectable_effect_is_found_four_times_in_five(written: str) -> None:
    made = rows(written, "d")
    assert len(made) == 12
    # In new rounds units also move otherwise than they did, so that four in five is only nearly met.
    assert all(73 <= percent(share) <= 85 for *_, share in made)
