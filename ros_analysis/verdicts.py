"""A verdict in lines that a person can act on, and as JSON for machines."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import asdict, replace
from typing import Any

from rich.table import Table
from rich.text import Text

from ros_analysis.checking import FileVerdict, Repaired, Verdict
from ros_analysis.exports.text import NAMES
from ros_analysis.language import Words
from ros_analysis.problems import Problem, Repair

SCHEMA = 1
FEW = 4
WORDS = Words("nb")
SEVERITIES = {"warning": "Advarsel", "log": "Rettet"}
DROPPED = {
    "total_row": "sum eller snitt",
    "note_row": "merknad",
    "test_row": "testsvar",
    "test_name": "testsvar etter navnet",
    "unanswered": "uten svar",
    "blank_row": "uten kommune og svar",
    "row_without_answers": "kommune uten svar",
    "partial_left_out": "ufullstendig",
    "other_county": "fra annet fylke",
    "duplicate_row": "sendt inn to ganger",
    "superseded_answer": "erstattet av et senere svar",
    "other_role": "fra en annen rolle",
}
INVISIBLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069]")
Shown = str | Table
"""A line of text, or the repairs of a file as a table for a terminal."""


def shown(
    verdict: Verdict, *, every: bool = False, terminal: bool = False, suggestions: bool = True
) -> Iterator[Shown]:
    """The verdict from its conclusion down; `every` lists each repair, `terminal` puts repairs by rule in a table."""
    yield f"{verdict.survey} {verdict.year}: {_conclusion(verdict)}"
    quiet = [] if every or len(verdict.files) <= FEW else [file for file in verdict.files if file.is_quiet]
    for file in verdict.files:
        if file not in quiet:
            yield from _file(file, every=every, terminal=terminal)
    if quiet:
        yield f"  Uten merknader: {', '.join(_plain(file.file) for file in quiet)}"
    yield from _problems("", verdict.problems)
    if verdict.silent and verdict.accepted:
        yield f"  Ikke svart: {', '.join(verdict.silent)}."
    if suggestions:
        yield from _suggestions(verdict.files)


def _conclusion(verdict: Verdict) -> str:
    if not verdict.accepted:
        count = len(verdict.problems) + sum(len(file.problems) for file in verdict.files)
        return f"AVVIST. Antall ting som må rettes: {count}."
    if verdict.counts_only:
        return "GODTATT. Bare publiserte antall, ingen svar per kommune."
    share = WORDS.percent(verdict.answered, verdict.invited)
    return f"GODTATT. {verdict.answered} av {verdict.invited} kommuner har svart ({share})."


def _file(file: FileVerdict, *, every: bool, terminal: bool) -> Iterator[Shown]:
    yield f"  {_plain(file.file)}{_how(file)}"
    if file.opened:
        left_out = ", ".join(f"{count} {DROPPED.get(rule, rule)}" for rule, count in file.dropped)
        yield f"    Rader med svar: {file.kept}. Utelatt: {left_out or 'ingen'}."
    if file.repaired and terminal and not every:
        yield _table(file.repaired)
    for repaired in () if terminal and not every else file.repaired:
        yield from _repaired(repaired, every=every)
    yield from _problems("  ", file.problems)


def _how(file: FileVerdict) -> str:
    if not file.opened:
        return " kan ikke leses"
    form = f"tegnsett {file.encoding}, skilletegn {NAMES[file.delimiter]}" if file.encoding else "xlsx"
    sheet = f", ark «{_plain(file.sheet)}»" if file.sheet else ""
    return f"{sheet}: {file.tool or 'ukjent verktøy'}, {form}"


def _repaired(repaired: Repaired, *, every: bool) -> Iterator[str]:
    label = f"    {SEVERITIES[repaired.severity]} {len(repaired.each)} ×"
    if not every:
        yield f"{label} {_words(repaired.rule)} (først: {_change(repaired.each[0])})"
        return
    yield f"{label} {_words(repaired.rule)}:"
    yield from (f"      {_change(repair)}" for repair in repaired.each)


def _table(groups: Iterable[Repaired]) -> Table:
    table = Table("", "Antall", "Hva", "Første sted", box=None, padding=(0, 1), pad_edge=False)
    for group in groups:
        style = "yellow" if group.severity == "warning" else ""
        cells = (SEVERITIES[group.severity], str(len(group.each)), _words(group.rule), _change(group.each[0]))
        table.add_row(*(Text(cell, style=style) for cell in cells))
    return table


def _change(repair: Repair) -> str:
    place = str(repair.place).removeprefix(repair.place.file).lstrip(", ")
    change = f"«{repair.before}» → «{repair.after}»" if repair.before else repair.after
    return _plain(f"{place}: {change}" if place else change)


def _problems(margin: str, problems: Iterable[Problem]) -> Iterator[str]:
    for problem in problems:
        told = replace(problem, remedy="") if "\n" in problem.remedy else problem
        yield f"{margin}  AVVIST {_plain(str(told))}"


def _suggestions(files: Iterable[FileVerdict]) -> Iterator[str]:
    """Each block once, with the files that it is for."""
    blocks: dict[str, list[str]] = {}
    for file in files:
        blocks.setdefault(file.suggestion, []).append(_plain(file.file))
    for block, names in blocks.items():
        if block:
            yield f"  Forslag til round.toml for {', '.join(names)} (kontroller, og lim inn):"
            yield ""
            yield from (_plain(line) for line in block.splitlines())
            yield ""


def as_json(verdicts: Iterable[Verdict], *, every: bool = False) -> dict[str, Any]:
    """All verdicts by a schema that only grows; `every` adds each repair under its rule."""
    rounds = [_round(verdict, every=every) for verdict in verdicts]
    return {"schema": SCHEMA, "accepted": all(item["accepted"] for item in rounds), "rounds": rounds}


def _round(verdict: Verdict, *, every: bool) -> dict[str, Any]:
    return {
        "survey": verdict.survey,
        "year": verdict.year,
        "accepted": verdict.accepted,
        "counts_only": verdict.counts_only,
        "answered": verdict.answered,
        "invited": verdict.invited,
        "silent": list(verdict.silent),
        "files": [_file_json(file, every=every) for file in verdict.files],
        "problems": [_problem_json(problem) for problem in verdict.problems],
    }


def _file_json(file: FileVerdict, *, every: bool) -> dict[str, Any]:
    return {
        "file": file.file,
        "opened": file.opened,
        "sheet": file.sheet,
        "tool": file.tool,
        "encoding": file.encoding,
        "delimiter": file.delimiter,
        "rows_kept": file.kept,
        "rows_dropped": [
            {"rule": rule, "count": count, "text": _words(rule)} for rule, count in file.dropped
        ],
        "repairs": [_repaired_json(repaired, every=every) for repaired in file.repaired],
        "problems": [_problem_json(problem) for problem in file.problems],
        "suggestion": file.suggestion,
    }


def _repaired_json(repaired: Repaired, *, every: bool) -> dict[str, Any]:
    told = {
        "rule": repaired.rule,
        "severity": repaired.severity,
        "count": len(repaired.each),
        "text": _words(repaired.rule),
        "first": repaired.each[0].row(),
    }
    return told | ({"all": [repair.row() for repair in repaired.each]} if every else {})


def _problem_json(problem: Problem) -> dict[str, Any]:
    told = asdict(problem)
    return {**told.pop("place"), **told}


def _words(rule: str) -> str:
    return WORDS(f"repair.{rule}") if WORDS.has(f"repair.{rule}") else rule


def _plain(text: str) -> str:
    """Text without signs that would steer a terminal or turn its direction."""
    return INVISIBLE.sub(" ", text)
