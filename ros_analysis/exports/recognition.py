"""Which survey tool wrote a table, by the columns only that tool writes, and where its header stands."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ros_analysis.exports.plain import Line, name_of, names_of
from ros_analysis.exports.tools import GOOGLE, LIMESURVEY, QUALTRICS, QUESTBACK, SURVEYMONKEY, TOOLS, Tool

SEARCHED_LINES = 15
LIMESURVEY_SHAPE = (
    r"(response|respons|svar|antwort)[- ]?(id|nr)",
    r"(date|dato|datum)\b|(inn?sendt|levert|besvart)",
    r"(last|siste|sidste|letzte|senaste) ",
    r"(start|first|basis)",
)
QUALTRICS_LABELS = {
    *("start date", "end date", "response type", "recorded date", "response id"),
    *("startdato", "sluttdato", "svartype", "registreringsdato", "registrert dato", "svar-id"),
}
OPEN_ENDED = {"open-ended response", "response", "åpent svar"}


@dataclass(frozen=True)
class Heading:
    """Where the header of a table stands: the first line's index, how many lines, which of them holds names."""

    tool: Tool
    start: int
    height: int
    code_line: int | None = None
    text_lines: tuple[int, ...] = (0,)


def recognise(lines: Sequence[Line]) -> Heading | None:
    """The tool whose marks stand in one of the first lines, with the shape of its header; None if no tool does."""
    for index, line in enumerate(lines[:SEARCHED_LINES]):
        names = {name for cell in line.cells for name in (name_of(cell), *names_of(cell)[1:2])}
        for tool in TOOLS:
            if any(mark <= names for mark in tool.marks):
                return _heading(tool, lines, index)
    return _by_shape(lines)


def _heading(tool: Tool, lines: Sequence[Line], index: int) -> Heading:
    """EFS puts names under texts, Qualtrics over them, SurveyMonkey the options on a second line."""
    if tool is QUESTBACK and {"lfdn", "dispcode"} & set(map(name_of, lines[index].cells)):
        start = max(0, index - 2)
        return Heading(tool, start, index - start + 1, index - start, tuple(range(index - start)) or (0,))
    if tool is QUALTRICS and _starts(lines, index + 2, '{"importid'):
        return Heading(tool, index, 3, 0, (1,))
    if tool is QUALTRICS and index and "responseset" in {name_of(cell) for cell in lines[index].cells}:
        return Heading(tool, index - 1, 2, 0, (1,))
    if tool is QUALTRICS and _has_labels(lines, index + 1):
        return Heading(tool, index, 2, 0, (1,))
    if tool is QUALTRICS and _starts(lines, index + 1, '{"importid'):
        return Heading(tool, index, 2)
    if tool is SURVEYMONKEY and _is_option_line(lines, index + 1):
        return Heading(tool, index, 2, None, (0, 1))
    return Heading(tool, index, 1)


def _by_shape(lines: Sequence[Line]) -> Heading | None:
    index = next((i for i, line in enumerate(lines[:SEARCHED_LINES]) if line.filled > 1), None)
    if index is None:
        return None
    names = [name_of(cell) for cell in lines[index].cells]
    if len(names) > 3 and all(map(re.match, LIMESURVEY_SHAPE, names)):
        return Heading(_translated(names), index, 1)
    if name_of(lines[index].cells[0]) in GOOGLE.answered:
        return Heading(GOOGLE, index, 1)
    return Heading(SURVEYMONKEY, index, 2, None, (0, 1)) if _is_option_line(lines, index + 1) else None


def _translated(names: Sequence[str]) -> Tool:
    """LimeSurvey in another language: id, time, last page and language always come first, in this order."""
    ident, answered, *own = (frozenset([name]) for name in names[:4])
    return replace(LIMESURVEY, ident=ident, answered=answered, own=LIMESURVEY.own.union(*own))


def _has_labels(lines: Sequence[Line], index: int) -> bool:
    """Whether Qualtrics' own columns are told in words on a line."""
    return index < len(lines) and len({name_of(cell) for cell in lines[index].cells} & QUALTRICS_LABELS) > 1


def _starts(lines: Sequence[Line], index: int, text: str) -> bool:
    if index >= len(lines):
        return False
    return any(name_of(cell).replace(" ", "").startswith(text) for cell in lines[index].cells)


def _is_option_line(lines: Sequence[Line], index: int) -> bool:
    """SurveyMonkey's second line: «Response» or «Open-Ended Response» under at least one question."""
    return index < len(lines) and bool({name_of(cell) for cell in lines[index].cells} & OPEN_ENDED)
