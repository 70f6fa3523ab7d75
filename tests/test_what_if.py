"""A round under another rule agrees with the sensitivity rows, which rezone the answers by code of their own."""

from __future__ import annotations

import pytest

from ros_analysis import Round
from ros_analysis.report import figures, tables
from ros_analysis.report.blocks import Paragraph
from ros_analysis.report.exhibits import Figure, Table
from ros_analysis.report.tables import exploring as compared
from ros_analysis.rounds import what_if
from ros_analysis.rounds.round import NeedsAnswers
from ros_analysis.survey.codebook import LEVELS


@pytest.fixture(scope="module")
def this() -> Round:
    return Round("eksempelfylket", 2020, "internal")


def test_zones_tests_and_moves_are_those_of_the_sensitivity_rows(this: Round) -> None:
    rows = [row for row in this.analysis.rules if row.change in ("red_from", "green_yellow_max", "profile")]
    assert len(rows) >= 4
    for row in rows:
        thresholds = {row.change: row.value} if row.value is not None else {}
        tried = what_if.under(this, row.name, **thresholds)  # type: ignore[arg-type]
        assert [getattr(tried.counts, level) for level in LEVELS] == [row.green, row.yellow, row.red]
        assert tried.moved["after"].count() == row.moved
        assert tried.moved["after"].isna().sum() == row.undetermined
        tested = {name: test.p for name, test in what_if.rule_tests(tried).items()}
        assert tested == pytest.approx({name: row.p[name] for name in ("size", "epj")})


def test_the_rule_in_force_moves_nobody(this: Round) -> None:
    same = what_if.under(this)
    assert same.counts == this.counts
    assert isinstance(compared.moved(same), Paragraph)


def test_earlier_rounds_follow_and_the_source_names_the_rule(this: Round) -> None:
    tried = what_if.under(this, red_from=1)
    last = tried.previous()
    assert last is not None
    assert last.counts.red > 13
    assert "rød med 1 eller flere" in tables.zones(tried, last).source
    figure = figures.zones(tried)
    assert isinstance(figure, Figure)
    assert f"{tried.counts.red} røde" in figure.alt
    assert "rød med 1 eller flere" in figure.source


def test_the_round_itself_is_untouched(this: Round) -> None:
    what_if.under(this, "strict").moved  # noqa: B018
    assert (this.counts.green, this.counts.yellow, this.counts.red) == (11, 7, 5)
    assert "tenkt" not in tables.zones(this, None).source.lower()


def test_the_table_sets_reported_beside_tried_with_numbers_behind(this: Round) -> None:
    table = compared.tried(what_if.under(this, red_from=2))
    assert [cell.text for cell in table.cells[2]] == ["Rød", "5", "10"]
    assert table.records[2] == {"what": "red", "reported": 5, "tried": 10}
    moved = compared.moved(what_if.under(this, red_from=2))
    assert isinstance(moved, Table)
    assert all(before.text == "Gul" and after.text == "Rød" for _, before, after in moved.cells)


def test_counts_alone_cannot_be_rezoned_and_an_unknown_profile_is_refused(this: Round) -> None:
    with pytest.raises(NeedsAnswers, match="krever svar fra hver enkelt"):
        what_if.under(Round("more-og-romsdal", 2020), red_from=2).zones  # noqa: B018
    with pytest.raises(ValueError, match="strict"):
        what_if.under(this, "mild")
