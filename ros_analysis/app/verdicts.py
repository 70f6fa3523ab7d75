"""Verdicts: in lines that a person can act on, and as JSON for machines."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import asdict, replace
from typing import Any

from rich.table import Table
from rich.text import Text

from ros_analysis.exports import name_of_delimiter
from ros_analysis.rounds import FileVerdict, Repaired, RoundVerdict
from ros_analysis.survey import UNREAD, Place, Problem, Repair, Words, letter_and_header

SCHEMA = 1
FEW, SOME = 4, 5
SEVERITIES = {"warning": "Advarsel", "log": "Rettet"}
DROPPED = {
    "total_row": "sum eller snitt",
    "note_row": "merknad",
    "test_row": "testsvar",
    "test_name": "testsvar etter navnet",
    "unanswered": "uten svar",
    "blank_row": "uten navn og svar",
    "row_without_answers": "navn uten svar",
    "partial_left_out": "ufullstendig",
    "other_county": "fra noen som ikke er spurt",
    "duplicate_row": "sendt inn to ganger",
    "superseded_answer": "erstattet av et senere svar",
    "corrected_answer": "erstattet av en fil lagt til senere",
    "other_role": "fra en annen rolle",
}
LOST = {
    "other_county",
    "partial_left_out",
    "test_name",
    "superseded_answer",
    "corrected_answer",
    "other_role",
}
"""Answers that somebody gave and that don't count: each is shown."""
INVISIBLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069]")
Printed = str | Table
"""A line of text, or the repairs of a file as a table for a terminal."""


def shown(
    verdict: RoundVerdict, *, every: bool = False, terminal: bool = False, suggestions: bool = True
) -> Iterator[Printed]:
    """The verdict from its conclusion down; `every` lists each repair, `terminal` puts repairs by rule in a table."""
    yield f"{verdict.survey} {verdict.year}: {_conclusion(verdict)}"
    quiet = [] if every or len(verdict.files) <= FEW else [file for file in verdict.files if file.is_quiet]
    for file in verdict.files:
        if file not in quiet:
            yield from _file(file, verdict.words, every=every, terminal=terminal)
    if quiet:
        yield f"  Uten merknader: {', '.join(_plain(file.file) for file in quiet)}"
    yield from _problems("", verdict.problems, every=every)
    for unwritten in verdict.placeholders:
        yield f"  Advarsel {_plain(str(unwritten))}. Skriv teksten; den offentlige utgaven bygges ikke før det."
    if verdict.unlabelled:
        yield f"  Kodeboken har ikke alle navn på {' og '.join(verdict.unlabelled)}: der står de på et annet språk."
    if verdict.silent and verdict.accepted:
        yield f"  Ikke svart: {', '.join(verdict.silent)}."
    if suggestions:
        yield from _suggestions(verdict.files)


def _conclusion(verdict: RoundVerdict) -> str:
    if not verdict.accepted:
        count = len(verdict.problems) + sum(len(file.problems) for file in verdict.files)
        return f"AVVIST. Antall ting som må rettes: {count}."
    if verdict.counts_only:
        return verdict.words.told("GODTATT. Bare publiserte antall, ingen svar per kommune.")
    share = verdict.words.percent(verdict.answered, verdict.invited)
    return verdict.words.told(
        f"GODTATT. {verdict.answered} av {verdict.invited} kommuner har svart ({share})."
    )


def _file(file: FileVerdict, words: Words, *, every: bool, terminal: bool) -> Iterator[Printed]:
    yield f"  {_plain(file.file)}{_how(file)}"
    if file.opened:
        left_out = ", ".join(f"{count} {DROPPED.get(rule, rule)}" for rule, count in file.dropped)
        yield f"    Rader med svar: {file.kept}. Utelatt: {left_out or 'ingen'}."
    if file.unread:
        yield f"    Ikke lest: {_plain(', '.join(f'kolonne {column}' for column in file.unread))}."
    told = [repaired for repaired in file.repaired if every or repaired.rule != UNREAD]
    whole = [repaired for repaired in told if every or repaired.rule in LOST]
    brief = [repaired for repaired in told if repaired not in whole]
    for repaired in whole:
        yield from _repaired(repaired, words, every=True)
    if brief and terminal:
        yield _table(brief, words)
    for repaired in () if terminal else brief:
        yield from _repaired(repaired, words, every=False)
    yield from _problems("  ", file.problems, every=every)


def _how(file: FileVerdict) -> str:
    if not file.opened:
        return " kan ikke leses"
    form = (
        f"tegnsett {file.encoding}, skilletegn {name_of_delimiter(file.delimiter)}"
        if file.encoding
        else "xlsx"
    )
    sheet = f", ark «{_plain(file.sheet)}»" if file.sheet else ""
    return f"{sheet}: {file.tool or 'ukjent verktøy'}, {form}"


