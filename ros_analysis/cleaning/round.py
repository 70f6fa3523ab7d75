"""All tables of a round → answers, respondents, repairs, and who is left out or silent."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass, replace

import pandas as pd

from ros_analysis.cleaning import vocabulary
from ros_analysis.cleaning.entries import RowReader
from ros_analysis.cleaning.entry import Basis, Entry, one_each, spelt_alike
from ros_analysis.cleaning.log import Anonymous, Log
from ros_analysis.cleaning.mapping import map_columns
from ros_analysis.cleaning.naming import Excluded
from ros_analysis.cleaning.vocabulary import Said
from ros_analysis.exports import UNKNOWN, PlainTable, called, read_times, years_of
from ros_analysis.survey import (
    ANSWERS,
    FOLLOW_UP,
    PARTS,
    RESPONDENTS,
    Codebook,
    OwnColumn,
    Problem,
    RefusedData,
    Repair,
    RoundSettings,
    checked,
    with_own,
)

REPAIR_COLUMNS = ["file", "sheet", "row", "column", "before", "after", "rule", "severity"]
MISSING_RULES = {
    "blank": "missing_blank",
    "unknown": "missing_unknown",
    "not_applicable": "missing_not_applicable",
}


@dataclass(frozen=True)
class Cleaned:
    """A round as it can be scored.

    `answers`, `respondents` and `follow_up` follow contract.ANSWERS, RESPONDENTS and FOLLOW_UP. `repairs`: file,
    sheet, row, column, before, after, rule, severity. `excluded`: file, row, text, why. `silent`: number and name of
    those that did not answer.
    """

    answers: pd.DataFrame
    respondents: pd.DataFrame
    follow_up: pd.DataFrame
    repairs: pd.DataFrame
    excluded: pd.DataFrame
    silent: pd.DataFrame


@dataclass(frozen=True)
class Examined:
    """All that the tables of a round say, with what cleaning repaired and what stands in its way.

    `entries`: the answer that counts of each who answered; `given`: every answer given, also those that others replace.
    """

    entries: Sequence[Entry]
    given: Sequence[Entry]
    excluded: Sequence[Excluded]
    repairs: Sequence[Repair]
    problems: Sequence[Problem]


def examine(tables: Sequence[PlainTable], basis: Basis) -> Examined:
    """One entry for each of those asked that `tables` hold answers from, and every repair and problem met."""
    log = Log()
    said: list[Said] = []
    rows = [row for table in tables for row in _rows(table, basis, log, said)]
    excluded = [row for row in rows if isinstance(row, Excluded)]
    answers = [row for row in rows if isinstance(row, Entry)]
    vocabulary.check(said, basis.codebook, log)
    given = spelt_alike(answers, basis.own, log)
    entries = one_each(given, basis.settings, log)
    _check_year(entries, tables, basis.settings, log)
    if tables and not entries and not log.problems:
        elsewhere = f" {len(excluded)} rader er fra andre enn dem." if excluded else ""
        asked = len(basis.members.numbers(basis.settings.year))
        log.refuse(
            tables[0].place(), "no_answers", f"ingen av de {asked} som er spurt, har svart.{elsewhere}",
            remedy="Sjekk at dette er eksporten av svarene, og at den hører til denne undersøkelsen.",
        )  # fmt: skip
    if not log.problems:
        _warn_of_missing(entries, tables, log)
    return Examined(entries, given, excluded, log.repairs, log.problems)


def clean(tables: Sequence[PlainTable], basis: Basis) -> Cleaned:
    """The answers of all `tables` from those asked; raises RefusedData with every problem."""
    found = examine(tables, basis)
    if found.problems:
        raise RefusedData(found.problems)
    answered = {entry.number for entry in found.entries}
    asked = basis.members.names(basis.settings.year).items()
    silent = [(number, name) for number, name in asked if number not in answered]
    repairs = [*(repair for table in tables for repair in table.repairs), *found.repairs]
    said = anonymous(basis.settings, tables)
    excluded = [(row.place.file, row.place.row, row.text, row.why) for row in found.excluded]
    return Cleaned(
        _answers(found.entries, basis.codebook),
        _respondents(found.entries, basis.own),
        _follow_up(found.entries),
        pd.DataFrame(map(said.row, repairs), columns=REPAIR_COLUMNS).astype({"row": "Int64"}),
        pd.DataFrame(excluded, columns=["file", "row", "text", "why"]),
        pd.DataFrame(silent, columns=["number", "name"], dtype="str"),
    )


def _rows(table: PlainTable, basis: Basis, log: Log, said: list[Said]) -> list[Entry | Excluded]:
    before = len(log.problems)
    columns = basis.settings.columns_of(table.file)
    mapping = map_columns(table, columns, basis.codebook, log, basis.matcher.knows, basis.own)
    vocabulary.refuse_turned(table, basis.codebook, log)
    if len(log.problems) > before:
        return []
    table = _with_times(table, mapping.get("timestamp"), log)
    return list(RowReader(table, mapping, basis, log, said).entries())


def _with_times(table: PlainTable, index: int | None, log: Log) -> PlainTable:
    """The table with the column that round.toml calls the timestamp as ISO text, if the reader didn't see it was."""
    if index is None or table.columns[index].role == "answered":
        return table
    columns = tuple(
        replace(column, role="answered" if i == index else "") for i, column in enumerate(table.columns)
    )
    own = replace(table, columns=columns, rows=tuple(map(copy, table.rows)), repairs=(), problems=())
    rewritten = read_times(own, UNKNOWN)
    log.problems += rewritten.problems
    log.repairs += rewritten.repairs
    return rewritten


