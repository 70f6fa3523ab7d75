"""Each tool's export, as the tool lays it out: recognised, its header read, its status, tests and times respected."""

from __future__ import annotations

from pathlib import Path

import pytest
from export_files import FILES, rules
from own_files import read_export

from ros_analysis.exports import PlainTable, part_of
from ros_analysis.survey.language import Words

LIKELIHOOD = "Hvor sannsynlig er det at meldinger ikke leses i tide?"


def read(name: str) -> PlainTable:
    return read_export(FILES / name)


def answers(table: PlainTable) -> list[tuple[str, ...]]:
    """The rows without the tool's own columns and the personal ones."""
    at = [i for i, column in enumerate(table.columns) if not column.role and not column.personal]
    return [tuple(row.cells[i] for i in at) for row in table.rows]


SAMPLES = {
    "nettskjema.txt": (
        "Nettskjema",
        [("Fjordvik", "2.0", "4.0", "1"), ("Ålvik", "1.0", "3.0", "2")],
        ["", ""],
        {(4, "test_name")},
    ),
    "limesurvey.csv": (
        "LimeSurvey",
        [
            ("Fjordvik", "2 - Mindre sannsynlig", "4 - Kritisk"),
            ("Ålvik", "1 - Lite sannsynlig", ""),
            ("Storøya", "3 - Sannsynlig", "1 - Ubetydelig"),
        ],
        ["complete", "partial", "complete"],
        {(4, "unanswered")},
    ),
    "limesurvey_codes.csv": (
        "LimeSurvey",
        [("Fjordvik", "2", "4"), ("Ålvik", "1", "")],
        ["complete", "partial"],
        set(),
    ),
    "microsoft_forms.xlsx": (
        "Microsoft Forms",
        [("Fjordvik", "4 - Svært sannsynlig", "Gerica;Link;"), ("Ålvik", "Lite sannsynlig", "Profil;")],
        ["", ""],
        set(),
    ),
    "microsoft_forms.csv": (
        "Microsoft Forms",
        [("Fjordvik", "4 - Svært sannsynlig"), ("Ålvik", "1 - Lite sannsynlig")],
        ["", ""],
        set(),
    ),
    "google_forms.csv": (
        "Google Forms",
        [("Fjordvik", "2", "4", "29,6"), ("Ålvik", "1", "3", "12,0")],
        ["", ""],
        set(),
    ),
    "questback_efs.csv": (
        "Questback/EFS",
        [("Fjordvik", "2", "4"), ("Ålvik", "1", "-77"), ("Storøya", "-99", "-66")],
        ["complete", "partial", "complete"],
        {(6, "test_row"), (8, "unanswered")},
    ),
    "surveymonkey.csv": (
        "SurveyMonkey",
        [("Fjordvik", "4 - Svært sannsynlig", "Gerica", ""), ("Ålvik", "1 - Lite sannsynlig", "", "Profil")],
        ["", ""],
        set(),
    ),
    "qualtrics.csv": (
        "Qualtrics",
        [("Fjordvik", "2", "4"), ("Ålvik", "1", "")],
        ["complete", "partial"],
        {(5, "test_row")},
    ),
    **{
        name: (
            "SurveyXact",
            [
                ("Fjordvik", "Mindre sannsynlig", "Kritisk"),
                ("Ålvik", "Lite sannsynlig", ""),
                ("Storøya", "Sannsynlig", "Ubetydelig"),
            ],
            ["complete", "partial", "complete"],
            {(4, "unanswered"), (5, "unanswered"), (6, "unanswered")},
        )
        for name in ("surveyxact.xlsx", *(f"surveyxact_{variant}_dataset.csv" for variant in "abc"))
    },
}


@pytest.mark.parametrize("name", SAMPLES)
def test_answers_status_and_drops_of_each_tool(name: str) -> None:
    tool, rows, statuses, dropped = SAMPLES[name]
    table = read(name)
    assert table.tool == tool
    assert [row[: len(rows[0])] for row in answers(table)] == rows
    assert [row.status for row in table.rows] == statuses
    assert set(table.dropped) == dropped


TIMES = {
    "nettskjema.txt": "2020-09-14T09:12:44.000+02:00",
    "limesurvey.csv": "2020-09-10 12:00:00",
    "microsoft_forms.xlsx": "2020-09-10T12:00:05",
    "microsoft_forms.csv": "2020-05-12T09:11:00",
    "google_forms.csv": "2020-09-06T15:37:20",
    "questback_efs.csv": "2020-09-10 12:00:00",
    "surveymonkey.csv": "2020-09-10T12:00:05",
    "qualtrics.csv": "2020-09-10 12:00:05",
    "surveyxact.xlsx": "2020-09-10 12:00:00",
}


@pytest.mark.parametrize("name", TIMES)
def test_time_of_answer_is_iso_text(name: str) -> None:
    table = read(name)
    at = [column.role for column in table.columns].index("answered")
    assert table.rows[0].cells[at] == TIMES[name]


