"""Every count of a round's answers, for the internal edition."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import cached_property

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
        return _crosstab(groups, used["zone"], order, LEVELS)

    @cached_property
    def levels(self) -> pd.DataFrame:
        """Area × level."""
        known = self.this.scored.dropna(subset=["level"])
        return _crosstab(known["area"], known["level"], self._areas, LEVELS)

    @cached_property
    def medians(self) -> pd.DataFrame:
        """Area × median likelihood, consequence and result; NA where nobody answered."""
        values = self.this.scored.set_index("area")[list(MEASURES)].astype("Float64")
        return values.groupby(level=0).median().reindex(self._areas)

    @cached_property
    def steps(self) -> dict[str, pd.DataFrame]:
        """Area × step of each scale."""
        return {part: self._by_step(part) for part in STEPS}

    @property
    def _areas(self) -> list[int]:
        return [area.number for area in self.codebook.area]

    def _by_step(self, part: str) -> pd.DataFrame:
        known = self.this.scored.dropna(subset=[part])
        return _crosstab(known["area"], known[part].astype(int), self._areas, self._scale(part))

    def _scale(self, part: str) -> list[int]:
        return [step.value for step in self.codebook.steps(part)]

    def matrix(self, area: int | None = None) -> pd.DataFrame:
        """Likelihood × consequence, of one area or of all."""
        known = self.this.scored.dropna(subset=list(STEPS))
        known = known if area is None else known[known["area"] == area]
        rows, columns = (known[part].astype(int) for part in STEPS)
        return _crosstab(rows, columns, *map(self._scale, STEPS))


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
    rows: pd.Series, columns: pd.Series, row_order: Sequence[object], column_order: Sequence[object]
) -> pd.DataFrame:
    seen = Counter(zip(rows, columns, strict=True))
    counts = [[seen[row, column] for column in column_order] for row in row_order]
    return pd.DataFrame(counts, index=list(row_order), columns=list(column_order), dtype="Int64")
