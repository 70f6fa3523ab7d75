"""Text exports: encoding, delimiter and quoting found, or refused with the place."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path

import pytest
from export_files import cells, problems, rules
from hypothesis import given, settings
from hypothesis import strategies as st
from own_files import read_export

from ros_analysis.exports.text import read_text

Write = Callable[..., Path]
PLAIN = "Kommune;Sannsynlighet;Konsekvens\nØrvik;4 – Svært;2,5\nÅlvik;1;3\n"
ROWS = [("Ørvik", "4 – Svært", "2,5"), ("Ålvik", "1", "3")]


@pytest.mark.parametrize(
    ("encoding", "rule"),
    [
        ("utf-8", None),
        ("utf-8-sig", "byte_order_mark"),
        *((name, "other_encoding") for name in ("cp1252", "utf-16", "utf-16-le", "utf-16-be")),
    ],
)
def test_encodings_are_read_and_logged(text: Write, encoding: str, rule: str | None) -> None:
    table = read_export(text(PLAIN, encoding=encoding))
    assert cells(table) == ROWS
    assert rules(table).keys() == {"delimiter_found"} | ({rule} if rule else set())


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
@pytest.mark.parametrize("name", ["svar.csv", "svar.txt", "svar.tsv"])
def test_delimiter_is_found_whatever_the_extension(text: Write, delimiter: str, name: str) -> None:
    table = read_export(text(PLAIN.replace("2,5", '"2,5"').replace(";", delimiter), name))
    assert (table.delimiter, cells(table)) == (delimiter, ROWS)


def test_excels_own_hint_names_the_delimiter(text: Write) -> None:
    table = read_export(text("sep=|\nKommune|Svar\nFjordvik|a;b;c\n"))
    assert cells(table) == [("Fjordvik", "a;b;c")]
    assert table.rows[0].number == 3


@pytest.mark.parametrize("sign", "~^#§¤@!%&=+*/ \t")
@pytest.mark.parametrize("hint", ["sep={}\n", '"sep={}"\r\n', "SEP={} \n", "\ufeffsep={}\n"])
def test_any_sign_may_be_the_delimiter_where_the_hint_names_it(text: Write, sign: str, hint: str) -> None:
    table = read_export(text(f"{hint.format(sign)}Kommune{sign}Svar\nFjordvik{sign}a;b\n"))
    assert cells(table) == [("Fjordvik", "a;b")]
    assert table.rows[0].number == 3


def test_an_empty_hint_says_nothing(text: Write) -> None:
    assert cells(read_export(text("sep=\nKommune;Svar\nFjordvik;1\n"))) == [("Fjordvik", "1")]


@pytest.mark.parametrize("sign", "aø1\"'")
def test_a_delimiter_that_answers_are_written_with_is_refused(text: Write, sign: str) -> None:
    (problem,) = problems(text(f"sep={sign}\nKommune;Svar\nFjordvik;1\n"))
    assert (problem.rule, problem.place.row) == ("separator_unusable", 1)


def test_row_numbers_are_those_of_a_spreadsheet(text: Write) -> None:
    table = read_export(text('\nKommune;Svar\n"Fjord\nvik";1\n\nÅlvik;2\n'))
    assert [row.number for row in table.rows] == [3, 5]
    assert table.place(table.rows[1], table.columns[1]).row == 5


def test_mac_roman_is_refused_with_byte_and_line(text: Write) -> None:
    (problem,) = problems(text("Kommune;Svar\nFjordvik;1\nØrvik;2\n", encoding="mac_roman"))
    assert (problem.rule, problem.place.row) == ("unknown_encoding", 3)
    assert "byte 24 " in problem.message


@pytest.mark.parametrize(
    ("encoding", "said"), [("mac_roman", "Mac (MacRoman)"), ("cp865", "DOS"), ("cp850", "DOS")]
)
@pytest.mark.parametrize("name", ["Træna", "Bømlo", "Ål", "Ærfugl"])
def test_an_old_encoding_is_called_by_its_name_with_the_way_out(
    text: Write, encoding: str, said: str, name: str
) -> None:
    (problem,) = problems(text(f"Kommune;Svar\n{name} kommune, på vegne av øya;1\n", encoding=encoding))
    assert said in problem.message
    assert "CSV UTF-8" in problem.remedy


def test_a_byte_that_no_encoding_has_is_refused(text: Write) -> None:
    (problem,) = problems(text(b"Kommune;Svar\nFjordvik;\x81\n"))
    assert (problem.rule, problem.place.row) == ("unknown_encoding", 2)


def test_null_bytes_and_control_signs(text: Write) -> None:
    assert problems(text(b"Kommune;Svar\nFjord\x00vik;1\n"))[0].rule == "null_byte"
    table = read_export(text(b"Kommune;Svar\nFjord\x0bvik;1\n"))
    assert (cells(table), rules(table)["control_signs"]) == ([("Fjord vik", "1")], "log")


def test_quotes_that_do_not_close_are_refused_with_the_row(text: Write) -> None:
    (problem,) = problems(text('Kommune;Svar\nFjordvik;"1\nÅlvik;2\n'))
    assert (problem.rule, problem.place.row) == ("broken_quoting", 2)


def test_a_row_wider_than_the_header_is_refused_with_its_place(text: Write) -> None:
    found = problems(text("Kommune,A,B,C\nFjordvik,1,2,3\nÅlvik,1,2,5,3\nStorøya,1,2,3\n"))
    assert [(problem.rule, problem.place.row, problem.place.column) for problem in found] == [
        ("row_too_wide", 3, "E")
    ]


def test_mojibake_is_turned_back_with_a_warning(text: Write) -> None:
    scrambled = PLAIN.encode().decode("cp1252")
    table = read_export(text(scrambled))
    assert cells(table) == ROWS
    repair = next(repair for repair in table.repairs if repair.rule == "mojibake")
    assert (repair.before, repair.after, repair.severity) == ("Ã˜rvik", "Ørvik", "warning")


def test_lost_signs_are_refused_each_with_its_place(text: Write) -> None:
    found = problems(text("Kommune;Svar\nM�re;1\n�rvik;2\n"))
    assert [(problem.rule, problem.place.row) for problem in found] == [("lost_signs", 2), ("lost_signs", 3)]


WORDS = st.text(alphabet="abcdæøåÆØÅé 01.,;|\t\"'\n-", max_size=8)
LETTERS = "ABCDEFG"


@st.composite
def tables(draw: st.DrawFn) -> list[list[str]]:
    width = draw(st.integers(2, 6))
    body = draw(st.lists(st.lists(WORDS, min_size=width - 1, max_size=width - 1), min_size=1, max_size=6))
    return [
        [f"Spørsmål {name}" for name in LETTERS[:width]],
        *([f"k{i}", *row] for i, row in enumerate(body)),
    ]


@settings(max_examples=150)
@given(
    table=tables(),
    delimiter=st.sampled_from(";,\t|"),
    quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL, csv.QUOTE_NONNUMERIC]),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252"]),
    ending=st.sampled_from(["\n", "\r\n"]),
)
def test_what_is_written_is_what_is_read(
    table: list[list[str]], delimiter: str, quoting: int, encoding: str, ending: str
) -> None:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, quoting=quoting, lineterminator=ending).writerows(table)  # type: ignore[arg-type]
    grid = read_text(out.getvalue().encode(encoding), "svar.csv")
    assert [list(line.cells) for line in grid.lines] == [[cell.strip() for cell in row] for row in table]


def test_line_ends_of_old_macs_are_read(text: Write) -> None:
    assert cells(read_export(text(PLAIN.replace("\n", "\r")))) == ROWS
