"""A survey's own questions: a codebook for another scale and other areas, valid as it is written."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from own_files import book
from typer.testing import CliRunner, Result

from ros_analysis.app.cli import app
from ros_analysis.app.onboarding.questions import thresholds
from ros_analysis.survey.codebook import Codebook, Label, read_codebook


def ros(*arguments: object) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def asked(tmp_path: Path, *options: object) -> Codebook:
    made = ros("new-survey", "Nordland", "--name", "egen", "--data", tmp_path / "d", *options)
    assert made.exit_code == 0, made.output
    return read_codebook(tmp_path / "d" / "raw" / "egen" / "codebook.toml")


@pytest.mark.parametrize(("scale", "green", "yellow"), [("3x3", 2, 4), ("4x4", 3, 6), ("5x5", 4, 9)])
def test_the_matrix_of_each_scale_colours_products_and_is_symmetric(
    tmp_path: Path, scale: str, green: int, yellow: int
) -> None:
    """Green to `green`, yellow to `yellow`, red above, as docs/assumptions.md says."""
    codebook = asked(tmp_path, "--scale", scale)
    top = int(scale[0])
    assert len(codebook.likelihood) == len(codebook.consequence) == top
    for likelihood in range(1, top + 1):
        for consequence in range(1, top + 1):
            product = likelihood * consequence
            expected = "green" if product <= green else "yellow" if product <= yellow else "red"
            assert codebook.level(likelihood, consequence) == expected
    assert [area.number for area in codebook.area] == [*range(1, 9)]


@pytest.mark.parametrize(
    ("areas", "red_from", "green_yellow_max"),
    [(1, 1, 0), (4, 1, 1), (6, 2, 1), (8, 3, 2), (10, 3, 2), (12, 4, 3)],
)
def test_the_zone_rule_goes_with_the_number_of_areas(
    areas: int, red_from: int, green_yellow_max: int
) -> None:
    """3 and 2 of 8, rounded down by hand, and at least one red."""
    assert thresholds(areas) == {"red_from": red_from, "green_yellow_max": green_yellow_max}


TEXT = "\ufeffNr;Risikoområde;Kort navn\n1;Svikt, strøm og nett;Strøm\n2.;Tap av data\n\n"
LONG = "Et område med en tekst som er så lang at den ikke kan stå ved siden av en søyle i en figur"


@pytest.mark.parametrize("suffix", ["txt", "csv", "xlsx"])
def test_areas_are_read_from_a_file(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"områder.{suffix}"
    if suffix == "xlsx":
        rows: list[list[Any]] = [["Område"], ["Svikt, strøm og nett", "Strøm"], [], ["Tap av data"], [LONG]]
        book(path, {"Ark1": rows})
    else:
        path.write_text(f"{TEXT}3;{LONG}\n", "utf-8")
    areas = asked(tmp_path, "--areas", path).area
    assert [area.text for area in areas] == ["Svikt, strøm og nett", "Tap av data", LONG]
    assert [area.label.nb for area in areas[:2]] == ["Strøm", "Tap av data"]
    assert areas[2].label.nb.endswith(" …")
    assert len(areas[2].label.nb) <= 60


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "0 områder"),
        ("Strøm\nNett\nstrøm\n", "«Strøm» står to ganger"),
        ("Strøm;S;3\n", "område 1: fant «Strøm; S; 3»"),
        ("\n".join(f"Fare {n}" for n in range(17)), "17 områder. Velg fra 1 til 16"),
    ],
)
def test_areas_that_can_not_be_asked_are_refused_and_nothing_is_left(
    tmp_path: Path, text: str, told: str
) -> None:
    path = tmp_path / "områder.txt"
    path.write_text(text, "utf-8")
    refused = ros("new-survey", "Nordland", "--data", tmp_path / "d", "--areas", path)
    assert refused.exit_code == 2
    assert told in refused.stderr
    assert not (tmp_path / "d").exists()


@pytest.mark.parametrize("areas", ["finnes-ikke.txt", "0", "17", "100000000000"])
def test_neither_a_number_nor_a_file_is_wrong_use(tmp_path: Path, areas: str) -> None:
    assert ros("new-survey", "Nordland", "--data", tmp_path / "d", "--areas", areas).exit_code == 2


def test_areas_to_be_written_are_placeholders_and_the_language_is_told(tmp_path: Path) -> None:
    codebook = asked(tmp_path, "--areas", 3, "--scale", "3x3")
    assert codebook.unlabelled == ("nn", "en")
    rows = [["Kommune", *(f"{part}{n}" for n in (1, 2, 3) for part in "SK")]]
    rows += [[name, *("Lav", "Høy") * 3] for name in ("Bodø", "Rana", "Vega")]
    (answers,) = book(tmp_path / "svar.xlsx", {"Svar": rows})
    placed = ros("new-round", "egen", 2024, answers, "--data", tmp_path / "d")
    assert placed.exit_code == 0, placed.output
    told = ros("check", "egen", 2024, "--data", tmp_path / "d")
    assert "egen/2024/codebook.toml, area 3, text: «[Skriv spørsmålet om område 3]»" in told.stdout
    assert "ikke alle navn på nn og en" in told.stdout
    (one,) = json.loads(ros("check", "egen", 2024, "--data", tmp_path / "d", "--json").stdout)["rounds"]
    assert one["unlabelled"] == ["nn", "en"]
    survey = (tmp_path / "d" / "raw" / "egen" / "survey.toml").read_text("utf-8")
    assert "vurdere tre risikoområder" in survey


def test_a_label_in_one_language_stands_for_the_others() -> None:
    assert [Label(nb="Lav")[language] for language in ("nb", "nn", "en")] == ["Lav"] * 3
    assert Label(en="Low").nb == "Low"
    with pytest.raises(ValueError, match="minst ett språk"):
        Label()


@pytest.mark.parametrize("value", [4, "Katastrofal"])
def test_a_value_off_the_scale_says_where_the_scale_is_set_and_how_to_get_another(
    tmp_path: Path, value: object
) -> None:
    asked(tmp_path, "--scale", "3x3", "--areas", 1)
    rows = [["Kommune", "S1", "K1"], ["Bodø", 2, 3], ["Rana", value, 2], ["Vega", 1, 1]]
    (answers,) = book(tmp_path / "svar.xlsx", {"Svar": rows})
    told = ros("new-round", "egen", 2024, answers, "--data", tmp_path / "d")
    assert told.exit_code == 1
    assert "[[likelihood]] i raw/egen/2024/codebook.toml" in told.stdout
    assert "ros new-survey … --scale" in told.stdout
