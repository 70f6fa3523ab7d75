"""What a tool says of an answer in its status columns: a test, nobody's, begun or sent in; by code or in words."""

from __future__ import annotations

import re
from collections.abc import Mapping

from ros_analysis.exports.plain import Column, name_of, names_of
from ros_analysis.exports.tools import LIMESURVEY, QUALTRICS, STATES, SURVEYXACT, Tool

YES = {"1", "1.0", "true", "yes", "ja", "valgt", "selected", "ausgewählt", "sann"}
NO = {"0", "0.0", "false", "no", "nei", "ikke valgt", "not selected", "nicht ausgewählt", "usann"}
TESTER = {
    "tester",
    "testteilnehmer",
    "test participant",
    "testdeltaker",
    "testbruker",
    "testrespondent",
    "er test",
}
DISPOSITION = {"dispcode", "disposition code", "dispositionscode", "disposisjonskode"}
KIND = {
    *("status", "response type", "responstype", "svartype", "svarstatus", "response status", "responsstatus"),
    *("samlet status", "completion status", "fullføringsstatus", "besvarelsesstatus", "respondent status"),
}
FINISHED = {"finished", "ferdig", "fullført", "completed", "is complete"}
PROGRESS = {"progress", "fremdrift", "framdrift"}
TEST = re.compile(
    r"\b(preview|forhåndsvis\w*|førehandsvis\w*|vorschau)\b|^(survey )?test(svar|respondent|besvarelse)?$"
)
QUALTRICS_TESTS = {"1", "2", "9", "17"}
DONE = {
    "complete",
    "completed",
    "fullført",
    "gjennomført",
    "ferdig",
    "besvart",
    "submitted",
    "innsendt",
    "levert",
}
PARTIAL = {
    *("partial", "partially completed", "partially complete", "incomplete", "in progress", "started"),
    *("noen svar", "delvis", "delvis svar", "delvis besvart", "delvis fullført", "påbegynt", "ikke fullført"),
    *("ufullstendig", "under utfylling", "kladd"),
}
UNANSWERED = {"ny", "distribuert", "frafalt", "new", "distributed"}
ORDINARY = {"ip address", "imported", "offline", "anonymous"}


def verdict(columns: Mapping[str, str], tool: Tool) -> str:
    """«test_row», «unanswered», «partial», «complete» or «» by a row's cells, each under every name of its column."""
    said = {name: name_of(cell) for name, cell in columns.items()}
    kind = _first(said, KIND)
    if _first(said, TESTER).removesuffix(".0") in YES or _is_test(kind, tool):
        return "test_row"
    return (
        _by_disposition(_first(said, DISPOSITION))
        or (_one_hot(said) if tool.name == SURVEYXACT.name else "")
        or (_by_date(said, tool) if tool.name == LIMESURVEY.name else "")
        or _by_words(kind, tool)
        or _by_progress(said)
    )


def is_status(column: Column, values: list[str]) -> bool:
    """Whether a column is named as a status and holds nothing but what is understood as one."""
    names, cells = set(names_of(column.header, column.code)), set(map(name_of, values))
    known = DONE | PARTIAL | UNANSWERED | ORDINARY
    return bool(cells) and (
        (bool(names & KIND) and all(cell in known or TEST.search(cell) for cell in cells))
        or (bool(names & (TESTER | FINISHED)) and cells <= YES | NO)
        or (bool(names & (DISPOSITION | PROGRESS)) and all(re.match(r"[0-9]{1,3}\b", cell) for cell in cells))
    )


def _first(said: Mapping[str, str], names: set[str]) -> str:
    return next((cell for name, cell in said.items() if name in names and cell), "")


def _is_test(kind: str, tool: Tool) -> bool:
    coded = tool.name == QUALTRICS.name and kind.removesuffix(".0") in QUALTRICS_TESTS
    return coded or TEST.search(kind) is not None


def _by_disposition(text: str) -> str:
    """EFS: 31 and 32 are completed, 11–15 and 20 nobody's, all others begun; the code alone or beside its words."""
    found = re.search(r"\b[0-9]{2}\b", text)
    if not found:
        return ""
    if found[0] in {"31", "32"}:
        return "complete"
    return "unanswered" if found[0] in {"11", "12", "13", "14", "15", "20"} else "partial"


def _one_hot(said: Mapping[str, str]) -> str:
    """SurveyXact has a column for each state of the invitation: Ny, Distribuert, Noen svar, Gjennomført, Frafalt."""
    for stem in ("stato_", "statoverall_", "", "samlet status - ", "status - "):
        names = [f"{stem}{n if stem.endswith('_') else state}" for n, state in enumerate(STATES, 1)]
        chosen = [n for n, name in enumerate(names, 1) if said.get(name, "") in YES]
        if chosen:
            return {3: "partial", 4: "complete"}.get(chosen[0], "unanswered")
    return ""


def _by_date(said: Mapping[str, str], tool: Tool) -> str:
    """LimeSurvey dates an answer when it is sent in."""
    dates = [said[name] for name in said if name in tool.answered]
    return ("complete" if any(dates) else "partial") if dates else ""


def _by_words(kind: str, tool: Tool) -> str:
    if kind in DONE or kind in PARTIAL:
        return "complete" if kind in DONE else "partial"
    return "unanswered" if tool.name == SURVEYXACT.name and kind in UNANSWERED else ""


def _by_progress(said: Mapping[str, str]) -> str:
    finished, progress = _first(said, FINISHED), _first(said, PROGRESS).removesuffix("%").strip()
    if finished in YES or finished in NO:
        return "complete" if finished in YES else "partial"
    if not re.fullmatch(r"[0-9]{1,3}", progress):
        return ""
    return "complete" if int(progress) == 100 else "partial"
