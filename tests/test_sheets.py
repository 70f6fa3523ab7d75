"""A member's sheet tells of nobody else, but for what the public edition prints."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import openpyxl
import pandas as pd
import pikepdf
import pytest
from attacker import fingerprints, rounds
from attacker.rounds import GREEN, RED, YEARS, YELLOW, Survey, drawn, name_of
from made_up_measures import with_measures
from public_rounds import notebook_of_report
from typer.testing import CliRunner

from ros_analysis import Round, sheet, tables
from ros_analysis.app.cli import app
from ros_analysis.publish.document import DocumentError, read
from ros_analysis.publish.release import ReleaseError, respondents
from ros_analysis.publish.reporting import sheets_asked
from ros_analysis.report.blocks import Blocks, show
from ros_analysis.report.exhibits import Table
from ros_analysis.survey import Folders, NotFoundError

BLOCKS = (sheet.cover, sheet.key_figures, sheet.sentences, sheet.areas, sheet.measures, sheet.about)
SURVEYS = [drawn(seed, YEARS[:2]) for seed in range(6)]


def written(survey: Survey, place: Path) -> Round:
    """The survey's round of 2020 of the public edition, cleaned from raw files in `place`."""
    folders = Folders.at(rounds.write([survey], place))
    for year in survey.rounds:
        Round(survey.name, year, folders=folders).save()
    return Round(survey.name, 2020, "public", folders=folders)


def told(this: Round, number: str) -> str:
    """All that the sheet says, as the blocks that its pages are made of."""
    own = sheet.own(this, number)
    blocks: list[Blocks] = [show(make(own)) for make in BLOCKS]
    return "\n".join(
        json.dumps(block._repr_mimebundle_(), default=str) for block in [*blocks, sheet.way(this, number)]
    )


def published(this: Round) -> list[object]:
    return [cell.get("outputs") for cell in notebook_of_report(this).cells]


def exchanged(survey: Survey, who: Sequence[str]) -> Survey:
    """The same answers in both rounds, but those of `who` given by each other."""

    def turned(answers: dict[str, rounds.Answer]) -> dict[str, rounds.Answer]:
        there = [number for number in who if number in answers]
        moved = dict(zip(there, [answers[number] for number in [*there[1:], *there[:1]]], strict=True))
        return answers | moved

    return replace(survey, rounds={year: turned(dict(own)) for year, own in survey.rounds.items()})


@pytest.mark.parametrize("survey", SURVEYS, ids=lambda survey: survey.name)
def test_whoever_else_gave_which_answer_the_sheets_are_the_same(survey: Survey, tmp_path: Path) -> None:
    """So neither one member nor three that pool their sheets learn more than the public edition prints."""
    pool, others = (lambda all_: (all_[:3], all_[3:]))(sorted(survey.rounds[2020]))
    one = written(survey, tmp_path / "one")
    twin = written(exchanged(survey, others), tmp_path / "twin")
    assert not one.answers.equals(twin.answers)
    assert published(one) == published(twin)
    assert [told(one, number) for number in pool] == [told(twin, number) for number in pool]


HIDDEN = {
    "alle-unntatt-en": ([RED, *[GREEN] * 9], [RED, YELLOW, *[GREEN] * 8]),
    "to-utenfor": ([GREEN, RED, *[GREEN] * 8], [GREEN, YELLOW, RED, *[GREEN] * 7]),
}


@pytest.mark.parametrize("name", HIDDEN)
def test_what_the_public_edition_hides_the_sheet_hides_in_the_same_words(name: str, tmp_path: Path) -> None:
    """Others may then have answered anything that is hidden alike."""
    one, twin = (
        written(
            Survey(name, {2020: dict(zip(rounds.members("98"), answers, strict=False))}),
            tmp_path / str(place),
        )
        for place, answers in enumerate(HIDDEN[name])
    )
    assert one.shown.zones is None
    assert published(one) == published(twin)
    first = rounds.members("98")[0]
    assert told(one, first) == told(twin, first)
    said = one.words("hidden.said")
    assert said in sheet.sentences(sheet.own(one, first)).plain()


def test_a_sheet_names_nobody_else(tmp_path: Path) -> None:
    survey = SURVEYS[0]
    this = written(survey, tmp_path)
    for number in survey.rounds[2020]:
        text = told(this, number)
        assert name_of(number) in text
        assert [other for other in survey.invited if other != number and name_of(other) in text] == []


def test_what_was_not_made_for_the_member_stops_its_sheet(tmp_path: Path) -> None:
    this = written(SURVEYS[0], tmp_path)
    own = sheet.own(this, next(iter(SURVEYS[0].rounds[2020])))
    internal = Round(this.name, 2020, "internal", folders=this.folders)
    notebook = notebook_of_report(this)
    for cell, block in zip(
        [cell for cell in notebook.cells if cell.get("outputs")],
        (sheet.cover(own), tables.follow_up(internal, None)),
        strict=False,
    ):
        cell.outputs[0]["data"] = block._repr_mimebundle_()
    with pytest.raises(DocumentError, match="er ikke på listen"):
        read(notebook)


