"""Zones given by the body are said to be given, and what a round doesn't have is left out of its report."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from own_files import ANSWERS, NUMBERS, RESULTS, book, pairs
from typer.testing import CliRunner

from ros_analysis import Round
from ros_analysis.app.cli import app
from ros_analysis.report import figures, tables, text
from ros_analysis.report.blocks import Blocks
from ros_analysis.report.exhibits import Table
from ros_analysis.report.tables.exploring import tried
from ros_analysis.rounds.what_if import under
from ros_analysis.survey.folders import Folders

SURVEY = "more-og-romsdal"
AREAS = pairs([f"Sannsynlighet {n}" for n in NUMBERS], [f"Konsekvens {n}" for n in NUMBERS])
ZONES = {"Molde": "Rød", "Herøy": "Rød", "Ørsta": "Grønn"}
"""The rule makes Molde red (8, 12, 16), Herøy yellow (16, 9) and Ørsta yellow (4, 6, 4): products by hand."""
LEVELS = {result: "Grønn" if result < 4 else "Gul" if result < 8 else "Rød" for result in range(1, 17)}
Make = Callable[..., Round]


@pytest.fixture
def make(tmp_path: Path) -> Make:
    """A round of a sheet with these columns and cells, in an edition and a language."""

    def made(
        head: list[str], cells: Callable[[str], list[object]], edition: str = "internal", language: str = ""
    ) -> Round:
        data = tmp_path / "d"
        if not data.exists():
            rows = [
                ["Kommune", "Fagsystem", *head],
                *([name, ANSWERS[name][1], *cells(name)] for name in ANSWERS),
            ]
            CliRunner().invoke(app, ["new-survey", "Møre og Romsdal", "--data", str(data)])
            path = book(tmp_path / "svar.xlsx", {"Svar": rows})[0]
            result = CliRunner().invoke(app, ["new-round", SURVEY, "2020", str(path), "--data", str(data)])
            assert result.exit_code == 0, result.output
        return Round(SURVEY, 2020, edition, language, folders=Folders.at(data))  # type: ignore[arg-type]

    return made


def beside(
    make: Make, edition: str = "internal", language: str = "", given: tuple[str, ...] = tuple(ZONES)
) -> Round:
    """Answers with a zone given beside them, for those named."""
    return make(
        [*AREAS, "Sone"],
        lambda name: [*pairs(*map(list, ANSWERS[name][2:])), ZONES[name] if name in given else None],
        edition,
        language,
    )


def results(make: Make, *, colours: bool, edition: str = "internal") -> Round:
    return make(
        [f"Resultat {n}" for n in NUMBERS],
        lambda name: [LEVELS[result] if colours else result for result in RESULTS[name]],
        edition,
    )


def zones_only(make: Make, edition: str = "internal") -> Round:
    return make(["Sone"], lambda name: [ZONES[name]], edition)


def everything(this: Round) -> str:
    """All that the report shows of the round, without its charts' drawings."""
    last = this.previous()
    blocks = [
        *(each(this) for each in (text.lead, text.key_figures, figures.zones, text.certainty)),
        *(each(this, last) for each in (tables.follow_up, tables.responses, tables.zones, tables.transition)),
        *(each(this) for each in (tables.county, text.zones_given, text.gaps, tables.areas)),
        *(each(this) for each in (figures.area_levels, figures.risk_matrix, tables.size, figures.population)),
        *(each(this) for each in (tables.epj, figures.epj, text.rule, text.rule_matters, tables.rules)),
        *(each(this) for each in (figures.rule, text.conclusions, text.method, tables.repairs)),
        *(each(this) for each in (tables.answers, tables.matrix, tables.municipalities_by_area)),
        *(each(this) for each in (tables.exploratory, text.findings)),
    ]
    return re.sub(r"<svg.*?</svg>", "", " ".join(map(str, blocks)), flags=re.S)


def test_each_zone_given_against_the_rule_is_a_warning(make: Make) -> None:
    repairs = beside(make).repairs.query("rule == 'zone_differs'")
    assert repairs["after"].tolist() == ["regelen gir gul", "regelen gir gul"]
    assert set(repairs["severity"]) == {"warning"}


