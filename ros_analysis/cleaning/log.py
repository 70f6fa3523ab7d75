"""What cleaning did to the raw data, and what stands in its way, collected while it reads on."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from ros_analysis.exports import Kind, is_person_by_given_name
from ros_analysis.survey import Place, Problem, Repair

LONGEST = 60
NAME = "[navn skjult]"


@dataclass
class Log:
    """Repairs and problems in the order they were met."""

    repairs: list[Repair] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def fix(self, place: Place, before: str, after: str, rule: str) -> None:
        """A repair that an analyst may look up."""
        self.repairs.append(Repair(brief(place), _short(before), after, rule))

    def warn(self, place: Place, before: str, after: str, rule: str) -> None:
        """A repair that the report's readers are told of."""
        self.repairs.append(Repair(brief(place), _short(before), after, rule, "warning"))

    def refuse(
        self, place: Place, rule: str, message: str, *, value: str = "", allowed: str = "", remedy: str = ""
    ) -> None:
        """Something that only the owner of the data can settle."""
        if name := name_in(value):
            message = message.replace(name, NAME)
        self.problems.append(Problem(brief(place), message, _short(value), allowed, remedy, rule))


def brief(place: Place) -> Place:
    """The place with the middle of a long header left out: its end tells likelihood from consequence."""
    return replace(place, column=elided(place.column, LONGEST))


def elided(text: str, longest: int) -> str:
    """`text` with its middle replaced by «…» where it is longer than `longest` characters."""
    half = longest // 2
    return text if len(text) <= longest else f"{text[:half].rstrip()} … {text[-half:].lstrip()}"


def name_in(text: str) -> str:
    """The person that a cell names, «» for none: a column of names may have been taken for another."""
    bare = re.sub(r"^[\W\d]+|[\W\d]+$", "", text)
    return bare if bare and is_person_by_given_name(bare) else ""


def unnamed(text: str) -> str:
    """The cell with a person's name masked."""
    name = name_in(text)
    return text.replace(name, NAME) if name else text


def _short(text: str) -> str:
    text = unnamed(text)
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


@dataclass(frozen=True)
class Cell:
    """A cell of an answer: its text, what kind of cell Excel had, where it stands, and the log to tell of it in."""

    text: str
    kind: Kind
    place: Place
    log: Log

    def fix(self, after: str, rule: str) -> None:
        """A repair that an analyst may look up."""
        self.log.fix(self.place, self.text, after, rule)

    def warn(self, after: str, rule: str) -> None:
        """A repair that the report's readers are told of."""
        self.log.warn(self.place, self.text, after, rule)

    def refuse(self, rule: str, message: str, *, allowed: str = "", remedy: str = "") -> None:
        """Something that only the owner of the data can settle."""
        self.log.refuse(self.place, rule, message, value=self.text, allowed=allowed, remedy=remedy)
