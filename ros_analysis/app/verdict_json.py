"""Verdicts as JSON for machines."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from ros_analysis.app.verdicts import words_for
from ros_analysis.rounds import FileVerdict, Repaired, RoundVerdict
from ros_analysis.survey import Problem, letter_and_header

SCHEMA = 1


def as_json(verdicts: Iterable[RoundVerdict], *, every: bool = False) -> dict[str, Any]:
    """All verdicts by a schema that only grows; `every` adds each repair under its rule."""
    rounds = [_round(verdict, every=every) for verdict in verdicts]
    return {"schema": SCHEMA, "accepted": all(item["accepted"] for item in rounds), "rounds": rounds}


def _round(verdict: RoundVerdict, *, every: bool) -> dict[str, Any]:
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
        "placeholders": [asdict(unwritten) for unwritten in verdict.placeholders],
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
            {"rule": rule, "count": count, "text": words_for(rule)} for rule, count in file.dropped
        ],
        "repairs": [_repaired_json(repaired, every=every) for repaired in file.repaired],
        "problems": [_problem_json(problem) for problem in file.problems],
        "suggestion": file.suggestion,
        "unread": [_column_json(column) for column in file.unread],
    }


def _repaired_json(repaired: Repaired, *, every: bool) -> dict[str, Any]:
    told = {
        "rule": repaired.rule,
        "severity": repaired.severity,
        "count": len(repaired.each),
        "text": words_for(repaired.rule),
        "first": repaired.each[0].row(),
    }
    return told | ({"all": [repair.row() for repair in repaired.each]} if every else {})


def _column_json(column: str) -> dict[str, str]:
    letter, header = letter_and_header(column)
    return {"column": letter, "header": header}


def _problem_json(problem: Problem) -> dict[str, Any]:
    told = asdict(problem)
    return {**told.pop("place"), **told}
