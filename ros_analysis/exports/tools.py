"""Which survey tool wrote a table, by the columns only it writes, and where the header stands (see tools.toml)."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import resources
from typing import Any, Literal

from ros_analysis.exports.plain import Role, Row, names_of
from ros_analysis.survey import Strict, fold

SEARCHED_LINES = 15
Names = frozenset[str]
Layout = Literal["", "names first", "names last", "options below"]
"""Qualtrics puts names over texts, EFS under them, SurveyMonkey the options on a second line."""


class Tool(Strict):
    """A survey tool as tools.toml describes it."""

    name: str
    marks: tuple[Names, ...] = ()
    shape: tuple[str, ...] = ()
    order: tuple[str, ...] = ()
    answered: Names = frozenset()
    started: Names = frozenset()
    id: Names = frozenset()
    status: Names = frozenset()
    own: Names = frozenset()
    personal: Names = frozenset()
    layout: Layout = ""
    names: Names = frozenset()
    labels: Names = frozenset()
    options: Names = frozenset()
    states: tuple[tuple[str, ...], ...] = ()
    tests: Names = frozenset()
    missing: Names = frozenset()
    dated: bool = False
    counted: bool = False
    coded: bool = False
    typed: bool = False
    month_first: bool | None = None

    def role(self, header: str, code: str) -> Role:
        """What the tool uses a column for, by its header or its variable name."""
        names = set(names_of(header, code))
        roles: tuple[tuple[Role, Names], ...] = (
            ("answered", self.answered),
            ("started", self.started),
            ("id", self.id),
            ("status", self.status.union(self.own, *self.states)),
        )
        return next((role for role, own in roles if names & own), "")

    def translated(self, names: Sequence[str]) -> Tool:
        """The tool in another language: its first columns, which are `names`, have their roles by order."""
        said = {
            role: {n for n, own in zip(names, self.order, strict=False) if own == role} for role in self.order
        }
        return self.model_copy(
            update={role: frozenset(said[role] | (self.own if role == "own" else set())) for role in said}
        )


DATA: dict[str, Any] = tomllib.loads(
    resources.files("ros_analysis.exports").joinpath("tools.toml").read_text("utf-8")
)
TOOLS = tuple(map(Tool.model_validate, DATA["tool"]))
UNKNOWN = next(tool for tool in TOOLS if not tool.name)
CODED = next(tool for tool in TOOLS if tool.coded)
TYPED = {tool.name for tool in TOOLS if tool.typed}
"""Where headers are words that a person has typed, never the tool's own variable names."""
STATUS = {key: frozenset(words) for key, words in DATA["status"].items()}
STRUCTURE = {key: frozenset(words) for key, words in DATA["structure"].items()}
OPTIONS: Names = frozenset().union(*(tool.options for tool in TOOLS))


@dataclass(frozen=True)
class HeaderLines:
    """Where the header of a table stands: the first line's index, how many lines, which of them holds names."""

    tool: Tool
    start: int
    height: int = 1
    code_line: int | None = None
    text_lines: tuple[int, ...] = (0,)


def recognise(lines: Sequence[Row]) -> HeaderLines | None:
    """The tool whose marks stand in one of the first lines, with the shape of its header; None if no tool does."""
    for index, line in enumerate(lines[:SEARCHED_LINES]):
        names = {name for cell in line.cells for name in (fold(cell), *names_of(cell)[1:2])}
        for tool in TOOLS:
            if any(mark <= names for mark in tool.marks):
                return _heading(tool, lines, index)
    return _by_shape(lines)


def _heading(tool: Tool, lines: Sequence[Row], index: int) -> HeaderLines:
    here, below = _names(lines, index), _names(lines, index + 1)
    if tool.layout == "names last" and tool.names & here:
        above = min(index, 2)
        return HeaderLines(tool, index - above, above + 1, above, tuple(range(above)) or (0,))
    if tool.layout == "names first":
        if _has_import_ids(_names(lines, index + 2)):
            return HeaderLines(tool, index, 3, 0, (1,))
        if index and "responseset" in here:
            return HeaderLines(tool, index - 1, 2, 0, (1,))
        if len(below & tool.labels) > 1:
            return HeaderLines(tool, index, 2, 0, (1,))
        return HeaderLines(tool, index, 2 if _has_import_ids(below) else 1)
    if tool.layout == "options below" and below & tool.options:
        return HeaderLines(tool, index, 2, None, (0, 1))
    return HeaderLines(tool, index)


def _by_shape(lines: Sequence[Row]) -> HeaderLines | None:
    """The tool whose columns come in a known order, whatever they are called, or with known options below them."""
    index = next((i for i, line in enumerate(lines[:SEARCHED_LINES]) if line.filled > 1), None)
    if index is None:
        return None
    names = [fold(cell) for cell in lines[index].cells]
    for tool in TOOLS:
        if tool.shape and len(names) >= len(tool.shape) and all(map(re.match, tool.shape, names)):
            return HeaderLines(tool.translated(names), index)
    found = (tool for tool in TOOLS if tool.options & _names(lines, index + 1))
    return next((HeaderLines(tool, index, 2, None, (0, 1)) for tool in found), None)


def _names(lines: Sequence[Row], index: int) -> set[str]:
    return {fold(cell) for cell in lines[index].cells} if index < len(lines) else set()


def _has_import_ids(names: set[str]) -> bool:
    return any(name.replace(" ", "").startswith('{"importid') for name in names)
