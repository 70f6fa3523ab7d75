"""The register against SSB's sums and Kartverket's account of who became whom."""

import hashlib
import shutil
import tomllib
from pathlib import Path

import pytest

from ros_analysis.survey.municipalities import Register, RegisterError

FOLDER = Path(__file__).parent.parent / "data" / "raw" / "register"


@pytest.fixture(scope="module")
def register() -> Register:
    return Register.load(FOLDER)


@pytest.mark.parametrize(
    ("year", "municipalities", "persons"),
    [(2018, 36, 266_856), (2020, 26, 265_238), (2024, 27, 270_624)],
)
def test_more_og_romsdal_has_the_published_number_of_municipalities_and_people(
    register: Register, year: int, municipalities: int, persons: int
) -> None:
    county = register.of("15", year)
    assert len(county) == municipalities
    assert county["population"].sum() == persons


@pytest.mark.parametrize(
    ("year", "municipalities", "counties", "persons"),
    [
        (2017, 426, 19, 5_258_317),
        (2018, 422, 18, 5_295_619),
        (2019, 422, 18, 5_328_212),
        (2020, 356, 11, 5_367_580),
        (2021, 356, 11, 5_391_369),
        (2022, 356, 11, 5_425_270),
        (2023, 356, 11, 5_488_984),
        (2024, 357, 15, 5_550_203),
        (2025, 357, 15, 5_594_340),
        (2026, 357, 15, 5_627_400),
    ],
)
def test_all_of_norway_is_there(
    register: Register, year: int, municipalities: int, counties: int, persons: int
) -> None:
    here = {unit.number[:2] for unit in register.units.values() if unit.valid(year)}
    frames = [register.of(county, year) for county in here]
    assert len(here) == counties
    assert sum(len(frame) for frame in frames) == municipalities
    assert sum(frame["population"].sum() for frame in frames) == persons


@pytest.mark.parametrize("year", range(2017, 2027))
def test_every_number_has_a_population_and_every_population_a_number(register: Register, year: int) -> None:
    populated = register.population.loc[register.population["year"] == year, "number"]
    assert set(populated) == {unit.number for unit in register.units.values() if unit.valid(year)}


def test_who_trondelag_and_vestfold_were_before_2018(register: Register) -> None:
    """Kartverket: Rissa and Leksvik became Indre Fosen, Nøtterøy and Tjøme became Færder; Trondheim got a
    number of its new county, and took in Klæbu in 2020."""
    became = {"5054": {"1624", "1718"}, "0729": {"0722", "0723"}, "5001": {"1601", "1662"}}
    for new, old in became.items():
        assert {step.old for step in register.predecessors(new, 2017)} == old
        before = register.of("07", 2017) if new.startswith("0") else None
        assert before is None or set(before["number"]) >= old
    assert register.county_name("1718") == "Nord-Trøndelag"


def test_every_county_has_a_name(register: Register) -> None:
    assert {number[:2] for number in register.units} == set(register.counties.index)


def test_every_number_that_ended_has_a_successor_and_every_new_one_a_predecessor(register: Register) -> None:
    for unit in register.units.values():
        if unit.valid_to:
            assert register.successors(unit.number, 2026), unit
        if unit.valid_from:
            assert register.predecessors(unit.number, 2017), unit


def test_what_became_of_alesund_molde_and_rindal(register: Register) -> None:
    assert {step.old for step in register.predecessors("1507", 2018)} == {
        "1504", "1523", "1529", "1534", "1546",
    }  # fmt: skip
    assert [step.new for step in register.successors("1502", 2020)] == ["1506"]
    assert [(step.new, str(step.date)) for step in register.successors("1567", 2020)] == [
        ("5061", "2019-01-01")
    ]


def test_a_split_is_partial_on_both_sides(register: Register) -> None:
    assert {(step.new, step.extent) for step in register.successors("1507", 2024)} == {
        ("1508", "partial"),
        ("1580", "partial"),
    }
    assert {step.extent for step in register.predecessors("1580", 2018)} == {"partial"}


def test_rauma_gave_vagstranda_to_vestnes_and_both_kept_their_numbers(register: Register) -> None:
    assert {(step.new, step.extent) for step in register.successors("1539", 2024)} == {
        ("1539", "partial"),
        ("1535", "partial"),
    }
    assert [step.extent for step in register.successors("1539", 2020)] == ["whole"]


def test_an_unchanged_municipality_succeeds_itself(register: Register) -> None:
    (step,) = register.successors("1511", 2024)
    assert (step.old, step.new, step.extent) == ("1511", "1511", "whole")


@pytest.mark.parametrize(
    ("number", "year", "text"),
    [
        ("1504", 2020, "1504 Ålesund gjaldt til 31.12.2019, ny 1507 Ålesund"),
        ("1577", 2018, "1577 Volda gjelder fra 01.01.2020, i 2018: 1444 Hornindal og 1519 Volda"),
    ],
)
def test_a_number_of_another_time_is_explained(register: Register, number: str, year: int, text: str) -> None:
    assert register.explain(number, year) == text


def test_a_year_without_population_says_which_years_there_are(register: Register) -> None:
    with pytest.raises(RegisterError, match=r"1\. januar 2027; filen har 2017, .*2026\. .*07459.*Tid\]=2027"):
        register.of("15", 2027)


def test_an_unknown_county_is_refused(register: Register) -> None:
    with pytest.raises(RegisterError, match="fylke «99»"):
        register.of("99", 2020)


def test_a_missing_file_or_column_is_named(tmp_path: Path) -> None:
    shutil.copytree(FOLDER, tmp_path / "register")
    (tmp_path / "register" / "population.csv").write_text("year,number\n2020,1502\n", encoding="utf-8")
    with pytest.raises(RegisterError, match=r"population\.csv: mangler kolonnene population"):
        Register.load(tmp_path / "register")
    (tmp_path / "register" / "counties.csv").unlink()
    (tmp_path / "register" / "population.csv").unlink()
    with pytest.raises(RegisterError, match=r"population\.csv: filen mangler"):
        Register.load(tmp_path / "register")


def test_a_number_without_a_municipality_is_named(tmp_path: Path) -> None:
    shutil.copytree(FOLDER, tmp_path / "register")
    with (tmp_path / "register" / "population.csv").open("a", encoding="utf-8") as file:
        file.write("2020,1599,10\n")
    with pytest.raises(RegisterError, match="1599"):
        Register.load(tmp_path / "register")


def test_every_file_has_source_licence_and_its_hash() -> None:
    sources = tomllib.loads((FOLDER / "sources.toml").read_text("utf-8"))
    assert set(sources) == {path.name for path in FOLDER.glob("*.csv")}
    for name, source in sources.items():
        assert source["sha256"] == hashlib.sha256((FOLDER / name).read_bytes()).hexdigest()
        assert source["publisher"]
        assert source["licence"]
