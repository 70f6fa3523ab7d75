"""A round keeps the codebook it was asked with, and rounds asked differently are not tested against each other."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from own_files import microsoft_forms
from typer.testing import CliRunner, Result

from ros_analysis import Round
from ros_analysis.app.cli import app
from ros_analysis.report import figures, tables, text
from ros_analysis.report.blocks import Blocks
from ros_analysis.report.exhibits import Table
from ros_analysis.rounds.what_if import under
from ros_analysis.survey.codebook import Codebook, read_codebook, unlike
from ros_analysis.survey.folders import Folders

DATA = Path(__file__).parents[1] / "data"
BOOK = DATA / "raw" / "codebook.toml"
TEXT = BOOK.read_text("utf-8")
HOME = Path("raw", "eksempelfylket")
STRICTER = ("red_from = 3", "red_from = 2")
OTHER_MATRIX = ('["green", "yellow", "yellow", "red"]', '["green", "green", "yellow", "red"]')


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """The example's data folder, where each test puts codebooks of its own."""
    shutil.copytree(DATA / "raw", tmp_path / "raw")
    return tmp_path


def put(data: Path, place: str, *changes: tuple[str, str]) -> None:
    text = TEXT
    for before, after in changes:
        assert before in text
        text = text.replace(before, after, 1)
    (data / place / "codebook.toml").write_text(text, "utf-8")


def book(tmp_path: Path, *changes: tuple[str, str]) -> Codebook:
    put(tmp_path, "", *changes)
    return read_codebook(tmp_path / "codebook.toml")


def example(data: Path, year: int = 2020, edition: str = "internal", language: str = "") -> Round:
    return Round("eksempelfylket", year, edition, language, folders=Folders.at(data))  # type: ignore[arg-type]


def ros(*arguments: object) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def test_the_round_s_own_codebook_wins_over_the_survey_s_and_that_over_the_shared_one(data: Path) -> None:
    assert example(data).codebook.standard.red_from == 3
    put(data, "raw/eksempelfylket", STRICTER)
    assert [example(data, year).codebook.standard.red_from for year in (2018, 2020)] == [2, 2]
    put(data, "raw/eksempelfylket/2018", ("red_from = 3", "red_from = 5"))
    assert [example(data, year).codebook.standard.red_from for year in (2018, 2020)] == [5, 2]


@pytest.mark.parametrize("place", ["raw", "raw/eksempelfylket", "raw/eksempelfylket/2018"])
def test_the_codebook_in_force_is_in_the_provenance_and_no_other_is(data: Path, place: str) -> None:
    put(data, place)
    folders = Folders.at(data)
    named = [path for path in folders.raw_files("eksempelfylket", 2018) if "codebook" in path.name]
    assert named == [data / place / "codebook.toml"]
    inputs = example(data, 2018).sources.inputs
    assert [name for name in inputs if "codebook" in name] == [f"{place}/codebook.toml".removeprefix("raw/")]


def test_new_round_puts_the_codebook_in_force_into_the_round_so_that_a_later_one_changes_nothing(
    tmp_path: Path,
) -> None:
    ros("new-survey", "Møre og Romsdal", "--data", tmp_path)
    files = microsoft_forms(tmp_path)
    assert ros("new-round", "more-og-romsdal", 2020, *files, "--data", tmp_path).exit_code == 0
    before = Round("more-og-romsdal", 2020, "internal", folders=Folders.at(tmp_path)).counts
    put(tmp_path, "raw", STRICTER, OTHER_MATRIX)
    after = Round("more-og-romsdal", 2020, "internal", folders=Folders.at(tmp_path))
    assert (tmp_path / "raw/more-og-romsdal/2020/codebook.toml").read_text("utf-8") == TEXT
    assert after.counts == before


@pytest.mark.parametrize(
    ("changes", "aspects"),
    [
        ([], ()),
        ([("under 5 000", "færre enn 5 000"), ("below = 5000", "below = 4000")], ()),
        ([('also = ["lav",', 'also = ["låvt", "lav",')], ()),
        ([('nb = "Sannsynlig"', 'nb = "SANNSYNLIG"'), ('en = "Likely"', 'en = "Probable"')], ()),
        ([("Meldingstjener, dagtid", "Server, dagtid")], ("areas",)),
        ([("mandag til fredag.", "mandag til lørdag.")], ("areas",)),
        ([('nb = "Sannsynlig"', 'nb = "Trolig"')], ("scale",)),
        ([OTHER_MATRIX], ("matrix",)),
        ([STRICTER], ("rule",)),
        ([('profile = "standard"', 'profile = "strict"'), OTHER_MATRIX], ("matrix", "rule")),
    ],
)
def test_what_must_agree_for_two_rounds_to_be_compared(
    tmp_path: Path, changes: list[tuple[str, str]], aspects: tuple[str, ...]
) -> None:
    assert unlike(read_codebook(BOOK), book(tmp_path, *changes)) == aspects


@pytest.mark.parametrize("edition", ["internal", "public"])
def test_rounds_with_other_codebooks_stand_side_by_side_and_are_not_tested(data: Path, edition: str) -> None:
    put(data, "raw/eksempelfylket/2018", OTHER_MATRIX, STRICTER)
    this = example(data, edition=edition)
    last = this.previous()
    assert last is not None
    found = this.analysis
    change = found.finding("change")
    assert (change.reason, change.p, change.verdict) == (
        "other_codebook",
        None,
        "untestable",
    )
    assert (found.transition, found.counts_change) == (None, None)
    assert {row.p["change"] for row in found.rules} == {None}
    assert isinstance(tables.transition(this, last), Blocks)
    assert isinstance(tables.moves(this), Blocks)
    assert isinstance(tables.county_change(this, last), Blocks)
    assert isinstance(figures.transition(this), Blocks)
    said = "2018 ble ikke kartlagt på samme måte som 2020. Dette er ulikt: matrisen og soneregelen."
    assert said in str(text.change(this, last))
    table = tables.zones(this, last)
    assert isinstance(table, Table)
    assert said in table.note
    assert said in str(figures.zones(this))
    assert "Endring er ikke testet" in str(text.findings(this))


def test_figures_of_rounds_with_other_codebooks_have_no_difference_between_them(data: Path) -> None:
    put(data, "raw/eksempelfylket/2018", OTHER_MATRIX)
    this = example(data)
    table = tables.differences(this, this.previous())
    assert isinstance(table, Table)
    zones = [row for row in table.rows if str(row[0]).startswith("Sone")]
    assert zones
    assert {row[-1] for row in zones} == {"."}
    assert not [row for row in table.rows if "Meldingstjener" in str(row[0])]


def test_the_last_round_is_shown_by_its_own_codebook(data: Path) -> None:
    alone = example(data, 2018).counts
    put(data, "raw/eksempelfylket/2020", STRICTER, OTHER_MATRIX)
    last = example(data).previous()
    assert last is not None
    assert last.counts == alone


def test_a_tried_rule_is_tried_on_both_rounds_and_compared(data: Path) -> None:
    put(data, "raw/eksempelfylket/2018", STRICTER)
    assert example(data).unlike(example(data).previous()) == ("rule",)
    tried = under(example(data), red_from=1)
    assert tried.unlike(tried.previous()) == ()


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_every_language_says_that_change_was_not_tested(data: Path, language: str) -> None:
    put(data, "raw/eksempelfylket/2018", OTHER_MATRIX)
    said = str(text.change(example(data, language=language), example(data, 2018, language=language)))
    assert {"nb": "ikke testet", "nn": "ikkje testa", "en": "not tested"}[language] in said
