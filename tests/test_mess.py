"""Every kind of mess that survey exports come with, and what becomes of it: one row each, read as a user would.

L = repaired and logged, W = repaired with a warning in the report, R = refused with place and remedy.
"""

import csv
import io
import shutil
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from openpyxl.styles import PatternFill
from openpyxl.worksheet.worksheet import Worksheet
from own_files import read_export

from ros_analysis.cleaning import Basis, clean
from ros_analysis.cleaning.round import Cleaned
from ros_analysis.publish.download import spreadsheet_safe
from ros_analysis.rounds.intake import take_in
from ros_analysis.rounds.processed import harmless, repairs_csv
from ros_analysis.survey.codebook import read_codebook
from ros_analysis.survey.epj import EpjSystems
from ros_analysis.survey.folders import Folders
from ros_analysis.survey.language import Words
from ros_analysis.survey.members import Members
from ros_analysis.survey.municipalities import Register, RegisterError
from ros_analysis.survey.problems import RefusedData
from ros_analysis.survey.settings import RoundSettings

DATA = Path(__file__).parent.parent / "data"
REGISTER = Register.load(DATA / "raw" / "register")
SYSTEMS = EpjSystems.load(DATA / "raw" / "register")
CODEBOOK = read_codebook(DATA / "raw" / "codebook.toml")
WORDS = Words("nb")

PAIRS = [f"{part}{n}" for n in range(1, 9) for part in "SK"]
HEAD = ["Kommune", "Nr", "EPJ", "Tidspunkt", "Rolle", "Sone", *PAIRS, "R1"]
COLUMNS: dict[str, Any] = {
    "municipality": "Kommune",
    "municipality_number": "Nr",
    "epj": "EPJ",
    "timestamp": "Tidspunkt",
    "role": "Rolle",
    "zone": "Sone",
    "likelihood": {str(n): f"S{n}" for n in range(1, 9)},
    "consequence": {str(n): f"K{n}" for n in range(1, 9)},
    "result": {"1": "R1"},
}
BRIEF = {key: COLUMNS[key] for key in ("municipality", "likelihood", "consequence")}
NOON = "2020-09-20 12:00"

Row = Sequence[Any]
Make = Callable[[Path], Path]


def row(municipality: str = "Ørsta", **cells: Any) -> list[Any]:
    """An answer of 1 × 2 for all areas, except as `cells` say."""
    usual = {"Kommune": municipality, "Tidspunkt": NOON, "EPJ": "Gerica"}
    usual |= {name: "1" if name[0] == "S" else "2" for name in PAIRS}
    return [(usual | cells).get(name, "") for name in HEAD]


def brief(*rows: dict[str, Any], extra: Sequence[str] = ()) -> list[list[Any]]:
    """Header and rows of a table with municipality and areas only, and `extra` columns before them."""
    head = [*extra, "Kommune", *PAIRS]
    usual = {"Kommune": "Ørsta"} | {name: "1" if name[0] == "S" else "2" for name in PAIRS}
    return [head, *([(usual | cells).get(name, "") for name in head] for cells in rows)]


def text(
    *rows: Row, name: str = "svar.csv", encoding: str = "utf-8", delimiter: str = ";", head: Row = HEAD,
    above: Sequence[Row] = (),
) -> Make:  # fmt: skip
    """A delimited text file."""

    def make(folder: Path) -> Path:
        out = io.StringIO()
        csv.writer(out, delimiter=delimiter, lineterminator="\r\n").writerows([*above, head, *rows])
        (folder / name).write_bytes(out.getvalue().encode(encoding))
        return folder / name

    return make


def raw(content: bytes, name: str = "svar.csv") -> Make:
    def make(folder: Path) -> Path:
        (folder / name).write_bytes(content)
        return folder / name

    return make


def workbook(
    *rows: Row, head: Row = HEAD, above: Sequence[Row] = (), edit: Callable[[Worksheet], object] | None = None
) -> Make:
    """An xlsx file with one sheet, and whatever `edit` does to it."""

    def make(folder: Path) -> Path:
        book = Workbook()
        sheet = book.active
        assert isinstance(sheet, Worksheet)
        for line in [*above, head, *rows]:
            sheet.append(list(line))
        if edit:
            edit(sheet)
        book.save(folder / "svar.xlsx")
        return folder / "svar.xlsx"

    return make


def hide_row(sheet: Worksheet) -> None:
    sheet.row_dimensions[2].hidden = True


