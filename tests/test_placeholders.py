"""A text in brackets that nobody has written: a warning, a mark, and no public edition."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import building
import pytest
from building import ROOT, file_in
from typer.testing import CliRunner

from ros_analysis.app.cli import app
from ros_analysis.report import text
from ros_analysis.rounds.round import Round
from ros_analysis.survey.folders import Folders
from ros_analysis.survey.prose import PLACEHOLDER

YEAR = "2018"


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """The made-up county's first round, with a proposal for a decision that nobody has written."""
    data = tmp_path / "data"
    survey = data / "raw" / "eksempelfylket"
    shutil.copytree(ROOT / "data" / "raw", data / "raw", ignore=lambda folder, names: _others(folder, names))
    text = (survey / "survey.toml").read_text("utf-8")
    head, rest = text.split('proposal = """', 1)
    tail = rest.split('"""', 1)[1]
    (survey / "survey.toml").write_text(
        f'{head}proposal = """\n[Skriv forslaget til vedtak.]\n"""{tail}', "utf-8"
    )
    return data


def _others(folder: str, names: list[str]) -> list[str]:
    later = [name for name in names if name.startswith("20") and name != YEAR]
    return later if Path(folder).name == "eksempelfylket" else [n for n in names if n == "more-og-romsdal"]


def ros(*arguments: object):
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def test_check_warns_of_a_text_that_is_not_written(own: Path) -> None:
    told = ros("check", "eksempelfylket", YEAR, "--data", own)
    assert told.exit_code == 0
    assert "Advarsel survey.toml, proposal: «[Skriv forslaget til vedtak.]» er en plassholder" in told.output
    (one,) = json.loads(ros("check", "eksempelfylket", YEAR, "--data", own, "--json").stdout)["rounds"]
    assert one["accepted"]
    assert [each["key"] for each in one["placeholders"]] == ["proposal"]


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_the_internal_edition_carries_a_mark(own: Path, language: str) -> None:
    this = Round("eksempelfylket", int(YEAR), "internal", language, folders=Folders.at(own))
    assert this.words("mark.unwritten") in text.cover(this).marks
    written = Round("eksempelfylket", int(YEAR), "internal", language, folders=Folders.at(ROOT / "data"))
    assert this.words("mark.unwritten") not in text.cover(written).marks


def test_the_public_edition_is_not_built_and_the_internal_is(own: Path, tmp_path: Path) -> None:
    told = building.ros("report", "eksempelfylket", YEAR, "--data", own, "--out", tmp_path / "out")
    assert told.returncode != 0
    assert "survey.toml, proposal: «[Skriv forslaget til vedtak.]»" in told.stdout + told.stderr
    place = tmp_path / "out" / "eksempelfylket" / YEAR
    assert file_in(place / "internal", ".html").is_file()
    assert not (place / "public").exists()


@pytest.mark.parametrize(
    "text", ["[Skriv hvem som gjennomfører kartleggingen]", "Innledning.\n\n[Skriv\nmer]\n"]
)
def test_a_text_in_brackets_that_stands_alone_is_a_placeholder(text: str) -> None:
    assert PLACEHOLDER.findall(text)


@pytest.mark.parametrize("text", ["Se kilde [1].", "[1]", "Rådet [i dag rådene] ba om dette.", "…"])
def test_a_reference_or_a_remark_in_brackets_is_not(text: str) -> None:
    assert not PLACEHOLDER.findall(text)
