"""Answers with the areas down the rows: none is lost, none is given to another municipality."""

import contextlib
import csv
import io
import random
from pathlib import Path

import pytest
from cleaning_desk import DESK
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from ros_analysis.cleaning import open_export
from ros_analysis.cleaning.identify import Matcher
from ros_analysis.exports import PlainTable
from ros_analysis.survey.members import Members
from ros_analysis.survey.problems import RefusedData

KNOWN = Matcher(Members(DESK.register, ("15",)), 2020).knows
NAMES = ["Molde", "Herøy", "Ørsta", "Volda", "Sula", "Aure"]
STEPS = ("1", "2", "3", "4")
AREAS = DESK.codebook.area
QUICK = settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])


def lines(asked: dict[str, list[int]], noise: random.Random) -> list[list[object]]:
    """A long table, its municipalities as blocks, the areas of each in any order, by number or by text."""
    rows: list[list[object]] = [["Kommune", "Område", "Sannsynlighet", "Konsekvens"]]
    for name, likely in asked.items():
        block: list[list[object]] = [
            [name, noise.choice([area.number, area.text, f"Område {area.number}"]), value, 5 - value]
            for area, value in zip(AREAS, likely, strict=True)
        ]
        noise.shuffle(block)
        rows += block
    return rows


def opened(folder: Path, content: bytes) -> PlainTable:
    path = folder / "svar.csv"
    path.write_bytes(content)
    return open_export(path, DESK.codebook, KNOWN)


def csv_bytes(rows: list[list[object]]) -> bytes:
    out = io.StringIO()
    csv.writer(out, delimiter=";").writerows(rows)
    return out.getvalue().encode()


@QUICK
@given(
    st.dictionaries(
        st.sampled_from(NAMES), st.lists(st.integers(1, 4), min_size=8, max_size=8), min_size=1, max_size=6
    ),
    st.integers(0, 10**6),
)
def test_every_answer_stands_with_its_municipality(
    tmp_path: Path, asked: dict[str, list[int]], seed: int
) -> None:
    table = opened(tmp_path, csv_bytes(lines(asked, random.Random(seed))))
    headers = [column.header for column in table.columns]
    found = {
        row.cells[0]: [int(row.cells[headers.index(f"Sannsynlighet {n}")]) for n in range(1, 9)]
        for row in table.rows
    }
    assert found == asked
    assert all(
        int(row.cells[headers.index(f"Konsekvens {n}")]) == 5 - asked[row.cells[0]][n - 1]
        for row in table.rows
        for n in range(1, 9)
    )


@QUICK
@given(st.integers(0, 10**6))
def test_a_damaged_table_loses_no_answer_in_silence(tmp_path: Path, seed: int) -> None:
    """Cells emptied or overwritten at random: each step that is left is in the table, or its row is told of."""
    noise = random.Random(seed)
    rows = lines({name: [noise.randint(1, 4) for _ in AREAS] for name in NAMES[:3]}, noise)
    for _ in range(noise.randint(1, 6)):
        noise.choice(rows)[noise.randrange(4)] = noise.choice(["", "x", "Sum", 9, "Konsekvens"])
    try:
        table = opened(tmp_path, csv_bytes(rows))
    except RefusedData:
        return
    if table.problems:
        return
    told = {repair.place.row for repair in table.repairs if repair.rule in ("total_row", "title_lines")}
    steps = [str(cell) for i, row in enumerate(rows[1:], 2) if i not in told for cell in row[2:]]
    kept = [cell for row in table.rows for cell in row.cells]
    assert sum(step in STEPS for step in steps) <= sum(cell in STEPS for cell in kept)


@QUICK
@given(st.binary(max_size=60), st.integers(0, 2000))
def test_nothing_but_a_refusal_comes_of_damaged_bytes(tmp_path: Path, junk: bytes, at: int) -> None:
    whole = csv_bytes(lines({"Molde": [1, 2, 3, 4, 1, 2, 3, 4]}, random.Random(1)))
    with contextlib.suppress(RefusedData):
        assert opened(tmp_path, whole[:at] + junk + whole[at + 3 :]).columns


@pytest.mark.parametrize("shift", [0, 1, 10])
def test_a_form_s_own_numbers_give_way_to_the_codebook_s_words(tmp_path: Path, shift: int) -> None:
    """Areas asked backwards, or numbered after a question that is no area."""
    rows: list[list[object]] = [["Kommune", "Nr", "Område", "Sannsynlighet", "Konsekvens"]]
    rows += [["Molde", i + shift, area.text, 1 + i % 4, 1] for i, area in enumerate(reversed(AREAS), 1)]
    table = opened(tmp_path, csv_bytes(rows))
    (row,) = table.rows
    cells = dict(zip((column.header for column in table.columns), row.cells, strict=True))
    assert [cells[f"Sannsynlighet {area.number}"] for area in AREAS] == [
        "1",
        "4",
        "3",
        "2",
        "1",
        "4",
        "3",
        "2",
    ]


def test_one_number_that_contradicts_its_words_is_refused(tmp_path: Path) -> None:
    rows: list[list[object]] = [["Kommune", "Nr", "Område", "Sannsynlighet", "Konsekvens"]]
    rows += [["Molde", 2 if area.number == 4 else area.number, area.text, 1, 1] for area in AREAS]
    table = opened(tmp_path, csv_bytes(rows))
    assert [(problem.rule, problem.place.row) for problem in table.problems] == [("area_unread", 5)]


@pytest.mark.parametrize(("words", "warned"), [("Eget spørsmål {n}", True), ("Samme merknad", False)])
def test_a_number_beside_words_that_are_not_the_codebook_s_is_told_loudly(
    tmp_path: Path, words: str, warned: bool
) -> None:
    rows: list[list[object]] = [["Kommune", "Nr", "Område", "Sannsynlighet", "Konsekvens"]]
    rows += [
        [name, area.number, words.format(n=area.number), 1, 1] for name in ("Molde", "Aure") for area in AREAS
    ]
    repairs = opened(tmp_path, csv_bytes(rows)).repairs
    told = [repair.place.column for repair in repairs if repair.rule == "area_by_number"]
    assert told == (["C «Område»"] if warned else [])


def test_a_summary_by_area_is_no_form_where_another_sheet_has_the_answers(tmp_path: Path) -> None:
    book = Workbook()
    book.active.title = "Oppsummering"
    for row in [["Område", "Snitt S", "Snitt K"], *([area.number, 2.1, 2.2] for area in AREAS)]:
        book.active.append(row)
    answers = book.create_sheet("Svar")
    for row in [["Kommune", *(f"{part}{a.number}" for a in AREAS for part in "SK")], ["Molde", *[1] * 16]]:
        answers.append(row)
    book.save(tmp_path / "svar.xlsx")
    with pytest.raises(RefusedData, match=r"Flere ark kan være svarene.*«Oppsummering», «Svar»"):
        open_export(tmp_path / "svar.xlsx", DESK.codebook, KNOWN)
