"""What is done about red areas: this round's measures, last round's promises, and how much of it all may see."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest
from made_up_measures import SURVEY, with_measures
from own_files import book
from typer.testing import CliRunner

from ros_analysis import Round, tables
from ros_analysis.app.cli import app
from ros_analysis.cleaning.headers import field_asked
from ros_analysis.cleaning.layout import LONGEST_LABEL
from ros_analysis.disclosure.shown import Disclosed, public
from ros_analysis.publish.release import respondents
from ros_analysis.report.exhibits import Table
from ros_analysis.rounds.following import _state, measures, promises
from ros_analysis.survey import FIELDS, LOCALES, Counts, Folders, Words

HEAD = [
    "Kommune",
    *(f"{header} {n}" for n in (1, 2) for header in ("S", "K", "Tiltak i dag", "Planlagt tiltak", "Frist")),
]
THEN: list[list[Any]] = [
    ["Bodø", 4, 4, "Nei", "Aggregat", date(2023, 6, 30), 4, 3, "Nei", "Ny ruter", date(2025, 1, 1)],
    ["Rana", 3, 3, "Nei", "Avtale", date(2023, 1, 1), 4, 4, "Nei", "", ""],
    ["Vega", 1, 1, "", "Øvelse", "", 2, 2, "", "", ""],
]
NOW: list[list[Any]] = [
    ["Bodø", 4, 4, "Ja", "", "", 4, 3, "Delvis", "", ""],
    ["Rana", 3, 3, "Nei", "", "", 4, 4, "", "", ""],
]


def ros(*arguments: object) -> None:
    done = CliRunner().invoke(app, [str(argument) for argument in arguments])
    assert done.exit_code == 0, done.output


@pytest.fixture(scope="module")
def rounds(tmp_path_factory: pytest.TempPathFactory) -> tuple[Round, Round]:
    """Two rounds of two areas, the second sent on the day that is a year and two months after a deadline."""
    folder = tmp_path_factory.mktemp("tiltak")
    data = folder / "d"
    (folder / "områder.txt").write_text("Svikt i strømforsyningen;Strøm\nSvikt i nettet;Nett\n", "utf-8")
    ros(
        "new-survey",
        "Nordland",
        "--name",
        "egen",
        "--areas",
        folder / "områder.txt",
        "--measures",
        "--data",
        data,
    )
    for year, rows in ((2022, THEN), (2024, NOW)):
        (path,) = book(folder / f"svar {year}.xlsx", {"Svar": [HEAD, *rows]})
        ros("new-round", "egen", year, path, "--data", data)
        settings = data / "raw" / "egen" / str(year) / "round.toml"
        settings.write_text(
            settings.read_text("utf-8").replace(f"# sent = {year}-09", f"sent = {year}-03"), "utf-8"
        )
    last, this = (Round("egen", year, "internal", folders=Folders.at(data)) for year in (2022, 2024))
    return this, last


def test_what_came_of_each_promise(rounds: tuple[Round, Round]) -> None:
    found = promises(*rounds)
    states = {
        (row.name_, row.area): row.state for row in found.rename(columns={"name": "name_"}).itertuples()
    }
    assert states == {
        ("Bodø", 1): "done",
        ("Bodø", 2): "open",
        ("Rana", 1): "overdue",
        ("Rana", 2): "without",
        ("Vega", 1): "silent",
    }


@pytest.mark.parametrize(
    ("due", "state"), [("2024-02-29", "overdue"), ("2024-03-01", "open"), (None, "open")]
)
def test_a_measure_is_overdue_the_day_after_its_deadline(due: str | None, state: str) -> None:
    row = {"planned": "Avtale", "due": due, "answered": True, "measure": "partly"}
    assert _state(row, date(2024, 3, 1)) == state


def test_each_red_area_has_its_measure_or_that_none_is_told_of(rounds: tuple[Round, Round]) -> None:
    this, last = rounds
    first, table, since, kept = tables.measures(this, last).items
    assert "Av 4 røde områder har 2 " in str(first)
    assert isinstance(table, Table)
    assert [(row[0].text, row[1].text, row[2].text) for row in table.cells] == [
        ("Bodø", "1 Strøm (16)", "På plass."),
        ("Bodø", "2 Nett (12)", "Delvis på plass."),
        ("Rana", "1 Strøm (9)", "Ikke på plass."),
        ("Rana", "2 Nett (16)", "Ingen tiltak oppgitt"),
    ]
    assert "1 der fristen er ute" in str(since)
    assert isinstance(kept, Table)
    assert kept.cells[0][0].text == "Rana"


def test_nothing_is_shown_of_what_nobody_was_asked() -> None:
    this = Round(SURVEY, 2020, "internal")
    assert not tables.measures(this, this.previous()).items
    assert this.shown.shares is None


@pytest.fixture(scope="module")
def made_up(tmp_path_factory: pytest.TempPathFactory) -> Folders:
    return with_measures(tmp_path_factory.mktemp("made_up") / "data")


def test_what_remains_is_judged_on_the_same_scale(made_up: Folders) -> None:
    """KS's template: green 1–3, yellow 4–6, red from 8."""
    known = measures(Round(SURVEY, 2020, "internal", folders=made_up)).dropna(subset=["level_after"])
    assert len(known) > 9
    product = known["likelihood_after"].astype(int) * known["consequence_after"].astype(int)
    level = ["green" if n <= 3 else "yellow" if n <= 6 else "red" for n in product]
    assert known["result_after"].tolist() == product.tolist()
    assert known["level_after"].tolist() == level


