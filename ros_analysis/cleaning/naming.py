"""The municipality that a row answers for, with every spelling repaired and every doubt refused."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from ros_analysis.cleaning.identify import Match, Matcher, NoMatch, fold_name
from ros_analysis.cleaning.log import AnswerCell
from ros_analysis.exports import TEST_NAMES
from ros_analysis.survey import Choices, Place, fold

MUNICIPALITY = ("municipality_number", "municipality")
"""The roles of the cells that name it."""
REMEDIES = {
    "former": "Skriv kommunen som gjaldt i undersøkelsesåret, eller velg former_units = "
    '"whole_unit" under [choices] i round.toml.',
    "split": "Skriv den av kommunene som svarte; et svar fra en kommune som er delt, kan ikke føres på én av dem.",
    "future": "Skriv kommunen som gjaldt i undersøkelsesåret.",
    "disagree": "Rett nummeret eller navnet.",
    "unknown": "Rett navnet, eller skriv nummeret.",
}


@dataclass(frozen=True)
class Excluded:
    """A row that names a municipality that is not asked, and where it lies."""

    place: Place
    text: str
    why: str


def read_municipality(
    cells: Sequence[AnswerCell], matcher: Matcher, choices: Choices, met: set[str]
) -> Match | Excluded | None:
    """The municipality that the cells of its number and name say; None for refused ones and tests.

    An alias is told of loudly the first time; `met` has those of the table before.
    """
    cell = _written(cells, matcher)
    if fold(cell.text) in TEST_NAMES:
        cell.warn("utelatt", "test_name")
        return None
    found = matcher.find(cell.text)
    if isinstance(found, Match):
        _note_spelling(cell, found, matcher, met)
        return found
    if found.reason == "other_county":
        cell.warn(f"utelatt: {found.message}", "other_county")
        return Excluded(cell.place, cell.text, found.message)
    after = matcher.register.successors(found.number, matcher.year) if found.reason == "former" else ()
    went_whole = len(after) == 1 and after[0].extent == "whole"
    if went_whole and choices.former_units == "whole_unit":
        whole = matcher.register.units[after[0].new]
        cell.warn(f"{whole}: {found.message}", "former_unit")
        return Match(whole.number, whole.name, "number", found.number)
    _refuse(cell, found, is_split=found.reason == "former" and not went_whole)
    return None


def _written(cells: Sequence[AnswerCell], matcher: Matcher) -> AnswerCell:
    """The cell that names the municipality: number and name together where both stand there."""
    written = [cell for cell in cells if cell.text]
    if len(written) < 2:
        return (written or cells)[0]
    number, name = written
    padded = matcher.split(number.text)[0] or number.text
    if padded != number.text:
        number.fix(padded, "number_padded")
    return replace(number, text=f"{padded} {name.text}")


def _note_spelling(cell: AnswerCell, found: Match, matcher: Matcher, met: set[str]) -> None:
    if found.how == "alias":
        note = cell.fix if fold_name(cell.text) in met else cell.warn
        note(found.name, "name_alias")
        met.add(fold_name(cell.text))
    elif found.how == "number":
        if cell.text != found.number and not matcher.split(cell.text)[1]:
            cell.fix(found.number, "number_padded")
    elif cell.text != found.name:
        cell.fix(found.name, "name_normalised")
    elif matcher.shared(cell.text):
        cell.fix(f"{found.number} {found.name}", "name_shared")


def _refuse(cell: AnswerCell, found: NoMatch, *, is_split: bool) -> None:
    if not fold_name(cell.text):
        message, remedy = "raden sier ikke hvem svarene er fra.", "Skriv det, eller slett raden."
        replace(cell, text="").refuse("no_municipality", message, remedy=remedy)
        return
    names = " eller ".join(f"«{name}»" for name in found.suggestions)
    cell.refuse(
        f"municipality_{found.reason}", f"{found.message}.", allowed=f"ligner på {names}" if names else "",
        remedy=REMEDIES["split" if is_split else found.reason],
    )  # fmt: skip


def named_in(text: str, known: Callable[[str], bool]) -> str:
    """The one name that stands among other words, as in «ROS 2024 Vik kommune»; "" for none or for several.

    Digits alone are a year, or whatever else, and name nobody.
    """
    words = [word.strip(".,;()-") for word in re.split(r"[\s_]+", text)]
    found: dict[str, str] = {}
    free = {*range(len(words))}
    for length in range(len(words), 0, -1):
        for start in range(len(words) - length + 1):
            places, name = {*range(start, start + length)}, " ".join(words[start : start + length])
            if places <= free and re.search(r"[^\W\d]", name) and known(name):
                found[fold_name(name)] = name
                free -= places
    return next(iter(found.values())) if len(found) == 1 else ""
