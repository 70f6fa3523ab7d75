"""Which rows are answers, by what the tool says of each: sent in or begun; dropped as a test or as nobody's."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from ros_analysis.exports.plain import Column, PlainTable, Row, Status
from ros_analysis.exports.tools import STATUS, Tool
from ros_analysis.survey import Repair, fold

YES, NO, DONE, PARTIAL = (STATUS[key] for key in ("yes", "no", "done", "partial"))
TEST_NAMES = STATUS["test_names"]
TEST = re.compile(
    r"\b(preview|forhåndsvis\w*|førehandsvis\w*|vorschau)\b|^(survey )?test(svar|respondent|besvarelse)?$"
)
COLUMNS = ("kind", "tester", "disposition", "finished", "progress")
NAMES = frozenset().union(*(STATUS[key] for key in COLUMNS))
DISPOSITIONS = {
    **dict.fromkeys(("31", "32"), "complete"),
    **dict.fromkeys(("11", "12", "13", "14", "15", "20"), "unanswered"),
}
"""EFS' codes; all others are begun."""
STATUSES: dict[str, Status] = {"": "", "complete": "complete", "partial": "partial"}


def keep_answers(table: PlainTable, tool: Tool) -> PlainTable:
    """Rows of tests and unanswered invitations go; the others get their status, and every drop is counted."""
    columns = tuple(
        replace(column, role="status") if not column.role and is_status(column, texts) else column
        for _, column, texts in table.by_column()
    )
    table = replace(table, columns=columns)
    verdicts = list(_verdicts(table, tool))
    judged = list(zip(table.rows, verdicts, strict=True))
    dropped = [(row.number, found) for row, found in judged if found not in STATUSES]
    kept = tuple(row for row, found in judged if found in STATUSES)
    for row, found in judged:
        row.status = STATUSES.get(found, "")
    flagged = Counter(found for _, found in dropped if found != "test_name")
    counted = (Repair(table.place(), f"antall rader: {n}", "utelatt", rule) for rule, n in flagged.items())
    repairs = [*counted, *_warned(table, judged), *_missing_ids(table, tool)]
    return table.told(repairs, rows=kept, dropped=(*table.dropped, *dropped))


def _verdicts(table: PlainTable, tool: Tool) -> Iterator[str]:
    """What the tool says of each row; one that is begun, but holds no answer, is nobody's."""
    telling, own = _telling(table.columns, tool), STATUS["named"]
    asked, tests = [], []
    for i, column in enumerate(table.columns):
        if not column.role and not {fold(column.header), fold(column.code)} & tool.personal:
            asked.append(i)
        if any(word in fold(column.header) for word in own):
            tests.append(i)
    for row in table.rows:
        found = verdict({name: fold(row.cells[i]) for name, i in telling.items()}, tool)
        if found == "partial" and not any(row.cells[i] for i in asked):
            found = "unanswered"
        is_test = found in STATUSES and any(fold(row.cells[i]) in TEST_NAMES for i in tests)
        yield "test_name" if is_test else found


def _telling(columns: Sequence[Column], tool: Tool) -> dict[str, int]:
    """The columns that may tell how far an answer has come, by every name; of equal names the first."""
    names = tool.answered.union(*tool.states, NAMES)
    telling: dict[str, int] = {}
    for i, column in enumerate(columns):
        for name in names.intersection(column.names):
            telling.setdefault(name, i)
    return telling


def verdict(said: Mapping[str, str], tool: Tool) -> str:
    """«test_row», «unanswered», «partial», «complete» or «» by a row's folded cells, each by a name of its column."""
    kind = _first(said, "kind")
    is_test = kind.removesuffix(".0") in tool.tests or TEST.search(kind) is not None
    if is_test or _first(said, "tester").removesuffix(".0") in YES:
        return "test_row"
    return next(_readings(said, kind, tool), "")


def _readings(said: Mapping[str, str], kind: str, tool: Tool) -> Iterator[str]:
    """What each of the ways says in which tools tell how far an answer has come; the first one counts."""
    if code := re.search(
        r"\b[0-9]{2}\b", _first(said, "disposition")
    ):  # EFS, the code alone or beside its words
        yield DISPOSITIONS.get(code[0], "partial")
    states = (n for names in tool.states for n, name in enumerate(names, 1) if said.get(name, "") in YES)
    if state := next(
        states, 0
    ):  # SurveyXact has a column for each: Ny, Distribuert, Noen svar, Gjennomført, Frafalt
        yield {3: "partial", 4: "complete"}.get(state, "unanswered")
    if tool.dated and (dates := [said[name] for name in tool.answered if name in said]):
        yield "complete" if any(dates) else "partial"  # LimeSurvey dates an answer when it is sent in
    if kind in DONE | PARTIAL:
        yield "complete" if kind in DONE else "partial"
    if tool.states and kind in STATUS["unanswered"]:
        yield "unanswered"
    if (finished := _first(said, "finished")) in YES | NO:
        yield "complete" if finished in YES else "partial"
    progress = _first(said, "progress").removesuffix("%").strip()
    if re.fullmatch(r"[0-9]{1,3}", progress):
        yield "complete" if int(progress) == 100 else "partial"


def is_status(column: Column, texts: Sequence[str]) -> bool:
    """Whether a column is named as a status and holds nothing but what is understood as one."""
    names = set(column.names)
    if not names & NAMES or not (cells := set(map(fold, {*texts} - {""}))):
        return False
    known = DONE | PARTIAL | STATUS["unanswered"] | STATUS["ordinary"]
    return (
        (bool(names & STATUS["kind"]) and all(cell in known or TEST.search(cell) for cell in cells))
        or (bool(names & (STATUS["tester"] | STATUS["finished"])) and cells <= YES | NO)
        or (
            bool(names & (STATUS["disposition"] | STATUS["progress"]))
            and all(re.match(r"[0-9]{1,3}\b", cell) for cell in cells)
        )
    )


def _first(said: Mapping[str, str], key: str) -> str:
    return next((cell for name, cell in said.items() if name in STATUS[key] and cell), "")


def _warned(table: PlainTable, judged: Sequence[tuple[Row, str]]) -> Iterator[Repair]:
    for row, found in judged:
        if found == "test_name":
            yield Repair(table.place(row), "navnet er «test»", "utelatt", "test_name", "warning")
        if found == "partial":
            yield Repair(table.place(row), "delvis svar", "tatt med", "partial_answer", "warning")


def _missing_ids(table: PlainTable, tool: Tool) -> Iterator[Repair]:
    """Where the tool counts from 1, a gap means that someone deleted answers, often tests."""
    at = next((i for i, column in enumerate(table.columns) if column.role == "id"), None)
    if tool.counted and at is not None:
        numbers = {int(value) for value in table.values(at) if value.isdecimal() and len(value) < 7}
        if missing := max(numbers, default=0) - len(numbers):
            place = table.place(column=table.columns[at])
            yield Repair(place, f"ID-er som mangler: {missing}", "slettet før eksport", "id_gap")
