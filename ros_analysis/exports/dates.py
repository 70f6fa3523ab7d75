"""Times of answers, in whatever way a tool writes them → ISO text, if one reading fits the whole column."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time
from functools import lru_cache

from openpyxl.utils.datetime import from_excel

from ros_analysis.exports.plain import Column, PlainTable, Row
from ros_analysis.exports.tools import STATUS, Tool
from ros_analysis.survey import Problem, Repair, fold

YES, NO = STATUS["yes"], STATUS["no"]
NO_TIME = {"0000-00-00 00:00:00", "0000-00-00"}
YEARS = ("%Y", "%y")
CLOCKS = [" kl. %H.%M.%S", " kl. %H:%M:%S", " kl. %H.%M", " %H:%M:%S", " %H:%M", " %H.%M.%S", " %H.%M", ""]
SLASHED_CLOCKS = [" %H:%M:%S", " %H:%M", " %I:%M:%S %p", " %I:%M %p", ""]
WAYS: dict[str, tuple[str, ...]] = {
    "ISO": (),
    "dag.måned.år": tuple(f"%d.%m.{year}{clock}" for year in YEARS for clock in CLOCKS),
    "måned/dag/år": tuple(f"%m/%d/{year}{clock}" for year in YEARS for clock in SLASHED_CLOCKS),
    "dag/måned/år": tuple(f"%d/%m/{year}{clock}" for year in YEARS for clock in SLASHED_CLOCKS),
    "år/måned/dag": ("%Y/%m/%d %I:%M:%S %p", "%Y/%m/%d %H:%M:%S", "%Y/%m/%d %H:%M", "%Y/%m/%d"),
    "Excel-tall": (),
}
LIKE = {"dag.måned.år": r" ?\d+\. ?\d+\.", "år/måned/dag": r"\d{4}/"}
SLASHED = r" ?\d+/ ?\d+/"
"""How a text begins that one of these ways may read."""
REMEDY = "Skriv tidspunktene på formen 2020-09-30 14:05."


def read_times(table: PlainTable, tool: Tool) -> PlainTable:
    """The table with its time columns as ISO text, in place; one that fits no single way of writing is a problem."""
    for i, column in enumerate(table.columns):
        if column.role not in ("answered", "started") or column.personal:
            continue
        said = set(map(fold, table.values(i)))
        if column.role == "answered" and said and said <= YES | NO:
            columns = (*table.columns[:i], replace(column, role=""), *table.columns[i + 1 :])
            table = replace(table, columns=columns)  # it says whether, not when
            continue
        way, problems = _way(table, i, tool)
        table = table.told(problems=problems) if problems else _rewritten(table, i, way)
    return table


def _way(table: PlainTable, index: int, tool: Tool) -> tuple[str, list[Problem]]:
    """The one way of writing that reads every time in the column, or what is wrong."""
    column = table.columns[index]
    rows = [row for row in table.rows if row.cells[index] and row.cells[index] not in NO_TIME]
    texts = {row.cells[index] for row in rows}
    fits = [way for way in WAYS if all(parse(text, way) for text in texts)]
    if len(fits) == 2 and tool.month_first is not None:
        fits = ["måned/dag/år" if tool.month_first else "dag/måned/år"]
    if fits and all(len({parse(text, way) for way in fits}) == 1 for text in texts):
        return fits[0], []
    if column.role == "started":
        return "ISO", []
    if fits:
        message = "Datoene kan leses både som dag/måned og som måned/dag."
        return "", [Problem(table.place(column=column), message, remedy=REMEDY, rule="ambiguous_dates")]
    return "", _unreadable(table, column, rows)


def _unreadable(table: PlainTable, column: Column, rows: Sequence[Row]) -> list[Problem]:
    """Every row whose time can't be read in the way that reads the most."""
    index = table.columns.index(column)
    counts = {way: sum(parse(row.cells[index], way) is not None for row in rows) for way in WAYS}
    common = max(counts, key=lambda way: counts[way])
    others = "Tidspunktet er skrevet på en annen måte enn de andre."
    message = others if counts[common] else "Tidspunktet kan ikke leses."
    return [
        Problem(table.place(row, column), message, text, remedy=REMEDY, rule="mixed_dates")
        for row in rows
        if parse(text := row.cells[index], common) is None
    ]


@lru_cache(maxsize=100_000)
def parse(text: str, way: str) -> datetime | None:
    """The time that `text` says when read in one way; None if it can't be read so."""
    if way == "Excel-tall":
        return _serial(text)
    if way == "ISO":
        return _iso(text)
    if not re.match(LIKE.get(way, SLASHED), text):
        return None
    bare = re.sub(r" (GMT|UTC)?[+-]\d{1,2}(:?\d\d)?$|(?<=\d) (GMT|UTC|CET|CEST|Z)$", "", text)
    bare = re.sub(r"(?i)\b([ap])\.?m\.?(?=$| )", r"\1m", bare)
    for pattern in WAYS[way]:
        try:
            return datetime.strptime(bare, pattern)
        except ValueError:
            continue
    return None


def day_of(text: str) -> date | None:
    """The day that a text says in a way that can't be taken for another; None for any other text."""
    ways = ("ISO", "dag.måned.år", "år/måned/dag", "Excel-tall")
    return next((moment.date() for way in ways if (moment := parse(text, way))), None)


def _iso(text: str) -> datetime | None:
    if not re.match(r"\d{4}-\d\d-\d\d", text):
        return None
    try:
        return datetime.fromisoformat(re.sub(r" ?(UTC|GMT)$", "Z", text))
    except ValueError:
        return None


def _serial(text: str) -> datetime | None:
    """Excel counts days since 1900; 36526 to 73050 are the years 2000 to 2099."""
    if not re.fullmatch(r"\d{5}([.,]\d+)?", text):
        return None
    days = float(text.replace(",", "."))
    return from_excel(days) if 36526 <= days <= 73050 else None


def _rewritten(table: PlainTable, index: int, way: str) -> PlainTable:
    before = [row.cells[index] for row in table.rows]
    after = [_written(text, way) for text in before]
    changed = next((pair for pair in zip(before, after, strict=True) if pair[0] != pair[1]), None)
    if changed is None:
        return table
    table.rewrite({index: after})
    place = table.place(column=table.columns[index])
    return table.told([Repair(place, changed[0] or way, changed[1] or "mangler", "time_rewritten")])


def _written(text: str, way: str) -> str:
    if not text or text in NO_TIME:
        return ""
    moment = parse(text, way)
    if moment is None or way == "ISO":
        return text
    return (moment.date() if moment.time() == time() and ":" not in text else moment).isoformat()
