"""Tests, previews and answers not sent in are found by the words in a tool's header as well as by its codes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from own_files import read_export

Write = Callable[..., Path]

QUALTRICS_CODES = "StartDate,EndDate,Status,Progress,Finished,RecordedDate,ResponseId,Q1,Q2"
QUALTRICS_LABELS = (
    "Start Date,End Date,Response Type,Progress,Finished,Recorded Date,Response ID,Kommune,Risiko"
)
QUALTRICS_NORWEGIAN = "Startdato,Sluttdato,Svartype,Fremdrift,Ferdig,Registreringsdato,Svar-ID,Kommune,Risiko"
IMPORT = ",".join(f'"{{""ImportId"":""{n}""}}"' for n in range(9))
TIMES = "2020-09-10 11:50:00,2020-09-10 12:00:05"
QUALTRICS_ROWS = [
    f"{TIMES},IP Address,100,True,2020-09-10 12:00:06,R_1,Fjordvik,2",
    f"{TIMES},{{preview}},100,True,2020-09-10 12:00:06,R_2,Storøya,3",
    f"{TIMES},IP Address,55,False,2020-09-10 12:00:06,R_3,Ålvik,1",
]


@pytest.mark.parametrize(
    "preview", ["Survey Preview", "1", "Forhåndsvisning av undersøkelsen", "Survey Test"]
)
@pytest.mark.parametrize(
    ("head", "options"),
    [
        ([QUALTRICS_CODES, QUALTRICS_LABELS, IMPORT], {}),
        ([QUALTRICS_CODES, QUALTRICS_LABELS], {}),
        ([QUALTRICS_CODES, QUALTRICS_LABELS], {"header_rows": 2}),
        ([QUALTRICS_CODES, IMPORT], {}),
        ([QUALTRICS_CODES], {}),
        ([QUALTRICS_LABELS], {}),
        ([QUALTRICS_LABELS, IMPORT], {}),
        ([QUALTRICS_NORWEGIAN], {}),
        ([QUALTRICS_CODES, QUALTRICS_NORWEGIAN, IMPORT], {}),
    ],
    ids=[
        "three",
        "two",
        "two given",
        "codes, ids",
        "codes",
        "words",
        "words, ids",
        "Norwegian",
        "three Norwegian",
    ],
)
def test_a_preview_in_qualtrics_is_no_answer_whatever_lines_the_header_keeps(
    text: Write, preview: str, head: list[str], options: dict[str, int]
) -> None:
    lines = [*head, *QUALTRICS_ROWS]
    table = read_export(text("\n".join([*lines, ""]).replace("{preview}", preview)), **options)
    assert table.tool == "Qualtrics"
    assert [(row.cells[7], row.status) for row in table.rows] == [
        ("Fjordvik", "complete"),
        ("Ålvik", "partial"),
    ]
    assert [rule for _, rule in table.dropped] == ["test_row"]
    assert [column.role for column in table.columns[2:5]] == ["status"] * 3


@pytest.mark.parametrize(
    "head",
    [
        "lfdn;dispcode;tester;Kommune;Risiko",
        "Nr;Disposition code;Tester;Kommune;Risiko",
        "Nr;Disposisjonskode;Tester;Kommune;Risiko",
        "Nr;Dispositionscode;Testteilnehmer;Kommune;Risiko",
    ],
)
def test_testers_and_dispositions_of_efs_are_known_by_their_words(text: Write, head: str) -> None:
    rows = [
        "1;31;0;Fjordvik;2",
        "2;22;0;Ålvik;1",
        "3;31;1;Storøya;3",
        "4;20;0;;",
        "5;Completed (31);0;Sildvær;2",
    ]
    table = read_export(text("\n".join([head, *rows, ""])))
    assert [(row.cells[3], row.status) for row in table.rows] == [
        ("Fjordvik", "complete"),
        ("Ålvik", "partial"),
        ("Sildvær", "complete"),
    ]
    assert [rule for _, rule in table.dropped] == ["test_row", "unanswered"]


STATES = ("Ny", "Distribuert", "Noen svar", "Gjennomført", "Frafalt")


@pytest.mark.parametrize("form", ["{}", "Samlet status - {}", "Status - {}"])
def test_the_states_of_surveyxact_are_known_by_their_words(text: Write, form: str) -> None:
    head = ";".join(["Kommune", *(form.format(state) for state in STATES)])
    rows = [f"K{n};" + ";".join("1" if n == m else "0" for m in range(5)) for n in range(5)]
    table = read_export(text("\n".join([head, *rows, ""])))
    assert [(row.cells[0], row.status) for row in table.rows] == [("K2", "partial"), ("K3", "complete")]
    assert not [column for column in table.columns[1:] if column.role != "status"]


@pytest.mark.parametrize("header", ["Status", "Svarstatus", "Response Status", "Samlet status"])
@pytest.mark.parametrize(
    ("done", "begun", "tried"),
    [
        ("Fullført", "Delvis", "Forhåndsvisning"),
        ("Completed", "Partial", "Preview"),
        ("Besvart", "Påbegynt", "Test"),
    ],
)
def test_a_status_in_words_is_heeded_whoever_wrote_it(
    text: Write, header: str, done: str, begun: str, tried: str
) -> None:
    """Netigate, Enalyzer, SurveyMonkey, Questback Essentials: one column that says it."""
    rows = [f"{done};Fjordvik;2", f"{begun};Ålvik;1", f"{tried};Storøya;3"]
    table = read_export(text("\n".join([f"{header};Kommune;Risiko", *rows, ""])))
    assert [(row.cells[1], row.status) for row in table.rows] == [
        ("Fjordvik", "complete"),
        ("Ålvik", "partial"),
    ]
    assert [rule for _, rule in table.dropped] == ["test_row"]
    assert table.columns[0].role == "status"


def test_a_status_that_means_something_else_is_left_alone(text: Write) -> None:
    table = read_export(text("Status;Kommune;Risiko\nPurret;Fjordvik;2\nNy;Ålvik;1\n1;Storøya;3\n"))
    assert [row.status for row in table.rows] == ["", "", ""]
    assert table.columns[0].role == ""


def test_limesurvey_with_codes_before_its_words_is_known(text: Write) -> None:
    head = "id. Response ID,submitdate. Date submitted,lastpage. Last page,Q1. Kommune,Q2. Risiko"
    table = read_export(text(f"{head}\n1,2020-09-10 12:00:00,3,Fjordvik,2\n2,,1,Ålvik,1\n"))
    assert table.tool == "LimeSurvey"
    assert [row.status for row in table.rows] == ["complete", "partial"]


def test_personal_columns_are_known_in_a_header_of_two_lines(text: Write) -> None:
    head = [
        f"{line},{more}" for line, more in ((QUALTRICS_CODES, "RecipientFirstName"), (QUALTRICS_LABELS, "X"))
    ]
    table = read_export(text("\n".join([*head, f"{QUALTRICS_ROWS[0]},Xyz", ""])), header_rows=2)
    assert table.columns[-1].personal == "name"
