"""Units through mergers, splits and new numbers, held against what happened in Møre og Romsdal."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ros_analysis.survey.comparable import Unit, units
from ros_analysis.survey.municipalities import Register, Succession

REGISTER = Path(__file__).parents[1] / "data" / "raw" / "register"


@pytest.fixture(scope="module")
def register() -> Register:
    return Register.load(REGISTER)


def between(register: Register, last_year: int, year: int) -> tuple[Unit, ...]:
    last, this = (register.of("15", one)["number"] for one in (last_year, year))
    return units(last, this, register.successions, (last_year, year))


def test_21_of_the_26_municipalities_of_2020_were_the_same_in_2018(register: Register) -> None:
    found = between(register, 2018, 2020)
    merged = {unit.after: unit.before for unit in found if not unit.unchanged}
    assert len(found) == 26
    assert merged == {
        ("1506",): ("1502", "1543", "1545"),
        ("1507",): ("1504", "1523", "1529", "1534", "1546"),
        ("1577",): ("1519",),  # Volda took in Hornindal, which was in another county
        ("1578",): ("1524", "1526"),
        ("1579",): ("1548", "1551"),
    }


def test_rindal_and_halsa_left_the_county_and_are_in_no_unit(register: Register) -> None:
    numbers = {number for unit in between(register, 2018, 2020) for number in unit.before}
    assert not numbers & {"1567", "1571"}


def test_a_moved_border_leaves_both_municipalities_as_they_were(register: Register) -> None:
    found = between(register, 2020, 2024)
    assert {("1535",), ("1539",)} <= {unit.after for unit in found if unit.unchanged}


def test_alesund_and_haram_are_one_unit_over_the_split_of_2024(register: Register) -> None:
    changed = [unit for unit in between(register, 2020, 2024) if not unit.unchanged]
    assert changed == [Unit(("1507",), ("1508", "1580"), unchanged=False)]


def test_a_new_number_alone_does_not_change_a_municipality() -> None:
    moved = Succession("9801", "9851", date(2019, 1, 1), "renumbered", "whole")
    assert units(["9801"], ["9851"], [moved], (2018, 2020)) == (Unit(("9801",), ("9851",), unchanged=True),)


def test_what_keeps_its_number_in_a_merger_is_not_unchanged() -> None:
    taken_in = Succession("5030", "5001", date(2020, 1, 1), "merged", "whole")
    assert units(["5001"], ["5001"], [taken_in], (2018, 2020)) == (
        Unit(("5001",), ("5001",), unchanged=False),
    )


@pytest.mark.parametrize(
    ("day", "unchanged"), [(date(2018, 1, 1), True), (date(2020, 1, 1), False), (date(2020, 7, 1), True)]
)
def test_only_what_happened_between_the_two_first_of_januaries_counts(day: date, unchanged: bool) -> None:
    taken_in = Succession("9802", "9801", day, "merged", "whole")
    assert units(["9801"], ["9801"], [taken_in], (2018, 2020))[0].unchanged is unchanged


NUMBER = st.sampled_from([f"98{place:02}" for place in range(1, 13)])
STEP = st.builds(
    Succession, NUMBER, NUMBER, st.sampled_from([date(2019, 1, 1), date(2020, 1, 1)]),
    st.sampled_from(["renumbered", "merged", "split"]), st.sampled_from(["whole", "partial"]),
)  # fmt: skip


@given(st.sets(NUMBER), st.sets(NUMBER), st.lists(STEP, max_size=12))
def test_no_municipality_is_counted_twice(before: set[str], after: set[str], steps: list[Succession]) -> None:
    found = units(before, after, steps, (2018, 2020))
    for side in (lambda unit: unit.before, lambda unit: unit.after):
        numbers = [number for unit in found for number in side(unit)]
        assert len(numbers) == len(set(numbers))
