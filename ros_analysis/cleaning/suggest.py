"""Which column of a table seems to hold what, as a block to paste into round.toml."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace

from ros_analysis.cleaning.asked import PART_WORDS, ROLE_WORDS, role_asked
from ros_analysis.cleaning.clues import ENOUGH, Clues, clues
from ros_analysis.cleaning.columns import Suggestion
from ros_analysis.cleaning.scale import folded
from ros_analysis.exports import PlainTable
from ros_analysis.survey import Codebook

Known = Callable[[str], bool]
"""Whether a text names a municipality."""


def nobody(text: str) -> bool:
    """Knows no municipality."""
    return False


@dataclass
class Found:
    """Columns by role, or by part and area as «likelihood.3», and the parts whose areas are only guessed."""

    rivals: dict[str, list[int]] = field(default_factory=dict)
    guessed: set[str] = field(default_factory=set)

    def add(self, part: str, columns: Iterable[tuple[int, int]], *, sure: bool) -> None:
        """Takes in pairs of index and area."""
        for index, number in columns:
            self.rivals.setdefault(f"{part}.{number}", []).append(index)
        if not sure:
            self.guessed.add(part)

    @property
    def taken(self) -> set[int]:
        return {i for rivals in self.rivals.values() for i in rivals}


def suggest_mapping(table: PlainTable, codebook: Codebook, known: Known = nobody) -> Suggestion:
    """What the columns of `table` seem to be: areas by text, label or number, else guessed by order; roles by words.

    Cells speak where headers don't: labels tell likelihood from consequence, and names that are `known` tell
    which column holds the municipality.
    """
    seen, found = clues(table, codebook), Found()
    for part in PART_WORDS:
        if columns := seen.of(part):
            _add_part(found, seen, part, columns)
    _add_unnamed(found, seen)
    about_areas = found.taken
    for i in seen.of(""):
        if i not in about_areas and not seen.told[i] and (role := role_asked(table.columns[i])):
            found.rivals.setdefault(role, []).append(i)
    taken = found.taken
    _name_municipality(found.rivals, table, [i for i in seen.parts if i not in taken], known)
    items = {i for i in seen.parts if seen.area(i) and (seen.told[i] or not role_asked(table.columns[i]))}
    asking = frozenset(items | {i for i, part in seen.parts.items() if part})
    return replace(_settled(found, codebook), numbered=bool(items), asking=asking)


def _add_part(found: Found, seen: Clues, part: str, columns: Sequence[int]) -> None:
    """The areas of one part: by words, by numbers that are the areas', else guessed by order or left open."""
    in_words = [(i, seen.told[i]) for i in columns if seen.told[i]]
    counted = [(i, area) for i in columns if (area := seen.area(i))]
    in_order = list(zip(columns, seen.areas, strict=False))
    if len(in_words) < len(columns) and seen.counts and any(seen.numbers[i] for i in columns):
        plain = part == "result" and seen.are_typed and seen.are_plain_results(columns)
        found.add(part, counted, sure=plain or seen.are_sure(i for i, _ in counted))
    elif len(in_words) < len(columns) == len(seen.areas) and all(pair in in_order for pair in in_words):
        found.add(part, in_order, sure=False)
    elif in_words:
        found.add(part, in_words, sure=seen.are_sure(i for i, _ in in_words))
    elif len(columns) > len(seen.areas):
        found.add(part, ((i, area) for area in seen.areas for i in columns), sure=False)
    else:
        found.add(part, counted, sure=False)


def _add_unnamed(found: Found, seen: Clues) -> None:
    """Items that name no part: results where they can be nothing else, guesses where they come twice or in runs."""
    items = [
        i for i in seen.of("") if seen.told[i] or (seen.area(i) and not role_asked(seen.table.columns[i]))
    ]
    told = [i for i in items if seen.told[i]]
    if found.rivals:
        if told and not seen.of("result") and seen.read_as_results(told):
            found.add("result", ((i, seen.told[i]) for i in told), sure=seen.are_plain_results(told))
    elif seen.are_plain_results(items):
        found.add("result", ((i, seen.area(i)) for i in items), sure=seen.are_sure(items))
    elif asked := _asked_again(told, seen) or _by_stem(seen):
        for part, columns in asked.items():
            found.add(part, columns, sure=False)
    elif seen.read_as_results(told):
        found.add("result", ((i, seen.told[i]) for i in told), sure=False)


def _asked_again(told: Sequence[int], seen: Clues) -> dict[str, list[tuple[int, int]]]:
    """Items that each occur two or three times without saying what for: likelihood, consequence, result in order."""
    asked = {area: [i for i in told if seen.told[i] == area] for area in seen.areas}
    times = {len(columns) for columns in asked.values()}
    if times not in ({2}, {3}):
        return {}
    return {
        part: [(columns[at], area) for area, columns in asked.items()]
        for at, part in zip(range(max(times)), PART_WORDS, strict=False)
    }


def _by_stem(seen: Clues) -> dict[str, list[tuple[int, int]]]:
    """Two or three runs of numbered columns, such as Q3_1 … Q3_8 and Q4_1 … Q4_8, that may hold steps of the scale."""
    runs: dict[str, dict[int, int]] = {}
    for i in seen.of(""):
        column = seen.table.columns[i]
        if run := re.fullmatch(r"(.*\D)([0-9]+)\]?", folded(column.code or column.header)):
            runs.setdefault(run[1], {})[int(run[2])] = i
    whole = [run for run in runs.values() if sorted(run) == seen.areas and _are_steps(seen, [*run.values()])]
    if len(whole) not in (2, 3):
        return {}
    pairs = zip(PART_WORDS, whole, strict=False)
    return {part: [(run[area], area) for area in seen.areas] for part, run in pairs}


def _are_steps(seen: Clues, columns: Sequence[int]) -> bool:
    return any(map(seen.table.values, columns)) and seen.read_as_results(columns)


def _name_municipality(
    found: dict[str, list[int]], table: PlainTable, others: Sequence[int], known: Known
) -> None:
    """The one column that mostly holds municipalities, where headers name none or several."""
    rivals = found.get("municipality", [])
    if len(rivals) == 1 or (not rivals and "municipality_number" in found):
        return
    held = [i for i in rivals or others if _mostly(known, table.values(i))]
    if len(held) == 1:
        found["municipality"] = held


def _mostly(known: Known, values: Sequence[str]) -> bool:
    some = sorted(set(values))[:ENOUGH]
    return bool(some) and sum(map(known, some)) * 2 > len(some)


def _settled(found: Found, codebook: Codebook) -> Suggestion:
    sure = {key: rivals[0] for key, rivals in found.rivals.items() if len(rivals) == 1}
    areas: dict[str, dict[int, int]] = {part: {} for part in PART_WORDS}
    for key, index in sure.items():
        part, _, number = key.partition(".")
        if number:
            areas[part][int(number)] = index
    single = {role: sure[role] for role in ROLE_WORDS if role in sure}
    unsure = {key: tuple(rivals) for key, rivals in found.rivals.items() if len(rivals) > 1}
    labels = {area.number: area.label.nb for area in codebook.area}
    return Suggestion(single, areas, unsure, frozenset(found.guessed), labels)
