"""How a table is made: a frame, and for each column what it is called and how its values are written."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import pandas as pd

from ros_analysis.analysis import Question
from ros_analysis.report.exhibits import Align, Cell, Table, TableColumn, Written
from ros_analysis.report.tables.parts import ALL, area_names, own_labels, source
from ros_analysis.report.wording.figures import p_number
from ros_analysis.rounds import Round
from ros_analysis.survey import LEVELS, OTHER, Level, Words

TEXTS = pd.DataFrame()
"""As the numbers behind a table: it has none but what its cells say."""

Write = Callable[[Any], str | Cell]


class TableOf:
    """Tables in the words of a round; a column's label that isn't given is the catalogue's for its key."""

    def __init__(self, this: Round) -> None:
        self.this, self.words = this, this.words

    def __call__(
        self,
        key: str,
        frame: pd.DataFrame,
        columns: Iterable[Written],
        *,
        id: str = "",
        n: int | None = ALL,
        told: str | None = None,
        note: str = "",
        behind: pd.DataFrame | None = None,
        row_headers: int = 1,
        totals: int = 0,
        **said: object,
    ) -> Table:
        """A row for each row of `frame`, under the caption table.`key` with what is `said` in it; named so, or `id`.

        Its source is the round with `n` municipalities (see `source`), or as it is `told`.
        """
        return Table.of(
            frame,
            columns,
            id=(id or key).replace("_", "-"),
            caption=self.words(f"table.{key}", **said),
            note=note,
            source=source(self.this, n) if told is None else told,
            behind=behind,
            row_headers=row_headers,
            totals=totals,
        )

    def of(
        self, key: str, write: Write, align: Align = "left", *, label: str = "", group: str = ""
    ) -> Written:
        """Any column: `write` makes a cell of a value."""
        return Written(TableColumn(key, label or self._label(key), align, group=group), write)

    def _label(self, key: str) -> str:
        return self.words(f"zone.{key}").capitalize() if key in LEVELS else self.words(f"column.{key}")

    def text(self, key: str, align: Align = "left", *, label: str = "", group: str = "") -> Written:
        """Words and cells as they are; «..» where there is nothing."""
        return self.of(key, _as_it_is, align, label=label, group=group)

    def area(self) -> Written:
        """The area's number and name, of its number."""
        return self.of("area", area_names(self.this).__getitem__)

    def zone(self, key: str, *, label: str = "") -> Written:
        return self.of(key, lambda zone: zone_cell(self.words, zone), label=label)

    def epj(self) -> Written:
        return self.of("epj", lambda name: epj_label(self.words, name))

    def number(self, key: str, *, label: str = "") -> Written:
        """A number that is told as it is, also nought."""
        return self.of(key, lambda n: ".." if n is None else self.words.number(n), "right", label=label)

    def count(self, key: str, *, label: str = "", group: str = "") -> Written:
        """How many, «-» for none."""
        return self.of(key, lambda n: count(self.words, n), "right", label=label, group=group)

    def level(self, level: Level, *, group: str = "") -> Written:
        """How many at a level, in its colour."""
        return self.of(level, lambda n: level_cell(self.words, n, level), "right", group=group)

    def median(self, key: str, *, group: str = "") -> Written:
        """With one decimal where it is no whole number."""
        return self.of(
            key,
            lambda n: ".." if n is None else self.words.number(n, 0 if n == int(n) else 1),
            "right",
            group=group,
        )

    def p(self, key: str, *, label: str = "", group: str = "") -> Written:
        return self.of(key, lambda p: p_text(self.words, p), "right", label=label, group=group)


def _as_it_is(value: Any) -> str | Cell:
    return ".." if value is None else value if isinstance(value, Cell) else str(value)


def zone_cell(words: Words, level: str | float | None) -> Cell:
    """The zone in words with its colour; «uavklart» where missing areas leave it open."""
    known = next((name for name in LEVELS if name == level), None)
    return Cell(words(f"zone.{known or 'undetermined'}").capitalize(), known)


def epj_label(words: Words, name: object) -> str:
    """The system's name, the words for other and unknown ones, «..» where none is stated."""
    if not isinstance(name, str):
        return ".."
    return words("epj.other") if name == OTHER else name


def p_label(this: Round, question: Question, key: str = "column") -> str:
    """What a column or row of a question's p is called."""
    own = own_labels(this)
    if question in own:
        return this.words("column.p_own", factor=own[question])
    return this.words(f"{key}.p_{question}")


def p_text(words: Words, p: float | None) -> str:
    """A p-value without «p =»; «..» where nothing could be tested."""
    return ".." if p is None or pd.isna(p) else p_number(p, words)


def count(words: Words, value: object) -> str:
    """A count, and «-» for none (SSB's symbol)."""
    number = int(str(value))
    return words.number(number) if number else "-"


def level_cell(words: Words, value: object, level: Level) -> Cell:
    """A count with the colour of what it counts, uncoloured where there are none."""
    text = count(words, value)
    return Cell(text, level if text != "-" else None)


def result_cells(this: Round, answers: pd.DataFrame) -> pd.Series:
    """Each answer as «R 12» in the colour of its level; «..» where it has none."""
    cells = [_result_cell(this, *each) for each in zip(answers["level"], answers["result"], strict=True)]
    return pd.Series(cells, index=answers.index, dtype=object)


def _result_cell(this: Round, said: str | None, result: int | None) -> Cell:
    level = next((name for name in LEVELS if name == said), None)
    if level is None:
        return Cell("..")
    letter = this.words(f"letter.{level}")
    return Cell(f"{letter} {result}" if pd.notna(result) else letter, level)
