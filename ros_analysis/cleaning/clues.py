"""What each column of a table says of itself: the part, the area in words, a number, and what of it is doubtful."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from ros_analysis.cleaning.asked import PART_WORDS, area_told, is_said, part_asked
from ros_analysis.cleaning.numbering import are_areas, number_in
from ros_analysis.cleaning.scale import Graded, Refused, Value, read_result, read_step
from ros_analysis.exports import TYPED, PlainTable
from ros_analysis.survey import Codebook

ENOUGH = 60


@dataclass(frozen=True)
class Clues:
    """By index of each free column: its part («» for none), the area that its words name and a number in its header.

    In the columns that are `doubtful`, a tool's code says the part, or the words are only nearly the codebook's.
    """

    table: PlainTable
    codebook: Codebook
    parts: dict[int, str]
    told: dict[int, int]
    numbers: dict[int, int]
    doubtful: frozenset[int]

    @property
    def areas(self) -> list[int]:
        return [area.number for area in self.codebook.area]

    @cached_property
    def counts(self) -> bool:
        """Whether the numbers in headers that name a part are the areas'."""
        return self._are_areas(*(self.of(part) for part in PART_WORDS))

    def of(self, part: str) -> list[int]:
        """The columns of a part in order, «» for those that name none."""
        return [i for i, own in self.parts.items() if own == part]

    @property
    def are_typed(self) -> bool:
        """Whether a person may have typed the headers, so that no letter in them is a tool's code."""
        return self.table.tool in TYPED

    def are_sure(self, columns: Iterable[int]) -> bool:
        return not self.doubtful & set(columns)

    def area(self, index: int) -> int:
        """The area that a column names by its words, else by the number in its header; 0 for none."""
        return self.told[index] or (self.numbers[index] if self.numbers[index] in self.areas else 0)

    def are_plain_results(self, columns: Sequence[int]) -> bool:
        """Whether columns without a part can only be results: one an area, some of them beyond any scale."""
        return (
            sorted(map(self.area, columns)) == self.areas
            and (all(self.told[i] for i in columns) or self._are_areas(columns))
            and self.read_as_results(columns)
            and any(map(self._is_beyond_scale, self._results(columns)))
        )

    def read_as_results(self, columns: Sequence[int]) -> bool:
        """Whether all cells can be results, colours by one unclear letter among them."""
        wrong = (r.rule for r in self._results(columns) if isinstance(r, Refused))
        return not any(rule != "ambiguous_level" for rule in wrong)

    def _are_areas(self, *parts: Sequence[int]) -> bool:
        """Whether the numbers are the areas', and no words say otherwise."""
        agree = all(self.numbers[i] in (0, self.told[i]) for part in parts for i in part if self.told[i])
        return agree and are_areas(self.table.columns, self.numbers, parts, self.areas)

    def _results(self, columns: Sequence[int]) -> list[object]:
        products = {a.value * b.value for a in self.codebook.likelihood for b in self.codebook.consequence}
        return [read_result(value, products) for i in columns for value in self.table.values(i)]

    def _is_beyond_scale(self, result: object) -> bool:
        highest = max(step.value for step in (*self.codebook.likelihood, *self.codebook.consequence))
        return isinstance(result, Graded) or (isinstance(result, Value) and result.value > highest)


def clues(table: PlainTable, codebook: Codebook) -> Clues:
    """What the columns that are neither personal nor the tool's own say."""
    columns = table.columns
    free = [i for i, column in enumerate(columns) if not column.personal and not column.role]
    named = {i: part_asked(columns[i]) for i in free}
    typed = table.tool in TYPED and {"likelihood", "consequence"} <= set(named.values())
    told = {i: area_told(columns[i], codebook.area) for i in free}
    unsaid = {i for i in free if named[i] and not is_said(columns[i], typed=typed)}
    near = {i for i, (number, sure) in told.items() if number and not sure}
    return Clues(
        table,
        codebook,
        {i: named[i] or _part_by_labels(table.values(i), codebook) for i in free},
        {i: number for i, (number, _) in told.items()},
        {i: number_in(columns[i]) for i in free},
        frozenset(unsaid | near),
    )


def _part_by_labels(values: Sequence[str], codebook: Codebook) -> str:
    """The part whose labels all cells are, where the other part's would not do."""
    some = sorted(set(values))[:ENOUGH]
    fits = {
        part: not any(isinstance(read_step(value, steps), Refused) for value in some)
        for part, steps in (("likelihood", codebook.likelihood), ("consequence", codebook.consequence))
    }
    return next(part for part in fits if fits[part]) if some and sum(fits.values()) == 1 else ""
