"""Which column of a table seems to hold what, as a block to paste into round.toml."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from ros_analysis.cleaning.asked import (
    PART_WORDS,
    ROLE_WORDS,
    area_by_number,
    area_by_text,
    part_asked,
    role_asked,
)
from ros_analysis.cleaning.columns import Suggestion
from ros_analysis.cleaning.scale import Graded, Refused, Value, folded, read_result, read_step
from ros_analysis.codebook import Codebook
from ros_analysis.exports import PlainTable

ENOUGH = 60
Known = Callable[[str], bool]
"""Whether a text names a municipality."""


def nobody(text: str) -> bool:
    """Knows no municipality."""
    return False


def suggest_mapping(table: PlainTable, codebook: Codebook, known: Known = nobody) -> Suggestion:
    """What the columns of `table` seem to be: areas by text, label, number or order of triplets; roles by words.

    Cells speak where headers don't: labels tell likelihood from consequence, and names that are `known` tell
    which column holds the municipality.
    """
    free = [i for i, column in enumerate(table.columns) if not column.personal and not column.role]
    parts = {i: part for i in free if (part := _part(table, i, codebook))}
    told = {i: area_by_text(table.columns[i], codebook.area) for i in free}
    numbers = {i: told[i] or area_by_number(table.columns[i], codebook.area) for i in free}
    ordered = _by_order(parts, told, numbers, codebook)
    guessed = any(numbers[i] not in (0, number) for i, number in ordered.items())
    numbers |= ordered
    results = set() if parts else _plain_results(table, numbers, codebook)
    found: dict[str, list[int]] = {}
    for i in free:
        if numbers[i] and (i in parts or told[i] or i in results):
            found.setdefault(f"{parts.get(i, 'result')}.{numbers[i]}", []).append(i)
        elif i not in parts and (role := role_asked(table.columns[i])):
            found.setdefault(role, []).append(i)
    asked = {} if parts else _asked_again(found, codebook) or _by_stem(table, free, codebook)
    if asked:
        found = {key: rivals for key, rivals in found.items() if "." not in key} | asked
    taken = {i for rivals in found.values() for i in rivals}
    _name_municipality(found, table, [i for i in free if i not in taken], known)
    numbered = any(number and not role_asked(table.columns[i]) for i, number in numbers.items())
    return _settled(found, assumed_order=bool(asked) or guessed, numbered=numbered)


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


def _plain_results(table: PlainTable, numbers: dict[int, int], codebook: Codebook) -> set[int]:
    """Numbered columns that can only be results: one an area, all readable as such, some beyond any scale."""
    columns = [i for i, number in numbers.items() if number]
    if sorted(numbers[i] for i in columns) != [area.number for area in codebook.area]:
        return set()
    products = {a.value * b.value for a in codebook.likelihood for b in codebook.consequence}
    highest = max(step.value for step in (*codebook.likelihood, *codebook.consequence))
    read = [read_result(value, products) for i in columns for value in table.values(i)]
    beyond = any(isinstance(r, Graded) or (isinstance(r, Value) and r.value > highest) for r in read)
    wrong = any(isinstance(r, Refused) and r.rule != "ambiguous_level" for r in read)
    return set(columns) if beyond and not wrong else set()


def _by_stem(table: PlainTable, free: Sequence[int], codebook: Codebook) -> dict[str, list[int]]:
    """Two or three runs of numbered columns, such as Q3_1 … Q3_8 and Q4_1 … Q4_8, that hold steps of the scale."""
    runs: dict[str, dict[int, int]] = {}
    for i in free:
        column = table.columns[i]
        if run := re.fullmatch(r"(.*\D)([0-9]+)\]?", folded(column.code or column.header)):
            runs.setdefault(run[1], {})[int(run[2])] = i
    numbers = [area.number for area in codebook.area]
    whole = [run for run in runs.values() if sorted(run) == numbers and _are_steps(table, run, codebook)]
    if len(whole) not in (2, 3):
        return {}
    pairs = zip(PART_WORDS, whole, strict=False)
    return {f"{part}.{number}": [run[number]] for part, run in pairs for number in numbers}


def _are_steps(table: PlainTable, run: dict[int, int], codebook: Codebook) -> bool:
    values = {value for i in run.values() for value in table.values(i)}
    products = {a.value * b.value for a in codebook.likelihood for b in codebook.consequence}
    return bool(values) and not any(isinstance(read_result(value, products), Refused) for value in values)


def _asked_again(found: dict[str, list[int]], codebook: Codebook) -> dict[str, list[int]]:
    """Items that each occur two or three times without saying what for: likelihood, consequence, result in order."""
    asked = {area.number: sorted(found.get(f"result.{area.number}", [])) for area in codebook.area}
    times = {len(columns) for columns in asked.values()}
    if times not in ({2}, {3}):
        return {}
    return {
        f"{part}.{number}": [index]
        for number, columns in asked.items()
        for part, index in zip(PART_WORDS, columns, strict=False)
    }


def _settled(found: dict[str, list[int]], *, assumed_order: bool, numbered: bool) -> Suggestion:
    sure = {key: rivals[0] for key, rivals in found.items() if len(rivals) == 1}
    areas: dict[str, dict[int, int]] = {part: {} for part in PART_WORDS}
    for key, index in sure.items():
        part, _, number = key.partition(".")
        if number:
            areas[part][int(number)] = index
    single = {role: sure[role] for role in ROLE_WORDS if role in sure}
    unsure = {key: tuple(rivals) for key, rivals in found.items() if len(rivals) > 1}
    return Suggestion(single, areas, unsure, assumed_order, numbered)


def _part(table: PlainTable, index: int, codebook: Codebook) -> str:
    """The part a header names, else the one whose labels the cells hold."""
    return part_asked(table.columns[index]) or _part_by_labels(table.values(index), codebook)


def _part_by_labels(values: Sequence[str], codebook: Codebook) -> str:
    """The part whose labels all cells are, where the other part's would not do."""
    some = sorted(set(values))[:ENOUGH]
    fits = {
        part: not any(isinstance(read_step(value, steps), Refused) for value in some)
        for part, steps in (("likelihood", codebook.likelihood), ("consequence", codebook.consequence))
    }
    return next(part for part in fits if fits[part]) if some and sum(fits.values()) == 1 else ""


def _by_order(
    parts: dict[int, str], told: dict[int, int], numbers: dict[int, int], codebook: Codebook
) -> dict[int, int]:
    """Areas numbered by their order, where each part occurs once per area: S, K, R, S, K, R …

    Numbers in the headers that don't make up all areas count something else: «Spm 3» … «Spm 10», or copies.
    """
    areas = [area.number for area in codebook.area]
    found: dict[int, int] = {}
    for part in PART_WORDS:
        columns = [i for i in sorted(parts) if parts[i] == part]
        counted = [numbers[i] for i in columns if numbers[i]]
        whole = sorted(counted) == areas or any(told[i] for i in columns)
        if len(columns) == len(areas) and not whole and counted == sorted(set(counted)):
            found |= dict(zip(columns, areas, strict=True))
    return found
