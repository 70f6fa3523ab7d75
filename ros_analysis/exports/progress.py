"""Which rows are answers: complete, partial, or dropped as tests and invitations nobody answered."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace

from ros_analysis.exports.plain import Column, PlainTable, Row, Status, name_of
from ros_analysis.exports.tools import LIMESURVEY, MICROSOFT, QUALTRICS, QUESTBACK, SURVEYXACT, Tool
from ros_analysis.problems import Repair

YES = {"1", "1.0", "true", "yes", "ja", "valgt", "selected", "ausgewählt", "sann"}
TEST_FLAGS = {"1", "2", "9", "17", "survey preview", "survey test", "test", "spam preview", "offline preview"}
TEST_NAMES = {
    "test",
    "testing",
    "test test",
    "testkommune",
    "test kommune",
    "testesen",
    "test testesen",
    "prøve",
}
NAMED = ("kommune", "navn", "name", "municipality", "virksomhet", "organisasjon")
Judge = Callable[[dict[str, str]], str]
STATUSES: dict[str, Status] = {"": "", "complete": "complete", "partial": "partial"}


def _surveyxact(cells: dict[str, str]) -> str:
    """The status is one-hot: Ny, Distribuert, Noen svar, Gjennomført, Frafalt."""
    for stem in ("stato", "statoverall"):
        chosen = [n for n in range(1, 6) if name_of(cells.get(f"{stem}_{n}", "")) in YES]
        if chosen:
            return {3: "partial", 4: "complete"}.get(chosen[0], "unanswered")
    return ""


def _limesurvey(cells: dict[str, str]) -> str:
    dates = [cells[name] for name in LIMESURVEY.answered if name in cells]
    return ("complete" if any(dates) else "partial") if dates else ""


def _questback(cells: dict[str, str]) -> str:
    if cells.get("tester", "").removesuffix(".0") == "1":
        return "test_row"
    code = cells.get("dispcode", "").removesuffix(".0")
    if code in {"31", "32"}:
        return "complete"
    return "unanswered" if code in {"11", "12", "13", "14", "15", "20"} else "partial" if code else ""


def _qualtrics(cells: dict[str, str]) -> str:
    if name_of(cells.get("status", "")) in TEST_FLAGS:
        return "test_row"
    if not cells.get("finished"):
        return ""
    return "complete" if name_of(cells["finished"]) in YES else "partial"


JUDGES: dict[str, Judge] = {
    SURVEYXACT.name: _surveyxact,
    LIMESURVEY.name: _limesurvey,
    QUESTBACK.name: _questback,
    QUALTRICS.name: _qualtrics,
}


def keep_answers(table: PlainTable, tool: Tool) -> PlainTable:
    """The table without tests and unanswered invitations; each row with its status, every drop counted."""
    judge = JUDGES.get(tool.name, lambda cells: "")
    judged = [(row, _verdict(row, table.columns, judge)) for row in table.rows]
    kept = tuple(replace(row, status=STATUSES[verdict]) for row, verdict in judged if verdict in STATUSES)
    dropped = [(row.number, verdict) for row, verdict in judged if verdict not in STATUSES]
    named = _named_test(kept, table.columns)
    return replace(
        table,
        rows=tuple(row for row in kept if row.number not in named),
        dropped=(*table.dropped, *dropped, *((number, "test_name") for number in named)),
        repairs=(*table.repairs, *_repairs(table, dropped, kept, named), *_missing_ids(table, tool)),
    )


def _verdict(row: Row, columns: Sequence[Column], judge: Judge) -> str:
    cells = {
        name_of(column.code or column.header): cell for column, cell in zip(columns, row.cells, strict=True)
    }
    verdict = judge(cells)
    answers = [cell for column, cell in zip(columns, row.cells, strict=True) if not column.role]
    return "unanswered" if verdict == "partial" and not any(answers) else verdict


def _named_test(rows: Sequence[Row], columns: Sequence[Column]) -> list[int]:
    """Rows whose name of person or municipality is «test», though no flag says so."""
    at = [i for i, column in enumerate(columns) if any(word in name_of(column.header) for word in NAMED)]
    return [row.number for row in rows if any(name_of(row.cells[i]) in TEST_NAMES for i in at)]


def _repairs(
    table: PlainTable, dropped: list[tuple[int, str]], kept: Sequence[Row], named: list[int]
) -> list[Repair]:
    counted = Counter(rule for _, rule in dropped)
    counts = [Repair(table.place(), f"{n} rader", "utelatt", rule) for rule, n in counted.items()]
    tests = [
        Repair(table.place(row), "navnet er «test»", "utelatt", "test_name", "warning")
        for row in kept
        if row.number in named
    ]
    partial = [row for row in kept if row.status == "partial" and row.number not in named]
    return (
        counts
        + tests
        + [
            Repair(table.place(row), "delvis svar", "tatt med", "partial_answer", "warning")
            for row in partial
        ]
    )


def _missing_ids(table: PlainTable, tool: Tool) -> list[Repair]:
    """Microsoft Forms counts from 1: a gap means that someone deleted answers, often tests."""
    at = next((i for i, column in enumerate(table.columns) if column.role == "id"), None)
    if tool is not MICROSOFT or at is None:
        return []
    numbers = {int(value) for value in table.values(at) if value.isdigit()}
    missing = max(numbers, default=0) - len(numbers)
    place = table.place(column=table.columns[at])
    return [Repair(place, f"{missing} ID-er mangler", "slettet før eksport", "id_gap")] if missing > 0 else []
