"""Who is asked: by county, by list, or in the body's own file; and what is told where that can't be known."""

from pathlib import Path

import pytest

from ros_analysis.cleaning import Match, Matcher
from ros_analysis.survey import Folders, Members, Register, SettingsError
from tests.own_files import ROOT

REGISTER = Register.load(ROOT / "data" / "raw" / "register")
TOML = 'name = "K"\nregion = "R"\norganiser = "O"\nbackground = "B"\nproposal = "P"\n'
UNIT = '[unit.nb]\none = "sykehus"\nmany = "sykehus"\nwhole = "regionen"\ncounted = "senger"\n'


def asked(folder: Path, who: str = "", **files: str) -> Members:
    (folder / "survey.toml").write_text(f"{who}\n{TOML}{UNIT if files else ''}", "utf-8")
    for year, text in files.items():
        place = folder / year.strip("y")
        place.mkdir(exist_ok=True)
        (place / "members.csv").write_text(text, "utf-8")
    return Members.read(folder, REGISTER)


def test_several_counties_are_asked_as_one(tmp_path: Path) -> None:
    both = asked(tmp_path, 'counties = ["15", "50"]').of(2020)
    apart = [REGISTER.of(county, 2020) for county in ("15", "50")]
    assert len(both) == 26 + 38 == sum(map(len, apart))
    assert both["population"].sum() == sum(one["population"].sum() for one in apart)


def test_two_of_one_name_are_told_apart_by_county(tmp_path: Path) -> None:
    members = asked(tmp_path, 'counties = ["15", "18"]')
    named = members.of(2020).set_index("number")["name"]
    assert named.to_dict() == members.names(2020)
    assert isinstance(Matcher(members, 2020).find(named["1818"]), Match)
    assert (named["1515"], named["1818"], named["1506"]) == (
        "Herøy i Møre og Romsdal",
        "Herøy i Nordland",
        "Molde",
    )


def test_a_list_means_the_same_places_before_and_after_a_merger(tmp_path: Path) -> None:
    """Ålesund, Haram and three more became 1507 in 2020, which was split in two in 2024 (Kartverket)."""
    members = asked(tmp_path, 'members = ["1507 Ålesund", "Molde kommune", "1515"]')
    assert members.numbers(2019) >= {"1504", "1523", "1529", "1534", "1546", "1502", "1515"}
    assert members.numbers(2020) == {"1507", "1506", "1515"}
    assert members.numbers(2024) == {"1508", "1580", "1506", "1515"}
    assert list(members.of(2024).set_index("number").loc["1580"]) == ["Haram", 9357]


@pytest.mark.parametrize(
    ("listed", "told"),
    [
        ('"Herøy"', "«Herøy» kan være 1515 Herøy i Møre og Romsdal eller 1818 Herøy i Nordland"),
        ('"Våler"', "Skriv nummeret"),
        ('"Molde", "1506"', "«1506» er 1506 Molde, som også står som «Molde». Slett den ene."),
        ('"Mollde"', "«Mollde» er verken nummeret eller navnet på en kommune. Mente du «1506 Molde» eller"),
        ('"9999"', "Skriv kommunenummeret"),
        ('"1506 Averøy"', "Mente du «1554 Averøy»"),
    ],
)
def test_a_list_that_leaves_a_doubt_is_refused(tmp_path: Path, listed: str, told: str) -> None:
    members = asked(tmp_path, f"members = [{listed}]")
    with pytest.raises(SettingsError, match=r"survey\.toml: members: «") as error:
        members.of(2020)
    assert told in str(error.value)


def test_one_that_was_divided_among_others_is_not_asked_by_asking_them(tmp_path: Path) -> None:
    """Snillfjord went into Heim, Hitra and Orkland in 2020, each with others (Kartverket)."""
    members = asked(tmp_path, 'members = ["Snillfjord"]')
    assert members.numbers(2019) == {"5012"}
    with pytest.raises(
        SettingsError, match="«Snillfjord» ble delt mellom 5055 Heim og 5056 Hitra og 5059 Orkland"
    ):
        members.of(2020)


@pytest.mark.parametrize(
    ("who", "told"),
    [
        ('county_number = "15"\ncounties = ["50"]', "county_number og counties sier begge"),
        ('counties = ["15", "15"]', "15 står to ganger"),
        ("", "sier ikke hvem som er spurt"),
    ],
)
def test_it_is_said_once_who_is_asked(tmp_path: Path, who: str, told: str) -> None:
    with pytest.raises(SettingsError, match=told):
        asked(tmp_path, who)


def test_a_file_beside_a_list_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="county_number sier hvem som er spurt, og det gjør"):
        asked(tmp_path, 'county_number = "15"', y="id,name\nA1,Nordvik\n")


HOSPITALS = "id;name;size;Eier\nH-1;Nordvik sykehus;120;Staten\n7;Sørvik sykehus;80;\n"


