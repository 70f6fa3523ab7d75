"""Which printed figures differ between two builds of one report."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from html.parser import HTMLParser
from itertools import groupby, zip_longest
from pathlib import Path
from typing import TypeVar

CsvRow = tuple[tuple[str, str], ...]
Item = TypeVar("Item", CsvRow, str)
PROSE = ("p", "li", "dt", "dd", "h1", "h2", "h3", "h4")
APART = ("table", "svg", "style", "title")


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


class _Prose(HTMLParser):
    """Collects the running text of a report, without tables and drawings."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self._apart = 0

    def handle_starttag(self, tag: str, attrs: Iterable[tuple[str, str | None]]) -> None:
        self._apart += tag in APART
        if tag in PROSE:
            self.texts.append("")

    def handle_endtag(self, tag: str) -> None:
        self._apart -= tag in APART

    def handle_data(self, data: str) -> None:
        if not self._apart and self.texts:
            self.texts[-1] += data


def _prose(path: Path) -> list[str]:
    reader = _Prose()
    reader.feed(path.read_text("utf-8"))
    return [text for text in (" ".join(each.split()) for each in reader.texts) if text]
