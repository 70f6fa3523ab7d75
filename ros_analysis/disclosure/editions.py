"""Every count of a round's answers, for the internal edition."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import Any

import pandas as pd

from ros_analysis.analysis import ScoredRound, grouped, known
from ros_analysis.disclosure.shown import Shares
from ros_analysis.survey import LEVELS, OTHER, STEPS, THERE, Codebook, Factor

MEASURES = ("likelihood", "consequence", "result")


class Internal:
    """The counts that tables and figures share; all frames Int64, medians Float64."""

    def __init__(self, this: ScoredRound, codebook: Codebook) -> None:
        self.this, self.codebook = this, codebook

    def by_factor(self, factor: Factor) -> pd.DataFrame:
        """Groups of a factor × zone: a number's classes, else groups as tested, largest first and pooled ones last."""
        used = known(self.this.zones, factor)
        groups, order = grouped(used, factor, self.codebook)
        if factor.kind == "group":
            many = groups.value_counts()
            order = sorted(order, key=lambda name: (name == OTHER, -many[name], name))
        return _crosstab(zip(groups, used["zone"], strict=True), order, LEVELS)

    @cached_property
    def levels(self) -> pd.DataFrame:
        """Area × level."""
        return _crosstab(self._said("area", "level"), self._areas, LEVELS)

    @cached_property
    def medians(self) -> pd.DataFrame:
        """Area × median likelihood, consequence and result; NA where nobody answered."""
        values = self.this.scored.set_index("area")[list(MEASURES)].astype("Float64")
        return values.groupby(level=0).median().reindex(self._areas)

    @cached_property
    def steps(self) -> dict[str, pd.DataFrame]:
        """Area × step of each scale."""
        return {part: _crosstab(self._said("area", part), self._areas, self._scale(part)) for part in STEPS}

    def matrix(self, area: int | None = None) -> pd.DataFrame:
        """Likelihood × consequence, of one area or of all."""
        pairs = (steps for of, *steps in self._said("area", *STEPS) if area in (None, of))
        return _crosstab(map(tuple, pairs), *map(self._scale, STEPS))

    def _said(self, *columns: str) -> Iterator[tuple[Any, ...]]:
        """These columns of each answer; None where nothing is known."""
        given = (self.this.scored[name] for name in columns)
        return zip(*(each.to_numpy(object, na_value=None) for each in given), strict=True)  # type: ignore[call-overload]

    @property
    def _areas(self) -> list[int]:
        return [area.number for area in self.codebook.area]

    def _scale(self, part: str) -> list[int]:
        return [step.value for step in self.codebook.steps(part)]


def shares(follow_up: pd.DataFrame, answered: int, codebook: Codebook) -> Shares | None:
    """How many of all who answered say yes to each control, and have or plan some measure; None if none is asked."""
    field, value, number = (follow_up[column] for column in ("field", "value", "number"))
    said = {
        name: (field == name) & (value == "yes")
        for name, asked in codebook.asked.items()
        if asked.once and asked.kind == "choice"
    }
    if codebook.asks_for_measures:
        said["some_measure"] = (field == "planned") | (field == "measure") & value.isin(THERE)
    return {name: (number[rows].nunique(), answered) for name, rows in said.items()} or None


def _crosstab(
    pairs: Iterable[tuple[Any, ...]], row_order: Sequence[object], column_order: Sequence[object]
) -> pd.DataFrame:
    seen = Counter(pairs)
    counts = [[seen[row, column] for column in column_order] for row in row_order]
    return pd.DataFrame(counts, index=list(row_order), columns=list(column_order), dtype="Int64")
