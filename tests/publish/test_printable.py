"""Texts of the body's own that no page can hold are refused before anything is run, by file and key."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest
from building import ROOT
from typer.testing import CliRunner

from ros_analysis.app.cli import app
from ros_analysis.publish import elements
from ros_analysis.publish.elements import DocumentError
from ros_analysis.publish.printable import KNOWN, unprintable, unprintable_problems
from ros_analysis.rounds.intake import Sources, read_sources
from ros_analysis.survey.folders import Folders

SOURCES = read_sources(Folders.at(ROOT / "data"), "eksempelfylket", 2020)
Deep = Callable[[int], str]


def with_survey(**texts: object) -> Sources:
    return replace(SOURCES, survey=SOURCES.survey.model_copy(update=texts))


def test_the_texts_of_the_example_are_printable() -> None:
    assert unprintable_problems(SOURCES) == []


def test_signs_that_are_not_asked_about_are_there() -> None:
    assert unprintable(KNOWN) == set()


@pytest.mark.parametrize("sign", ["😀", "漢", "ไ", "\x07", "\x00", "\ue000"])
def test_a_sign_that_the_typeface_lacks_is_named_with_its_key(sign: str) -> None:
    (problem,) = unprintable_problems(with_survey(background=f"Vi {sign} deler čđŋ, Ж og ½."))
    assert problem.place.file == "survey.toml"
    assert problem.message.startswith("background: ")
    assert f"U+{ord(sign):04X}" in problem.message
    assert ("«" in problem.message) is sign.isprintable()


def test_every_text_is_looked_through() -> None:
    found = unprintable_problems(with_survey(notes=("Helt vanlig.", "Smil ☺😀"), organiser="漢字漢字 ไทย"))
    assert [problem.message.partition(":")[0] for problem in found] == ["organiser", "notes[2]"]


DEEP: dict[str, Deep] = {
    "lists": lambda depth: "- " * depth + "a",
    "numbered lists": lambda depth: "1. " * depth + "a",
    "indented lists": lambda depth: "\n".join(f"{'  ' * level}- a" for level in range(depth)),
}


@pytest.mark.parametrize("depth", [7, 50, 600])
@pytest.mark.parametrize("form", DEEP)
def test_lists_hundreds_deep_are_refused_by_key(form: str, depth: int) -> None:
    (problem,) = unprintable_problems(with_survey(proposal=DEEP[form](depth)))
    assert re.match("proposal: Noe ligger dypere enn 6 nivåer", problem.message)


@pytest.mark.parametrize(
    "markdown", [">" * 600 + " a", "*a " * 600 + "b*" * 600, "[" * 5_000, "**a *b " * 600]
)
def test_other_things_hundreds_deep_are_read_or_refused(markdown: str) -> None:
    with suppress(DocumentError):
        elements.elements(markdown)


def test_check_and_report_say_so_in_one_line_and_run_nothing(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "data" / "raw", tmp_path / "data" / "raw")
    survey = tmp_path / "data" / "raw" / "more-og-romsdal" / "survey.toml"
    survey.write_text(survey.read_text("utf-8").replace('organiser = "', 'organiser = "😀 ', 1), "utf-8")
    place = ["more-og-romsdal", "2020", "--data", str(tmp_path / "data")]
    checked = CliRunner().invoke(app, ["check", *place])
    assert checked.exit_code == 1
    assert "AVVIST survey.toml: organiser: rapportens skrift har ikke «😀» (U+1F600" in checked.output
    built = CliRunner().invoke(app, ["report", *place, "--out", str(tmp_path / "out")])
    assert built.exit_code == 1
    assert "organiser" in built.stderr
    assert "Traceback" not in built.output
    assert not (tmp_path / "out" / ".failed").exists()