def add_notes(sheet: Worksheet) -> None:
    assert sheet.parent is not None
    sheet.parent.create_sheet("Merknader").append(["Skrevet av sekretariatet"])


def add_twin(sheet: Worksheet) -> None:
    assert sheet.parent is not None
    sheet.parent.copy_worksheet(sheet)


def put(cell: str, value: Any) -> Callable[[Worksheet], None]:
    return lambda sheet: sheet.__setitem__(cell, value)


def paint(cell: str) -> Callable[[Worksheet], None]:
    def colour(sheet: Worksheet) -> None:
        sheet[cell].value = None
        sheet[cell].fill = PatternFill("solid", fgColor="FF0000")

    return colour


def merge_items(sheet: Worksheet) -> None:
    for first in range(2, 18, 2):
        sheet.merge_cells(start_row=1, end_row=1, start_column=first, end_column=first + 1)


def efs(**cells: str) -> Make:
    """A Questback/EFS file: question, label and variable above each other."""
    own = {"lfdn": "1", "dispcode": "31", "tester": "0", "date_of_last_access": f"{NOON}:00"}
    values = own | {"Kommune": "Ørsta"} | {name: "1" if name[0] == "S" else "2" for name in PAIRS} | cells
    other = values | {"lfdn": "2", "Kommune": "Volda", "tester": "0", "dispcode": "31"} | {"S1": "1"}
    variables = [f"v_{i}" for i in range(11, 28)]
    head = ["Nr", "Disposisjon", "Testbruker", "Siste tilgang", "Kommune", *PAIRS]
    return text(head, [*own, *variables], list(values.values()), list(other.values()), head=head)


def surveyxact(**cells: str) -> Make:
    status = {f"stato_{n}": "1" if n == 4 else "0" for n in range(1, 6)}
    invited = status | {"stato_4": "0", "stato_2": "1", "Kommune": "Volda"} | dict.fromkeys(PAIRS, "")
    lines = brief({**status, **cells}, invited, extra=("respondentid", *status))
    return text(*lines[1:], head=lines[0])


def limesurvey(*rows: dict[str, str]) -> Make:
    lines = brief(*rows, extra=("Response ID", "Date submitted", "Last page"))
    return text(*lines[1:], head=lines[0], delimiter=",")


def beheaded(lines: list[list[Any]]) -> Make:
    return text(*lines[1:], head=lines[0])


SPACED = ["Kommune", *(f"{name}\n vår\u00a0 dom" for name in PAIRS)]
SPACED_COLUMNS = {
    "municipality": "Kommune",
    "likelihood": {str(n): f"S{n} vår dom" for n in range(1, 9)},
    "consequence": {str(n): f"K{n} vår dom" for n in range(1, 9)},
}
MERGED = [part for n in range(1, 9) for part in (f"Punkt {n}", None)]
MERGED_COLUMNS = {
    "municipality": "Kommune",
    "likelihood": {str(n): f"Punkt {n} [S]" for n in range(1, 9)},
    "consequence": {str(n): f"Punkt {n} [K]" for n in range(1, 9)},
}
DEADLINE = {"deadline": "2020-10-01"}
WHOLE = {"choices": {"former_units": "whole_unit"}}
WORST = {"choices": {"several_answers": "worst"}}
ROLE = {"choices": {"several_answers": "role", "preferred_role": "IKT"}}
FIRST = {"choices": {"several_epj": "first"}}
ANSWERED_TWICE = [row(Tidspunkt="2020-09-10 12:00"), row(S1="4")]
TWO_ROLES = [row(Rolle="Helse"), row(Rolle="IKT", S1="4", Tidspunkt="2020-09-21 12:00")]


@dataclass(frozen=True)
class Mess:
    """A kind of mess: its number in the list, what it is, L, W or R, the rule that says so, and a file with it."""

    number: int
    what: str
    does: str
    rule: str
    make: Make
    settings: dict[str, Any] = field(default_factory=dict)


OLD_EXCEL = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
ENCRYPTED = OLD_EXCEL + "EncryptedPackage".encode("utf-16-le") + bytes(100)
LINES = "Kommune;Tekst;Merknad\nØrsta;blå;ja\n"