def test_zones_given_are_said_to_be_given_with_how_many_differ_from_the_rule(make: Make) -> None:
    this = beside(make)
    assert (this.given.n, this.given.of, this.given.ruled, this.given.differ) == (3, 3, 3, 2)
    for shown in (text.lead(this), text.rule(this), text.method(this)):
        assert "Sonene er oppgitt av oppdragsgiver" in str(shown)
        assert "en annen sone for 2 av 3 kommuner" in str(shown)
    assert "rød sone – må handle, oppgitt" in str(text.key_figures(this))
    for table in (
        tables.zones(this, None),
        tables.county(this),
        tables.follow_up(this, None),
        tables.size(this),
    ):
        assert isinstance(table, Table)
        assert "Sonene er oppgitt av oppdragsgiver" in table.note


def test_a_rule_that_decided_nothing_is_neither_printed_nor_tried(make: Make) -> None:
    this = beside(make)
    assert "En kommune er i rød sone når" not in everything(this)
    assert "etter en fast regel" not in everything(this)
    assert this.rules() == ()
    assert isinstance(tables.rules(this), Blocks)
    assert isinstance(figures.rule(this), Blocks)
    assert isinstance(text.rule_matters(this), Blocks)


def test_where_some_zones_are_given_the_report_says_how_many_and_tries_the_rule_on_the_others(
    make: Make,
) -> None:
    this = beside(make, given=("Herøy",))
    assert (this.given.n, this.given.of, this.given.differ) == (1, 3, 1)
    said = "For 1 av 3 kommuner er sonen oppgitt av oppdragsgiver; for de andre følger den av soneregelen."
    assert said in str(text.lead(this))
    assert "En kommune er i rød sone når" in str(text.rule(this))
    assert said in str(text.rule(this))
    assert this.rules()
    assert all(row.red >= 1 for row in this.rules())


def test_the_public_edition_says_only_that_zones_are_given(make: Make) -> None:
    this = beside(make, "public")
    assert not re.search(r"\d av \d kommuner der", everything(this))
    assert "Sonene er oppgitt" in str(text.method(this))
    assert "En kommune er i rød sone når" not in everything(this)


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_every_language_says_that_zones_are_given(make: Make, language: str) -> None:
    said = str(text.rule(beside(make, language=language)))
    assert {"nb": "oppgitt av", "nn": "oppgitte av", "en": "given by"}[language] in said
    assert "2" in said


def test_a_tried_rule_says_that_zones_given_do_not_count(make: Make) -> None:
    assert "oppgitt" in tried(under(beside(make), red_from=1)).note


@pytest.mark.parametrize("colours", [True, False])
@pytest.mark.parametrize("edition", ["internal", "public"])
def test_results_alone_leave_out_what_needs_likelihood_and_consequence(
    make: Make, colours: bool, edition: str
) -> None:
    this = results(make, colours=colours, edition=edition)
    for left_out in (figures.risk_matrix(this), tables.matrix(this), tables.answers(this)):
        assert isinstance(left_out, Blocks)
        assert not left_out.items
    if edition == "internal":
        table = tables.areas(this)
        assert isinstance(table, Table)
        keys = {column.key for column in table.columns}
        assert not keys & {"likelihood", "consequence"}
        assert ("result" in keys) == ("median" in table.caption) == (not colours)
    assert "Sannsynlighet og konsekvens er ikke oppgitt hver for seg" in str(text.method(this))
    assert not re.search(r"<NA>|\bnan\b", everything(this))
    assert "red_cells" not in {row.change for row in this.rules()}


@pytest.mark.parametrize("edition", ["internal", "public"])
def test_zones_alone_make_a_report_of_zones(make: Make, edition: str) -> None:
    this = zones_only(make, edition)
    shown = everything(this)
    assert this.counts.red == 2
    assert "Hver kommune har bare oppgitt sonen sin" in shown
    assert "Her er bare sonene oppgitt" in str(tables.areas(this))
    assert "<NA>" not in shown
    for left_out in (figures.risk_matrix(this), figures.area_levels(this), tables.exploratory(this)):
        assert isinstance(left_out, Blocks)


def test_zones_alone_list_every_municipality_internally(make: Make) -> None:
    table = tables.municipalities_by_area(zones_only(make))
    assert isinstance(table, Table)
    assert [str(row[0]) for row in table.rows] == ["Molde", "Herøy", "Ørsta"]
    assert len(table.columns) == 3
