"""Which column of a table seems to hold what: what its texts prove, then what they only suggest, then who answers."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from ros_analysis.cleaning.columns import Suggestion
from ros_analysis.cleaning.headers import ENOUGH, Clue, clue, is_bare, part_asked
from ros_analysis.cleaning.scale import Graded, Refused, Value, folded, read_result
from ros_analysis.exports import TYPED, PlainTable
from ros_analysis.survey import BY_AREA, ONCE, PARTS, ROLES, STEPS, Codebook

Known = Callable[[str], bool]
"""Whether a text names a municipality."""
Areas = Sequence[tuple[int, int]]
"""Index of a column, and the area it is about."""


def nobody(text: str) -> bool:
    """Knows no municipality."""
    return False


def suggest_mapping(table: PlainTable, codebook: Codebook, known: Known = nobody) -> Suggestion:
    """What the columns of `table` seem to be: areas by text, label or number, else guessed by order; roles by words.

    Cells speak where headers don't: labels tell likelihood from consequence, and names that are `known` tell
    which column holds the municipality.
    """
    seen = _Seen(table, codebook)
    found: dict[str, list[int]] = {}
    guessed = set()
    for part, columns, sure in _areas(seen):
        for index, number in columns:
            found.setdefault(f"{part}.{number}", []).append(index)
        guessed |= set() if sure else {part}
    about_areas = {i for columns in found.values() for i in columns}
    for i in seen.of(""):
        if i not in about_areas and not seen.clues[i].told and (role := seen.clues[i].role):
            found.setdefault(role, []).append(i)
    found |= _municipality(found, seen, known)
    labels = {area.number: area.label.nb for area in codebook.area}
    asking = frozenset(i for i, one in seen.clues.items() if one.asks)
    has_areas = any(key.partition(".")[0] in PARTS for key in found) or any(
        one.is_item for one in seen.clues.values()
    )
    return Suggestion(found, frozenset(guessed), labels, has_areas, asking)


def may_answer(table: PlainTable, codebook: Codebook, columns: Iterable[int]) -> Suggestion:
    """The same of some `columns` alone, which are left over where all that must be known is: those that ask for an
    answer, and the one that asks for each role."""
    clues = {i: clue(table.columns[i], table.values(i), codebook) for i in columns}
    roles = {i: one.role for i, one in clues.items() if one.role and not (one.part or one.told)}
    found = {role: [i for i in roles if roles[i] == role] for role in ONCE}
    return Suggestion(found, asking=frozenset(i for i, one in clues.items() if one.asks))


@dataclass(frozen=True)
class _Seen:
    """A table and what each of its columns says that are neither personal nor the tool's own."""

    table: PlainTable
    codebook: Codebook

    @cached_property
    def clues(self) -> dict[int, Clue]:
        """By index of the column."""
        free = {i: one for i, one in enumerate(self.table.columns) if not one.personal and not one.role}
        typed = self.are_typed and set(STEPS) <= {part_asked(one.header) for one in free.values()}
        return {i: clue(one, self.table.values(i), self.codebook, typed=typed) for i, one in free.items()}

    @property
    def are_typed(self) -> bool:
        """Whether a person may have typed the headers, so that no letter in them is a tool's code."""
        return self.table.tool in TYPED

    @property
    def areas(self) -> list[int]:
        return [area.number for area in self.codebook.area]

    @cached_property
    def counts(self) -> bool:
        """Whether the numbers in headers that name a part are the areas'."""
        return self.are_numbered(*map(self.of, PARTS))

    def of(self, part: str) -> list[int]:
        """The columns of a part in order, «» for those that name none."""
        return [i for i, one in self.clues.items() if one.part == part]

    def told(self, columns: Iterable[int]) -> Areas:
        """Those whose words tell their area."""
        return [(i, self.clues[i].told) for i in columns if self.clues[i].told]

    def by_area(self, columns: Iterable[int]) -> Areas:
        """Those whose words or number tell their area."""
        return [(i, self.clues[i].area) for i in columns if self.clues[i].area]

    def are_sure(self, columns: Areas) -> bool:
        return all(self.clues[i].sure for i, _ in columns)

    def are_plain_results(self, columns: Sequence[int]) -> bool:
        """Whether columns without a part can only be results: one an area, some of them beyond any scale."""
        highest = max(step.value for part in STEPS for step in self.codebook.steps(part))
        return (
            sorted(self.clues[i].area for i in columns) == self.areas
            and (len(self.told(columns)) == len(columns) or self.are_numbered(columns))
            and self.read_as_results(columns)
            and any(
                isinstance(result, Graded) or (isinstance(result, Value) and result.value > highest)
                for result in self._results(columns)
            )
        )

    def read_as_results(self, columns: Iterable[int]) -> bool:
        """Whether all cells can be results, colours by one unclear letter among them."""
        wrong = (r.rule for r in self._results(columns) if isinstance(r, Refused))
        return not any(rule != "ambiguous_level" for rule in wrong)

    def _results(self, columns: Iterable[int]) -> list[object]:
        products = self.codebook.results.keys()
        return [read_result(value, products) for i in columns for value in {*self.table.values(i)}]

    def are_numbered(self, *parts: Sequence[int]) -> bool:
        """Whether the numbers in headers are the areas': in each part that has any all of them, in all as many, and no
        words say otherwise."""
        clues = [self.clues[i] for part in parts for i in part]
        agree = all(one.number in (0, one.told) for one in clues if one.told)
        lengths = {sum(self.clues[i].number > 0 for i in part) for part in parts} - {0}
        return agree and len(lengths) <= 1 and all(map(self._are_whole, parts))

    def _are_whole(self, part: Sequence[int]) -> bool:
        """Exactly the areas, or more where headers say nothing but part and number (S1 … S10), and no copies of one
        header («Sannsynlighet», «Sannsynlighet.1» …)."""
        counted = [i for i in part if self.clues[i].number]
        run = sorted(self.clues[i].number for i in counted)
        longer = run == list(range(1, len(run) + 1)) and len(run) > len(self.areas)
        enough = run == self.areas or (longer and all(is_bare(self.table.columns[i].header) for i in counted))
        names = {i: folded(self.table.columns[i].header) for i in part}
        first = tuple(name for i, name in names.items() if i not in counted)
        return not run or (enough and not any(names[i].startswith(first) for i in counted))