def _repaired(repaired: Repaired, words: Words, *, every: bool) -> Iterator[str]:
    label = f"    {SEVERITIES[repaired.severity]} {len(repaired.each)} ×"
    if not every:
        yield f"{label} {words_for(repaired.rule, words)} (først: {_change(repaired.each[0])})"
        return
    yield f"{label} {words_for(repaired.rule, words)}:"
    yield from (f"      {_change(repair)}" for repair in repaired.each)


def _table(groups: Iterable[Repaired], words: Words) -> Table:
    table = Table("", "Antall", "Hva", "Første sted", box=None, padding=(0, 1), pad_edge=False)
    for group in groups:
        style = "yellow" if group.severity == "warning" else ""
        cells = (
            SEVERITIES[group.severity],
            str(len(group.each)),
            words_for(group.rule, words),
            _change(group.each[0]),
        )
        table.add_row(*(Text(cell, style=style) for cell in cells))
    return table


def _change(repair: Repair) -> str:
    place = str(repair.place).removeprefix(repair.place.file).lstrip(", ")
    before = repair.before if repair.before.startswith("«") else f"«{repair.before}»"
    change = f"{before} → «{repair.after}»" if repair.before else repair.after
    return _plain(f"{place}: {change}" if place else change)


def _problems(margin: str, problems: Iterable[Problem], *, every: bool) -> Iterator[str]:
    """Each problem with its place; the same one in many places is told once, with some of them."""
    alike: dict[Problem, list[Place]] = {}
    for problem in problems:
        remedy = "" if "\n" in problem.remedy else problem.remedy
        same = replace(problem, remedy=remedy, place=Place(problem.place.file, problem.place.sheet))
        alike.setdefault(same, []).append(problem.place)
    for same, places in alike.items():
        if every or len(places) <= SOME:
            yield from (f"{margin}  AVVIST {_plain(str(replace(same, place=place)))}" for place in places)
        else:
            yield f"{margin}  AVVIST {len(places)} × {_plain(str(same))}"
            shown = ", ".join(_plain(_within(place)) for place in places[:SOME])
            yield f"{margin}    {shown} … (--all viser alle)"


def _within(place: Place) -> str:
    """«rad 4 D»: where in its sheet."""
    return f"rad {place.row} {place.column.partition(' ')[0]}" if place.row else place.column


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


def words_for(rule: str, words: Words) -> str:
    """What a rule did, in words."""
    return words(f"repair.{rule}") if words.has(f"repair.{rule}") else rule


def _plain(text: str) -> str:
    """Text without signs that would steer a terminal or turn its direction."""
    return INVISIBLE.sub(" ", text)


def as_json(verdicts: Iterable[RoundVerdict], *, every: bool = False) -> dict[str, Any]:
    """All verdicts by a schema that only grows; `every` adds each repair under its rule."""
    rounds = [_round(verdict, every=every) for verdict in verdicts]
    return {"schema": SCHEMA, "accepted": all(item["accepted"] for item in rounds), "rounds": rounds}


def _round(verdict: RoundVerdict, *, every: bool) -> dict[str, Any]:
    return {
        **_same(verdict, "survey", "year", "accepted", "counts_only", "answered", "invited"),
        "silent": list(verdict.silent),
        "files": [_file_json(file, verdict.words, every=every) for file in verdict.files],
        "problems": [_problem_json(problem) for problem in verdict.problems],
        "placeholders": [asdict(unwritten) for unwritten in verdict.placeholders],
        "unlabelled": list(verdict.unlabelled),
    }


def _file_json(file: FileVerdict, words: Words, *, every: bool) -> dict[str, Any]:
    return {
        **_same(file, "file", "opened", "sheet", "tool", "encoding", "delimiter"),
        "rows_kept": file.kept,
        "rows_dropped": [
            {"rule": rule, "count": count, "text": words_for(rule, words)} for rule, count in file.dropped
        ],
        "repairs": [_repaired_json(repaired, words, every=every) for repaired in file.repaired],
        "problems": [_problem_json(problem) for problem in file.problems],
        "suggestion": file.suggestion,
        "unread": [
            {"column": letter, "header": header} for letter, header in map(letter_and_header, file.unread)
        ],
    }


def _repaired_json(repaired: Repaired, words: Words, *, every: bool) -> dict[str, Any]:
    told = {
        "rule": repaired.rule,
        "severity": repaired.severity,
        "count": len(repaired.each),
        "text": words_for(repaired.rule, words),
        "first": repaired.each[0].row(),
    }
    return told | ({"all": [repair.row() for repair in repaired.each]} if every else {})


def _same(verdict: RoundVerdict | FileVerdict, *names: str) -> dict[str, Any]:
    """What the JSON calls as the verdict does."""
    return {name: getattr(verdict, name) for name in names}


def _problem_json(problem: Problem) -> dict[str, Any]:
    told = asdict(problem)
    return {**told.pop("place"), **told}
