"""All tables of a round → answers, respondents, repairs, and who is left out or silent."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import pandas as pd

from ros_analysis.cleaning import vocabulary
from ros_analysis.cleaning.areas import AreaReader
from ros_analysis.cleaning.duplicates import one_each
from ros_analysis.cleaning.entries import Entry, RowReader
from ros_analysis.cleaning.identify import Matcher
from ros_analysis.cleaning.log import Log
from ros_analysis.cleaning.mapping import map_columns
from ros_analysis.cleaning.naming import Excluded, MunicipalityReader
from ros_analysis.cleaning.vocabulary import Said
from ros_analysis.codebook import Codebook
from ros_analysis.contract import ANSWERS, RESPONDENTS, checked
from ros_analysis.epj import EpjSystems
from ros_analysis.exports import PlainTable
from ros_analysis.exports.dates import read_times
from ros_analysis.exports.tools import UNKNOWN
from ros_analysis.municipalities import Register
from ros_analysis.problems import Problem, RefusedData, Repair
from ros_analysis.settings import RoundSettings

REPAIR_COLUMNS = ["file", "sheet", "row", "column", "before", "after", "rule", "severity"]
MISSING_RULES = {
    "blank": "missing_blank",
    "unknown": "missing_unknown",
    "not_applicable": "missing_not_applicable",
}


@dataclass(frozen=True)
class Cleaned:
    """A round as it can be scored.

    `answers` and `respondents` follow contract.ANSWERS and contract.RESPONDENTS. `repairs`: file, sheet, row,
    column, before, after, rule, severity. `excluded`: file, row, text, why. `silent`: number and name of the
    municipalities that did not answer.
    """

    answers: pd.DataFrame
    respondents: pd.DataFrame
    repairs: pd.DataFrame
    excluded: pd.DataFrame
    silent: pd.DataFrame


@dataclass(frozen=True)
class Examined:
    """All that the tables of a round say, with what cleaning repaired and what stands in its way."""

    entries: Sequence[Entry]
    rows: Sequence[Entry]
    """Every answer read, also where several of one municipality stand against each other and none is in `entries`."""
    excluded: Sequence[Excluded]
    repairs: Sequence[Repair]
    problems: Sequence[Problem]


def examine(
    tables: Sequence[PlainTable],
    county: str,
    settings: RoundSettings,
    codebook: Codebook,
    register: Register,
    systems: EpjSystems,
) -> Examined:
    """One entry per municipality of `county` that `tables` hold answers from, and every repair and problem met."""
    log = Log()
    matcher = Matcher(register, county, settings.year)
    said: list[Said] = []
    rows = [row for table in tables for row in _rows(table, matcher, settings, codebook, systems, log, said)]
    vocabulary.check(said, codebook, log)
    answers = [row for row in rows if isinstance(row, Entry)]
    entries = one_each(answers, settings.choices, log, settings.additions)
    _check_year(entries, tables, settings, log)
    if not log.problems:
        _warn_of_missing(entries, tables, log)
    excluded = [row for row in rows if isinstance(row, Excluded)]
    return Examined(entries, answers, excluded, log.repairs, log.problems)


def clean(
    tables: Sequence[PlainTable],
    county: str,
    settings: RoundSettings,
    codebook: Codebook,
    register: Register,
    systems: EpjSystems,
) -> Cleaned:
    """The answers of all `tables` from the municipalities of `county`; raises RefusedData with every problem."""
    found = examine(tables, county, settings, codebook, register, systems)
    if found.problems:
        raise RefusedData(found.problems)
    invited = register.of(county, settings.year)
    answered = [entry.number for entry in found.entries]
    silent = invited.loc[~invited["number"].isin(answered), ["number", "name"]]
    return Cleaned(
        _answers(found.entries, codebook),
        _respondents(found.entries),
        _repairs([*(repair for table in tables for repair in table.repairs), *found.repairs]),
        _excluded(found.excluded),
        silent.reset_index(drop=True),
    )


def _rows(
    table: PlainTable,
    matcher: Matcher,
    settings: RoundSettings,
    codebook: Codebook,
    systems: EpjSystems,
    log: Log,
    said: list[Said],
) -> list[Entry | Excluded]:
    before = len(log.problems)
    mapping = map_columns(table, settings.columns_of(table.file), codebook, log, matcher.knows)
    if len(log.problems) > before:
        return []
    table = _with_times(table, mapping.single.get("timestamp"), log)
    areas = AreaReader(table, mapping, codebook, log, said)
    municipalities = MunicipalityReader(table, mapping, matcher, settings.choices.former_units, log)
    return list(RowReader(table, mapping, municipalities, areas, systems, settings, log).entries())


def _with_times(table: PlainTable, index: int | None, log: Log) -> PlainTable:
    """The table with the column that round.toml calls the timestamp as ISO text, if the reader didn't see it was."""
    if index is None or table.columns[index].role == "answered":
        return table
    columns = tuple(
        replace(column, role="answered" if i == index else "") for i, column in enumerate(table.columns)
    )
    rewritten, problems = read_times(replace(table, columns=columns, repairs=()), UNKNOWN)
    log.problems += problems
    log.repairs += rewritten.repairs
    return rewritten


def _check_year(
    entries: Sequence[Entry], tables: Sequence[PlainTable], settings: RoundSettings, log: Log
) -> None:
    """Refuses a file where no answer was given in the year of the round."""
    for table in tables:
        times = [entry.answered_at for entry in entries if entry.place.file == table.file]
        years = sorted({moment.year for moment in times if moment})
        if years and settings.year not in years:
            message = f"svarene er gitt i {' og '.join(map(str, years))}, men runden er {settings.year}."
            log.refuse(table.place(), "other_year", message, remedy="Legg inn filen som hører til runden.")


def _warn_of_missing(entries: Sequence[Entry], tables: Sequence[PlainTable], log: Log) -> None:
    for table in tables:
        mine = [
            entry
            for entry in entries
            if entry.place.file == table.file and table.sheet in ("", entry.place.sheet)
        ]
        counted = Counter(answer.missing for entry in mine for answer in entry.answers if answer.missing)
        for why, rule in MISSING_RULES.items():
            if counted[why]:
                log.warn(table.place(), "", str(counted[why]), rule)


def _answers(entries: Sequence[Entry], codebook: Codebook) -> pd.DataFrame:
    rows = [
        (entry.number, area.number, a.likelihood, a.consequence, a.result, a.level, a.missing)
        for entry in entries
        for area, a in zip(codebook.area, entry.answers, strict=True)
    ]
    frame = pd.DataFrame(rows, columns=list(ANSWERS.columns))
    numbers = dict.fromkeys(("likelihood", "consequence", "result"), "Int64")
    return checked(frame.astype({**numbers, "area": int}), ANSWERS, "answers")


def _respondents(entries: Sequence[Entry]) -> pd.DataFrame:
    rows = [(entry.number, entry.epj, entry.zone, entry.answered_at) for entry in entries]
    frame = pd.DataFrame(rows, columns=list(RESPONDENTS.columns))
    return checked(frame.astype({"answered_at": "datetime64[us]"}), RESPONDENTS, "respondents")


def _repairs(repairs: Iterable[Repair]) -> pd.DataFrame:
    return pd.DataFrame([repair.row() for repair in repairs], columns=REPAIR_COLUMNS)


def _excluded(rows: Iterable[Excluded]) -> pd.DataFrame:
    listed = [(row.place.file, row.place.row, row.text, row.why) for row in rows]
    return pd.DataFrame(listed, columns=["file", "row", "text", "why"])
