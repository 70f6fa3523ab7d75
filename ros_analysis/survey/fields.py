"""What an answer consists of: one entry of fields.toml for each thing that a column of raw data may hold."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from importlib import resources
from typing import Any, Literal

from pydantic import ConfigDict, create_model
from pydantic.dataclasses import dataclass

from ros_analysis.survey.models import Strict

Kind = Literal["step", "choice", "text", "role", "date"]
ENTRY = ConfigDict(extra="forbid")


@dataclass(frozen=True, config=ENTRY)
class Role:
    """Something said once by each who answers.

    `words`: a pattern of headers that ask for it, «» where none is known; those more `specific` are tried first, as
    «Kommunens fagsystem» is about the system. `header`: what its column is called in a table made of forms.
    `says`: whether it is a part of the answer, not one of its circumstances. `wanted`: worth telling of if not read.
    """

    words: str = ""
    header: str = ""
    specific: int = 0
    says: bool = False
    wanted: bool = False


@dataclass(frozen=True, config=ENTRY)
class Part:
    """Something said of each area, as a number: a step of the codebook's `scale`, or with none what follows from steps.

    `words` and `letter` (as in «S1») ask for it in headers; `header` is what its column is called in a table made of
    forms, and `noun` what people call it. Each that is `required` must be there, or the result.
    """

    words: str
    letter: str
    header: str
    noun: str
    scale: str = ""
    required: bool = False

    @property
    def asked(self) -> str:
        """The pattern of headers that ask for it, in words or by its letter."""
        by_letter = rf"|\b{self.letter}[_ .]?\d*\b|(?<=[\d_]){self.letter}\b" if self.letter else ""
        return self.words + by_letter


@dataclass(frozen=True, config=ENTRY)
class Extra:
    """Something that a codebook may ask beside the answers, of each area or, if `once`, of the whole.

    `words` is a pattern of headers that ask for it; a `vague` one is tried after the others. `header` is what its
    column is called in a table made of forms. Of the kinds, «step» is on the codebook's `scale`, «choice» one of
    `choices`, «role» a text that says who by what they do, never by name. All is internal but how many say yes to a
    choice.
    """

    words: str
    header: str
    kind: Kind
    scale: str = ""
    choices: tuple[str, ...] = ()
    once: bool = False
    vague: bool = False


_FILE = resources.files("ros_analysis.survey").joinpath("fields.toml")
_ENTRIES = tomllib.loads(_FILE.read_text("utf-8"))
ROLES = {name: Role(**entry) for name, entry in _ENTRIES["role"].items()}
PARTS = {name: Part(**entry) for name, entry in _ENTRIES["part"].items()}
FIELDS = {name: Extra(**entry) for name, entry in _ENTRIES["extra"].items()}
SCALES = {name: part.scale for name, part in PARTS.items()} | {
    name: field.scale for name, field in FIELDS.items()
}
BY_AREA = (*PARTS, *(name for name, entry in FIELDS.items() if not entry.once))
ONCE = (*ROLES, *(name for name, entry in FIELDS.items() if entry.once))
"""What there is a column of for each area, and one column of in all."""
STEPS = tuple(part for part, entry in PARTS.items() if entry.required)
"""The parts that every area is asked for, each on a scale of its own; the result follows from them."""
THERE = ("yes", "partly")
"""The answers to `measure` that say that there is one."""

_TYPES: dict[str, Any] = {
    name: (str | None, None) if name in ONCE else (Mapping[str, str], {})
    for name in (*ROLES, *PARTS, *FIELDS)
}


class Columns(create_model("Columns", __base__=Strict, **_TYPES)):  # type: ignore[misc]
    """Which column holds what: header text, variable code or column letter; areas by their number as text."""

    factor: Mapping[str, str] = {}
    """Where a factor of the body's own, or «service», stands in another column than survey.toml says."""

    def of(self, part: str) -> Mapping[str, str]:
        """The columns of one part or field, by number or code of the area."""
        named: Mapping[str, str] = getattr(self, part)
        return named
