"""Two rounds held against each other: the published counts of 2018 and 2020, by hand."""

from pathlib import Path

import pytest

from ros_analysis.report import tables
from ros_analysis.report.blocks import Blocks
from ros_analysis.report.comparison import Compared, changed
from ros_analysis.report.exhibits import Table
from ros_analysis.rounds.round import Edition, Round
from ros_analysis.survey.folders import Folders
from ros_analysis.survey.language import Words

DATA = Folders.at(Path(__file__).parents[1] / "data")
PUBLISHED = [
    (what, tuple(text.replace(" ", "\xa0") for text in texts))
    for what, texts in [
        ("Spurt", ("36", "26", "−10")),
        ("Svart", ("33 av 36 (92 %)", "23 av 26 (88 %)", "−10")),
        ("Sone: grønn", ("13 av 33 (39 %)", "11 av 23 (48 %)", "−2")),
        ("Sone: gul", ("7 av 33 (21 %)", "7 av 23 (30 %)", "0")),
        ("Sone: rød", ("13 av 33 (39 %)", "5 av 23 (22 %)", "−8")),
    ]
]


def rounds(survey: str, edition: Edition) -> tuple[Round, Round]:
    before, this = (Round(survey, year, edition, folders=DATA) for year in (2018, 2020))
    return before, this


@pytest.mark.parametrize("survey", ["more-og-romsdal", "eksempelfylket"])
def test_the_public_edition_compares_what_was_published(survey: str) -> None:
    found = changed(*rounds(survey, "public"))
    assert [(row.what, row.texts(Words())) for row in found] == PUBLISHED


def test_the_internal_edition_compares_areas_too() -> None:
    before, this = rounds("eksempelfylket", "internal")
    found = {row.what: (row.before, row.now) for row in changed(before, this)}
    red = [
        int(((one.answers["area"] == 3) & (one.answers["level"] == "red")).sum()) for one in (before, this)
    ]
    assert found["3 Innkomne e-meldinger, dagtid: rød"] == tuple(red)


def test_a_round_does_not_differ_from_itself() -> None:
    before, _ = rounds("eksempelfylket", "internal")
    assert changed(before, before) == ()


def test_what_is_not_known_has_no_change() -> None:
    assert Compared("x", "median", None, 4.5).texts(Words()) == ("..", "4,5", "..")


def test_the_report_shows_the_same_figures() -> None:
    before, this = rounds("more-og-romsdal", "public")
    table = tables.differences(this, before)
    assert isinstance(table, Table)
    assert [(row[0], tuple(row[1:])) for row in table.rows] == PUBLISHED
    assert [column.label for column in table.columns] == ["Hva", "2018", "2020", "Forskjell"]


def test_a_first_round_has_nothing_to_differ_from() -> None:
    first, _ = rounds("eksempelfylket", "internal")
    assert tables.differences(first, first.previous()) == Blocks()
