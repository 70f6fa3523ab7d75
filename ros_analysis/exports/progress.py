"""Which rows are answers: complete, partial, or dropped as tests and invitations nobody answered."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
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
Judge = Callable[[dict[str, str], Tool], str]
STATUSES: dict[str, Status] = {"": "", "complete": "complete", "partial": "partial"}


def _surveyxact(cells: dict[str, str], tool: Tool) -> str:
    """The status is one-hot: Ny, Distribuert, Noen svar, Gjennomført, Frafalt."""
    for stem in ("stato", "statoverall"):
        chosen = [n for n in range(1, 6) if name_of(cells.get(f"{stem}_{n}", "")) in YES]
        if chosen:
            return {3: "partial", 4: "complete"}.get(chosen[0], "unanswered")
    return ""


def _limesurvey(cells: dict[str, str], tool: Tool) -> str:
    dates = [cells[name] for name in tool.answered if name in cells]
    return ("complete" if any(dates) else "partial") if dates else ""


def _questback(cells: dict[str, str], tool: Tool) -> str:
    if cells.get("tester", "").removesuffix(".0") == "1":
        return "test_row"
    code = cells.get("dispcode", "").removesuffix(".0")
    if code in {"31", "32"}:
        return "complete"
    return "unanswered" if code in {"11", "12", "13", "14", "15", "20"} else "partial" if code else ""


def _qualtrics(cells: dict[str, str], tool: Tool) -> str:
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


def _verdict(row: Row, columns: Sequence[Column], tool: Tool) -> str:
    cells = {
        name_of(column.code or column.header): cell for column, cell in zip(columns, row.cells, strict=True)
    }
    verdict = JUDGES[tool.name](cells, tool) if tool.name in JUDGES else ""
    own = {name_of(column.code or column.header) for column in columns if column.role} | tool.personal
    return (
        "unanswered"
        if verdict == "partial" and not any(cells[name] for name in cells.keys() - own)
        else verdict
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
