"""Municipalities recognised exactly, by alias, or refused with the names that are near."""

import random
import unicodedata
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ros_analysis.cleaning.identify import Match, Matcher, NoMatch, names_of, split_number, words_of
from ros_analysis.survey.members import Members
from ros_analysis.survey.municipalities import Register

REGISTER = Register.load(Path(__file__).parents[2] / "data" / "raw" / "register")


@cache
def matcher(county: str, year: int) -> Matcher:
    return Matcher(Members(REGISTER, (county,)), year)


IN_2018 = matcher("15", 2018)
IN_2020 = matcher("15", 2020)
IN_2024 = matcher("15", 2024)
TRONDELAG = matcher("50", 2024)


@pytest.mark.parametrize(
    ("text", "number", "how"),
    [
        ("1505", "1505", "number"),
        ("1505.0", "1505", "number"),
        ("1520 Ørsta", "1520", "number"),
        ("Ørsta (1520)", "1520", "number"),
        ("Ørsta", "1520", "name"),
        ("Ørsta kommune", "1520", "name"),
        ("  ørsta   KOMMUNE ", "1520", "name"),
        ("A\u030alesund", "1507", "name"),
        ("HERØY (M&R)", "1515", "name"),
        ("Herøy, Møre og Romsdal", "1515", "name"),
        ("Sande", "1514", "name"),
        ("Aalesund", "1507", "alias"),
        ("Oersta", "1520", "alias"),
        ("Kristiandsund", "1505", "alias"),
    ],
)
def test_a_municipality_of_2020_is_recognised(text: str, number: str, how: str) -> None:
    found = IN_2020.find(text)
    assert isinstance(found, Match)
    assert (found.number, found.how) == (number, how)


def test_the_same_name_has_the_number_of_its_time() -> None:
    numbers = [desk.find("Ålesund") for desk in (IN_2018, IN_2020, IN_2024)]
    assert [found.number for found in numbers] == ["1504", "1507", "1508"]


@pytest.mark.parametrize("text", ["Trondheim", "Tråante", "Trondheim - Tråante", "Tråante / Trondheim"])
def test_each_official_name_will_do(text: str) -> None:
    assert TRONDELAG.find(text).number == "5001"


@pytest.mark.parametrize(
    "form", ["{}", "{} kommune", "{}\u00a0 ", "kommune {}", "3419 {}", "{} (3419)", "3419 – {}"]
)
@pytest.mark.parametrize(
    "text",
    [
        *(
            "Våler i Innlandet",
            "Våler (Innlandet)",
            "Våler, Innlandet",
            "Våler Innlandet",
            "Innlandet - Våler",
        ),
        *(
            "Innlandet: Våler",
            "Våler kommune i Innlandet fylke",
            "VÅLER (INNLANDET FYLKE)",
            "Våler i Hedmark",
        ),
    ],
)
@pytest.mark.parametrize("letters", ["NFC", "NFD"])
def test_a_name_with_its_county_in_any_form(text: str, form: str, letters: str) -> None:
    found = matcher("34", 2024).find(unicodedata.normalize(letters, form.format(text)))
    assert found.number == "3419"
    assert isinstance(found, Match)


@pytest.mark.parametrize(
    ("county", "year", "text", "reason", "number"),
    [
        ("34", 2024, "Våler i Østfold", "other_county", "3114"),
        ("34", 2024, "Os i Hordaland", "other_county", "1243"),
        ("46", 2024, "Os i Hordaland", "former", "1243"),
        ("34", 2024, "Innlandet", "unknown", ""),
        ("34", 2024, "Våler og Os i Innlandet", "unknown", ""),
        ("34", 2024, "Våler i Nordland", "unknown", ""),
        ("15", 2024, "Sande i Vestfold", "other_county", "0713"),
        ("15", 2024, "Herøy – Nordland", "other_county", "1818"),
    ],
)
def test_another_county_s_name_is_not_taken_for_the_one_here(
    county: str, year: int, text: str, reason: str, number: str
) -> None:
    found = matcher(county, year).find(text)
    assert isinstance(found, NoMatch)
    assert (found.reason, found.number) == (reason, number)


def test_a_slip_beside_the_county_is_refused_with_the_name_that_is_near() -> None:
    found = matcher("34", 2024).find("Vaaaler i Innlandet")
    assert isinstance(found, NoMatch)
    assert found.suggestions == ("Våler",)


@pytest.mark.parametrize("letters", ["NFC", "NFD", "NFKD"])
@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Kautokeino – Guovdageaidnu", "5612"),
        ("Guovdageaidnu Kautokeino", "5612"),
        ("Guovdageainnu suohkan / Kautokeino kommune", "5612"),
        ("5612 Guovdageaidnu - Kautokeino", "5612"),
        ("Porsanger/Porsáŋgu/Porsanki", "5622"),
        ("Porsanki, Porsáŋgu, Porsanger", "5622"),
        ("PORSÁŊGU", "5622"),
        ("Porsángu", "5622"),
        ("Karasjok (Kárášjohka)", "5610"),
        ("Kárásjohka", "5610"),
        ("Deanu gielda – Tana kommune", "5628"),
        ("Unjárga-Nesseby", "5636"),
        ("Deatnu, Finnmárku", "5628"),
    ],
)
def test_sami_and_kven_names_with_their_letters_in_any_order(text: str, number: str, letters: str) -> None:
    found = matcher("56", 2024).find(unicodedata.normalize(letters, text))
    assert isinstance(found, Match)
    assert found.number == number


