"""The figures that a built report prints: which differ from another build's, and whom the counts among them count."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby, zip_longest
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from ros_analysis.survey import LEVELS, STEPS, NotFoundError, nearest

if TYPE_CHECKING:
    import pandas as pd

    from ros_analysis.rounds import Round

CsvRow = tuple[tuple[str, str], ...]
Item = TypeVar("Item", CsvRow, str)
PROSE = ("p", "li", "dt", "dd", "h1", "h2", "h3", "h4")
APART = ("table", "svg", "style", "title")
COUNTS = ("count", "k", "answered", "invited")
BY = ("year", "zone", "area", "epj", "size", "likelihood", "consequence")
ABOUT_ALL = ("bound_low", "bound_high", "ci_low", "ci_high", "n", "most")
"""What is printed beside a count, and says nothing of whom it counts."""


@dataclass(frozen=True)
class Difference:
    """Something printed in one build and not, or otherwise, in the other; «» where it isn't there."""

    where: str
    before: str
    now: str

    @property
    def size(self) -> float:
        """By how much a number changed; 0 for what is no number."""
        try:
            return abs(float(self.now) - float(self.before))
        except ValueError:
            return 0

    def __str__(self) -> str:
        return f"{self.where}: {self.before or 'fantes ikke'} → {self.now or 'er borte'}"


def differences(old: Path, new: Path) -> list[Difference]:
    """What differs in tables and figures (figures.csv) and in the text around them (HTML).

    Rows are matched by what is the same around them, so that a new row doesn't seem to change all below it.
    """
    tables = [records_in(folder / "figures.csv") for folder in (old, new)]
    names = dict.fromkeys([*tables[0], *tables[1]])
    found = [one for name in names for one in _in_rows(name, *(each.get(name, []) for each in tables))]
    before, now = (_prose(next(folder.glob("*.html"))) for folder in (old, new))
    return found + [Difference("Tekst", *pair) for pair in _unequal(before, now, "")]


def largest(found: Iterable[Difference]) -> list[Difference]:
    """The differences by how much a number changed, most first, then those that are no numbers, as they came."""
    return sorted(found, key=lambda one: -one.size)


def reports_in(folder: Path) -> set[Path]:
    """The reports at or below `folder`, as paths below it."""
    return {path.parent.relative_to(folder) for path in folder.rglob("figures.csv")}


def records_in(path: Path) -> dict[str, list[CsvRow]]:
    """Every table and figure by its id: its rows, each a record of column and value."""
    with path.open(encoding="utf-8", newline="") as file:
        lines = list(csv.DictReader(file))
    rows: dict[str, list[CsvRow]] = {}
    for (name, _), cells in groupby(lines, key=lambda line: (line["id"], line["row"])):
        rows.setdefault(name, []).append(tuple((cell["column"], cell["value"]) for cell in cells))
    return rows


def _in_rows(name: str, old: Sequence[CsvRow], new: Sequence[CsvRow]) -> Iterator[Difference]:
    nothing: CsvRow = ()
    for before, now in _unequal(old, new, nothing):
        if not before or not now:
            yield Difference(name, _written(before), _written(now))
            continue
        shared = [value for column, value in now if (column, value) in before]
        for column in dict.fromkeys(column for column, _ in (*before, *now)):
            values = dict(before).get(column, ""), dict(now).get(column, "")
            if values[0] != values[1]:
                yield Difference(" · ".join([name, *shared[:3], column]), *values)


def _written(record: CsvRow) -> str:
    return ", ".join(f"{column} {value}" for column, value in record)


def _unequal(old: Sequence[Item], new: Sequence[Item], nothing: Item) -> Iterator[tuple[Item, Item]]:
    """Pairs of what stands at the same place and differs, `nothing` where one side has no more."""
    for change, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if change != "equal":
            yield from zip_longest(old[a:b], new[c:d], fillvalue=nothing)


def _prose(path: Path) -> list[str]:
    """The running text of a report, without tables and drawings."""
    from bs4 import BeautifulSoup

    page = BeautifulSoup(path.read_text("utf-8"), "html.parser")
    for apart in page(APART):
        apart.decompose()
    return [text for text in (" ".join(tag.get_text().split()) for tag in page(PROSE)) if text]


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
