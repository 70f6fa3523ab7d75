"""`Round` in a fresh notebook: what it shows, completes and says of itself."""

from __future__ import annotations

import inspect
import io
import json
import shutil
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from ros_analysis import Round
from ros_analysis.report import figures, text
from ros_analysis.report.exhibits import Figure
from ros_analysis.survey.contract import ANSWERS, ZONES
from ros_analysis.survey.folders import Folders, NotFoundError
from ros_analysis.survey.problems import Place, Repair
from ros_analysis.survey.settings import Counts

DATA = Path(__file__).parents[1] / "data"


@pytest.fixture(scope="module")
def this() -> Round:
    return Round("eksempelfylket", 2020)


def test_a_round_shows_who_answered_and_the_zones_not_an_address(this: Round) -> None:
    shown = pd.read_html(io.StringIO(this._repr_html_()), index_col=0)[0][1]
    assert shown["Runde"] == "Eksempelfylket 2020 · Syntetiske eksempeldata"
    assert shown["Svart"] == "23 av 26 (88\xa0%)"
    assert shown["Sone"] == "11 grønne 7 gule 5 røde"
    assert repr(this) == 'Round("eksempelfylket", 2020, "public")'


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (
            {"edition": "intern"},
            "Kjenner ikke utgave «intern». Mente du «internal»? Finnes: internal, public.",
        ),
        ({"edition": ""}, "Kjenner ikke utgave «». Finnes: internal, public."),
        ({"language": "no"}, "Kjenner ikke språk «no»"),
        ({"survey_year": "2020"}, "Året «2020» er ikke et helt tall."),
    ],
)
def test_a_word_that_is_no_edition_language_or_year_ends_with_one_line(
    given: dict[str, Any], said: str
) -> None:
    with pytest.raises(NotFoundError) as told:
        Round("eksempelfylket", **given)
    assert str(told.value).startswith(said)


def test_findings_of_an_earlier_version_are_computed_again(tmp_path: Path) -> None:
    folders = Folders.at(DATA, tmp_path / "processed")
    now = Round("eksempelfylket", 2020, "internal", folders=folders)
    now.save()
    now.save_findings()
    old = {**json.loads(now.processed.read_findings()), "schema_version": 1, "size": "as it was"}
    now.processed.write_findings(json.dumps(old), [each.sources for each in now.history()])
    again = Round("eksempelfylket", 2020, "internal", folders=folders)
    assert again.analysis == now.analyse()


def test_findings_are_computed_again_when_an_earlier_round_has_changed(tmp_path: Path) -> None:
    shutil.copytree(DATA / "raw", tmp_path / "raw")
    folders = Folders.at(tmp_path, tmp_path / "processed")
    now = Round("eksempelfylket", 2020, "internal", folders=folders)
    now.save()
    now.save_findings()
    assert now.analysis.unlike_last == ()
    codebook = folders.codebook("eksempelfylket", 2018)
    other = codebook.read_text("utf-8").replace("red_from = 3", "red_from = 2")
    (folders.round("eksempelfylket", 2018) / codebook.name).write_text(other, "utf-8")
    again = Round("eksempelfylket", 2020, "internal", folders=folders)
    assert again.analysis.unlike_last == ("rule",)
    assert again.analysis == again.analyse()


def test_what_is_written_for_a_new_round_leaves_the_report_of_an_old_one_as_it_was(tmp_path: Path) -> None:
    shutil.copytree(DATA / "raw", tmp_path / "raw")
    settings = tmp_path / "raw/eksempelfylket/2024/round.toml"
    settings.write_text(f'proposal = "Saken utsettes."\n{settings.read_text("utf-8")}', "utf-8")
    folders = Folders.at(tmp_path, tmp_path / "processed")
    old, new = (Round("eksempelfylket", year, "public", folders=folders) for year in (2020, 2024))
    assert text.proposal(new).markdown == "Saken utsettes."
    assert text.proposal(old).markdown == old.survey.proposal
    assert "delt i to, så de ble 27" in text.background(new).markdown
    assert "27" not in text.background(old).markdown
    assert all(text.background(each).markdown.startswith(each.survey.background) for each in (old, new))


def test_a_round_of_counts_says_so_and_offers_no_answers() -> None:
    shown = Round("more-og-romsdal", 2018)._repr_html_()
    assert "bare publiserte antall" in shown
    assert "<code>answers</code>" not in shown