def _areas(seen: _Seen) -> list[tuple[str, Areas, bool]]:
    """The columns of each part with their areas, and whether that is proven."""
    asked = (part for part in BY_AREA if part in PARTS or part in seen.codebook.asked)
    named = [(part, *_of_part(seen, part, columns)) for part in asked if (columns := seen.of(part))]
    return [*named, *_of_no_part(seen, any(columns for _, columns, _ in named))]


def _of_part(seen: _Seen, part: str, columns: Sequence[int]) -> tuple[Areas, bool]:
    """The areas of one part: by words, by numbers that are the areas', else guessed by order or left open."""
    told, by_area = seen.told(columns), seen.by_area(columns)
    in_order = list(zip(columns, seen.areas, strict=False))
    if len(told) < len(columns) and seen.counts and any(seen.clues[i].number for i in columns):
        plain = part == "result" and seen.are_typed and seen.are_plain_results(columns)
        return by_area, plain or seen.are_sure(by_area)
    if len(told) < len(columns) == len(seen.areas) and set(told) <= set(in_order):
        return in_order, False
    if told:
        return told, seen.are_sure(told)
    if len(columns) > len(seen.areas):
        return [(i, area) for area in seen.areas for i in columns], False
    return by_area, False


def _of_no_part(seen: _Seen, has_parts: bool) -> list[tuple[str, Areas, bool]]:
    """Items that name no part: results where they can be nothing else, guesses where they come twice or in runs."""
    items = [i for i in seen.of("") if seen.clues[i].is_item]
    told = seen.told(items)
    in_words = [i for i, _ in told]
    if has_parts:
        may_be = bool(told) and not seen.of("result") and seen.read_as_results(in_words)
        return [("result", told, seen.are_plain_results(in_words))] if may_be else []
    if seen.are_plain_results(items):
        return [("result", seen.by_area(items), seen.are_sure(seen.by_area(items)))]
    if asked := _asked_again(seen, in_words) or _by_stem(seen):
        return [(part, columns, False) for part, columns in zip(PARTS, asked, strict=False)]
    return [("result", told, False)] if seen.read_as_results(in_words) else []


def _asked_again(seen: _Seen, told: Sequence[int]) -> list[Areas]:
    """Items that each occur two or three times without saying what for: likelihood, consequence, result in order."""
    asked = [[(i, area) for i in told if seen.clues[i].told == area] for area in seen.areas]
    times = {len(columns) for columns in asked}
    return [*zip(*asked, strict=True)] if times in ({2}, {3}) else []


def _by_stem(seen: _Seen) -> list[Areas]:
    """Two or three runs of numbered columns, such as Q3_1 … Q3_8 and Q4_1 … Q4_8, that may hold steps of the scale."""
    runs: dict[str, dict[int, int]] = {}
    for i in seen.of(""):
        column = seen.table.columns[i]
        if run := re.fullmatch(r"(.*\D)([0-9]+)\]?", folded(column.code or column.header)):
            runs.setdefault(run[1], {})[int(run[2])] = i
    whole: list[Areas] = [
        [(run[area], area) for area in seen.areas]
        for run in runs.values()
        if sorted(run) == seen.areas
        and any(map(seen.table.values, run.values()))
        and seen.read_as_results(run.values())
    ]
    return whole if len(whole) in (2, 3) else []


def _municipality(found: Mapping[str, list[int]], seen: _Seen, known: Known) -> dict[str, list[int]]:
    """The one column that mostly holds municipalities, where headers name none or several: of several that do, the one
    that is called «Kommune» and nothing more."""
    rivals = found.get("municipality", [])
    if len(rivals) == 1 or (not rivals and "municipality_number" in found):
        return {}
    taken = {i for columns in found.values() for i in columns}
    others = rivals or [i for i in seen.clues if i not in taken]
    held = [i for i in others if _mostly(known, seen.table.values(i))]
    words = ROLES["municipality"].words
    plain = [i for i in held if re.fullmatch(words, folded(seen.table.columns[i].header))]
    chosen = held if len(held) == 1 else plain
    return {"municipality": chosen} if len(chosen) == 1 else {}


def _mostly(known: Known, values: Sequence[str]) -> bool:
    some = sorted(set(values))[:ENOUGH]
    return bool(some) and sum(map(known, some)) * 2 > len(some)
