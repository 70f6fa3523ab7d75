"""Whom the counts of a table or figure count, found again from the round's own rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from ros_analysis.publish.builds import records_in
from ros_analysis.rounds import Round
from ros_analysis.survey import LEVELS, STEPS, NotFoundError, nearest

COUNTS = ("count", "k", "answered", "invited")
BY = ("year", "zone", "area", "epj", "size", "likelihood", "consequence")
ABOUT_ALL = ("bound_low", "bound_high", "ci_low", "ci_high", "n", "most")
"""What is printed beside a count, and says nothing of whom it counts."""


@dataclass(frozen=True)
class PrintedCount:
    """One printed count: its row and column, and the names of those that it counts, None where they were not found."""

    row: str
    column: str
    printed: str
    names: tuple[str, ...] | None


def counts_of(this: Round, folder: Path, figure: str) -> list[PrintedCount]:
    """Every count of `figure`, an id in figures.csv of the report in `folder`.

    Names are given only where there are as many of them as is printed. Raises NotFoundError for an unknown id, and
    where no report is built.
    """
    if not (folder / "figures.csv").is_file():
        raise NotFoundError(f"{folder} har ingen rapport. Bygg den først: ros report {this.name} {this.year}")
    known = records_in(folder / "figures.csv")
    if figure not in known:
        raise NotFoundError(f"Ingen tabell eller figur heter «{figure}».{nearest(figure, known)}")
    rounds = {str(each.year): _rows(each) for each in this.history() if each.has_answers}
    of = figure.removeprefix("answers-")
    return [count for record in known[figure] for count in _counts(rounds, str(this.year), of, dict(record))]


def _counts(
    rounds: Mapping[str, pd.DataFrame], year: str, of: str, record: Mapping[str, str]
) -> Iterator[PrintedCount]:
    """The counts of one row; where columns are called by a step, they count those who chose it `of` a scale."""
    long = any(name in record for name in COUNTS)
    by = {
        key: value
        for key, value in record.items()
        if key in BY and (long or key not in ("likelihood", "consequence"))
    }
    steps = [name for name in record if name.isdigit()] if of in STEPS else []
    columns = [*steps, *(name for name in (*COUNTS, *LEVELS) if name in record)]
    rest = record.keys() - {*by, *columns, *ABOUT_ALL, "likelihood", "consequence", "result"}
    told = {key: value for key, value in record.items() if key in {*by, *rest}}
    row = ", ".join(f"{key} {value}" for key, value in told.items()) or year
    for column in columns:
        chosen = {**by, of: column} if column in steps else by
        found = None if rest else _names(rounds.get(by.get("year", year)), chosen, column)
        is_right = found is not None and str(len(found)) == record[column]
        yield PrintedCount(row, column, record[column], found if is_right else None)


def _names(rows: pd.DataFrame | None, by: Mapping[str, str], column: str) -> tuple[str, ...] | None:
    """Those of a round for whom all of `by` holds, and what the column counts."""
    if rows is None:
        return None
    if column != "invited":
        rows = rows[rows["answered"]]
    if column in LEVELS:
        by = {**by, "level" if "area" in by else "zone": column}
    for key, value in by.items():
        if key != "year":
            rows = rows[rows[key].astype(str) == value]
    return tuple(dict.fromkeys(rows["name"]))


def _rows(this: Round) -> pd.DataFrame:
    """One row per member × area: all that its counts may be by."""
    zones = this.zones[["number", "name", "answered", "zone", "epj", "size"]]
    zones = zones.assign(zone=zones["zone"].where(zones["zone"].notna() | ~zones["answered"], "undetermined"))
    return zones.merge(this.answers.astype({"area": "Int64"}), on="number", how="left")
