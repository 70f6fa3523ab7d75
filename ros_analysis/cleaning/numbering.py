"""Numbers in headers: the form's own, and taken for the areas' only where exactly the areas 1…n are there."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from ros_analysis.cleaning.asked import PART_WORDS
from ros_analysis.cleaning.scale import folded
from ros_analysis.exports import Column

AREA = r"(?<![^\W\d_])(?:risiko)?(?:område|omr|area)[.:]?\s?([0-9]+)"
PART = rf"(?:{'|'.join(PART_WORDS.values())}|[skr]|sann\w*|kons\w*|res\w*)"
NUMBERED = (
    r"^([0-9]+)\b",
    r"\b(?:spørsmål|spm|punkt|pkt|nr)\.?\s?([0-9]+)\b",
    rf"^{PART}[\W_]*([0-9]+)(?![^\W\d_])",
    rf"^[a-zæøå]{{0,8}}[_ .]?([0-9]+)[_ .\[(]*{PART}[\])]?$",
)
BARE = rf"[\W_]*(?:{PART}|risikoområde|område|omr|area|[0-9]+)(?=[\W\d_]|$)"


def number_in(column: Column) -> int:
    """The one number by which a header may mean an area: «1. …», «Område 1 …», «S1», «Q3_K»; 0 for none or two."""
    text = folded(column.header)
    found = re.findall(AREA, text) or [n for pattern in NUMBERED for n in re.findall(pattern, text)]
    return int(found[0]) if len({int(number) for number in found}) == 1 else 0


def are_areas(
    columns: Sequence[Column],
    numbers: Mapping[int, int],
    parts: Iterable[Sequence[int]],
    areas: Sequence[int],
) -> bool:
    """Whether the numbers in `columns` are the areas': in each of `parts` (lists of index) that has any, all of them.

    More areas than the codebook's are still areas where the headers say nothing but part and number: S1 … S10.
    """
    return all(_whole(columns, numbers, part, areas) for part in parts if any(numbers[i] for i in part))


def _whole(
    columns: Sequence[Column], numbers: Mapping[int, int], part: Sequence[int], areas: Sequence[int]
) -> bool:
    run = sorted(numbers[i] for i in part if numbers[i])
    longer = run == list(range(1, max(run) + 1)) and len(run) > len(areas)
    enough = run == list(areas) or (longer and all(is_bare(columns[i]) for i in part if numbers[i]))
    return enough and not _are_copies(columns, numbers, part)


def _are_copies(columns: Sequence[Column], numbers: Mapping[int, int], part: Sequence[int]) -> bool:
    """Whether the numbers tell copies of one header apart: «Sannsynlighet», «Sannsynlighet.1» …"""
    first = [folded(columns[i].header) for i in part if not numbers[i]]
    return any(folded(columns[i].header).startswith(name) for i in part if numbers[i] for name in first)


def is_bare(column: Column) -> bool:
    """Whether a header says nothing but a part and a number: «S1», «Område 3 – konsekvens»."""
    return re.fullmatch(rf"(?:{BARE})*[\W_]*", folded(column.header)) is not None
