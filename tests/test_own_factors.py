"""A body's own factors, from survey.toml to the report, and what stands in their way."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import load_workbook
from own_files import NUMBERS, book, pairs
from typer.testing import CliRunner

from ros_analysis import Round, figures, tables, text
from ros_analysis.analysis import CHANGE, TREND
from ros_analysis.analysis.findings import AREAS
from ros_analysis.app.cli import app
from ros_analysis.report.blocks import Statement
from ros_analysis.report.exhibits import Figure, Table
from ros_analysis.rounds.processed import fingerprints, marked, remember
from ros_analysis.survey import LEVELS, NBSP, ZONES, RefusedData, SettingsError, read_survey
from ros_analysis.survey.factors import TAKEN
from ros_analysis.survey.folders import Folders

NAMES = ["Molde", "Herøy", "Ørsta", "Volda", "Sula", "Giske", "Aukra", "Hustadvika", "Sykkylven", "Stranda"]
OWN = """
[[factor]]
name = "distance"
label = "avstand til sykehus"
column = "Km til sykehus"
kind = "number"
declared = true

[[factor]]
name = "department"
label = "egen IKT-avdeling"
column = "Har egen IKT-avdeling"
kind = "group"
"""


def survey(folder: Path, own: str, top: str = "") -> Path:
    """The data folder of a survey with its own factors."""
    CliRunner().invoke(app, ["new-survey", "Møre og Romsdal", "--data", str(folder / "d")])
    toml = folder / "d" / "raw" / "more-og-romsdal" / "survey.toml"
    toml.write_text(top + toml.read_text("utf-8") + own, "utf-8")
    return folder / "d"


def of_round(
    folder: Path, cells: list[list[object]], own: str = OWN, edition: str = "internal", top: str = ""
) -> Round:
    """A round of the first municipalities, whose risk rises from one to the next, with the body's own cells."""
    data = survey(folder, own, top)
    head = [
        "Kommune",
        "Fagsystem",
        *pairs([f"Sannsynlighet {n}" for n in NUMBERS], [f"Konsekvens {n}" for n in NUMBERS]),
    ]
    rows = [
        [name, "Gerica", *[1 + place // 3] * 15, 1 + place % 4, *more]
        for place, (name, more) in enumerate(zip(NAMES, cells, strict=False))
    ]
    path = book(folder / "svar.xlsx", {"Svar": [[*head, "Har egen IKT-avdeling", "Km til sykehus"], *rows]})[
        0
    ]
    CliRunner().invoke(app, ["new-round", "more-og-romsdal", "2020", str(path), "--data", str(data)])
    return Round("more-og-romsdal", 2020, edition, folders=Folders.at(data))  # type: ignore[arg-type]


CELLS: list[list[object]] = [
    ["Ja", 10], ["ja", "20"], ["Nei", "30,5"], ["Nei", 40], ["Ja", None], ["Nei", 60], ["Ja", 70], ["Nei", 80],
    ["Ja", 90], ["Nei", "1 000"],
]  # fmt: skip


def test_a_declared_factor_is_tested_worded_and_drawn(tmp_path: Path) -> None:
    this = of_round(tmp_path, CELLS)
    zones = this.zones.set_index("name")
    assert zones.loc["Ørsta", "distance"] == 30.5
    assert zones.loc["Stranda", "distance"] == 1000
    assert zones["department"].dropna().unique().tolist().__len__() == 2
    found = this.analysis.finding("distance")
    assert (found.n, found.left_out.no_value, found.kind) == (9, 1, "number")
    assert [finding.question for finding in this.analysis.findings] == [
        "size", "epj", "distance", "change", "areas",
    ]  # fmt: skip
    (said,) = text.own(this).items
    assert isinstance(said, Statement)
    assert said.heading == "Avstand til sykehus"
    assert "enger sammen med avstand til sykehus" in said.text.replace(NBSP, " ")
    (table,) = tables.own(this).items
    assert isinstance(table, Table)
    assert table.caption == "Sone etter egen IKT-avdeling"
    assert [type(figure) for figure in figures.own(this).items] == [Figure, Figure]
    explored = {row.factor for row in this.analysis.explored if row.area == 0}
    assert explored == {"department"}
    said = str(text.method(this))
    assert "avstand til sykehus" in said
    assert "Egne faktorer: risikoskår mot et tall" in said
    assert isinstance(tables.exploratory(this), Table)
    assert isinstance(tables.rules(this), Table)


def test_groups_spelt_nearly_alike_are_one_and_that_is_a_repair(tmp_path: Path) -> None:
    repairs = of_round(tmp_path, CELLS).repairs
    assert (repairs["rule"] == "own_spelling").sum() == 1


def test_the_public_edition_says_nothing_of_own_factors(tmp_path: Path) -> None:
    this = of_round(tmp_path, CELLS, edition="public")
    for shown in (text.own(this), tables.own(this), figures.own(this)):
        assert not shown.items
    assert "sykehus" not in str([text.findings(this), text.conclusions(this), text.method(this)])


def test_a_cell_that_is_no_number_is_refused_with_its_place(tmp_path: Path) -> None:
    with pytest.raises(RefusedData) as refused:
        of_round(tmp_path, [["Ja", "langt"], *CELLS[1:]]).zones  # noqa: B018
    (problem,) = refused.value.problems
    assert problem.rule == "own_number"
    assert problem.place.row == 2
    assert "Km til sykehus" in problem.place.column


@pytest.mark.parametrize("km", ["1.200", "1,200", "1e5", "inf", "12 km", "<5"])
def test_a_number_that_may_be_two_or_none_is_refused(tmp_path: Path, km: str) -> None:
    with pytest.raises(RefusedData) as refused:
        of_round(tmp_path, [["Ja", km], *CELLS[1:]]).zones  # noqa: B018
    assert [problem.rule for problem in refused.value.problems] == ["own_number"]


def test_no_answer_is_no_group_and_no_number(tmp_path: Path) -> None:
    this = of_round(tmp_path, [["Vet ikke", "-"], ["–", "vet ikke"], ["Ikke aktuelt", 1.125], *CELLS[3:]])
    zones = this.zones.set_index("name")
    assert set(zones["department"].dropna()) == {"Ja", "Nei"}
    assert zones.loc["Ørsta", "distance"] == 1.125
    assert zones.loc[["Molde", "Herøy"], "distance"].isna().all()


def test_a_column_that_an_older_file_lacks_is_told_and_the_factor_not_tested(tmp_path: Path) -> None:
    this = of_round(tmp_path, CELLS, OWN.replace("Km til sykehus", "Mil til sykehus"))
    assert "own_column_missing" in set(this.repairs["rule"])
    assert this.analysis.finding("distance").reason == "no_answers"
    assert "oppgitt avstand til sykehus" in str(text.own(this))


def test_what_is_declared_after_the_answers_were_tested_says_so_for_good(tmp_path: Path) -> None:
    undeclared = OWN.replace("declared = true", "declared = false")
    first = of_round(tmp_path, CELLS, undeclared)
    toml = first.folders.survey(first.name) / "survey.toml"
    first.save_findings()
    toml.write_text(toml.read_text("utf-8").replace("declared = false", "declared = true"), "utf-8")
    for _ in range(2):
        later = again(first)
        found = later.analysis.finding("distance")
        assert (found.beforehand, found.tests) == (False, later.analysis.finding("size").tests)
        assert found.tests > 1  # it counts in Holm
        assert str(text.own(later)).count("(ikke bestemt på forhånd)") == 1
        assert "Avstand til sykehus ble tatt med etter" in str(text.method(later))
        assert later.analysis.finding("size").beforehand
        later.save_findings()
    public = Round(first.name, first.year, "public", folders=first.folders)
    assert "forhånd" not in str([text.findings(public), text.conclusions(public), text.own(public)])
    memory = first.folders.beside_round(first.name, first.year, "plan")
    memory.write_text("{}", "utf-8")
    with pytest.raises(SettingsError, match="sikkerhetskopi"):
        again(first).analyse()
    memory.unlink()
    assert again(first).analyse().finding("distance").beforehand


def test_what_was_declared_from_the_start_stays_so_when_answers_come_late(tmp_path: Path) -> None:
    first = of_round(tmp_path, CELLS)
    memory = first.folders.beside_round(first.name, first.year, "plan")
    answers, factors = fingerprints(first.answers, first.zones), first.survey.factors
    one, *others = sorted(answers)
    remember(factors, memory, frozenset(others))
    remember((), memory, answers)  # a late one, when nothing is declared any more
    assert marked(factors, memory, frozenset([one])) == factors
    remember(
        (), memory, frozenset(["others"])
    )  # all answers are new, so this is what was declared before them
    late = {factor.name for factor in marked(factors, memory, frozenset(["others"])) if not factor.beforehand}
    assert late == {"size", "epj", "distance"}
    assert marked(factors, memory, answers) == factors


def again(this: Round) -> Round:
    return Round(this.name, this.year, this.edition, folders=this.folders)


def test_services_from_the_sheet_are_the_units_of_the_system(tmp_path: Path) -> None:
    this = of_round(tmp_path, CELLS, own="", top='service = "Har egen IKT-avdeling"\n')
    assert this.zones["service"].dropna().nunique() == 2
    assert this.analysis.finding("epj").services == 2
    assert "er én enhet i testen av fagsystem" in str(text.method(this))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("distance", "zone"), "er i bruk"),
        (
            ("number", "tall"),
            r"kind: verdien er ikke tillatt \(fant 'tall'\)\. Tillatt: 'number' eller 'group'",
        ),
        (('"avstand til sykehus"', "5"), r"label: skal være tekst i anførselstegn \(fant 5\)"),
        (("department", "distance"), "to ganger"),
    ],
)
def test_a_factor_that_cannot_be_is_refused(tmp_path: Path, change: tuple[str, str], said: str) -> None:
    data = survey(tmp_path, OWN.replace(*change))
    with pytest.raises(SettingsError, match=said):
        read_survey(data / "raw" / "more-og-romsdal")


