"""Groups of municipalities, pooled until none is small enough to recognise its members."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ros_analysis.disclosure.thresholds import SMALLEST_GROUP
from ros_analysis.epj import OTHER

JOINED = "+"
"""Between the size classes that a pooled one consists of: «medium+large»."""


def pool_systems(answered: Mapping[str, int]) -> dict[str, str]:
    """Each EPJ system's group: itself, or OTHER together with the smallest ones until that group has 5.

    `answered` counts municipalities with a zone per system. Pooled by answers, since five invited of whom one
    answered are one.
    """
    small = {name for name, count in answered.items() if count < SMALLEST_GROUP or name == OTHER}
    large = sorted((name for name in answered if name not in small), key=lambda name: (answered[name], name))
    while large and small and sum(answered[name] for name in small) < SMALLEST_GROUP:
        small.add(large.pop(0))
    return {name: OTHER if name in small else name for name in answered}


def pool_sizes(answered: Mapping[str, int], order: Sequence[str]) -> dict[str, str]:
    """Each size class' group: neighbours (`order`, smallest first) joined until each group has 5."""
    groups = [[name] for name in order if name in answered]
    while len(groups) > 1 and min(sizes := [_size(group, answered) for group in groups]) < SMALLEST_GROUP:
        least = sizes.index(min(sizes))
        beside = [place for place in (least - 1, least + 1) if 0 <= place < len(groups)]
        other = min(beside, key=lambda place: sizes[place])
        low, high = sorted((least, other))
        groups[low : high + 1] = [groups[low] + groups[high]]
    return {name: JOINED.join(group) for group in groups for name in group}


def _size(group: Sequence[str], answered: Mapping[str, int]) -> int:
    return sum(answered[name] for name in group)
