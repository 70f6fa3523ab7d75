"""What a column of the report's tables is called, and how its values are written."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd

from ros_analysis.report.exhibits import Align, Cell, TableColumn, Written
from ros_analysis.report.tables.parts import (
    area_names,
    count,
    epj_label,
    level_cell,
    median,
    p_text,
    zone_cell,
)
from ros_analysis.rounds import Round
from ros_analysis.survey import LEVELS, Level

TEXTS = pd.DataFrame()
"""As the numbers behind a table: it has none but what its cells say."""

Write = Callable[[Any], str | Cell]


class ColumnsOf:
    """Descriptions of columns in the words of a round; a label that isn't given is the catalogue's for the key."""

    def __init__(self, this: Round) -> None:
        self.this, self.words = this, this.words

    def of(
        self, key: str, write: Write, align: Align = "left", *, label: str = "", group: str = ""
    ) -> Written:
        """Any column: `write` makes a cell of a value."""
        return Written(TableColumn(key, label or self._label(key), align, group=group), write)

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
        return self.of(key, lambda value: median(self.words, value), "right", group=group)

    def p(self, key: str, *, label: str = "", group: str = "") -> Written:
        return self.of(key, lambda p: p_text(self.words, p), "right", label=label, group=group)

    def _label(self, key: str) -> str:
        return self.words(f"zone.{key}").capitalize() if key in LEVELS else self.words(f"column.{key}")


def _as_it_is(value: Any) -> str | Cell:
    return ".." if value is None else value if isinstance(value, Cell) else str(value)
