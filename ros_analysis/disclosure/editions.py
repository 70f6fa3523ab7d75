"""Every count of a round's answers, for the internal edition."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import cached_property

import pandas as pd

from ros_analysis.analysis import ScoredRound, pool
from ros_analysis.survey import LEVELS, OTHER, Codebook

MEASURES = ("likelihood", "consequence", "result")


class Internal:
    """The counts that tables and figures share; all frames Int64, medians Float64."""

    def __init__(self, this: ScoredRound, codebook: Codebook) -> None:
        self.this, self.codebook = this, codebook

    @cached_property
    def size(self) -> pd.DataFrame:
        """Size class × zone, smallest first."""
        known = self.this.zones.dropna(subset=["zone"])
        return _crosstab(known["size"], known["zone"], self._sizes, LEVELS)

    @cached_property
    def epj(self) -> pd.DataFrame:
        """EPJ system as tested × zone, most used first, pooled ones last."""
        systems, zones = self._tested, self.this.zones["zone"]
        order = sorted(set(systems), key=lambda name: (name == OTHER, -int((systems == name).sum()), name))
        return _crosstab(systems, zones.loc[systems.index], order, LEVELS)

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
        return {name: self._by_step(name) for name in MEASURES[:2]}

    @property
    def _sizes(self) -> list[str]:
        return [size.code for size in self.codebook.size_class]

    @property
    def _areas(self) -> list[int]:
        return [area.number for area in self.codebook.area]

    @cached_property
    def _tested(self) -> pd.Series:
        return pool(self.this.zones.dropna(subset=["zone", "epj"])["epj"])

    def _by_step(self, measure: str) -> pd.DataFrame:
        scale = self.codebook.likelihood if measure == "likelihood" else self.codebook.consequence
        known = self.this.scored.dropna(subset=[measure])
        return _crosstab(
            known["area"], known[measure].astype(int), self._areas, [step.value for step in scale]
        )

    def matrix(self, area: int | None = None) -> pd.DataFrame:
        """Likelihood × consequence, of one area or of all."""
        known = self.this.scored.dropna(subset=["likelihood", "consequence"])
        known = known if area is None else known[known["area"] == area]
        steps = [
            [step.value for step in scale] for scale in (self.codebook.likelihood, self.codebook.consequence)
        ]
        return _crosstab(known["likelihood"].astype(int), known["consequence"].astype(int), *steps)


def _crosstab(
    rows: pd.Series, columns: pd.Series, row_order: Sequence[object], column_order: Sequence[object]
) -> pd.DataFrame:
    seen = Counter(zip(rows, columns, strict=True))
    counts = [[seen[row, column] for column in column_order] for row in row_order]
    return pd.DataFrame(counts, index=list(row_order), columns=list(column_order), dtype="Int64")