MESSES = [
    Mess(1, "UTF-8 BOM", "L", "byte_order_mark", text(row(), encoding="utf-8-sig")),
    Mess(2, "cp1252 instead of UTF-8", "L", "other_encoding", text(row(), encoding="cp1252")),
    Mess(3, "UTF-16 with tabs named .csv", "L", "other_encoding", text(row(), encoding="utf-16", delimiter="\t")),
    Mess(4, "bytes of no encoding", "R", "unknown_encoding", raw(LINES.encode("cp1252") + b"\x81\x8d;\xff\xfe;1\n")),
    Mess(5, "mojibake that reverses", "W", "mojibake", text(row("Ã˜rsta"))),
    Mess(5, "signs that are lost", "R", "lost_signs", text(row("M\ufffdre"))),
    Mess(6, "comma", "L", "", text(row(), delimiter=",")),
    Mess(6, "tab in .txt", "L", "delimiter_found", text(row(), delimiter="\t", name="svar.txt")),
    Mess(7, "decimal comma, quoted", "L", "number_spelt_otherwise", text(row(S1="4,0"), delimiter=",")),
    Mess(9, "three header rows of a known tool", "L", "header_rows_joined", efs(),
         {"columns": {**BRIEF, "result": {}}}),
    Mess(9, "two header rows of nobody's", "R", "header_rows_unclear",
         text(["", *"SK" * 8], ["Ørsta", *"12" * 8], head=["Kommune", *(x for x in "12345678" for x in (x, ""))]),
         {"columns": BRIEF}),
    Mess(10, "title above the header", "L", "title_lines", text(row(), above=[["ROS 2020"], []])),
    Mess(11, "merged header cells", "L", "merged_header",
         workbook([None, *"SK" * 8], ["Ørsta", *"12" * 8], head=["Kommune", *MERGED], edit=merge_items),
         {"columns": MERGED_COLUMNS}),
    Mess(12, "newlines and spaces in headers", "L", "", text(brief({})[1], head=SPACED), {"columns": SPACED_COLUMNS}),
    Mess(13, "headers that repeat", "R", "ambiguous_column",
         text(["Ørsta", *"12" * 8], head=["Kommune", *"SK" * 8]),
         {"columns": {**BRIEF, "likelihood": dict.fromkeys("12345678", "S")}}),
    Mess(14, "columns in another order", "L", "", text(row()[::-1], head=HEAD[::-1])),
    Mess(14, "a renamed column", "R", "column_not_found", text(row(), head=["Komune", *HEAD[1:]])),
    Mess(15, "totals below", "W", "total_row", text(row(), ["Sum", *[""] * 5, *["12"] * 16, ""])),
    Mess(16, "blank rows below", "L", "blank_rows", text(row(), [""] * len(HEAD), [""] * len(HEAD))),
    Mess(17, "a sheet of notes", "L", "sheets_left_out", workbook(row(), edit=add_notes)),
    Mess(17, "two sheets of answers", "R", "sheet_unclear", workbook(row(), edit=add_twin)),
    Mess(18, "hidden rows", "W", "hidden_rows", workbook(row(), edit=hide_row)),
    Mess(19, "a formula never computed", "R", "formula_without_value", workbook(row(), edit=put("G2", "=1+1"))),
    Mess(19, "an error in a cell", "R", "error_cell", workbook(row(), edit=put("G2", "#REF!"))),
    Mess(20, "colour instead of words", "R", "colour_only", workbook(row(), edit=paint("F2"))),
    Mess(21, "«4 – Svært sannsynlig»", "L", "label_as_number", text(row(S1="4 – Svært sannsynlig"))),
    Mess(21, "number and label disagree", "R", "label_disagrees", text(row(S1="3 – Svært sannsynlig"))),
    Mess(22, "label alone", "L", "label_as_number", text(row(S1="SVÆRT  sannsynlig"))),
    Mess(23, "nynorsk label", "L", "label_as_number", text(row(S1="Særs sannsynleg"))),
    Mess(23, "nynorsk colour", "L", "level_in_words", text(row(R1="raud", S1="3", K1="4"))),
    Mess(24, "number off the scale", "R", "off_scale", text(row(S1="5"))),
    Mess(24, "nought", "R", "off_scale", text(row(S1="0"))),
    Mess(24, "half a step", "R", "off_scale", text(row(S1="2,5"))),
    Mess(25, "«2-3»", "R", "between_steps", text(row(S1="2-3"))),
    Mess(25, "«3/4»", "R", "between_steps", text(row(S1="3/4"))),
    Mess(25, "«?»", "R", "between_steps", text(row(S1="?"))),
    Mess(26, "«2-3» that Excel made a date", "R", "excel_date", workbook(row(S1=datetime(2026, 3, 2)))),
    Mess(26, "«02.mar»", "R", "excel_date", text(row(S1="02.mar"))),
    Mess(27, "«Vet ikke»", "W", "missing_unknown", text(row(S1="Vet ikke"))),
    Mess(27, "«Ikke aktuelt»", "W", "missing_not_applicable", text(row(S1="Ikke aktuelt"))),
    Mess(27, "«-»", "W", "missing_blank", text(row(S1="-"))),
    Mess(28, "a missing code that the tool declares", "L", "declared_missing_code", efs(S1="-77"), {"columns": BRIEF}),
    Mess(28, "a missing code that nobody declares", "R", "off_scale", text(row(S1="999"))),
    Mess(29, "result that isn't S × K", "W", "result_recomputed", text(row(S1="3", K1="3", R1="6"))),
    Mess(30, "result as a colour", "L", "level_in_words", text(row(R1="grønn"))),
    Mess(30, "result as «Gu»", "L", "level_in_words", text(row(R1="Gu", K1="4"))),
    Mess(30, "result as «G»", "R", "ambiguous_level", text(row(R1="G"))),
    Mess(31, "a later correction", "W", "superseded_answer", text(*ANSWERED_TWICE)),
    Mess(31, "two answers without a time", "R", "no_timestamp", text(row(Tidspunkt=""), row(S1="4", Tidspunkt=""))),
    Mess(32, "the same answer twice", "L", "duplicate_row", text(row(), row())),
    Mess(33, "two respondents who differ", "R", "several_respondents", text(*TWO_ROLES)),
    Mess(33, "… and the worst is asked for", "W", "worst_of_several", text(*TWO_ROLES), WORST),
    Mess(33, "… and one role is asked for", "W", "other_role", text(*TWO_ROLES), ROLE),
    Mess(34, "«Ørsta kommune»", "L", "name_normalised", text(row("Ørsta kommune"))),
    Mess(34, "«HERØY (M&R)»", "L", "name_normalised", text(row("HERØY (M&R)"))),
    Mess(35, "«Aalesund»", "W", "name_alias", text(row("Aalesund"))),
    Mess(35, "«Kristiandsund»", "W", "name_alias", text(row("Kristiandsund"))),
    Mess(36, "an unknown misspelling", "R", "municipality_unknown", text(row("Aukre"))),
    Mess(37, "«Herøy» alone", "L", "name_shared", text(row("Herøy"))),
    Mess(37, "«Herøy» with Nordland's number", "W", "other_county", text(row("Herøy", Nr="1818"), row())),
    Mess(38, "an old number", "R", "municipality_former", text(row("", Nr="1504"))),
    Mess(38, "an old number, merged whole", "W", "former_unit", text(row("", Nr="1504")), WHOLE),
    Mess(39, "a number of the future", "R", "municipality_future",
         text(row("", Nr="1577", Tidspunkt="")), {"year": 2018}),
    Mess(40, "name and number disagree", "R", "municipality_disagree", text(row("Molde", Nr="1520"))),
    Mess(41, "«1520.0»", "L", "number_padded", text(row("", Nr="1520.0"))),
    Mess(42, "another county's municipality", "W", "other_county", text(row("Rindal"), row())),
    Mess(42, "a municipality that left", "W", "other_county", text(row("Halsa"), row())),
    Mess(43, "a former unit answers too", "R", "municipality_former", text(row("Molde"), row("Nesset", S1="4"))),
    Mess(43, "… and is mapped to the new", "R", "several_respondents",
         text(row("Molde"), row("Nesset", S1="4")), WHOLE),
    Mess(44, "the silent are not in the file", "L", "", text(row())),
    Mess(45, "invited, but not answered", "L", "unanswered", surveyxact(), {"columns": BRIEF}),
    Mess(46, "not sent in, yet all answered", "W", "partial_answer", limesurvey({}, {"Kommune": "Volda"}),
         {"columns": BRIEF}),
    Mess(46, "not sent in, half answered", "W", "partial_left_out",
         limesurvey({"Date submitted": f"{NOON}:00"}, {"Kommune": "Volda", "S7": ""}), {"columns": BRIEF}),
    Mess(47, "a test row with a flag", "L", "test_row", efs(tester="1"), {"columns": BRIEF}),
    Mess(47, "a test row by its name", "W", "test_name", text(row("Test"), row())),
    Mess(48, "«06.09.2020 kl. 15.37.20»", "L", "time_rewritten", text(row(Tidspunkt="06.09.2020 kl. 15.37.20"))),
    Mess(48, "dates of two kinds", "R", "mixed_dates",
         text(row(Tidspunkt="16.09.2020"), row("Volda", Tidspunkt="9/17/2020"))),
    Mess(49, "an answer after the deadline", "W", "after_deadline", text(row(Tidspunkt="2020-10-02 08:00")), DEADLINE),
    Mess(49, "a time zone", "L", "local_time", text(row(Tidspunkt="2020-09-30T23:30:00+00:00"))),
    Mess(50, "vendor instead of product", "L", "epj_alias", text(row(EPJ="Tieto"))),
    Mess(50, "an unknown system", "W", "epj_unknown", text(row(EPJ="Epos"))),
    Mess(51, "two systems in one cell", "R", "epj_several", text(row(EPJ="Gerica/Profil"))),
    Mess(51, "… and the first is asked for", "W", "epj_first_of_several", text(row(EPJ="Gerica/Profil")), FIRST),
    Mess(51, "«HP»", "R", "epj_ambiguous", text(row(EPJ="HP"))),
    Mess(51, "Helseplattformen in 2020", "R", "epj_too_early", text(row(EPJ="Helseplattformen"))),
    Mess(52, "another year in the file name", "R", "year_contradicts_name", text(row(), name="ROS 2018.csv")),
    Mess(52, "answers of another year", "R", "other_year", text(row(Tidspunkt="2018-05-02 12:00"))),
    Mess(54, "e-mail addresses", "W", "personal_column",
         beheaded(brief({"E-post": "kari@example.no"}, extra=("E-post",))), {"columns": BRIEF}),
    Mess(56, "an .xls file", "R", "old_xls", raw(OLD_EXCEL, "svar.xls")),
    Mess(56, "a file with a password", "R", "encrypted", raw(ENCRYPTED, "svar.xlsx")),
    Mess(56, "a CSV called .xlsx", "R", "not_a_workbook", raw(LINES.encode(), "svar.xlsx")),
]  # fmt: skip