def test_no_factor_may_have_the_name_of_a_column_of_every_round() -> None:
    assert {*ZONES.columns, *LEVELS, CHANGE, TREND, AREAS} <= TAKEN


def test_rounds_before_a_factor_came_say_nothing_of_it(tmp_path: Path) -> None:
    """In the year before `since` it is neither read, tested, declared nor asked for in the form."""
    later = OWN.replace('kind = "number"', 'kind = "number"\nsince = 2021')
    this = of_round(tmp_path, CELLS, later)
    assert "distance" not in this.zones
    assert "distance" not in [finding.question for finding in this.analysis.findings]
    assert "avstand til sykehus" not in str([text.method(this), text.own(this), text.findings(this)])
    assert "own_column_missing" not in set(this.repairs["rule"])
    labels = {year: asked_in_form(tmp_path, year) for year in (2020, 2021)}
    assert "Km til sykehus:" in labels[2021] - labels[2020]
    assert "Har egen IKT-avdeling:" in labels[2021] & labels[2020]


def asked_in_form(folder: Path, year: int) -> set[str]:
    """What stands in the first column of the form for all."""
    to = folder / f"skjema {year}"
    arguments = ["form", "more-og-romsdal", str(year), "--to", str(to), "--data", str(folder / "d")]
    assert CliRunner().invoke(app, arguments).exit_code == 0
    (path,) = to.glob("*.xlsx")
    return {str(row[0]) for row in load_workbook(path).active.iter_rows(values_only=True)}


@pytest.mark.parametrize(("name", "kind", "column"), [
    ("county", "group", "Har egen IKT-avdeling"), ("zones", "group", "Har egen IKT-avdeling"),
    ("matrix", "number", "Km til sykehus"), ("epj_chart", "number", "Km til sykehus"),
])  # fmt: skip
def test_a_factor_may_be_called_as_a_table_or_figure_is(
    name: str, kind: str, column: str, tmp_path: Path
) -> None:
    own = f'[[factor]]\nname = "{name}"\nlabel = "fylkesdel"\ncolumn = "{column}"\nkind = "{kind}"\ndeclared = true\n'
    this = of_round(tmp_path, CELLS, own)
    shown = [*tables.own(this).items, *figures.own(this).items]
    assert shown
    for one in shown:
        assert isinstance(one, Table | Figure)
        assert one.id.startswith("own-")
        assert "ylkesdel" in one.caption
