"""A person with a spreadsheet of their own sets up survey and round, and succeeds or is told exactly what to change."""

import hashlib
import re
import shutil
import tomllib
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from own_files import (
    ANSWERS,
    CODEBOOK,
    LAYOUTS,
    NUMBERS,
    RESULTS,
    book,
    form,
    microsoft_forms,
    surveyxact,
    text,
)
from typer.testing import CliRunner, Result

from ros_analysis import report
from ros_analysis.app.cli import app
from ros_analysis.app.onboarding.files import safe_name
from ros_analysis.rounds.intake import read_sources, take_in
from ros_analysis.rounds.round import Round
from ros_analysis.survey.folders import Folders
from ros_analysis.survey.municipalities import Register
from ros_analysis.survey.settings import read_round, read_survey

RAW = Path(__file__).parents[1] / "data" / "raw"
SURVEY = "more-og-romsdal"


def ros(*arguments: object) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A data folder that `ros new-survey` has set up from nothing."""
    data = tmp_path / "min mappe"
    result = ros("new-survey", "Møre og Romsdal", "--data", data)
    assert result.exit_code == 0, result.output
    return data


@pytest.fixture
def files(tmp_path: Path) -> Path:
    folder = tmp_path / "nedlastet"
    folder.mkdir()
    return folder


def place(own: Path, paths: list[Path], *options: object, year: int = 2020) -> Result:
    return ros("new-round", SURVEY, year, *paths, *options, "--data", own)


def unplaced(own: Path, year: int = 2020) -> bool:
    """Whether neither the round nor anything half done is there."""
    return [path.name for path in (own / "raw" / SURVEY).iterdir() if path.name != "survey.toml"] == []


def test_an_empty_folder_becomes_a_complete_data_folder(own: Path) -> None:
    assert (own / "raw" / "codebook.toml").read_bytes() == (RAW / "codebook.toml").read_bytes()
    for path in (RAW / "register").iterdir():
        assert (own / "raw" / "register" / path.name).read_bytes() == path.read_bytes()
    survey = read_survey(own / "raw" / SURVEY)
    assert (survey.county, survey.county_number, survey.synthetic) == ("Møre og Romsdal", "15", False)
    assert "[Skriv bakgrunnen" in survey.background
    assert "[Skriv forslaget" in survey.proposal


def test_a_register_of_one_s_own_is_kept(tmp_path: Path) -> None:
    shutil.copytree(RAW / "register", tmp_path / "raw" / "register")
    population = tmp_path / "raw" / "register" / "population.csv"
    population.write_text(population.read_text("utf-8") + "2027,1506,33002\n", encoding="utf-8")
    assert ros("new-survey", "15", "--data", tmp_path).exit_code == 0
    assert population.read_text("utf-8").endswith("2027,1506,33002\n")


@pytest.mark.parametrize(
    ("name", "above", "said"),
    [
        ("svar.csv", "ROS-kartlegging 2018\r\n\r\n", "tittelen sier 2018, men runden er 2020"),
        ("svar.csv", "ROS 2020, hentet 05.01.2021\r\n\r\n", ""),
        ("ROS 2018.csv", "", "har et annet årstall enn runden: kontroller at det er riktig fil"),
        ("ROS 2018-2020.csv", "", ""),
    ],
)
def test_another_year_in_title_or_name_is_told(
    own: Path, files: Path, name: str, above: str, said: str
) -> None:
    rows = [["Kommune", *(f"{part}{n}" for n in NUMBERS for part in "SK")], ["Molde", *[1] * 16]]
    placed = place(own, text(files / name, rows, above=above))
    assert placed.exit_code == (1 if "tittelen" in said else 0), placed.output
    assert said in placed.output
    assert said or "årstall" not in placed.output


def test_of_two_columns_of_municipalities_the_one_called_so_answers(own: Path, files: Path) -> None:
    head = ["Vertskommune", "Kommune", *(f"{part}{n}" for n in NUMBERS for part in "SK")]
    rows = [["Molde", name, *[1] * 16] for name in ANSWERS]
    placed = place(own, text(files / "svar.csv", [head, *rows]))
    assert placed.exit_code == 0, placed.output
    assert "Ikke lest: kolonne A «Vertskommune»" in placed.output


@pytest.mark.parametrize(
    ("asked", "folder", "number"),
    [
        ("M&R", "more-og-romsdal", "15"),
        ("møre og romsdal fylke", "more-og-romsdal", "15"),
        ("Viken", "viken", "30"),
        ("3", "oslo", "03"),
        ("32", "akershus", "32"),
        ("Sogn og Fjordane", "sogn-og-fjordane", "14"),
        ("Trøndelag", "trondelag", "50"),
    ],
)
def test_a_county_is_found_by_name_or_number(tmp_path: Path, asked: str, folder: str, number: str) -> None:
    assert ros("new-survey", asked, "--data", tmp_path).exit_code == 0
    assert read_survey(tmp_path / "raw" / folder).county_number == number


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("Akershus", ["02 Akershus (til 31.12.2019", "32 Akershus (fra 01.01.2024"]),
        ("Telemrk", ["Mente du Telemark?"]),
        (
            "99",
            [
                "«99»",
                "15 Møre og Romsdal",
                "30 Viken (fra 01.01.2020 til 31.12.2023; folketall for 2020–2023)",
            ],
        ),
    ],
)
def test_a_county_that_is_unclear_leaves_nothing_behind(tmp_path: Path, asked: str, told: list[str]) -> None:
    result = ros("new-survey", asked, "--data", tmp_path / "ny")
    assert result.exit_code == 2
    assert all(part in result.stderr for part in told)
    assert not (tmp_path / "ny").exists()


def test_a_survey_is_never_overwritten(own: Path) -> None:
    before = (own / "raw" / SURVEY / "survey.toml").read_bytes()
    result = ros("new-survey", "15", "--data", own)
    assert result.exit_code == 2
    assert "--name" in result.stderr
    assert (own / "raw" / SURVEY / "survey.toml").read_bytes() == before
    assert ros("new-survey", "15", "--name", "more-2", "--data", own).exit_code == 0
    assert ros("new-survey", "15", "--name", "../ut", "--data", own).exit_code == 2


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.__name__)
def test_every_layout_gives_the_same_answers_at_the_first_try(
    layout: Callable[[Path], list[Path]], own: Path, files: Path
) -> None:
    result = place(own, layout(files))
    assert result.exit_code == 0, result.output
    assert "GODTATT. 3 av 26 kommuner har svart" in result.output
    intake = take_in(Folders.at(own), SURVEY, 2020)
    names = dict(zip(intake.zones["number"], intake.zones["name"], strict=True))
    found = {names[number]: group["result"].tolist() for number, group in intake.answers.groupby("number")}
    assert found == RESULTS
    if layout.__name__ not in ("results_alone",):
        for number, likely, serious in ((n, a, b) for n, _, a, b in ANSWERS.values()):
            own_answers = intake.answers[intake.answers["number"] == number]
            assert own_answers["likelihood"].tolist() == list(likely)
            assert own_answers["consequence"].tolist() == list(serious)


def test_files_are_copied_unchanged_with_their_hash(own: Path, files: Path) -> None:
    before = {path.name: path.read_bytes() for path in [*surveyxact(files), *files.glob("ros_[ls]*.csv")]}
    assert len(before) == 3
    assert place(own, [files / "ros_dataset.csv"]).exit_code == 0
    folder = own / "raw" / SURVEY / "2020"
    assert {path.name: path.read_bytes() for path in folder.glob("*.csv")} == before
    (file,) = read_round(folder).file
    assert file.path == "ros_dataset.csv"
    assert file.sha256 == hashlib.sha256(before["ros_dataset.csv"]).hexdigest()


def test_all_three_parts_of_a_triple_may_be_named(own: Path, files: Path) -> None:
    surveyxact(files)
    assert place(own, sorted(files.iterdir())).exit_code == 0
    assert [file.path for file in read_round(own / "raw" / SURVEY / "2020").file] == ["ros_dataset.csv"]


def test_a_round_is_never_overwritten_but_by_asking(own: Path, files: Path) -> None:
    assert place(own, microsoft_forms(files)).exit_code == 0
    settings = own / "raw" / SURVEY / "2020" / "round.toml"
    settings.write_text(settings.read_text("utf-8").replace("# deadline", "deadline"), encoding="utf-8")
    (settings.parent / "notat.md").write_text("Svar fra Molde kom på e-post.", encoding="utf-8")
    before = settings.read_bytes()
    refused = place(own, microsoft_forms(files))
    assert refused.exit_code == 2
    assert "--replace" in refused.stderr
    assert settings.read_bytes() == before
    (files / "svar.xlsx").rename(files / "rettet.xlsx")
    assert place(own, [files / "rettet.xlsx"], "--replace").exit_code == 0
    there = {path.name for path in settings.parent.iterdir()}
    assert there == {"round.toml", "codebook.toml", "rettet.xlsx", "notat.md", ".replaced"}
    renewed = read_round(settings.parent)
    assert str(renewed.deadline) == "2020-10-01"
    assert [file.path for file in renewed.file] == ["rettet.xlsx"]


def test_answers_take_the_place_of_published_counts_and_are_held_against_what_was_printed(
    own: Path, files: Path
) -> None:
    known = own / "raw" / SURVEY / "2020"
    shutil.copytree(RAW / SURVEY / "2020", known)
    printed = read_round(known).published
    assert place(own, microsoft_forms(files), "--replace").exit_code == 0
    settings = read_round(known)
    assert settings.has_answers
    assert settings.counts is None
    assert settings.published == printed


@pytest.mark.parametrize(
    ("survey", "year", "told"),
    [
        ("30", 2024, ["til 31.12.2023", "31 Østfold", "32 Akershus", "33 Buskerud"]),
        ("32", 2020, ["fra 01.01.2024", "30 Viken"]),
        ("15", 2027, ["2017–2026", "07459", "valueCodes[Tid]=2027", "ros register add", "population_year"]),
    ],
)
def test_a_year_without_the_county_is_explained(
    tmp_path: Path, files: Path, survey: str, year: int, told: list[str]
) -> None:
    ros("new-survey", survey, "--name", "fylket", "--data", tmp_path / "d")
    result = ros("new-round", "fylket", year, *microsoft_forms(files), "--data", tmp_path / "d")
    assert result.exit_code == 2
    assert all(part in result.stderr for part in told), result.stderr


def test_a_file_with_no_table_leaves_nothing_behind(own: Path, files: Path) -> None:
    old = files / "svar.xls"
    old.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    result = place(own, [old, *microsoft_forms(files)])
    assert result.exit_code == 1
    assert "Lagre som" in result.stderr
    assert unplaced(own)


@pytest.mark.parametrize("name", ["finnes-ikke.csv", "mappe", "~$svar.xlsx", "round.toml"])
def test_what_is_no_export_is_wrong_use(own: Path, files: Path, name: str) -> None:
    (files / "mappe").mkdir()
    for other in ("~$svar.xlsx", "round.toml"):
        (files / other).write_bytes(b"x")
    assert place(own, [files / name]).exit_code == 2
    assert unplaced(own)


def test_two_files_of_one_name_are_not_mixed_up(own: Path, files: Path) -> None:
    (files / "b").mkdir()
    assert place(own, [*microsoft_forms(files), *microsoft_forms(files / "b")]).exit_code == 2
    assert unplaced(own)


@pytest.mark.parametrize("renew", [False, True])
def test_a_full_disk_halfway_leaves_all_as_it_was(
    own: Path, files: Path, monkeypatch: pytest.MonkeyPatch, renew: bool
) -> None:
    folder = own / "raw" / SURVEY / "2020"
    if renew:
        place(own, microsoft_forms(files))
    before = {path.name: path.read_bytes() for path in folder.iterdir()} if renew else {}

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("ros_analysis.app.onboarding.round.written", full)
    monkeypatch.setattr("ros_analysis.app.onboarding.round.renewed", full)
    result = place(own, microsoft_forms(files), *(["--replace"] if renew else []))
    assert result.exit_code != 0
    assert ({path.name: path.read_bytes() for path in folder.iterdir()} if renew else unplaced(own)) == (
        before or True
    )
    assert not [path for path in folder.parent.iterdir() if path.name.startswith(".")]


def test_the_same_file_in_two_rounds_is_refused(own: Path, files: Path) -> None:
    paths = text(
        files / "a.csv",
        [["Kommune", *(f"S{n}" for n in NUMBERS), *(f"K{n}" for n in NUMBERS)], ["Molde", *[1] * 16]],
    )
    assert place(own, paths).exit_code == 0
    result = place(own, paths, year=2018)
    assert result.exit_code == 1
    assert "2020" in result.stderr
    assert not (own / "raw" / SURVEY / "2018").exists()


def test_what_is_only_guessed_stands_as_comments(own: Path, files: Path) -> None:
    head = ["id", "Q1", *(f"Q3_{n}" for n in NUMBERS), *(f"Q4_{n}" for n in NUMBERS)]
    rows = [[1, name, *a, *b] for name, (_, _, a, b) in ANSWERS.items()]
    result = place(own, text(files / "koder.csv", [head, *rows], ","))
    assert result.exit_code == 1
    settings = own / "raw" / SURVEY / "2020" / "round.toml"
    written = settings.read_text("utf-8")
    assert tomllib.loads(written)["columns"] == {"municipality": "Q1"}
    assert "Stemmer det, fjern #" in written
    settings.write_text(re.sub(r"^# (?=\[columns\.|\d = )", "", written, flags=re.M), encoding="utf-8")
    checked = ros("check", SURVEY, 2020, "--data", own)
    assert checked.exit_code == 0, checked.output
    assert take_in(Folders.at(own), SURVEY, 2020).answers["result"].tolist()[:8] == RESULTS["Molde"]


def test_files_laid_out_differently_are_each_read_their_way(own: Path, files: Path) -> None:
    first = text(
        files / "a.csv",
        [["Kommune", *(f"S{n}" for n in NUMBERS), *(f"K{n}" for n in NUMBERS)], ["Volda", *[1] * 16]],
    )
    result = place(own, [*first, *book(files / "Molde.xlsx", {"Ark1": form("Molde", labelled=False)})])
    assert result.exit_code == 0, result.output
    assert "2 av 26 kommuner" in result.output


def test_a_sheet_or_header_that_is_unclear_is_settled_by_an_option(own: Path, files: Path) -> None:
    lines = [
        ["Kommune", *(cell for n in NUMBERS for cell in (f"Område {n}", ""))],
        ["", *"SK" * 8],
        ["Molde", *"12" * 8],
    ]
    two = text(files / "to.csv", lines)
    assert "--header-rows" in place(own, two).stderr
    assert place(own, two, "--header-rows", 2).exit_code == 0
    head = ["Kommune", *(f"{part}{n}" for n in NUMBERS for part in "SK")]
    twins = book(files / "ark.xlsx", {name: [head, ["Molde", *[1] * 16]] for name in ("Svar", "Kopi")})
    assert "--sheet" in place(own, twins, "--replace").stderr
    assert place(own, twins, "--replace", "--sheet", "Svar").exit_code == 0
    assert read_round(own / "raw" / SURVEY / "2020").file[0].sheet == "Svar"


def test_municipalities_across_are_told_how_to_turn(own: Path, files: Path) -> None:
    rows = [[f"Område {n}", *(results[n - 1] for results in RESULTS.values())] for n in NUMBERS]
    result = place(own, text(files / "snudd.csv", [["Spørsmål", *RESULTS], *rows]))
    assert result.exit_code == 1
    assert "Transponer" in result.output


def test_a_folder_that_is_no_data_folder_is_told_how_to_become_one(tmp_path: Path, files: Path) -> None:
    result = ros("new-round", SURVEY, 2020, *microsoft_forms(files), "--data", tmp_path)
    assert result.exit_code == 2
    assert "new-survey" in result.stderr


@given(st.text(st.characters(exclude_characters="/\x00"), min_size=1, max_size=60))
def test_a_copied_file_s_name_is_safe_everywhere(name: str) -> None:
    safe = safe_name(name)
    assert safe
    assert not re.search(r"[\x00-\x1f\x7f/\\\"'`$<>|*?:;&]", safe)
    assert not safe.startswith((".", "-", " "))
    assert tomllib.loads(f'path = "{safe}"')["path"] == safe
    assert unicodedata.is_normalized("NFC", safe)


def test_an_ordinary_name_is_kept() -> None:
    assert safe_name("ROS e-meldinger 2020 (svar) – Ærlig.xlsx") == "ROS e-meldinger 2020 (svar) _ Ærlig.xlsx"
    assert len(CODEBOOK.area) == len(NUMBERS)


def test_another_year_s_population_is_asked_for_by_name_and_told_in_both_editions(
    own: Path, files: Path
) -> None:
    export = book(
        files / "svar.xlsx",
        {"A": [["Kommune", *(f"{p}{n}" for n in NUMBERS for p in "SK")], ["Molde", *[1] * 16]]},
    )
    assert "--population-year" in place(own, export, year=2027).stderr
    assert "bare for 2017–2026" in place(own, export, "--population-year", 2031, year=2027).stderr
    assert place(own, export, "--population-year", 2026, year=2027).exit_code == 0
    for edition in ("internal", "public"):
        this = Round(SURVEY, 2027, edition, folders=Folders.at(own))  # type: ignore[arg-type]
        assert "Folketallet er fra 2026, ikke 2027." in str(report.text.method(this))
    assert int(this.municipalities["population"].sum()) == int(
        Register.load(own / "raw" / "register").of("15", 2026)["population"].sum()
    )


def test_a_region_and_a_group_are_set_up_from_their_names(tmp_path: Path, files: Path) -> None:
    export = book(
        files / "svar.xlsx",
        {"A": [["Kommune", *(f"{p}{n}" for n in NUMBERS for p in "SK")], ["Molde", *[1] * 16]]},
    )
    for options, folder, invited in (
        (("--counties", "15,Trøndelag"), "more-og-romsdal-og-trondelag", 64),
        (
            ("--members", "Molde, 1554 Averøy,1505", "--region", "Nordmøre og Romsdal"),
            "nordmore-og-romsdal",
            3,
        ),
    ):
        assert ros("new-survey", *options, "--data", tmp_path).exit_code == 0
        assert (
            f"1 av {invited} kommuner har svart"
            in ros("new-round", folder, 2020, *export, "--data", tmp_path).output
        )


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (
            ("--members", "Molde,Herøy", "--region", "R"),
            "«Herøy» kan være 1515 Herøy i Møre og Romsdal eller 1818 Herøy",
        ),
        (("--members", "Molde,Averøya", "--region", "R"), "Mente du «1554 Averøy»"),
        (("--members", "Molde"), "--region"),
        (("--counties", "15", "--members", "Molde"), "Oppgi hvem som er spurt"),
        ((), "Oppgi hvem som er spurt"),
    ],
)
def test_those_who_can_t_be_told_leave_no_survey(tmp_path: Path, options: tuple[str, ...], told: str) -> None:
    result = ros("new-survey", *options, "--data", tmp_path)
    assert (result.exit_code, told in result.stderr) == (2, True), result.stderr
    assert not list((tmp_path / "raw").glob("r*/survey.toml"))


def test_those_asked_this_year_alone_lie_in_the_round_s_folder(tmp_path: Path, files: Path) -> None:
    (files / "alle.csv").write_text("id,name\nA,Nordvik sykehus\nB,Sørvik sykehus\n", "utf-8")
    words = "sykehus,sykehus,sykehuset,sykehusene"
    asked = ("--members", files / "alle.csv", "--region", "Helse", "--unit", words)
    assert ros("new-survey", *asked, "--data", tmp_path).exit_code == 0
    folder = tmp_path / "raw" / "helse" / "2024"
    folder.mkdir()
    (folder / "members.csv").write_text("id,name\nC,Nyvik sykehus\n", "utf-8")
    export = book(
        files / "svar.xlsx",
        {"A": [["Sykehus", *(f"{p}{n}" for n in NUMBERS for p in "SK")], ["Nyvik sykehus", *[1] * 16]]},
    )
    assert "1 av 1 sykehus har svart" in ros("new-round", "helse", 2024, *export, "--data", tmp_path).output
    assert "helse/2024/members.csv" in read_sources(Folders.at(tmp_path), "helse", 2024).inputs