def cleaned(mess: Mess, folder: Path) -> Cleaned:
    files = [{"path": "svar.csv", "sha256": "0" * 64}]
    settings = RoundSettings(file=files, **{"year": 2020, "columns": COLUMNS, **mess.settings})
    return clean(
        [read_export(mess.make(folder))], Basis(Members(REGISTER, ("15",)), settings, CODEBOOK, SYSTEMS)
    )


def chosen(letter: str) -> list[Any]:
    return [pytest.param(mess, id=f"{mess.number} {mess.what}") for mess in MESSES if mess.does == letter]


@pytest.mark.parametrize("mess", chosen("L"))
def test_repaired_and_logged(mess: Mess, tmp_path: Path) -> None:
    result = cleaned(mess, tmp_path)
    assert result.answers["result"].notna().sum() >= 7 * len(result.respondents) > 0
    severities = dict(zip(result.repairs["rule"], result.repairs["severity"], strict=True))
    assert severities.get(mess.rule, "log") == "log"
    assert mess.rule in severities if mess.rule else "warning" not in severities.values()


@pytest.mark.parametrize("mess", chosen("W"))
def test_repaired_with_a_warning(mess: Mess, tmp_path: Path) -> None:
    result = cleaned(mess, tmp_path)
    assert len(result.respondents) >= 1
    warned = result.repairs[result.repairs["severity"] == "warning"]
    assert mess.rule in {*warned["rule"]}