HEADERS = {
    "limesurvey.csv": (f"{LIKELIHOOD} [Sannsynlighet]", ""),
    "limesurvey_codes.csv": ("R1[S]", "R1[S]"),
    "nettskjema.txt": ("r1.s", "r1.s"),
    "questback_efs.csv": (f"{LIKELIHOOD} [Sannsynlighet]", "v_12"),
    "qualtrics.csv": (LIKELIHOOD, "Q2_1"),
    "surveymonkey.csv": ("Hvilke systemer brukes? [Profil]", ""),
    "surveyxact.xlsx": (LIKELIHOOD, "v_2"),
    "surveyxact_a_dataset.csv": (LIKELIHOOD, "v_2"),
    "handmade.xlsx": ("1. Meldinger leses ikke i tide [S]", ""),
    "google_forms.csv": (f"{LIKELIHOOD} [Konsekvens]", ""),
}


@pytest.mark.parametrize("name", HEADERS)
def test_header_is_question_and_code_is_variable(name: str) -> None:
    assert HEADERS[name] in [(column.header, column.code) for column in read(name).columns]


def test_declared_missing_codes_stay_in_the_cells() -> None:
    table = read("questback_efs.csv")
    assert table.missing_codes == {"-77", "-99", "-66"}
    assert table.rows[-1].cells[-2:] == ("-99", "-66")


def test_encoding_and_delimiter_of_the_three_surveyxact_variants() -> None:
    found = {v: (t.encoding, t.delimiter) for v in "abc" for t in [read(f"surveyxact_{v}_dataset.csv")]}
    assert found == {"a": ("utf-16", "\t"), "b": ("utf-8", ";"), "c": ("utf-8", ",")}
    assert rules(read("surveyxact_b_dataset.csv"))["other_encoding"] == "log"


def test_dataset_without_labels_keeps_codes_and_warns(tmp_path: Path) -> None:
    (tmp_path / "dataset.csv").write_bytes((FILES / "surveyxact_b_dataset.csv").read_bytes())
    table = read_export(tmp_path / "dataset.csv")
    assert table.rows[0].cells[5:8] == ("1", "2", "4")
    assert rules(table)["labels_missing"] == "warning"


def test_questions_without_labels_are_still_answered_in_codes(tmp_path: Path) -> None:
    """A structure beside the dataset names the questions, and says nothing of which code is the lowest step."""
    for part in ("dataset", "structure"):
        (tmp_path / f"{part}.csv").write_bytes((FILES / f"surveyxact_b_{part}.csv").read_bytes())
    assert rules(read_export(tmp_path / "dataset.csv"))["labels_missing"] == "warning"


def test_handmade_workbook_with_titles_merged_headers_totals_and_notes() -> None:
    table = read("handmade.xlsx")
    assert [row.cells[:5] for row in table.rows] == [
        ("9801", "Fjordvik kommune", "2", "4", "8"),
        ("9802", "Ålvik kommune", "1", "1", "1"),
    ]
    assert table.rows[1].cells[5] == "2026-03-02"
    assert table.dropped == ((8, "total_row"),)
    expected = {
        "title_lines",
        "merged_header",
        "header_rows_joined",
        "sheets_left_out",
        "total_row",
        "formula_value",
    }
    assert expected <= rules(table).keys()


def test_deleted_answers_leave_a_gap_in_the_ids_of_microsoft_forms() -> None:
    gap = next(repair for repair in read("microsoft_forms.xlsx").repairs if repair.rule == "id_gap")
    assert gap.before == "ID-er som mangler: 3"


def test_every_sample_is_read_in_a_test() -> None:
    parts = {file.name for file in FILES.iterdir() if part_of(file.name) in ("labels", "structure")}
    assert {file.name for file in FILES.iterdir()} == {*SAMPLES, "handmade.xlsx"} | parts


@pytest.mark.parametrize("name", ["stato", "statoverall"])
@pytest.mark.parametrize(
    ("set_to", "status"), [(3, ["partial"]), (4, ["complete"]), (1, []), (2, []), (5, [])]
)
def test_surveyxact_status_is_one_hot_under_both_names(
    tmp_path: Path, name: str, set_to: int, status: list[str]
) -> None:
    head = ";".join(["respondentid", "v_1", *(f"{name}_{n}" for n in range(1, 6))])
    row = ";".join(["5001", "2", *("1" if n == set_to else "0" for n in range(1, 6))])
    (tmp_path / "data.csv").write_text(f"{head}\n{row}\n", "utf-8")
    assert [row.status for row in read_export(tmp_path / "data.csv").rows] == status


def test_limesurvey_is_known_by_its_first_columns_in_any_language(tmp_path: Path) -> None:
    head = "Svar-ID,Dato levert,Siste side,Startspråk,Frø,Kommune"
    rows = "1,2020-09-10 12:00:00,3,nb,7,Fjordvik\n2,,1,nb,8,Ålvik"
    (tmp_path / "svar.csv").write_text(f"{head}\n{rows}\n", "utf-8")
    table = read_export(tmp_path / "svar.csv")
    assert (table.tool, [row.status for row in table.rows]) == ("LimeSurvey", ["complete", "partial"])


def test_every_repair_has_its_words_in_the_catalogue() -> None:
    words = Words("nb")
    used = {repair.rule for name in (*SAMPLES, "handmade.xlsx") for repair in read(name).repairs}
    assert len(used) > 10
    assert [rule for rule in sorted(used) if not words.has(f"repair.{rule}")] == []