@pytest.mark.parametrize("text", ["Kárášjohka – Tana", "Porsanger Alta"])
def test_names_of_two_municipalities_are_neither(text: str) -> None:
    assert isinstance(matcher("56", 2024).find(text), NoMatch)


def test_a_name_that_two_municipalities_of_the_county_bear_is_never_guessed() -> None:
    twins = {number: replace(REGISTER.units[number], name="Vik") for number in ("1511", "1517")}
    units = {**REGISTER.units, **twins}
    register = Register(units, REGISTER.population, (), REGISTER.counties, {})
    found = Matcher(Members(register, ("15",)), 2024).find("Vik")
    assert isinstance(found, NoMatch)
    assert found.message == "«Vik» kan være 1511 Vik eller 1517 Vik"


@pytest.mark.parametrize(
    ("desk", "text", "reason", "message"),
    [
        (IN_2020, "1504", "former", "1504 Ålesund gjaldt til 31.12.2019, ny 1507 Ålesund"),
        (IN_2020, "Nesset", "former", "1543 Nesset gjaldt til 31.12.2019, ny 1506 Molde"),
        (IN_2020, "Haram", "former", "1534 Haram gjaldt til 31.12.2019, ny 1507 Ålesund"),
        (IN_2018, "1577", "future", "1577 Volda gjelder fra 01.01.2020, i 2018: 1444 Hornindal og 1519 Volda"),
        (IN_2020, "Rindal", "other_county",
         "5061 Rindal ligger i Trøndelag; 1567 Rindal hørte til Møre og Romsdal til 31.12.2018"),
        (IN_2020, "Halsa", "other_county", "1571 Halsa gjaldt til 31.12.2019, ny 5055 Heim i Trøndelag"),
        (IN_2018, "Hornindal", "other_county",
         "1444 Hornindal ligger i Sogn og Fjordane; fra 01.01.2020 i 1577 Volda i Møre og Romsdal"),
        (IN_2020, "1818 Herøy", "other_county", "1818 Herøy ligger i Nordland"),
        (IN_2020, "Herøy (Nordland)", "other_county", "1818 Herøy ligger i Nordland"),
        (IN_2020, "301", "other_county", "0301 Oslo ligger i Oslo"),
        (IN_2020, "1507 Molde", "disagree",
         "Nummer og navn er uenige: 1507 er Ålesund, men navnet er «Molde»"),
        (IN_2020, "1599", "unknown", "Kommunenummer 1599 finnes ikke i registeret"),
    ],
)  # fmt: skip
def test_why_a_text_is_no_municipality_here(desk: Matcher, text: str, reason: str, message: str) -> None:
    found = desk.find(text)
    assert isinstance(found, NoMatch)
    assert (found.reason, found.message) == (reason, message)


@pytest.mark.parametrize(
    ("text", "meant"),
    [("Aukre", {"Aure", "Aukra"}), ("Surndal", {"Sunndal", "Surnadal"}), ("Heroy", {"Herøy"})],
)
def test_a_near_miss_is_refused_with_suggestions(text: str, meant: set[str]) -> None:
    found = IN_2020.find(text)
    assert isinstance(found, NoMatch)
    assert found.reason == "unknown"
    assert meant <= set(found.suggestions)
    assert len(found.suggestions) <= 3


@pytest.mark.parametrize(("text", "meant"), [("Kristiansand", "Kristiansund"), ("Sola", "Sula")])
def test_another_county_s_name_that_may_be_a_slip_is_not_excluded_but_asked_about(
    text: str, meant: str
) -> None:
    found = IN_2020.find(text)
    assert isinstance(found, NoMatch)
    assert found.reason == "unknown"
    assert meant in found.suggestions


def test_rindal_answers_in_2018() -> None:
    assert IN_2018.find("Rindal") == Match("1567", "Rindal", "name")


@given(st.data(), st.randoms(use_true_random=False))
@settings(max_examples=200)
def test_every_name_finds_itself_however_it_is_written(data: st.DataObject, chance: random.Random) -> None:
    year = data.draw(st.sampled_from([2018, 2020, 2024]))
    unit = data.draw(st.sampled_from([unit for unit in REGISTER.units.values() if unit.valid(year)]))
    name = data.draw(st.sampled_from([unit.name, *unit.other_names]))
    cased = "".join(chance.choice((letter.upper(), letter.lower())) for letter in name)
    spaced = data.draw(st.sampled_from(["{}", " {}", "{}  ", "{} kommune", "{}\u00a0KOMMUNE ", "Kommune {}"]))
    found = matcher(unit.number[:2], year).find(spaced.format(cased.replace(" ", "  ")))
    assert found.number == unit.number


@given(st.text(max_size=30))
def test_no_text_crashes_or_is_taken_for_a_name_it_is_not(text: str) -> None:
    found = IN_2020.find(text)
    if isinstance(found, Match) and found.how == "name":
        said = set(words_of(text))
        assert any(said.issuperset(name) for name in names_of(REGISTER.units[found.number]))


@given(st.text(alphabet="0123456789.- (),ØA", max_size=12))
def test_a_number_is_four_digits_or_nothing(text: str) -> None:
    number, _ = split_number(text)
    assert number == "" or (len(number) == 4 and number.isdecimal())
