"""What the bench shows for a choice: the blocks of each view."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from ros_analysis import figures, tables, text
from ros_analysis.report import Single, show
from ros_analysis.rounds import Round, WhatIf
from ros_analysis.survey import EPJ, SIZE, Factor


@dataclass(frozen=True)
class Choice:
    """A round as it is, the same round under the rule tried (itself when the rule is the codebook's), and where to
    look closer: an area by number (0 for all) and a municipality by number."""

    actual: Round
    tried: Round
    area: int = 0
    municipality: str = ""


View = Callable[[Choice], tuple[Single, ...]]


def zones(choice: Choice) -> tuple[Single, ...]:
    """Who answered, the zones over rounds, and what another rule would change."""
    tried = choice.tried
    if isinstance(tried, WhatIf):
        return show(tables.tried(tried), figures.zones(tried), tables.moved(tried)).items
    last = tried.previous()
    return show(tables.zones(tried, last), figures.zones(tried), tables.responses(tried, last)).items


def areas(choice: Choice) -> tuple[Single, ...]:
    """All areas side by side, or one area municipality by municipality."""
    if choice.area:
        return show(tables.area(choice.actual, choice.area), figures.area(choice.actual, choice.area)).items
    return show(
        tables.areas(choice.actual), figures.area_levels(choice.actual), text.needs_answers(choice.actual)
    ).items


def municipality(choice: Choice) -> tuple[Single, ...]:
    """One municipality over rounds."""
    chosen = choice.actual, choice.municipality
    return show(tables.municipality(*chosen), figures.municipality(*chosen)).items


def by(factor: Factor) -> View:
    """Zones by a factor."""
    return lambda choice: (
        show(
            tables.by_factor(choice.tried, factor),
            figures.by_factor(choice.tried, factor),
            text.needs_answers(choice.actual),
        ).items
    )


def findings(choice: Choice) -> tuple[Single, ...]:
    """The findings as reported, and what every other rule would have said."""
    return show(text.findings(choice.actual), tables.rules(choice.actual)).items


VIEWS: Mapping[str, View] = {
    "Soner": zones,
    "Områder": areas,
    "Kommune": municipality,
    "Størrelse": by(SIZE),
    "Fagsystem": by(EPJ),
    "Funn": findings,
}
UNDER_RULE = ("Soner", "Størrelse", "Fagsystem")
"""The views that another zone rule changes."""
