"""The made-up county is what its reports say of it: fictional, with the published margins, and everyday mess."""

from __future__ import annotations

import hashlib
import tomllib
from collections import Counter
from pathlib import Path

import pandas as pd
import pytest
from openpyxl import load_workbook
from own_files import read_export
from scipy.stats import kruskal, spearmanr

from ros_analysis.analysis.scoring import score, zones
from ros_analysis.app.example import MadeUpRound, fictional_names, generate, national, write_raw
from ros_analysis.cleaning import Basis, clean
from ros_analysis.cleaning.identify import Matcher, NoMatch
from ros_analysis.cleaning.round import Cleaned
from ros_analysis.rounds.intake import Intake, take_in
from ros_analysis.survey.codebook import LEVELS, Codebook, read_codebook, unlike
from ros_analysis.survey.contract import ANSWERS, RESPONDENTS, checked
from ros_analysis.survey.epj import EpjSystems
from ros_analysis.survey.fields import FIELDS
from ros_analysis.survey.folders import Folders
from ros_analysis.survey.members import Members
from ros_analysis.survey.municipalities import Register
from ros_analysis.survey.settings import read_round, read_survey

RAW = Path(__file__).parents[1] / "data" / "raw"
COUNTY = RAW / "eksempelfylket"
PUBLISHED = {
    2018: {"green": 13, "yellow": 7, "red": 13},
    2020: {"green": 11, "yellow": 7, "red": 5},
}
MARGINS = PUBLISHED | {2024: {"green": 13, "yellow": 7, "red": 4}}
PLANTED = {
    2018: {
        "other_encoding": 1,
        "delimiter_found": 1,
        "labels_missing": 1,
        "blank_rows": 1,
        "unanswered": 1,
        "test_name": 1,
        "epj_alias": 4,
        "name_normalised": 5,
        "superseded_answer": 1,
        "missing_blank": 1,
    },
    2020: {
        "personal_column": 2,
        "label_as_number": 24 * 16 - 2,
        "test_name": 1,
        "epj_alias": 4,
        "name_normalised": 3,
        "superseded_answer": 1,
        "missing_unknown": 1,
    },
    2024: {
        "form_layout": 25,
        "named_by_sheet": 1,
        "row_without_answers": 1,
        "epj_alias": 2,
        "missing_blank": 1,
        "field_not_known": 1,
    },
}


def respondents(made_up: MadeUpRound) -> pd.DataFrame:
    """Who answered, with what system and when (contract.RESPONDENTS); no zone is given."""
    replies = made_up.replies.values()
    frame = pd.DataFrame({"number": list(made_up.replies), "epj": [reply.epj for reply in replies]})
    frame["zone_given"] = pd.Series([None] * len(frame), dtype="str")
    frame["answered_at"] = pd.Series([reply.finished for reply in replies], dtype="datetime64[us]")
    return checked(frame, RESPONDENTS, "respondents")


def answers(made_up: MadeUpRound) -> pd.DataFrame:
    """One row per municipality that answered × area (contract.ANSWERS, before scoring)."""
    rows = [
        (number, area, likelihood, consequence, "" if likelihood else made_up.plan.unanswered)
        for number, reply in made_up.replies.items()
        for area, (likelihood, consequence) in enumerate(zip(*reply.values, strict=True), 1)
    ]
    frame = pd.DataFrame(rows, columns=["number", "area", "likelihood", "consequence", "missing"])
    frame = frame.assign(result=None, level=None).astype(
        {"likelihood": "Int64", "consequence": "Int64", "result": "Int64", "level": "str"}
    )
    return checked(frame[list(ANSWERS.columns)], ANSWERS, "answers")


@pytest.fixture(scope="module")
def codebook() -> Codebook:
    return read_codebook(RAW / "codebook.toml")


@pytest.fixture(scope="module")
def register() -> Register:
    return Register.load(COUNTY / "register")


@pytest.fixture(scope="module")
def rounds(register: Register, codebook: Codebook) -> dict[int, MadeUpRound]:
    return {made_up.plan.year: made_up for made_up in generate(register, codebook)}


