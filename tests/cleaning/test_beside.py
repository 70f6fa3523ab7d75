"""Measures, who and when: recognised by their headers, read by their kind, kept, and told of where they can't be."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from own_files import book
from typer.testing import CliRunner, Result

from ros_analysis import Round
from ros_analysis.app.cli import app
from ros_analysis.exports import day_of, without_names
from ros_analysis.rounds import check
from ros_analysis.survey import Folders

HEAD = [
    *("Kommune", "Har dere rutine for å følge opp meldingsansvarlig@kommunenavn.no?"),
    *("Når ble beredskapsnummeret sist testet?", "Hvem svarer på beredskapsnummeret: helsepersonell?"),
    *("Sannsynlighet 1: Strøm", "Konsekvens 1: Strøm", "Tiltak i dag 1: Strøm", "Planlagt tiltak 1: Strøm"),
    *("Ansvarlig (rolle) 1: Strøm", "Frist for tiltaket 1: Strøm"),
    *("Sannsynlighet etter tiltak 1: Strøm", "Konsekvens etter tiltak 1: Strøm"),
    *("Sannsynlighet 2: Nett", "Konsekvens 2: Nett", "Tiltak i dag 2: Nett", "Planlagt tiltak 2: Nett"),
]
BODO: list[Any] = [
    *(
        "Bodø",
        "Ja",
        date(2024, 5, 3),
        "nei",
        4,
        4,
        "Delvis",
        "Kari Nordmann kjøper aggregat. Per i dag ingenting.",
    ),
    *("Driftsleder (Kari Nordmann)", "30.6.2024", 2, "3 – Alvorlig", 1, 1, "Ja", ""),
]
RANA: list[Any] = ["Rana", "vet ikke", "", "-", 3, 3, "", "", "", "", "", "", 2, 2, "Nei", "Ny ruter"]


def ros(*arguments: object) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A survey of two areas that asks for measures."""
    (tmp_path / "områder.txt").write_text("Svikt i strømforsyningen;Strøm\nSvikt i nettet;Nett\n", "utf-8")
    options = ["--areas", tmp_path / "områder.txt", "--measures", "--data", tmp_path / "d"]
    made = ros("new-survey", "Nordland", "--name", "egen", *options)
    assert made.exit_code == 0, made.output
    return tmp_path / "d"


def placed(data: Path, *rows: list[Any]) -> Result:
    (path,) = book(data.parent / "svar.xlsx", {"Svar": [HEAD, *rows]})
    return ros("new-round", "egen", 2024, path, "--data", data)


def test_what_is_filled_in_beside_the_answers_is_recognised_and_kept(data: Path) -> None:
    told = placed(data, BODO, RANA)
    assert told.exit_code == 0, told.output
    assert "Ikke lest" not in told.stdout
    this = Round("egen", 2024, "internal", folders=Folders.at(data))
    this.save()
    kept = Round("egen", 2024, "internal", folders=Folders.at(data)).follow_up
    assert [tuple(row) for row in kept.fillna({"area": 0}).itertuples(index=False)] == [
        ("1804", 1, "measure", "partly"),
        ("1804", 2, "measure", "yes"),
        ("1804", 1, "planned", "[navn skjult] kjøper aggregat. Per i dag ingenting."),
        ("1804", 1, "responsible", "Driftsleder ([navn skjult])"),
        ("1804", 1, "due", "2024-06-30"),
        ("1804", 1, "likelihood_after", "2"),
        ("1804", 1, "consequence_after", "3"),
        ("1804", 0, "mailbox_routine", "yes"),
        ("1804", 0, "contingency_answered", "no"),
        ("1804", 0, "contingency_tested", "2024-05-03"),
        ("1833", 2, "measure", "no"),
        ("1833", 2, "planned", "Ny ruter"),
    ]
    rules = this.repairs.groupby("rule").size()
    assert rules[["personal_masked", "date_rewritten", "field_not_known"]].tolist() == [2, 1, 1]
    assert not this.repairs.astype(str).apply(lambda column: column.str.contains("Kari")).any(axis=None)


