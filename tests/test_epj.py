"""EPJ systems by the ways municipalities write them."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ros_analysis.survey.epj import OTHER, EpjSystems

SYSTEMS = EpjSystems.load(Path(__file__).parent.parent / "data" / "raw" / "register")
AUTUMN_2020 = date(2020, 10, 1)


@pytest.mark.parametrize(
    ("text", "system", "how"),
    [
        ("Gerica", "Gerica", "name"),
        ("  GERICA ", "Gerica", "name"),
        ("Gerica 9.1", "Gerica", "name"),
        ("Gerica, versjon 9", "Gerica", "name"),
        ("Tieto", "Gerica", "alias"),
        ("Gerica (Tieto)", "Gerica", "alias"),
        ("Gerica/Tieto", "Gerica", "alias"),
        ("Gerica;", "Gerica", "name"),
        ("profil", "Visma Profil", "alias"),
        ("Visma  Omsorg PROFIL", "Visma Profil", "alias"),
        ("ACOS Cos Doc", "CosDoc", "alias"),
        ("HsPro", OTHER, "alias"),
        ("Epos", OTHER, "unknown"),
        ("Veit ikkje", None, "missing"),
        ("", None, "missing"),
        ("Gerica/Profil", None, "several"),
        ("Gerica og CosDoc", None, "several"),
        ("CosDoc, men bytter snart", None, "several"),
        ("HP", None, "ambiguous"),
        ("Visma", None, "ambiguous"),
        ("Helseplattformen", None, "too_early"),
        ("Epic", None, "too_early"),
    ],
)
def test_what_is_written_and_what_is_meant(text: str, system: str | None, how: str) -> None:
    reading = SYSTEMS.read(text, AUTUMN_2020)
    assert (reading.system, reading.how) == (system, how)


def test_several_systems_are_listed_in_the_order_of_the_answer() -> None:
    assert SYSTEMS.read("Profil + Gerica", AUTUMN_2020).candidates == ("Visma Profil", "Gerica")


@pytest.mark.parametrize(
    ("day", "system"), [(date(2022, 5, 6), None), (date(2022, 5, 7), "Helseplattformen")]
)
def test_helseplattformen_exists_from_the_day_trondheim_took_it_into_use(
    day: date, system: str | None
) -> None:
    assert SYSTEMS.read("Helseplattforma", day).system == system


@given(st.text(max_size=40))
def test_any_text_gives_a_listed_system_or_none(text: str) -> None:
    assert SYSTEMS.read(text, AUTUMN_2020).system in {None, OTHER, *SYSTEMS.systems}