@pytest.fixture(scope="module")
def frames(rounds: dict[int, MadeUpRound], codebook: Codebook) -> dict[int, pd.DataFrame]:
    return {
        year: zones(
            score(answers(made_up), codebook),
            respondents(made_up),
            made_up.register,
            codebook,
        )
        for year, made_up in rounds.items()
    }


@pytest.fixture(scope="module")
def cleaned(register: Register, codebook: Codebook) -> dict[int, Cleaned]:
    systems = EpjSystems.load(RAW / "register")
    found = {}
    for year in PUBLISHED:
        settings = read_round(COUNTY / str(year))
        table = read_export(COUNTY / str(year) / settings.file[0].path)
        found[year] = clean([table], Basis(Members(register, ("98",)), settings, codebook, systems))
    return found


@pytest.fixture(scope="module")
def forms() -> Intake:
    return take_in(Folders.at(RAW.parent), "eksempelfylket", 2024)


def real_names() -> set[str]:
    real = Register.load(RAW / "register")
    names = {name for unit in real.units.values() for name in (unit.name, *unit.other_names)}
    return {name.casefold() for name in (*names, *real.aliases)}


def test_no_name_or_number_is_a_real_municipality(register: Register) -> None:
    invented = {unit.name for unit in register.units.values()}
    real = Register.load(RAW / "register")
    assert len(real_names()) > 400
    assert not {name.casefold() for name in {*invented, *fictional_names()}} & real_names()
    assert not set(register.units) & set(real.units)
    assert not {number[:2] for number in register.units} & {number[:2] for number in real.units}


def test_the_county_changes_like_the_real_one(register: Register) -> None:
    before, after = (set(register.of("98", year)["number"]) for year in (2018, 2020))
    assert (len(before), len(after)) == (36, 26)
    left = {n for n in before if all(s.new[:2] != "98" for s in register.successors(n, 2020))}
    came = {n for new in after for n in (s.old for s in register.predecessors(new, 2018)) if n not in before}
    renumbered = {register.units[n].name for n in before - after} & {
        register.units[n].name for n in after - before
    }
    assert {register.units[n].name for n in left} == {"Langmo", "Hestøy"}
    assert {register.units[n].name for n in came} == {"Litledal"}
    assert renumbered == {"Tindnes", "Skarvesund", "Lauvdal"}


def test_then_one_splits_in_two(register: Register) -> None:
    after = register.of("98", 2024)
    parts = {step.new: step.extent for step in register.successors("9842", 2024)}
    assert (len(after), parts) == (27, {"9851": "partial", "9852": "partial"})
    assert set(after["name"]) - set(register.of("98", 2020)["name"]) == {"Heggvåg"}
    assert set(after["name"]) >= set(register.of("98", 2020)["name"])


@pytest.mark.parametrize("year", MARGINS)
def test_two_names_are_easily_confused_and_refused_when_misspelt(register: Register, year: int) -> None:
    found = Matcher(Members(register, ("98",)), year).find("Grindø")
    assert isinstance(found, NoMatch)
    assert {"Grinde", "Grindøy"} <= set(found.suggestions)


def test_sizes_are_spread_like_the_real_county(register: Register) -> None:
    real = Register.load(RAW / "register")
    for year in MARGINS:
        invented, actual = (
            frame["population"].quantile([0.1, 0.25, 0.5, 0.75, 0.9]).to_numpy()
            for frame in (register.of("98", year), real.of("15", year))
        )
        assert invented == pytest.approx(actual, rel=0.15)
        assert set(register.of("98", year)["population"]).isdisjoint(real.of("15", year)["population"])


def test_every_file_of_the_register_has_the_hash_its_source_says() -> None:
    sources = tomllib.loads((COUNTY / "register" / "sources.toml").read_text("utf-8"))
    for name in sorted(path.name for path in (COUNTY / "register").glob("*.csv")):
        content = (COUNTY / "register" / name).read_bytes()
        assert sources[name]["sha256"] == hashlib.sha256(content).hexdigest(), name


def test_the_survey_says_that_it_is_made_up() -> None:
    survey = read_survey(COUNTY)
    assert survey.synthetic
    assert "diktet opp" in survey.background