def test_refused_raw_files_are_told_of_in_the_same_place(tmp_path: Path) -> None:
    data = tmp_path / "data"
    shutil.copytree(DATA / "raw", data / "raw")
    (data / "raw" / "eksempelfylket" / "2020" / "svar.xlsx").write_bytes(b"not a workbook")
    shown = Round("eksempelfylket", 2020, folders=Folders.at(data))._repr_html_()
    assert "Kan ikke leses" in shown
    assert "fil 1: Filen heter .xlsx, men er ikke et regneark." in shown
    assert "ros check" in shown


def test_tab_offers_what_is_documented_and_nothing_private(this: Round) -> None:
    offered = dir(this)
    assert {"zones", "answers", "counts", "repairs", "analysis", "previous", "history"} <= set(offered)
    assert not [name for name in offered if name.startswith("_")]
    described = {name: inspect.getdoc(getattr(Round, name, None)) for name in offered if hasattr(Round, name)}
    assert not [name for name, text in described.items() if not text]


@pytest.mark.parametrize(("name", "schema"), [("zones", ZONES), ("answers", ANSWERS)])
def test_every_column_is_explained_where_the_frame_is_asked_for(
    this: Round, name: str, schema: object
) -> None:
    text = inspect.getdoc(getattr(Round, name)) or ""
    frame = getattr(this, name)
    assert list(frame.columns) == list(schema.columns)  # type: ignore[attr-defined]
    assert not [column for column in frame.columns if column not in text]


def test_every_column_of_the_repairs_is_explained(this: Round) -> None:
    text = inspect.getdoc(Round.repairs) or ""
    assert set(this.repairs.columns) == set(
        Repair.row(Repair(place=Place("svar.csv"), before="", after="", rule=""))
    )
    assert not [column for column in this.repairs.columns if column not in text]


def test_a_misspelt_survey_names_the_nearest() -> None:
    with pytest.raises(NotFoundError, match="Mente du «eksempelfylket»"):
        Round("eksempelfylke", 2020)


def test_earlier_rounds_are_read_once(this: Round) -> None:
    assert this.previous() is this.history()[0]
    assert [each.year for each in this.history()] == [2018, 2020]


def test_answers_that_were_changed_after_cleaning_are_cleaned_again(tmp_path: Path) -> None:
    folders = Folders.at(DATA, tmp_path)
    cleaned = Round("eksempelfylket", 2020, folders=folders)
    cleaned.save()
    place = folders.processed_round("eksempelfylket", 2020) / "zones.parquet"
    zones = pd.read_parquet(place)
    zones.assign(zone="red").to_parquet(place, index=False)
    assert Round("eksempelfylket", 2020, folders=folders).counts == cleaned.counts


def test_an_open_zone_has_its_piece_of_the_bar(monkeypatch: pytest.MonkeyPatch) -> None:
    this = Round("more-og-romsdal", 2018)
    counts = Counts(invited=36, answered=33, green=13, yellow=7, red=11, undetermined=2)
    monkeypatch.setitem(this.__dict__, "counts", counts)
    figure = figures.zones(this)
    assert isinstance(figure, Figure)
    assert "I 2 er sonen uavklart." in figure.alt
    assert {"year": 2018, "zone": "undetermined", "count": 2} in figure.data


def test_what_a_round_holds_shows_itself_as_short_tables() -> None:
    this = Round("eksempelfylket", 2020)
    size = this.analysis.finding("size")
    for one, label, value in (
        (this.counts, "red", "5"),
        (size, "verdict", "not_shown"),
        (this.analysis, "size", f"not_shown, n 23, p 0.4152, p_holm {size.p_holm:.4g}"),
        (this.codebook, "area 1", "Meldingstjener, dagtid"),
    ):
        (table,) = pd.read_html(io.StringIO(one._repr_html_()), index_col=0)
        assert str(table.loc[label, 1]) == value
        assert len(table) < 25


def test_a_misspelt_name_is_told_in_one_line_in_a_notebook() -> None:
    with pytest.raises(NotFoundError) as error:
        Round("eksempelfylkt")
    (line,) = error.value._render_traceback_()
    assert "Mente du «eksempelfylket»?" in line