def test_a_round_of_the_internal_edition_gives_no_sheet(tmp_path: Path) -> None:
    this = written(SURVEYS[0], tmp_path)
    internal = Round(this.name, 2020, "internal", folders=this.folders)
    with pytest.raises(ValueError, match="offentlige utgaven"):
        sheet.own(internal, next(iter(SURVEYS[0].rounds[2020])))


def ros(*arguments: object) -> str:
    done = CliRunner().invoke(app, [str(one) for one in arguments])
    assert done.exit_code == 0, done.output
    return done.output


def test_the_command_makes_a_folder_that_is_ready_to_send(tmp_path: Path) -> None:
    survey = SURVEYS[0]
    data, out = rounds.write([survey], tmp_path / "data"), tmp_path / "out"
    number = next(iter(survey.rounds[2020]))
    ros("sheets", survey.name, 2020, name_of(number), "--data", data, "--out", out)
    (place,) = (out / survey.name / "2020" / "sheets").iterdir()
    stem = f"{survey.name}-2020-{name_of(number).lower()}"
    assert place.name == f"{number}-{name_of(number).lower()}"
    assert {path.name for path in place.iterdir()} == {f"{stem}.html", f"{stem}.pdf", "manifest.json"}
    page = (place / f"{stem}.html").read_text("utf-8")
    assert f"Til {name_of(number)} – ikke offentlig" in page
    assert 'href="#page-tables"' not in page
    with pikepdf.open(place / f"{stem}.pdf") as pdf:
        assert pdf.Root.MarkInfo.Marked
        assert len(pdf.pages) == 2
    manifest = json.loads((place / "manifest.json").read_text("utf-8"))
    raw = [*(data / "raw").rglob("*.csv")]
    assert fingerprints.found(json.dumps(manifest), raw, set()) == set()
    assert not [*out.rglob("figures.csv")]


def test_one_too_close_to_what_is_published_is_refused(tmp_path: Path) -> None:
    """A late answer is told by the figures of all with it and without it."""
    this = written(SURVEYS[0], tmp_path)
    assert len(sheets_asked(this.folders, this.name, 2020, "", "")) == this.counts.answered
    earlier = dict(list(respondents(this).items())[1:])
    record = this.folders.beside_round(this.name, 2020, "releases")
    record.parent.mkdir(parents=True, exist_ok=True)
    record.write_text(
        json.dumps([{"published": "2020-11-01", "manifest": "", "respondents": earlier}]), "utf-8"
    )
    with pytest.raises(ReleaseError, match="1 svar er nye"):
        sheets_asked(this.folders, this.name, 2020, "", "")


def test_the_silent_and_the_unknown_get_no_sheet(tmp_path: Path) -> None:
    this = written(SURVEYS[0], tmp_path)
    silent = next(number for number in SURVEYS[0].invited if number not in SURVEYS[0].rounds[2020])
    with pytest.raises(NotFoundError, match="har ikke svart"):
        sheets_asked(this.folders, this.name, 2020, silent, "")
    with pytest.raises(NotFoundError, match="heter «Qvy»"):
        sheets_asked(this.folders, this.name, 2020, "Qvy", "")


def test_measures_stand_on_the_sheet_with_their_deadlines(tmp_path: Path) -> None:
    folders = with_measures(tmp_path)
    this = Round("eksempelfylket", 2020, "public", folders=folders)
    rows = openpyxl.load_workbook(tmp_path / "tiltak 2020.xlsx")["Svar"].iter_rows(values_only=True)
    head, *answers = rows
    name, row = next((str(row[0]), row) for row in answers if any("SMS" in str(cell) for cell in row))
    planned = [place for place, cell in enumerate(row) if "SMS" in str(cell)]
    table = sheet.measures(sheet.own(this, name))
    assert isinstance(table, Table)
    said = [[cell.text for cell in cells] for cells in table.cells if "SMS" in cells[1].text]
    assert len(said) == len(planned)
    for place, cells in zip(planned, said, strict=True):
        assert head[place + 2].startswith("Frist")
        assert f"{row[place + 2]:%d.%m.%Y}" in cells
        assert cells[0].startswith(str(head[place]).split()[-1])


def test_nothing_is_said_of_areas_that_are_not_known(tmp_path: Path) -> None:
    """An area without an answer is not called green, nor are areas of which only the colour or the zone is known."""
    this = written(SURVEYS[0], tmp_path)
    own = sheet.own(this, next(iter(SURVEYS[0].rounds[2020])))
    unanswered = own.answers.assign(level=None, result=pd.NA)
    assert len(sheet.sentences(replace(own, answers=unanswered)).items) == 2
    green = own.answers.assign(level="green", result=pd.array([pd.NA] * 8, dtype="Int64"))
    green.loc[3:, "level"] = None
    *_, last = sheet.sentences(replace(own, answers=green)).items
    assert last == "**Ingen av de 2 områdene som er besvart, er røde.**"
