"""SurveyXact's three parts: a dataset of codes, the labels of the codes, the structure of the questions."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from ros_analysis.exports.headers import padded
from ros_analysis.exports.plain import Column, Grid, PlainTable
from ros_analysis.exports.tools import STRUCTURE, Tool
from ros_analysis.survey import Repair, fold, visible

PARTS = ("dataset", "labels", "structure")


@dataclass(frozen=True)
class Labels:
    """What the codes and variables of a dataset stand for: (variable, code) → label, variable → question."""

    texts: Mapping[tuple[str, str], str]
    questions: Mapping[str, str]
    repairs: tuple[Repair, ...] = ()


def part_of(name: str) -> str:
    """Which of the three parts a file or sheet name says it is; «» for none."""
    return next((part for part in PARTS if part in name.lower()), "")


def siblings(path: Path) -> dict[str, Path]:
    """The labels and structure files that lie beside a dataset file and share its name but for that word."""
    if part_of(path.name) != "dataset":
        return {}
    at = path.name.lower().index("dataset")
    named = {part: path.name[:at] + part + path.name[at + len("dataset") :] for part in PARTS[1:]}
    present = {entry.name.lower(): entry for entry in path.parent.iterdir()}
    return {part: present[name.lower()] for part, name in named.items() if name.lower() in present}


def called(files: Sequence[str]) -> dict[str, str]:
    """What each of a round's files, and the parts that may lie beside it, is called by number, by folded name."""
    names: dict[str, str] = {}
    for number, file in enumerate(files, 1):
        if part_of(file) == "dataset":
            names |= {fold(file).replace("dataset", part, 1): f"fil {number} ({part})" for part in PARTS[1:]}
        names[fold(file)] = f"fil {number}"
    return names


def read_labels(labels: Grid | None, structure: Grid | None) -> Labels:
    """Labels from lines «variable, code, label» without a header, questions from the structure's columns."""
    lines = (line.cells for line in labels.lines) if labels else ()
    texts = {(fold(c[0]), _code(c[1])): visible(c[2]) for c in lines if len(c) > 2 and c[2]}
    repairs = tuple(repair for grid in (labels, structure) if grid for repair in grid.repairs)
    return Labels(texts, _questions(structure) if structure else {}, repairs)


def _questions(structure: Grid) -> dict[str, str]:
    """The text of each variable; a variable that is one choice of several reads «question [choice]»."""
    head = [fold(cell) for cell in structure.lines[0].cells]
    at = {key: i for i, cell in reversed([*enumerate(head)]) for key in STRUCTURE if cell in STRUCTURE[key]}
    if not {"variable", "question"} <= at.keys():
        return {}
    said: dict[str, list[dict[str, str]]] = {}
    for line in structure.lines[1:]:
        cells = padded(line.cells, len(head))
        parts = {key: visible(cells[i]) for key, i in at.items()}
        said.setdefault(fold(parts["variable"]), []).append(parts)
    return {name: _question(parts) for name, parts in said.items()}


def _question(lines: Sequence[Mapping[str, str]]) -> str:
    text, option = lines[0]["question"], lines[0].get("choice", "") if len(lines) == 1 else ""
    return f"{text} [{option}]" if option else text


def apply_labels(table: PlainTable, labels: Labels) -> PlainTable:
    """Codes replaced in place by the labels that the respondent saw, variables by questions (kept as `code`)."""
    columns: list[Column] = []
    told: dict[int, list[str]] = {}
    for i, column, texts in table.by_column():
        variable = column.code or column.header
        question = "" if column.role else labels.questions.get(fold(variable), "")
        columns.append(replace(column, header=question or column.header, code=variable))
        if not column.role:
            said = [labels.texts.get((fold(variable), _code(text)), text) for text in texts]
            told |= {i: said} if said != list(texts) else {}
    table.rewrite(told)
    table = table.told(labels.repairs, columns=tuple(columns))
    return table.told(
        Repair(table.place(column=columns[i]), "koder", "svartekster", "labels_applied") for i in told
    )


def tell_of_codes(table: PlainTable, tool: Tool) -> PlainTable:
    """SurveyXact's dataset holds codes, unless it was exported as texts: only the labels explain them."""
    if not tool.coded:
        return table
    answers = [text for _, column, texts in table.by_column() if not column.role for text in texts if text]
    coded = sum(re.fullmatch(r"\d{1,3}(\.0)?", text) is not None for text in answers)
    if coded * 2 <= len(answers):
        return table
    return table.told(
        [Repair(table.place(), "labels-filen mangler", "koder uten tekst", "labels_missing", "warning")]
    )


def _code(text: str) -> str:
    return text.removesuffix(".0")
