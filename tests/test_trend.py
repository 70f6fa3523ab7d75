"""All rounds: the exact test of the last against the first, and what each edition shows of them."""

from __future__ import annotations

import re
import shutil
from collections.abc import Sequence
from datetime import date
from itertools import product
from pathlib import Path

import pytest
from made_up_rounds import codebook, made_up_round
from public_rounds import GREEN, RED, YELLOW, Answers, intake_of, notebook_of_report

from ros_analysis.analysis.round import Analysis, CountedRound, Study, analyse
from ros_analysis.analysis.scoring import ScoredRound
from ros_analysis.publish import html
from ros_analysis.publish.document import read
from ros_analysis.report import figures, tables, text
from ros_analysis.report.blocks import Block, Blocks
from ros_analysis.report.exhibits import Cell, Figure, Table
from ros_analysis.rounds.round import Edition, Round
from ros_analysis.survey.codebook import LEVELS
from ros_analysis.survey.comparable import chains
from ros_analysis.survey.folders import Folders
from ros_analysis.survey.municipalities import Succession

ROOT = Path(__file__).parents[1]
YEARS = (2018, 2020, 2022)
MIXED: Answers = [*[GREEN] * 5, *[YELLOW] * 3, *[RED] * 4]
HEIGHT = {"green": 1, "yellow": (3 * 4 + 5) / 8, "red": (3 * 16 + 5) / 8}
"""Three of eight areas decide the zone of a made-up answer; the others have 1."""
SIX = (
    ("red", "red", "green"),
    ("red", "yellow", "green"),
    ("red", "green", "yellow"),
    ("yellow", "red", "green"),
    ("green", "green", "yellow"),
    ("yellow", "yellow", "yellow"),
)


def rounds(*units: Sequence[str | None], years: Sequence[int] = YEARS) -> list[ScoredRound]:
    """A round a year, with the zones of municipalities 9801, 9802 …, one sequence each."""
    return [
        made_up_round(year, [(f"98{n:02}", 1000 * n, None, unit[place]) for n, unit in enumerate(units, 1)])
        for place, year in enumerate(years)
    ]


def analysed(all_rounds: Sequence[ScoredRound | CountedRound]) -> Analysis:
    *before, this = all_rounds
    return analyse(Study(this, before[-1] if before else None, (), codebook(), before_it=before))


def asked(found: Analysis) -> list[str]:
    return [finding.question for finding in found.findings]


def test_the_first_is_tested_against_the_last_by_every_sign() -> None:
    found = analysed(rounds(*SIX))
    steps = [HEIGHT[last] - HEIGHT[first] for first, _, last in SIX]
    sums = [abs(sum(sign * step for sign, step in zip(signs, steps, strict=True)))
            for signs in product((1, -1), repeat=6)]  # fmt: skip
    finding = found.finding("trend")
    assert finding.p == pytest.approx(sum(one >= abs(sum(steps)) - 1e-9 for one in sums) / 64)
    assert (finding.n, finding.since, finding.basis) == (6, 2018, "score")
    assert finding.effect is not None
    assert finding.effect.value == pytest.approx(sum(steps) / 6)
    assert [(row.name, row.green, row.yellow, row.red) for row in finding.groups] == [
        ("green", 0, 1, 0), ("yellow", 1, 1, 0), ("red", 2, 1, 0),
    ]  # fmt: skip


def test_the_rounds_between_are_shown_over_the_same_units() -> None:
    trend = analysed(rounds(*SIX, ("red", None, "red"))).trend
    assert trend is not None
    assert (trend.years, trend.n) == (YEARS, 6)
    assert trend.means == pytest.approx([sum(HEIGHT[unit[place]] for unit in SIX) / 6 for place in range(3)])


def test_a_unit_that_lacks_a_round_is_left_out_counted_and_filled_in() -> None:
    finding = analysed(rounds(*SIX, ("red", None, "red"), (None, "red", "red"))).finding("trend")
    assert (finding.n, finding.left_out.no_round) == (6, 2)
    assert finding.silent is not None
    assert finding.silent.k == 2


