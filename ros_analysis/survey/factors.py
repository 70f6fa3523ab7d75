"""What risk may go with: each factor is one object, and tests, tables and wording follow from it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Literal

from ros_analysis.survey.codebook import Codebook, SizeClass


@dataclass(frozen=True)
class Factor:
    """A factor in `column` of contract.ZONES; its `name` is the finding's question and its key in the catalogue.

    A number is tested by its order (Kendall), a group by its ranks (Kruskal–Wallis), compared only `within` the groups
    of another column. `classes` and `class_column` describe a number, and are not tested. `by_area`: whether the areas
    are tested against it too, as one declared question. `label` is the body's own word for a factor of its own.
    `declared` before the data it is a finding, else it is only explored by
    area and rule. `told`: whether the public edition may say its verdict. Of groups it may name: if 8 of 23 are red
    and that goes with a system that five use, all five are red.
    """

    name: str
    kind: Literal["number", "group"]
    column: str
    within: str = ""
    class_column: str = ""
    classes: Callable[[Codebook], Sequence[SizeClass]] | None = None
    declared: bool = True
    told: bool = False
    by_area: bool = False
    label: str = ""


SIZE = Factor(
    "size", "number", "population", class_column="size", classes=attrgetter("size_class"), told=True
)
EPJ = Factor("epj", "group", "epj", within="size", by_area=True)
FACTORS = (SIZE, EPJ)
"""In the order of the report."""