def test_answers_are_the_same_whatever_stands_beside_them(data: Path) -> None:
    assert placed(data, BODO, RANA).exit_code == 0
    this = Round("egen", 2024, "internal", folders=Folders.at(data))
    assert this.answers["result"].tolist() == [16, 1, 9, 4]


@pytest.mark.parametrize(
    ("column", "value", "allowed"),
    [
        ("Tiltak i dag 1: Strøm", "kanskje", "ja, delvis, nei"),
        ("Har dere rutine for å følge opp meldingsansvarlig@kommunenavn.no?", "delvis", "ja, nei"),
        ("Frist for tiltaket 1: Strøm", "høsten 2024", "30.06.2024"),
        ("Sannsynlighet etter tiltak 1: Strøm", 5, "[[likelihood]]"),
    ],
)
def test_a_value_that_is_none_of_its_kind_is_refused_with_its_place(
    data: Path, column: str, value: object, allowed: str
) -> None:
    row = [value if header == column else cell for header, cell in zip(HEAD, BODO, strict=True)]
    told = placed(data, row, RANA)
    assert told.exit_code == 1
    (problem,) = check(Folders.at(data), "egen", 2024).files[0].problems
    assert problem.place.row == 2
    assert (problem.place.file, problem.place.sheet, problem.value) == ("svar.xlsx", "Svar", str(value))
    assert allowed in f"{problem.allowed} {problem.remedy}"


def test_a_field_that_the_codebook_does_not_ask_for_is_neither_read_nor_silently_passed_over(
    data: Path,
) -> None:
    codebook = data / "raw" / "egen" / "codebook.toml"
    text = codebook.read_text("utf-8")
    codebook.write_text(text.replace("fields = [", "# fields = ["), "utf-8")
    told = placed(data, BODO, RANA)
    assert "Ikke lest" in told.stdout
    assert "Tiltak i dag 1" in told.stdout
    settings = data / "raw" / "egen" / "2024" / "round.toml"
    assert "measure" not in settings.read_text("utf-8")
    settings.write_text(settings.read_text("utf-8") + '[columns.measure]\n1 = "kolonne G"\n', "utf-8")
    told = ros("check", "egen", 2024, "--data", data)
    assert told.exit_code == 1
    assert 'Føy "measure" til fields' in told.stdout


def test_a_column_of_names_is_never_read(data: Path) -> None:
    row = [*BODO]
    row[HEAD.index("Ansvarlig (rolle) 1: Strøm")] = "Kari Nordmann"
    told = placed(data, row, RANA)
    assert told.exit_code == 0
    assert "Kolonne" in told.stdout
    assert "Kari" not in told.stdout
    assert "responsible" not in set(
        Round("egen", 2024, "internal", folders=Folders.at(data)).follow_up["field"]
    )


@pytest.mark.parametrize(
    ("text", "first_too", "masked"),
    [
        ("Per i dag ingen. Dag og natt.", False, "Per i dag ingen. Dag og natt."),
        ("Spør Per om det", False, "Spør [navn skjult] om det"),
        ("Kari Nordmann", False, "[navn skjult]"),
        ("IKT-leder Kari-Anne Nordmann Hansen", True, "IKT-leder [navn skjult]"),
        ("Per, IKT-leder", True, "[navn skjult], IKT-leder"),
        ("Helse Nord IKT", True, "Helse Nord IKT"),
    ],
)
def test_names_are_masked_and_words_are_not(text: str, first_too: bool, masked: str) -> None:
    assert without_names(text, first_too=first_too) == masked


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2024-06-30", date(2024, 6, 30)),
        ("2024-06-30 00:00:00", date(2024, 6, 30)),
        ("30.6.24", date(2024, 6, 30)),
        ("45473", date(2024, 6, 30)),
        ("06/07/2024", None),
        ("juni 2024", None),
        ("2024", None),
    ],
)
def test_a_day_is_read_where_it_can_be_no_other(text: str, day: date | None) -> None:
    assert day_of(text) == day


def test_a_field_that_is_not_there_is_named_with_the_nearest(data: Path) -> None:
    path = data / "raw" / "egen" / "codebook.toml"
    path.write_text(path.read_text("utf-8").replace('"responsible"', '"responsibl"'), "utf-8")
    told = placed(data, BODO)
    assert "Mente du «responsible»" in str(told.exception)
