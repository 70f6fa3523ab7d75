"""What each edition may show of a round's counts: all of them internally, publicly what singles nobody out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from functools import cached_property

import pandas as pd

from ros_analysis import disclosure
from ros_analysis.codebook import LEVELS, Codebook
from ros_analysis.comparable import Unit
from ros_analysis.epj import OTHER
from ros_analysis.sensitivity import RuleRow, ScoredRound
from ros_analysis.significance import pool

MEASURES = ("likelihood", "consequence", "result")
RULE_COUNTS = (*LEVELS, "moved")


class Internal:
    """Every count as it is. All frames are Int64, NA where hidden, which nothing is here.

    `transition` and `rules` are asked for when needed, because they need the tests.
    """

    def __init__(
        self,
        this: ScoredRound,
        last: ScoredRound | None,
        same: Sequence[Unit],
        codebook: Codebook,
        *,
        transition: Callable[[], pd.DataFrame | None],
        rules: Callable[[], Sequence[RuleRow]],
    ) -> None:
        self.this, self.last, self.same, self.codebook = this, last, same, codebook
        self._ask_transition, self._ask_rules = transition, rules

    @cached_property
    def _transition(self) -> pd.DataFrame | None:
        return self._ask_transition()

    @cached_property
    def _rules(self) -> Sequence[RuleRow]:
        return self._ask_rules()

    @property
    def names_municipalities(self) -> bool:
        return True

    @property
    def zones(self) -> bool:
        """Whether the zones of all may be counted."""
        return True

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

    @cached_property
    def transition(self) -> pd.DataFrame | None:
        """Last zone × zone now, for unchanged municipalities; None without answers in both rounds."""
        return self._transition

    @property
    def moves(self) -> tuple[int, int, int] | None:
        """How many got better, stayed and got worse; None where that is hidden or there is nothing to compare."""
        if self._transition is None:
            return None
        cells = self._transition.to_numpy(dtype=int)
        better = sum(int(cells[row, column]) for row in range(3) for column in range(row))
        same = int(cells.trace())
        return better, same, int(cells.sum()) - better - same

    @property
    def compared(self) -> bool:
        """Whether the number of municipalities compared may be said."""
        return True

    @cached_property
    def rules(self) -> pd.DataFrame:
        """Zones and how many moved under each rule tried, one row each in the order given."""
        return pd.DataFrame([{key: getattr(row, key) for key in RULE_COUNTS} for row in self._rules]).astype(
            "Int64"
        )

    def may_print_p(self, question: str) -> bool:
        return True

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


class Public(Internal):
    """Counts that single nobody out (docs/decisions/0006-public-edition.md)."""

    @property
    def names_municipalities(self) -> bool:
        return False

    @cached_property
    def zones(self) -> bool:
        known = self.this.zones["zone"].value_counts()
        return disclosure.may_show_zones(int(known.get(level, 0)) for level in LEVELS)

    @cached_property
    def size(self) -> pd.DataFrame:
        return self._zones.size

    @cached_property
    def epj(self) -> pd.DataFrame:
        return self._zones.epj

    @cached_property
    def levels(self) -> pd.DataFrame:
        return self._answers.levels

    @cached_property
    def medians(self) -> pd.DataFrame:
        return self._answers.medians

    @cached_property
    def steps(self) -> dict[str, pd.DataFrame]:
        return {name: getattr(self._answers, name) for name in MEASURES[:2]}

    @cached_property
    def transition(self) -> pd.DataFrame | None:
        return None if self._change is None else self._change.transition

    @property
    def moves(self) -> tuple[int, int, int] | None:
        if self._change is None or self._change.moves.isna().to_numpy().any():
            return None
        better, same, worse = (int(value) for value in self._change.moves.iloc[0])
        return better, same, worse

    @property
    def compared(self) -> bool:
        return self._change is not None and self._change.pairs is not None

    @cached_property
    def rules(self) -> pd.DataFrame:
        rows = pd.DataFrame([row.model_dump() for row in self._rules])
        return disclosure.rule_table(rows)[list(RULE_COUNTS)] if len(rows) else super().rules

    def matrix(self, area: int | None = None) -> pd.DataFrame:
        if area is not None:
            raise ValueError("Risikomatrisen per område finnes bare i den interne utgaven.")
        return self._answers.matrix

    def may_print_p(self, question: str) -> bool:
        """Whether p to two decimals leaves open what the public tables hide."""
        return question in self._printable

    @cached_property
    def _printable(self) -> set[str]:
        allowed = {
            "size": disclosure.may_print_size_p(self.this.zones),
            "epj": disclosure.may_print_epj_p(self.this.zones, self._tested, self.epj),
            "change": self._transition is not None
            and self._change is not None
            and disclosure.may_print_change_p(self._transition, self._change.transition),
        }
        return {question for question, may in allowed.items() if may}

    @cached_property
    def _zones(self) -> disclosure.ZoneTables:
        return disclosure.ZoneTables(self.this.zones, self._sizes)

    @cached_property
    def _answers(self) -> disclosure.AreaTables:
        return disclosure.area_tables(self.this.scored, self.codebook)

    @cached_property
    def _change(self) -> disclosure.ChangeTables | None:
        if self.last is None:
            return None
        before = disclosure.ZoneTables(self.last.zones, self._sizes)
        return disclosure.change_tables(before, self._zones, self.same)


def _crosstab(
    rows: pd.Series, columns: pd.Series, row_order: Sequence[object], column_order: Sequence[object]
) -> pd.DataFrame:
    seen = Counter(zip(rows, columns, strict=True))
    counts = [[seen[row, column] for column in column_order] for row in row_order]
    return pd.DataFrame(counts, index=list(row_order), columns=list(column_order), dtype="Int64")
