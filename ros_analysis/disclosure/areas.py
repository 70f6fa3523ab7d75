"""The answers on the areas: levels, medians, matrix and steps, which all count the same answers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import product

import numpy as np
import pandas as pd

from ros_analysis.codebook import LEVELS, Codebook
from ros_analysis.disclosure.linked import hide_until
from ros_analysis.disclosure.search import Fact
from ros_analysis.disclosure.suppression import protect
from ros_analysis.disclosure.thresholds import FEWEST, may_show_median
from ros_analysis.disclosure.worlds import Release, Worlds

MEASURES = ("likelihood", "consequence", "result")
SECRETS = [*MEASURES, "level"]
UNKNOWN = 0
"""Likelihood, consequence or result of an answer that gave only what follows from it."""


@dataclass(frozen=True)
class AreaTables:
    """What is public of the answers, Int64 with NA where hidden; areas by number, levels and steps as columns.

    `levels`: area × green, yellow, red. `medians`: area × likelihood, consequence, result. `matrix`: likelihood ×
    consequence over all areas. `likelihood`, `consequence`: area × step.
    """

    levels: pd.DataFrame
    medians: pd.DataFrame
    matrix: pd.DataFrame
    likelihood: pd.DataFrame
    consequence: pd.DataFrame


def area_tables(scored: pd.DataFrame, codebook: Codebook) -> AreaTables:
    """The public tables of one round's `scored` answers (contract.ANSWERS), most useful first.

    The attacker knows how many answered each area, and all five tables together. None of them says what kind of
    municipality answered what, so all that answered an area are alike to the reader.
    """
    given = scored.dropna(subset=["level"])
    units = given[["area", *SECRETS]].fillna(dict.fromkeys(MEASURES, UNKNOWN))
    units = _with_part(units.astype(dict.fromkeys(("area", *MEASURES), int)))
    desk = _Desk(given, units, Worlds(units, SECRETS, _possible(units, codebook)))
    areas = [area.number for area in codebook.area]
    likelihoods, consequences = (
        [step.value for step in scale] for scale in (codebook.likelihood, codebook.consequence)
    )
    return AreaTables(
        levels=desk.by_area(areas, "level", list(LEVELS)),
        medians=desk.medians(areas),
        matrix=desk.matrix(likelihoods, consequences, codebook),
        likelihood=desk.by_area(areas, "likelihood", likelihoods),
        consequence=desk.by_area(areas, "consequence", consequences),
    )


@dataclass
class _Desk:
    """Lets out one table after another, each held against those before it."""

    given: pd.DataFrame
    units: pd.DataFrame
    worlds: Worlds
    releases: list[Release] = field(default_factory=list)
    facts: list[Fact] = field(default_factory=list)

    def by_area(self, areas: Sequence[int], columns: str, values: Sequence[object]) -> pd.DataFrame:
        """Area × `columns`; column totals are taken as known, as the matrix may tell them, unless they're too few."""
        counts = self._count("area", areas, columns, values)
        known = bool((counts.sum() >= FEWEST).all())
        return self._let_out(
            "area",
            columns,
            counts,
            lambda also: protect(counts, row_totals_known=True, column_totals_known=known, also=also),
        )

    def matrix(
        self, likelihoods: Sequence[int], consequences: Sequence[int], codebook: Codebook
    ) -> pd.DataFrame:
        """Likelihood × consequence over all areas; how many answers each level has is taken as known."""
        counts = self._count("likelihood", likelihoods, "consequence", consequences)
        voices = self.given.groupby(["likelihood", "consequence"])["number"].nunique().to_dict()
        places = pd.DataFrame(
            {k: [(row, k) for row in likelihoods] for k in consequences}, index=counts.index
        )
        levels = places.map(lambda pair: codebook.level(*pair))
        alone = places.map(lambda pair: voices.get(pair, 0) < FEWEST)

        def protector(also: pd.DataFrame) -> pd.DataFrame:
            shown = [_one_line(counts[levels == level], also | alone) for level in LEVELS]
            return shown[0].fillna(shown[1]).fillna(shown[2])

        return self._let_out("likelihood", "consequence", counts, protector)

    def medians(self, areas: Sequence[int]) -> pd.DataFrame:
        """Medians by area, a whole measure at a time, where they may be shown."""
        shown = pd.DataFrame(index=list(areas), columns=list(MEASURES)).astype("Int64")
        for measure in MEASURES:
            values = {area: self._values(area, measure) for area in areas}
            medians = {area: own.median() for area, own in values.items() if may_show_median(own)}
            told = [fact for area, median in medians.items() for fact in self._told(area, measure, median)]
            if medians and self.worlds.open(self.releases, [*self.facts, *told]):
                self.facts += told
                shown[measure] = pd.Series(medians, dtype="Int64")
        return shown

    def _told(self, area: int, measure: str, median: float) -> Iterator[Fact]:
        """What a shown median says: at least 3 hold it, and fewer than half are on either side."""
        values = self.worlds.states[measure].to_numpy()
        known = (self.worlds.states["area"] == area).to_numpy() & (values != UNKNOWN)
        n = len(self._values(area, measure))
        yield Fact((known & (values == median)).astype(float), FEWEST, n)
        for beyond in (values < median, values > median):
            yield Fact((known & beyond).astype(float), 0, (n - 1) // 2)

    def _values(self, area: int, measure: str) -> pd.Series:
        known = (self.units["area"] == area) & (self.units[measure] != UNKNOWN)
        return self.units.loc[known, measure].astype(int)

    def _count(
        self, rows: str, index: Sequence[object], columns: str, values: Sequence[object]
    ) -> pd.DataFrame:
        counts = pd.crosstab(self.units[rows], self.units[columns])
        counts = counts.reindex(index=list(index), columns=list(values), fill_value=0)
        return counts.rename_axis(index=None, columns=None)

    def _let_out(
        self, rows: str, columns: str, counts: pd.DataFrame, protector: Callable[[pd.DataFrame], pd.DataFrame]
    ) -> pd.DataFrame:
        def is_open(shown: pd.DataFrame) -> bool:
            return self.worlds.open([*self.releases, Release(rows, columns, shown)], self.facts)

        shown = hide_until(counts, protector, is_open)
        self.releases.append(Release(rows, columns, shown))
        return shown


def _one_line(cells: pd.DataFrame, also: pd.DataFrame) -> pd.DataFrame:
    """The cells that aren't NA, protected as one line with a known total."""
    here = cells.notna().to_numpy()
    line, marked = pd.DataFrame([cells.to_numpy()[here]]), pd.DataFrame([also.to_numpy()[here]])
    shown = protect(line, row_totals_known=True, column_totals_known=False, whole_groups=False, also=marked)
    values = np.full(cells.shape, np.nan)
    values[here] = shown.to_numpy(dtype=float, na_value=np.nan)[0]
    return pd.DataFrame(values, index=cells.index, columns=cells.columns).astype("Int64")


def _possible(units: pd.DataFrame, codebook: Codebook) -> pd.DataFrame:
    """Every answer that the scales allow, also as answers that leave out likelihood, consequence or result."""
    steps = product(codebook.likelihood, codebook.consequence)
    pairs = [(likelihood.value, consequence.value) for likelihood, consequence in steps]
    full = pd.DataFrame(
        [(*pair, pair[0] * pair[1], codebook.level(*pair)) for pair in pairs], columns=SECRETS
    )
    parts = [full.assign(**{m: UNKNOWN for m, given in zip(MEASURES, part, strict=True) if given == "0"})
             for part in units["part"].unique()]  # fmt: skip
    seen = pd.concat([*map(_with_part, parts), units[[*SECRETS, "part"]]])
    return seen.drop_duplicates(ignore_index=True)


def _with_part(frame: pd.DataFrame) -> pd.DataFrame:
    """`frame` with what each answer gave, as «111» for all of likelihood, consequence and result."""
    given = (frame[list(MEASURES)] != UNKNOWN).to_numpy().astype(int)
    return frame.assign(part=["".join(map(str, row)) for row in given])
