"""Which rows are answers: complete, partial, or dropped as tests and invitations nobody answered."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from ros_analysis.exports.plain import Column, PlainTable, Row, Status, name_of, names_of
from ros_analysis.exports.status import is_status, verdict
from ros_analysis.exports.tools import MICROSOFT, Tool
from ros_analysis.survey import Repair

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
STATUSES: dict[str, Status] = {"": "", "complete": "complete", "partial": "partial"}


def keep_answers(table: PlainTable, tool: Tool) -> PlainTable:
    """The table without tests and unanswered invitations; each row with its status, every drop counted."""
    table = replace(table, columns=_with_status(table))
    judged = {row.number: _verdict(row, table.columns, tool) for row in table.rows}
    judged.update(dict.fromkeys(_named_test(table, judged), "test_name"))
    dropped = tuple((number, verdict) for number, verdict in judged.items() if verdict not in STATUSES)
    rows = [row for row in table.rows if judged[row.number] in STATUSES]
    return replace(
        table,
        rows=tuple(replace(row, status=STATUSES[judged[row.number]]) for row in rows),
        dropped=(*table.dropped, *dropped),
        repairs=(
            *table.repairs,
            *_counted(table, dropped),
            *_warned(table, judged),
            *_missing_ids(table, tool),
        ),
    )


def _with_status(table: PlainTable) -> tuple[Column, ...]:
    """The columns, those that are a status by name and content with that role also where the tool is unknown."""
    return tuple(
        replace(column, role="status") if not column.role and is_status(column, table.values(i)) else column
        for i, column in enumerate(table.columns)
    )


def _verdict(row: Row, columns: Sequence[Column], tool: Tool) -> str:
    cells: dict[str, str] = {}
    for column, cell in zip(columns, row.cells, strict=True):
        for name in names_of(column.header, column.code):
            cells.setdefault(name, cell)
    found = verdict(cells, tool)
    return "unanswered" if found == "partial" and not _has_answers(row, columns, tool) else found


def _has_answers(row: Row, columns: Sequence[Column], tool: Tool) -> bool:
    """Whether anything stands outside the tool's own columns."""
    cells = zip(columns, row.cells, strict=True)
    return any(
        cell
        for column, cell in cells
        if not column.role and not {name_of(column.header), name_of(column.code)} & tool.personal
    )


def _named_test(table: PlainTable, judged: Mapping[int, str]) -> list[int]:
    """Rows whose name of person or municipality is «test», though no flag says so."""
    at = [
        i for i, column in enumerate(table.columns) if any(word in name_of(column.header) for word in NAMED)
    ]
    answers = (row for row in table.rows if judged[row.number] in STATUSES)
    return [row.number for row in answers if any(name_of(row.cells[i]) in TEST_NAMES for i in at)]


def _counted(table: PlainTable, dropped: Sequence[tuple[int, str]]) -> Iterator[Repair]:
    """Rows dropped by a flag of the tool: one repair for each reason, with the count."""
    for rule, count in Counter(rule for _, rule in dropped if rule != "test_name").items():
        yield Repair(table.place(), f"antall rader: {count}", "utelatt", rule)


def _warned(table: PlainTable, judged: Mapping[int, str]) -> Iterator[Repair]:
    for row in table.rows:
        if judged[row.number] == "test_name":
            yield Repair(table.place(row), "navnet er «test»", "utelatt", "test_name", "warning")
        if judged[row.number] == "partial":
            yield Repair(table.place(row), "delvis svar", "tatt med", "partial_answer", "warning")


def _missing_ids(table: PlainTable, tool: Tool) -> Iterator[Repair]:
    """Microsoft Forms counts from 1: a gap means that someone deleted answers, often tests."""
    at = next((i for i, column in enumerate(table.columns) if column.role == "id"), None)
    if tool is MICROSOFT and at is not None:
        numbers = {int(value) for value in table.values(at) if value.isdecimal() and len(value) < 7}
        if missing := max(numbers, default=0) - len(numbers):
            place = table.place(column=table.columns[at])
            yield Repair(place, f"ID-er som mangler: {missing}", "slettet før eksport", "id_gap")
