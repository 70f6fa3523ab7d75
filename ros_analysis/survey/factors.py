"""What risk may go with: each factor is one object, and tests, tables and wording follow from it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Annotated, Literal, NamedTuple

from pydantic import AfterValidator, Field

from ros_analysis.survey.codebook import Codebook, SizeClass
from ros_analysis.survey.models import Strict

FactorKind = Literal["number", "group"]
SERVICE = "service"
"""The column of contract.ZONES that says which shared ICT service a municipality has, where the body gives it."""


@dataclass(frozen=True)
class Factor:
    """A factor in `column` of contract.ZONES; its `name` is the finding's question and its key in the catalogue.

    A number is tested by its order (Kendall), a group by its ranks (Kruskal–Wallis), compared only `within` the groups
    of another column. `classes` and `class_column` describe a number, and are not tested. `by_area`: whether the areas
    are tested against it too, as one declared question. `label` is the body's own word for a factor of its own, and
    `header` what its column is called in a spreadsheet or members.csv. `declared` before the data it is a finding, else
    it is only explored by area and rule; not `beforehand`: declared after the same answers had been tested. `told`:
    whether the public edition may say its verdict. Of groups it may name: if 8 of 23 are red and that goes with a
    system that five use, all five are red.
    """

    name: str
    kind: FactorKind
    column: str
    within: str = ""
    class_column: str = ""
    classes: Callable[[Codebook], Sequence[SizeClass]] | None = None
    declared: bool = True
    told: bool = False
    by_area: bool = False
    label: str = ""
    beforehand: bool = True
    header: str = ""


SIZE = Factor(
    "size", "number", "population", class_column="size", classes=attrgetter("size_class"), told=True
)
EPJ = Factor("epj", "group", "epj", within="size", by_area=True)
FACTORS = (SIZE, EPJ)
"""In the order of the report."""

TAKEN = frozenset(
    """
    number name population size answered epj green_areas yellow_areas red_areas missing_areas total score zone_given
    zone_best zone_worst zone answered_at change trend areas service risk mixed unit group green yellow red n label
    """.split()  # noqa: SIM905
)
"""Names that something of every round has, so that no factor of the body's can."""


class OwnColumn(NamedTuple):
    """A column of the body's own: its name in contract.ZONES, its header in a spreadsheet or members.csv, its kind."""

    name: str
    header: str
    kind: FactorKind


def _free(name: str) -> str:
    if name in TAKEN:
        raise ValueError(f"«{name}» er i bruk; velg et annet navn")
    return name


class OwnFactor(Strict):
    """A factor of the body's own, as [[factor]] in survey.toml has it; `declared` before the answers, else explored.

    Rounds before the year `since` know nothing of it.
    """

    name: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$"), AfterValidator(_free)]
    label: Annotated[str, Field(min_length=1)]
    column: Annotated[str, Field(min_length=1)]
    kind: FactorKind
    declared: bool = False
    since: int = 0

    @property
    def factor(self) -> Factor:
        """The same as one of the factors that are tested: a group within size classes, as the EPJ system is."""
        within = EPJ.within if self.kind == "group" else ""
        return Factor(
            self.name,
            self.kind,
            self.name,
            within,
            declared=self.declared,
            label=self.label,
            header=self.column,
        )