@pytest.mark.parametrize("mess", chosen("R"))
def test_refused_with_place_and_remedy(mess: Mess, tmp_path: Path) -> None:
    with pytest.raises(RefusedData) as refused:
        cleaned(mess, tmp_path)
    problems = [problem for problem in refused.value.problems if problem.rule == mess.rule]
    assert problems, [problem.rule for problem in refused.value.problems]
    assert all(problem.place.file and problem.message and problem.remedy for problem in problems)


@pytest.mark.parametrize(
    "mess",
    [mess for mess in MESSES if mess.does != "R" and mess.rule],
    ids=lambda mess: f"{mess.number}-{mess.what}",
)
def test_every_repair_has_words(mess: Mess) -> None:
    assert WORDS.has(f"repair.{mess.rule}")


def test_8_thousands_in_the_register(tmp_path: Path) -> None:
    shutil.copytree(DATA / "raw" / "register", tmp_path / "register")
    population = tmp_path / "register" / "population.csv"
    usual = population.read_text("utf-8")
    for figure in ("31\u00a0967", "31.967"):
        population.write_text(usual.replace("2020,1506,31967", f"2020,1506,{figure}"), encoding="utf-8")
        with pytest.raises(RegisterError, match=r"rad \d+: population «31[ .]967».*Skriv 31967"):
            Register.load(tmp_path / "register")