def _check_year(
    entries: Sequence[Entry], tables: Sequence[PlainTable], settings: RoundSettings, log: Log
) -> None:
    """Refuses a file where no answer was given in the year of the round, or whose title is of another; warns where
    its name is."""
    for table in tables:
        if others := sorted(table.titled - {settings.year}):
            message = f"tittelen sier {others[0]}, men runden er {settings.year}."
            remedy = "Legg inn filen som hører til runden, eller rett årstallet over tabellen."
            log.refuse(table.place(), "other_year", message, remedy=remedy)
        times = [entry.answered_at for entry in entries if entry.place.file == table.file]
        years = sorted({moment.year for moment in times if moment})
        named = set(years_of(f"{table.file} {table.sheet}")) - {settings.year}
        if named and not years:
            log.warn(table.place(), "", str(*named), "another_year_named")
        elif named and settings.year in years:
            message = f"navnet sier {named.pop()}, men svarene er fra {settings.year}."
            remedy = "Sjekk at det er riktig fil, og gi den riktig årstall."
            log.refuse(table.place(), "year_contradicts_name", message, remedy=remedy)
        if years and settings.year not in years:
            message = f"svarene er gitt i {' og '.join(map(str, years))}, men runden er {settings.year}."
            log.refuse(table.place(), "other_year", message, remedy="Legg inn filen som hører til runden.")


def _warn_of_missing(entries: Sequence[Entry], tables: Sequence[PlainTable], log: Log) -> None:
    for table in tables:
        mine = (
            one for one in entries if one.place.file == table.file and table.sheet in ("", one.place.sheet)
        )
        counted = Counter(answer.missing for entry in mine for answer in entry.answers)
        for why, rule in MISSING_RULES.items():
            if counted[why]:
                log.warn(table.place(), "", str(counted[why]), rule)


def _answers(entries: Sequence[Entry], codebook: Codebook) -> pd.DataFrame:
    rows = [
        (entry.number, area.number, *a.values, a.level, a.missing)
        for entry in entries
        for area, a in zip(codebook.area, entry.answers, strict=True)
    ]
    frame = pd.DataFrame(rows, columns=list(ANSWERS.columns))
    return checked(frame.astype({**dict.fromkeys(PARTS, "Int64"), "area": int}), ANSWERS, "answers")


def _respondents(entries: Sequence[Entry], own: Sequence[OwnColumn]) -> pd.DataFrame:
    rows = [(entry.number, entry.epj, entry.zone, entry.answered_at, *entry.own) for entry in entries]
    frame = pd.DataFrame(rows, columns=[*RESPONDENTS.columns, *(one.name for one in own)])
    kinds = {one.name: "Float64" if one.kind == "number" else "str" for one in own}
    frame = frame.astype({"answered_at": "datetime64[us]", **kinds})
    return checked(frame, with_own(RESPONDENTS, frame), "respondents")


def _follow_up(entries: Sequence[Entry]) -> pd.DataFrame:
    rows = [
        (one.number, beside.area or None, beside.field, beside.value)
        for one in entries
        for beside in one.beside
    ]
    frame = pd.DataFrame(rows, columns=list(FOLLOW_UP.columns), dtype=object)
    return checked(frame.astype(str).assign(area=frame["area"].astype("Int64")), FOLLOW_UP, "follow_up")


def anonymous(settings: RoundSettings, tables: Sequence[PlainTable]) -> Anonymous:
    """How files that are written speak of the round's raw files."""
    sheets = {(table.file, name): number for table in tables for name, number in table.sheets}
    return Anonymous(called([file.path for file in settings.file]), sheets)