@pytest.mark.parametrize("years", [YEARS[:1], YEARS[:2]])
def test_with_fewer_than_three_rounds_nothing_more_is_asked(years: Sequence[int]) -> None:
    found = analysed(rounds(*SIX, years=years))
    assert asked(found) == ["size", "epj", "change", "areas"]
    assert found.trend is None


def test_the_question_joins_those_that_holm_adjusts() -> None:
    found = analysed(rounds(*SIX, *SIX))
    assert asked(found) == ["size", "epj", "change", "trend", "areas"]
    tested = [finding for finding in found.findings if finding.p_holm is not None]
    assert found.finding("trend") in tested
    assert {finding.tests for finding in tested} == {len(tested)}
    assert Analysis.from_json(found.to_json()) == found


def test_a_round_of_counts_is_passed_over_and_is_never_tested_itself() -> None:
    all_rounds = rounds(*SIX)
    counted = CountedRound(2017, all_rounds[0].counts, all_rounds[0].numbers)
    assert analysed([counted, *all_rounds]).finding("trend").since == 2018
    assert "trend" not in asked(analysed([*all_rounds, counted]))


def test_a_unit_counts_only_when_it_is_unchanged_from_every_round_to_the_next() -> None:
    # a is renumbered, b and c merge and are split again, d leaves, e comes.
    steps = [
        Succession(old="a", new="A", date=date(2019, 1, 1), kind="renumbered", extent="whole"),
        Succession(old="b", new="m", date=date(2019, 1, 1), kind="merged", extent="whole"),
        Succession(old="c", new="m", date=date(2019, 1, 1), kind="merged", extent="whole"),
        Succession(old="m", new="b", date=date(2021, 1, 1), kind="split", extent="partial"),
        Succession(old="m", new="c", date=date(2021, 1, 1), kind="split", extent="partial"),
    ]
    asked_of = [
        (2018, ["a", "b", "c", "d", "f"]),
        (2020, ["A", "m", "d", "f"]),
        (2022, ["A", "b", "c", "e", "f"]),
    ]
    assert chains(asked_of, steps) == (("a", "A", "A"), ("f", "f", "f"))


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example's data with rounds of 2022 and 2023, answered as 2020, and no factor of its own."""
    folder = tmp_path_factory.mktemp("data")
    shutil.copytree(ROOT / "data" / "raw", folder / "raw")
    home = folder / "raw" / "eksempelfylket"
    shutil.rmtree(home / "2024")
    survey = home / "survey.toml"
    survey.write_text(survey.read_text("utf-8").partition("[[factor]]")[0], "utf-8")
    for year in (2022, 2023):
        shutil.copytree(home / "2020", home / str(year))
        settings = home / str(year) / "round.toml"
        said = settings.read_text("utf-8")
        settings.write_text(said.replace("year = 2020", f"year = {year}\npopulation_year = 2020"), "utf-8")
    return folder


def example(data: Path, year: int, edition: Edition = "internal", **answers: Answers) -> Round:
    """The round of `year` and those before it, each with the same answers, but for those given as y2018 …"""
    folders = Folders.at(data)
    history: list[Round] = []
    for each in folders.years("eksempelfylket"):
        one = Round("eksempelfylket", each, edition, folders=folders)
        one.__dict__["_before"] = tuple(history)
        one.__dict__["_intake"] = intake_of(one, answers.get(f"y{each}", MIXED))
        history.append(one)
    return next(one for one in history if one.year == year)


def years_of(table: object, what: str) -> list[str]:
    assert isinstance(table, Table)
    rows = [[cell if isinstance(cell, str) else cell.text for cell in row] for row in table.rows]
    return [row[1] for row in rows if row[0].startswith(what)]


def section(this: Round) -> tuple[Block, ...]:
    return (text.trend(this), figures.every_round(this), tables.every_round(this), tables.unit_paths(this))


def nothing(blocks: Sequence[Block]) -> bool:
    return all(isinstance(block, Blocks) and not block.items for block in blocks)


