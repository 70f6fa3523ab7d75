"""Tables as the reader leaves them, and a desk that cleans them with the project's own codebook and register."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from ros_analysis.cleaning import Basis, Suggestion, clean
from ros_analysis.cleaning.round import Cleaned
from ros_analysis.exports.plain import Column, PlainTable, Row, letter
from ros_analysis.survey.codebook import Codebook, read_codebook
from ros_analysis.survey.epj import EpjSystems
from ros_analysis.survey.fields import BY_AREA
from ros_analysis.survey.members import Members
from ros_analysis.survey.municipalities import Register
from ros_analysis.survey.problems import Problem, RefusedData
from ros_analysis.survey.settings import RoundSettings

RAW = Path(__file__).parents[2] / "data" / "raw"
AREAS = range(1, 9)
HEADERS = ("Kommune", "EPJ", "Tid", "Rolle", "Sone", *(f"{part}{n}" for n in AREAS for part in "SKR"))
COLUMNS: dict[str, Any] = {
    "municipality": "Kommune",
    "epj": "EPJ",
    "timestamp": "Tid",
    "role": "Rolle",
    "zone": "Sone",
    "likelihood": {str(n): f"S{n}" for n in AREAS},
    "consequence": {str(n): f"K{n}" for n in AREAS},
    "result": {str(n): f"R{n}" for n in AREAS},
}


def table(*rows: dict[str, str], headers: Sequence[str] = HEADERS, file: str = "svar.csv") -> PlainTable:
    """A table with one row per dict of header → text; areas not mentioned are answered 1 × 2."""
    columns = tuple(Column(letter(i), header) for i, header in enumerate(headers))
    usual = {f"S{n}": "1" for n in AREAS} | {f"K{n}": "2" for n in AREAS}
    lines = [tuple((usual | row).get(header, "") for header in headers) for row in rows]
    cells = tuple(Row(number, line) for number, line in enumerate(lines, start=2))
    return PlainTable(file, "", "", "utf-8", ";", columns, cells)


def areas(suggestion: Suggestion) -> dict[str, dict[int, int]]:
    """The one column that seems to hold each area, by part."""
    single = {key: found[0] for key, found in suggestion.found.items() if len(found) == 1}
    parts = {part: [key for key in single if key.startswith(f"{part}.")] for part in BY_AREA}
    return {part: {int(key.partition(".")[2]): single[key] for key in keys} for part, keys in parts.items()}


@dataclass
class Desk:
    """Cleans tables of a round in Møre og Romsdal."""

    codebook: Codebook
    register: Register
    systems: EpjSystems

    def clean(self, *tables: PlainTable, year: int = 2020, **settings: Any) -> Cleaned:
        files = [{"path": "svar.csv", "sha256": "0" * 64}]
        round_ = RoundSettings(year=year, file=files, **{"columns": COLUMNS, **settings})
        return clean(tables, Basis(Members(self.register, ("15",)), round_, self.codebook, self.systems))

    def problems(self, *tables: PlainTable, **settings: Any) -> tuple[Problem, ...]:
        with pytest.raises(RefusedData) as refused:
            self.clean(*tables, **settings)
        return refused.value.problems


REGISTER = RAW / "register"
DESK = Desk(read_codebook(RAW / "codebook.toml"), Register.load(REGISTER), EpjSystems.load(REGISTER))
