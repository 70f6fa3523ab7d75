"""SurveyXact's three parts: a dataset of codes, the labels of the codes, the structure of the questions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from ros_analysis.exports.headers import one_line
from ros_analysis.exports.plain import Column, Grid, PlainTable, Row, name_of
from ros_analysis.survey import Repair, fold

PARTS = ("dataset", "labels", "structure")
VARIABLE = {"variablename", "variable", "variabelnavn", "variabel", "name"}
QUESTION = {"questiontext", "question", "spørsmålstekst", "spørsmål", "spørgsmål", "text", "tekst"}
CHOICE = {"choicetext", "choice", "svartekst", "svarvalg", "svaralternativ"}


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
    lines = labels.lines if labels else ()
    texts = {
        (name_of(line.cells[0]), _code(line.cells[1])): one_line(line.cells[2])
        for line in lines
        if len(line.cells) > 2 and line.cells[2]
    }
    repairs = tuple(repair for grid in (labels, structure) if grid for repair in grid.repairs)
    return Labels(texts, _questions(structure) if structure else {}, repairs)


def _questions(structure: Grid) -> dict[str, str]:
    """The text of each variable; a variable that is one choice of several reads «question [choice]»."""
    head = [name_of(cell) for cell in structure.lines[0].cells]
    variable, question, choice = (_index(head, names) for names in (VARIABLE, QUESTION, CHOICE))
    if variable is None or question is None:
        return {}
    rows: dict[str, list[tuple[str, ...]]] = {}
    for line in structure.lines[1:]:
        cells = line.cells + ("",) * (len(head) - len(line.cells))
        rows.setdefault(name_of(cells[variable]), []).append(cells)
    return {name: _question(cells, question, choice) for name, cells in rows.items()}


def _question(lines: Sequence[tuple[str, ...]], question: int, choice: int | None) -> str:
    text = one_line(lines[0][question])
    option = one_line(lines[0][choice]) if choice is not None and len(lines) == 1 else ""
    return f"{text} [{option}]" if option else text


def _index(head: Sequence[str], names: set[str]) -> int | None:
    return next((i for i, name in enumerate(head) if name in names), None)


def apply_labels(table: PlainTable, labels: Labels) -> PlainTable:
    """Codes replaced by the labels that the respondent saw, variables by their questions (kept as `code`)."""
    columns = tuple(_column(column, labels) for column in table.columns)
    rows = tuple(replace(row, cells=_labelled(row, columns, labels)) for row in table.rows)
    changed = [
        i
        for i in range(len(columns))
        if any(a.cells[i] != b.cells[i] for a, b in zip(table.rows, rows, strict=True))
    ]
    repairs = [
        Repair(table.place(column=columns[i]), "koder", "svartekster", "labels_applied") for i in changed
    ]
    return replace(table, columns=columns, rows=rows, repairs=(*table.repairs, *labels.repairs, *repairs))


def _column(column: Column, labels: Labels) -> Column:
    variable = column.code or column.header
    question = "" if column.role else labels.questions.get(name_of(variable), "")
    return replace(column, header=question or column.header, code=variable)


def _labelled(row: Row, columns: Sequence[Column], labels: Labels) -> tuple[str, ...]:
    return tuple(
        cell if column.role else labels.texts.get((name_of(column.code), _code(cell)), cell)
        for column, cell in zip(columns, row.cells, strict=True)
    )


def _code(text: str) -> str:
    return text.removesuffix(".0")