def page(this: Round) -> str:
    return html.render(read(notebook_of_report(this)))


def test_an_old_year_shows_only_its_past(data: Path) -> None:
    assert nothing(section(example(data, 2020)))
    assert "Alle rundene" not in page(example(data, 2020))
    assert years_of(tables.every_round(example(data, 2022)), "Sonene") == ["2018", "2020", "2022"]
    assert years_of(tables.every_round(example(data, 2023)), "1 ") == ["2018", "2020", "2022", "2023"]


def test_the_internal_edition_shows_the_path_of_each_unit_the_highest_risk_first(data: Path) -> None:
    was, is_now = [RED] * 30, [RED, *[GREEN] * 22]
    this = example(data, 2022, y2018=was, y2020=[YELLOW] * 20, y2022=is_now)
    found = tables.unit_paths(this)
    assert isinstance(found, Table)
    now = this.zones.set_index("name")
    for name, *path in found.rows:
        zone = now.loc[str(name), "zone"]
        assert isinstance(path[-1], Cell)
        assert path[-1].level == (zone if isinstance(zone, str) else None)
    last = [row[-1].text for row in found.rows if isinstance(row[-1], Cell)]
    assert last[0].startswith("R 16")
    assert "Risikoskåren i snitt for de" in str(text.trend(this))
    assert "Risikoen har gått ned siden 2018 i de" in page(this)


def test_the_public_edition_shows_each_round_s_own_counts_and_nothing_paired(data: Path) -> None:
    this = example(data, 2022, "public")
    trend, chart, table, units = section(this)
    assert nothing([trend, units])
    assert isinstance(chart, Figure)
    assert isinstance(table, Table)
    for each in this.history():
        rows = {row["what"]: row for row in table.data if row["year"] == each.year}
        levels = each.shown.levels
        assert levels is not None
        counts = [*levels.itertuples(index=False, name=None)]
        assert [tuple(row[level] for level in LEVELS) for row in list(rows.values())[1:]] == counts
    told = page(this)
    assert "Alle rundene" in told
    names = set(this.zones["name"])
    assert not [name for name in names if name in told]
    assert not re.search("siden 2018|Samme kommuner|i snitt for|alle rundene kan ikke", told)


def test_a_round_that_hides_is_not_in_the_public_table(data: Path) -> None:
    assert nothing(section(example(data, 2022, "public", y2018=[GREEN] * 9)))
    four = tables.every_round(example(data, 2023, "public", y2018=[GREEN] * 9))
    assert years_of(four, "Sonene") == years_of(four, "1 ") == ["2020", "2022", "2023"]
    hiding = example(data, 2023, "public", y2023=[GREEN] * 9)
    assert nothing(section(hiding))
    one_alike = [[(1, 1), *own[1:]] for own in MIXED]
    areas = tables.every_round(example(data, 2023, "public", y2022=one_alike))
    assert years_of(areas, "Sonene") == ["2018", "2020", "2022", "2023"]
    assert years_of(areas, "2 ") == ["2018", "2020", "2023"]


def test_rounds_before_a_break_are_listed_and_not_joined(data: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(data, tmp_path / "data")
    other = (folder / "raw" / "codebook.toml").read_text("utf-8").replace("red_from = 3", "red_from = 2", 1)
    (folder / "raw" / "eksempelfylket" / "2018" / "codebook.toml").write_text(other, "utf-8")
    assert nothing(section(example(folder, 2022)))
    this = example(folder, 2023)
    assert [each.year for each in this.comparable()] == [2020, 2022, 2023]
    table, chart = tables.every_round(this), figures.every_round(this)
    assert years_of(table, "Sonene") == ["2018", "2020", "2022", "2023"]
    assert years_of(table, "1 ") == ["2020", "2022", "2023"]
    assert isinstance(chart, Figure)
    assert "2018 ble ikke kartlagt på samme måte som 2023" in chart.note
    assert "stiplede" in chart.note
    assert this.analysis.finding("trend").since == 2020
