"""What is wrong for whoever can mend it: raw data repaired and logged, or refused with the way out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Literal


class UserError(Exception):
    """Its text says what to do, so IPython shows that alone, not where in the program it was found."""

    def _render_traceback_(self) -> list[str]:
        return [f"{type(self).__name__}: {self}"]


Severity = Literal["log", "warning"]
UNREAD = "unread_column"
"""The rule of a column that nothing is read from."""


@dataclass(frozen=True)
class Place:
    """Where in the raw data: file, sheet (xlsx), row as the file counts it (from 1), column letter and header."""

    file: str
    sheet: str = ""
    row: int | None = None
    column: str = ""

    def __str__(self) -> str:
        parts = [self.file]
        parts += [f"ark «{self.sheet}»"] if self.sheet else []
        parts += [f"rad {self.row}"] if self.row is not None else []
        parts += [f"kolonne {self.column}"] if self.column else []
        return ", ".join(parts)


def letter_and_header(column: str) -> tuple[str, str]:
    """A column as a place names it in two: «S «S9»» → «S», «S9»."""
    letter, _, header = column.partition("«")
    return letter.strip(), header.removesuffix("»")


@dataclass(frozen=True)
class Repair:
    """One change made between raw file and answers; `rule` is a key of the catalogue's [repair] section."""

    place: Place
    before: str
    after: str
    rule: str
    severity: Severity = "log"

    def row(self) -> dict[str, object]:
        """The repair as a flat row of repairs.csv."""
        return {
            **asdict(self.place),
            "before": self.before,
            "after": self.after,
            "rule": self.rule,
            "severity": self.severity,
        }


@dataclass(frozen=True)
class Problem:
    """One thing that can't be read safely: where, the value found, what is wrong, what is allowed, what to do."""

    place: Place
    message: str
    value: str = ""
    allowed: str = ""
    remedy: str = ""
    rule: str = ""

    def __str__(self) -> str:
        found = f" Fant «{self.value}»." if self.value else ""
        allowed = f" Tillatt: {self.allowed}." if self.allowed else ""
        remedy = f" {self.remedy}" if self.remedy else ""
        return f"{self.place}: {self.message}{found}{allowed}{remedy}"


class RefusedData(UserError):
    """Raw data that can't be used as it stands; carries every problem found, not only the first.

    `kept` is a text without names and values, for where the error is kept in a file.
    """

    def __init__(self, problems: Iterable[Problem], kept: str = "") -> None:
        self.problems = tuple(problems)
        super().__init__(kept or self.told)

    @property
    def told(self) -> str:
        """Every problem with its names and values, for the one who sits at the terminal."""
        return "\n".join(str(problem) for problem in self.problems)