@pytest.mark.parametrize("year", MARGINS)
def test_zones_come_out_as_published_through_the_rule(frames: dict[int, pd.DataFrame], year: int) -> None:
    assert frames[year]["zone"].value_counts().to_dict() == MARGINS[year]
    assert (~frames[year]["answered"]).sum() == 3


@pytest.mark.parametrize("year", MARGINS)
def test_one_area_is_open_and_its_zone_certain(frames: dict[int, pd.DataFrame], year: int) -> None:
    open_areas = frames[year][frames[year]["missing_areas"] > 0]
    assert open_areas["missing_areas"].tolist() == [1]
    assert open_areas["zone_best"].tolist() == open_areas["zone_worst"].tolist()


@pytest.mark.parametrize("year", PUBLISHED)
def test_size_doesnt_matter_and_system_does_a_little(frames: dict[int, pd.DataFrame], year: int) -> None:
    known = frames[year][frames[year]["zone"].notna()]
    codes = known["zone"].map(LEVELS.index)
    red = (known["zone"] == "red").groupby(known["epj"]).mean()
    assert abs(spearmanr(codes, known["population"]).statistic) < 0.15
    assert red["Gerica"] < red["Visma Profil"] < red["CosDoc"]
    assert 0.02 < kruskal(*(group for _, group in codes.groupby(known["epj"]))).pvalue < 0.2


@pytest.mark.parametrize("year", MARGINS)
def test_off_hours_are_worse_than_daytime(rounds: dict[int, MadeUpRound], year: int) -> None:
    likelihood = answers(rounds[year]).groupby("area")["likelihood"].mean()
    assert (likelihood[[2, 4, 6]].to_numpy() > likelihood[[1, 3, 5]].to_numpy() + 0.2).all()


def test_a_municipality_keeps_its_system(rounds: dict[int, MadeUpRound]) -> None:
    before, after = (
        {number: reply.epj for number, reply in rounds[year].replies.items()} for year in (2018, 2020)
    )
    same = before.keys() & after.keys()
    assert len(same) > 15
    assert all(before[number] == after[number] for number in same)


def test_another_seed_gives_other_answers_with_the_same_margins(
    register: Register, codebook: Codebook, rounds: dict[int, MadeUpRound]
) -> None:
    other = generate(register, codebook, seed=1)[1]
    frame = zones(score(answers(other), codebook), respondents(other), other.register, codebook)
    assert frame["zone"].value_counts().to_dict() == PUBLISHED[2020]
    assert other.replies != rounds[2020].replies


def test_regenerating_gives_the_committed_files(
    tmp_path: Path, register: Register, codebook: Codebook
) -> None:
    first, second = (write_raw(tmp_path / name, register, codebook) for name in ("a", "b"))
    assert [path.read_bytes() for path in first] == [path.read_bytes() for path in second]
    for path in (path.relative_to(tmp_path / "a") for path in first):
        assert _content(tmp_path / "a" / path) == _content(COUNTY / path), path


def _content(path: Path) -> object:
    if path.suffix == ".xlsx":
        return [list(row) for row in load_workbook(path).active.iter_rows(values_only=True)]
    if path.suffix == ".toml":
        return [line for line in path.read_text("utf-8").splitlines() if not line.startswith("sha256")]
    return path.read_bytes()


@pytest.mark.parametrize("year", MARGINS)
def test_round_toml_knows_the_bytes_of_its_files(year: int) -> None:
    for file in read_round(COUNTY / str(year)).file:
        assert file.sha256 == hashlib.sha256((COUNTY / str(year) / file.path).read_bytes()).hexdigest()


@pytest.mark.parametrize("year", PUBLISHED)
def test_the_raw_files_read_back_as_they_were_meant(
    cleaned: dict[int, Cleaned], rounds: dict[int, MadeUpRound], codebook: Codebook, year: int
) -> None:
    read = score(cleaned[year].answers, codebook).sort_values(["number", "area"], ignore_index=True)
    who = cleaned[year].respondents.sort_values("number", ignore_index=True)
    pd.testing.assert_frame_equal(read, score(answers(rounds[year]), codebook))
    assert who.pop("zone_given").isna().all()
    pd.testing.assert_frame_equal(
        who, respondents(rounds[year]).drop(columns="zone_given"), check_dtype=False
    )


