"""Zones under other rules: where nearly equal counts would single out the one that moves."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pandas as pd

from ros_analysis.codebook import LEVELS
from ros_analysis.disclosure.thresholds import FEWEST, may_show_zones

THRESHOLDS = ("as_reported", "profile", "red_from", "green_yellow_max")
"""Rules that differ in thresholds alone: their red counts are nested, and so are their green counts."""


def rule_table(rules: pd.DataFrame) -> pd.DataFrame:
    """`rules` (columns change, green, yellow, red, undetermined, moved; as reported first) with NA where hidden.

    A rule's counts are shown when they differ from those reported, and from every shown rule they are nested with,
    by no municipality or by at least 3 at each border between zones; 0 singles nobody out. The attacker may know
    the answers of one or two municipalities and how many red and yellow areas they have.
    """
    counts = rules[[*LEVELS, "undetermined", "moved"]].astype("Int64")
    kept: list[int] = []
    for place in range(len(rules)):
        if _may_join(rules, kept, place):
            kept.append(place)
    hidden = [place for place in range(len(rules)) if place not in kept]
    counts.iloc[hidden] = pd.NA
    return counts


def _may_join(rules: pd.DataFrame, kept: Sequence[int], place: int) -> bool:
    row = rules.iloc[place]
    if not may_show_zones(int(row[level]) for level in LEVELS):
        return False
    if not kept:
        return True
    moved, net = int(row["moved"]), sum(_borders(row, rules.iloc[kept[0]]))
    if _singles_out(moved) or _singles_out(net - moved):
        return False
    return not any(
        _singles_out(step) for other in _nested(rules, kept, place) for step in _borders(row, other)
    )


def _nested(rules: pd.DataFrame, kept: Sequence[int], place: int) -> Iterator[pd.Series]:
    """The shown rules that this one's counts are compared with: the reported one, and those that are nested with it."""
    for other in kept:
        both = {rules["change"].iloc[other], rules["change"].iloc[place]}
        if other == kept[0] or both <= set(THRESHOLDS) or len(both) == 1:
            yield rules.iloc[other]


def _borders(row: pd.Series, other: pd.Series) -> tuple[int, int]:
    """How many crossed the border between green and yellow, and between yellow and red."""
    return abs(int(row["green"]) - int(other["green"])), abs(int(row["red"]) - int(other["red"]))


def _singles_out(count: int) -> bool:
    return 0 < abs(count) < FEWEST