def test_24_a_refusal_names_place_value_and_what_is_allowed(tmp_path: Path) -> None:
    with pytest.raises(RefusedData) as refused:
        cleaned(Mess(24, "", "R", "", workbook(row(), row("Volda", S3="5", K8="2-3"))), tmp_path)
    first, second = map(str, refused.value.problems)
    assert first.startswith(
        "svar.xlsx, ark «Sheet», rad 3, kolonne K «S3»: verdien er utenfor skalaen. Fant «5»."
    )
    assert "Tillatt: 1 Lite sannsynlig, 2 Mindre sannsynlig, 3 Sannsynlig, 4 Svært sannsynlig." in first
    assert "rad 3, kolonne V «K8»: svaret er ikke ett trinn. Fant «2-3»." in second


def test_44_the_silent_are_listed_from_the_register(tmp_path: Path) -> None:
    result = cleaned(Mess(44, "", "L", "", text(row(), row("Volda"))), tmp_path)
    assert len(result.silent) == 24
    assert not {"Ørsta", "Volda"} & {*result.silent["name"]}


def test_53_the_same_file_in_two_rounds(tmp_path: Path) -> None:
    shutil.copytree(DATA / "raw", tmp_path / "raw")
    survey = tmp_path / "raw" / "eksempelfylket"
    shutil.copy(survey / "2020" / "svar.xlsx", survey / "2018" / "svar.xlsx")
    newer, older = (survey / year / "round.toml" for year in ("2020", "2018"))
    older.write_text(newer.read_text("utf-8").replace("year = 2020", "year = 2018"), encoding="utf-8")
    with pytest.raises(RefusedData) as refused:
        take_in(Folders.at(tmp_path), "eksempelfylket", 2018)
    assert "same_file_twice" in {problem.rule for problem in refused.value.problems}


def test_55_no_repair_starts_a_formula_in_a_spreadsheet(tmp_path: Path) -> None:
    result = cleaned(Mess(55, "", "W", "", text(row(EPJ="=cmd|' /C calc'!A0"))), tmp_path)
    assert "=cmd|" not in repairs_csv(result.repairs)
    assert "'=cmd|" in repairs_csv(result.repairs.assign(before="=cmd|' /C calc'!A0"))


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("=1+1", "'=1+1"),
        (" @SUM(A1)", "' @SUM(A1)"),
        ("\t=1+1", "'\t=1+1"),
        ("Elvebakken;=1+1", "Elvebakken;'=1+1"),
        ("a; +1;-b", "a; '+1;'-b"),
        ("a\n=1+1", "a\n'=1+1"),
        (";=1+1", ";'=1+1"),
        ("a=b; c - d", "a=b; c - d"),
        ("", ""),
    ],
)
def test_a_spreadsheet_that_splits_at_semicolons_runs_nothing_either(text: str, safe: str) -> None:
    assert harmless(text) == safe
    assert spreadsheet_safe(text) == safe
    assert spreadsheet_safe("-5,2") == "-5,2"


def test_56_lock_files_of_excel_are_no_answers(tmp_path: Path) -> None:
    path = workbook(row())(tmp_path)
    lock = path.with_name("~$svar.xlsx")
    lock.write_bytes(b"kari")
    assert read_export(path).file == "svar.xlsx"
    with pytest.raises(RefusedData) as refused:
        read_export(lock)
    assert [problem.rule for problem in refused.value.problems] == ["lock_file"]


def test_a_workbook_in_the_tests_is_a_workbook(tmp_path: Path) -> None:
    assert zipfile.is_zipfile(workbook(row())(tmp_path))


def test_the_list_is_whole() -> None:
    elsewhere = {8, 53, 55}
    assert {mess.number for mess in MESSES} | elsewhere == set(range(1, 57))