@pytest.mark.parametrize("year", PUBLISHED)
def test_exactly_the_planted_mess_is_repaired(cleaned: dict[int, Cleaned], year: int) -> None:
    assert Counter(cleaned[year].repairs["rule"]) == PLANTED[year]
    assert cleaned[year].excluded.empty


def test_the_forms_read_back_as_they_were_meant(
    forms: Intake, rounds: dict[int, MadeUpRound], codebook: Codebook
) -> None:
    read = forms.answers.sort_values(["number", "area"], ignore_index=True)
    pd.testing.assert_frame_equal(read, score(answers(rounds[2024]), codebook))
    found = Counter(forms.repairs["rule"])
    assert found.pop("label_as_number") > 24 * 15
    assert found.pop("date_rewritten") > 1
    assert found == PLANTED[2024]
    assert forms.zones["hospital"].notna().sum() == 24 - 1


def test_the_third_round_asks_of_measures_too_and_otherwise_the_same(codebook: Codebook) -> None:
    asked = read_codebook(COUNTY / "2024" / "codebook.toml")
    assert unlike(asked, codebook) == ()
    assert (set(asked.fields), codebook.fields) == (set(FIELDS), ())
    assert [factor.name for factor in read_survey(COUNTY).in_year(2024).factors if factor.label] == [
        "hospital"
    ]
    assert not [factor.name for factor in read_survey(COUNTY).in_year(2020).factors if factor.label]


def test_most_red_areas_have_a_measure_and_no_deadline_is_over(forms: Intake) -> None:
    told = forms.follow_up
    red = forms.answers[forms.answers["level"] == "red"].merge(told[told["field"] == "measure"], how="left")
    assert 0.6 < red["value"].notna().mean() < 1
    assert (told.loc[told["field"] == "due", "value"] > "2024-10-04").all()


def test_both_files_end_in_a_blank_row() -> None:
    lines = (COUNTY / "2018" / "svar.csv").read_text("cp1252").splitlines()
    *_, last = load_workbook(COUNTY / "2020" / "svar.xlsx").active.iter_rows(values_only=True)
    assert set(lines[-1]) == {";"}
    assert set(last) == {None}


def test_the_silent_ones_are_listed_in_2018_by_status_only(rounds: dict[int, MadeUpRound]) -> None:
    rows = pd.read_csv(COUNTY / "2018" / "svar.csv", sep=";", encoding="cp1252").dropna(how="all")
    unanswered = rows[rows["stato_4"] == 0]
    invited = rounds[2018].register
    assert set(unanswered["v_1"]) == set(invited[~invited["number"].isin(rounds[2018].replies)]["name"])
    assert unanswered.filter(regex="v_([2-9]|1.)$").isna().all(axis=None)
    assert (rows.filter(like="stato_").sum(axis=1) == 1).all()


def test_no_person_is_named_in_the_forms_export() -> None:
    sheet = load_workbook(COUNTY / "2020" / "svar.xlsx").active
    header, *rows = sheet.iter_rows(values_only=True)
    assert {row[header.index("E-postadresse")] for row in rows} == {"anonymous", None}
    assert {row[header.index("Navn")] for row in rows} == {None}


def test_the_made_up_country_reads_like_any_survey(tmp_path: Path) -> None:
    surveys = national(tmp_path / "a", RAW, seed=7, counties=2, rounds=2)
    national(tmp_path / "b", RAW, seed=7, counties=2, rounds=2)
    written = sorted(path.relative_to(tmp_path / "a") for path in (tmp_path / "a").rglob("*.*"))
    folders = Folders.at(tmp_path / "a")
    assert folders.surveys() == surveys == ["eksempelfylke-81", "eksempelfylke-82"]
    assert all(
        (tmp_path / "a" / path).read_bytes() == (tmp_path / "b" / path).read_bytes() for path in written
    )
    for survey in surveys:
        assert folders.years(survey) == [2016, 2017]
        for year in folders.years(survey):
            frame = take_in(folders, survey, year).zones
            assert len(frame) == 24
            assert frame["zone"].notna().sum() == frame["answered"].sum() > 15
    with pytest.raises(FileExistsError, match="tom mappe"):
        national(tmp_path / "a", RAW, counties=1, rounds=1)