def test_the_public_edition_tells_of_how_many_and_of_nothing_else(made_up: Folders) -> None:
    """Two in three of 23 in turn, and every other."""
    this = Round(SURVEY, 2020, "public", folders=made_up)
    block = tables.measures(this, this.previous())
    told = block.plain()
    assert "15 av 23 som svarte, har rutine" in told
    assert "Hos 11 av 23 som svarte" in told
    assert all(item.public for item in block.items)
    inside = Round(SURVEY, 2020, "internal", folders=made_up)
    texts = inside.follow_up.loc[inside.follow_up["field"].isin(["planned", "responsible"]), "value"]
    assert not [text for text in {*texts, *inside.zones["name"]} if text in told]


def _shown(shares: dict[str, tuple[int, int]], zones: tuple[int, int, int] = (11, 7, 5)) -> object:
    green, yellow, red = zones
    n = sum(zones)
    counts = Counts(invited=n, answered=n, green=green, yellow=yellow, red=red)
    return public(Disclosed(counts, shares=shares), [], 2).shares


@pytest.mark.parametrize(
    ("k", "is_shown"), [(0, False), (2, False), (3, True), (20, True), (21, False), (23, False)]
)
def test_a_share_is_shown_where_more_than_two_are_on_either_side(k: int, is_shown: bool) -> None:
    assert (_shown({"planned": (k, 23)}) is not None) == is_shown
    assert (_shown({"mailbox_routine": (11, 23), "planned": (k, 23)}) is not None) == is_shown
    assert _shown({"planned": (k, 23)}, (22, 1, 0)) is None


def test_a_measure_that_changed_makes_another_answer(made_up: Folders) -> None:
    """So that two releases which differ by it are held against each other."""
    this, changed = (Round(SURVEY, 2020, "internal", folders=made_up) for _ in range(2))
    beside = this.follow_up.copy()
    beside.loc[0, "value"] = "Noe annet"
    changed._intake = replace(this._intake, follow_up=beside)
    before, now = respondents(this), respondents(changed)
    assert [number for number in before if before[number] != now[number]] == [beside.loc[0, "number"]]


def test_what_is_kept_is_what_was_read(made_up: Folders, tmp_path: Path) -> None:
    this = Round(SURVEY, 2018, "internal", folders=Folders(made_up.data, tmp_path))
    read = this.follow_up
    this.save()
    again = Round(SURVEY, 2018, "internal", folders=Folders(made_up.data, tmp_path))
    assert again.processed.is_made_from(again.sources)
    pd.testing.assert_frame_equal(again.follow_up, read)


def test_a_form_asks_for_measures_and_comes_back(rounds: tuple[Round, Round], tmp_path: Path) -> None:
    data = rounds[0].folders.data
    ros("form", "egen", 2026, "--each", "--to", tmp_path, "--data", data)
    (path,) = tmp_path.glob("* Bodø.xlsx")
    filled = openpyxl.load_workbook(path)
    sheet: Any = filled.active
    labels = {sheet.cell(row, 1).value: row for row in range(5, 11)}
    for label, value in (
        ("Rutine for meldingsansvarlig-adressen:", "Ja"),
        ("Beredskapsnummeret sist testet:", date(2026, 1, 9)),
    ):
        sheet.cell(labels[label], 2).value = value
    start = next(cell.row for cell in sheet["C"] if cell.value == "Sannsynlighet")
    head = [cell.value for cell in sheet[start]]
    said = ["2 – Mindre sannsynlig", "4 – Svært alvorlig", "Delvis", "Kari Nordmann øver", "IKT-leder",
            date(2026, 9, 1), "1 – Lite sannsynlig", "3 – Alvorlig"]  # fmt: skip
    for column, value in enumerate(said, 3):
        sheet.cell(start + 1, column).value = value
    sheet.cell(start + 2, head.index("Planlagt tiltak") + 1).value = "Ring 91 23 45 67"
    filled.save(path)
    back = tmp_path / "svar"
    back.mkdir()
    ros("new-round", "egen", 2026, path.rename(back / path.name), "--data", data)
    this = Round("egen", 2026, "internal", folders=rounds[0].folders)
    found = {
        (row.field, 0 if pd.isna(row.area) else row.area): row.value for row in this.follow_up.itertuples()
    }
    assert found == {
        ("measure", 1): "partly", ("planned", 1): "[navn skjult] øver", ("responsible", 1): "IKT-leder",
        ("due", 1): "2026-09-01", ("likelihood_after", 1): "1", ("consequence_after", 1): "3",
        ("planned", 2): "Ring [telefonnummer fjernet]", ("mailbox_routine", 0): "yes",
        ("contingency_tested", 0): "2026-01-09",
    }  # fmt: skip
    assert this.answers["result"].tolist() == [8, pd.NA]
    assert this.repairs["rule"].tolist().count("personal_masked") == 2


@pytest.mark.parametrize("language", LOCALES)
def test_a_form_in_any_language_is_recognised(rounds: tuple[Round, Round], language: str) -> None:
    codebook = rounds[0].codebook
    for name in FIELDS:
        label = Words(language)(f"field.{name}")
        assert field_asked(label, codebook)[0] == name
        assert len(label) < LONGEST_LABEL