def test_units_of_one_s_own_are_those_of_the_year_s_file(tmp_path: Path) -> None:
    members = asked(tmp_path, y=HOSPITALS, y2024="id,name\nH-1,Nordvik sykehus\n8,Nyvik\n")
    assert [*members.of(2023)["population"]] == [80, 120]
    assert members.of(2024)["population"].isna().all()
    assert members.numbers(2024) == {"H-1", "8"}
    owners = members.columns(2023).set_index("number")["eier"]
    assert owners["H-1"] == "Staten"
    assert owners.isna()["7"]


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        ("Nordvik sykehus", "H-1"),
        ("H-1", "H-1"),
        ("h-1", "H-1"),
        ("H-1 Nordvik sykehus", "H-1"),
        ("7.0", "7"),
        ("sørvik sykehus", "7"),
    ],
)
def test_a_unit_of_one_s_own_is_known_by_id_and_name(tmp_path: Path, cell: str, number: str) -> None:
    found = Matcher(asked(tmp_path, y=HOSPITALS), 2024).find(cell)
    assert isinstance(found, Match)
    assert found.number == number


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("id,name\nA,Nordvik\na,Sørvik\n", "rad 3: «a, Sørvik» står også i rad 2"),
        ("id,name\nA,Nordvik\nB,nordvik\n", "rad 3: «B, nordvik» står også i rad 2"),
        ("id,name\n1,2\n2,1\n", "rad 3: «2, 1» står også i rad 2"),
        ("id,name,Eier,eier\nA,Nordvik,Staten,Stiftelse\n", "rad 1: kolonnen eier står to ganger"),
        ("id,name,size\nA,Nordvik,12\nB,Sørvik,\n", "rad 3: size er tom for «Sørvik»"),
        ("id,name,size\nA,Nordvik,1 200\n", "Skriv 1200"),
        ("id,name\nA B,Nordvik\n", "rad 2: id «A B»"),
        ("id\nA\n", "mangler kolonnene name"),
        ("id,name\n", "ingen rader"),
    ],
)
def test_a_file_that_can_t_be_read_is_refused_by_row(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(SettingsError) as error:
        asked(tmp_path, y=text)
    assert told in str(error.value)


def test_a_unit_that_got_another_name_is_known_by_both(tmp_path: Path) -> None:
    members = asked(tmp_path, y=HOSPITALS, y2024="id,name\nH-1,Nye Nordvik\n")
    found = [
        Matcher(members, year).find(name)
        for year in (2022, 2024)
        for name in ("Nordvik sykehus", "Nye Nordvik")
    ]
    assert [isinstance(one, Match) and one.number for one in found] == ["H-1"] * 4


def test_columns_follow_a_municipality_that_is_merged_or_split(tmp_path: Path) -> None:
    """1504 Ålesund and 1534 Haram became 1507, which became 1508 and 1580."""
    text = "id,name,IKT\n1504,Ålesund,{}\n1534,Haram,{}\n"
    alike, unlike = (asked(tmp_path, y=text.format(*own)) for own in (("Sør", "Sør"), ("Sør", "Nord")))
    assert dict(alike.columns(2020).itertuples(index=False)) == {"1507": "Sør"}
    assert unlike.columns(2020).empty
    assert len(unlike.columns(2019)) == 2
    later = asked(tmp_path, y="id,name,IKT\n1507,Ålesund,Sør\n")
    assert dict(later.columns(2024).itertuples(index=False)) == {"1508": "Sør", "1580": "Sør"}


def test_a_file_of_municipalities_has_their_population_and_its_own_columns(tmp_path: Path) -> None:
    members = asked(tmp_path, y="id,name,IKT\n1506,Molde,Sør\n1515,Herøy,Nord\n")
    assert not members.own
    assert members.of(2020).equals(asked_by_list(tmp_path))
    assert list(members.columns(2020)["ikt"]) == ["Sør", "Nord"]


def asked_by_list(folder: Path) -> object:
    (folder / "members.csv").unlink()
    return asked(folder, 'members = ["1506", "1515"]').of(2020)


def test_another_year_s_population_is_taken_for_the_municipalities_of_the_round(tmp_path: Path) -> None:
    members = asked(tmp_path, 'members = ["1508", "1506"]')
    assert members.of(2027, 2026)["population"].equals(members.of(2026)["population"])
    with pytest.raises(SettingsError, match="ros register add"):
        members.of(2027)
    with pytest.raises(SettingsError, match=r"folketall 1\. januar 2023 for 1508 Ålesund"):
        members.of(2027, 2023)


def test_the_shipped_surveys_say_who_is_asked() -> None:
    folders = Folders.at(ROOT / "data")
    assert [len(Members.load(folders, name).numbers(2020)) for name in folders.surveys()] == [26, 26]
