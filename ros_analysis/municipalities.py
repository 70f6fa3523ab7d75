"""Municipality numbers, names and populations, and which became which."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal

import pandas as pd

from ros_analysis.contract import REGISTER, checked
from ros_analysis.models import SettingsError

Extent = Literal["whole", "partial"]
COLUMNS = {
    "municipalities.csv": ("number", "name", "other_names", "valid_from", "valid_to"),
    "population.csv": ("year", "number", "population"),
    "successions.csv": ("old_number", "new_number", "date", "kind", "extent", "note"),
    "counties.csv": ("number", "name", "valid_from", "valid_to", "short_forms"),
    "municipality_aliases.csv": ("alias", "name"),
}


class RegisterError(SettingsError):
    """The register lacks what a round needs; the text says which file, what is there and what to add."""


@dataclass(frozen=True)
class Unit:
    """One municipality number with its names and the dates it was valid; None is open-ended."""

    number: str
    name: str
    other_names: tuple[str, ...]
    valid_from: date | None
    valid_to: date | None

    def __str__(self) -> str:
        return f"{self.number} {self.name}"

    def valid(self, year: int) -> bool:
        """Whether the number was in use on 1 January of `year`."""
        day = date(year, 1, 1)
        return (self.valid_from or day) <= day <= (self.valid_to or day)


@dataclass(frozen=True)
class Succession:
    """`old` became `new` on `date`: all of it (whole) or a part; the same number twice when nothing changed."""

    old: str
    new: str
    date: date
    kind: str
    extent: Extent
    note: str = ""


class Register:
    """The municipalities of a country or a survey, over time (SSB and Kartverket, see sources.toml)."""

    def __init__(
        self,
        units: Mapping[str, Unit],
        population: pd.DataFrame,
        successions: tuple[Succession, ...],
        counties: pd.DataFrame,
        aliases: Mapping[str, str],
    ) -> None:
        self.units = units
        self.population = population
        self.successions = successions
        self.counties = counties
        self.aliases = aliases
        self._of: dict[tuple[str, int], pd.DataFrame] = {}

    @classmethod
    def load(cls, folder: Path) -> Register:
        """The register in `folder`; raises RegisterError when a file is missing or contradicts another."""
        units = {row["number"]: _unit(row) for row in _rows(folder / "municipalities.csv")}
        population = pd.DataFrame(
            [(int(row["year"]), row["number"], _persons(row)) for row in _rows(folder / "population.csv")],
            columns=["year", "number", "population"],
        )
        successions = tuple(_succession(row) for row in _rows(folder / "successions.csv"))
        aliases = {row["alias"]: row["name"] for row in _rows(folder / "municipality_aliases.csv")}
        named = {*population["number"], *(n for step in successions for n in (step.old, step.new))}
        if unknown := sorted(named - set(units)):
            raise RegisterError(f"{folder}: numre som mangler i municipalities.csv: {', '.join(unknown)}.")
        counties = pd.DataFrame(_rows(folder / "counties.csv")).set_index("number")
        return cls(units, population, successions, counties, aliases)

    def of(self, county: str, year: int) -> pd.DataFrame:
        """The county's municipalities with population on 1 January of `year`: number, name, population."""
        if (county, year) not in self._of:
            self._of[county, year] = self._invited(county, year)
        return self._of[county, year].copy()

    def _invited(self, county: str, year: int) -> pd.DataFrame:
        here = [unit for unit in self.units.values() if unit.number.startswith(county) and unit.valid(year)]
        if not here:
            raise RegisterError(f"Ingen kommuner i fylke «{county}» i {year}. Se counties.csv i registeret.")
        persons = self._population_in(year)
        if lacking := [str(unit) for unit in here if unit.number not in persons]:
            raise RegisterError(
                f"population.csv mangler folketall 1. januar {year} for {', '.join(lacking)}."
            )
        rows = [(unit.number, unit.name, persons[unit.number]) for unit in here]
        frame = pd.DataFrame(rows, columns=["number", "name", "population"]).sort_values("number")
        return checked(frame, REGISTER, "register")

    def _population_in(self, year: int) -> dict[str, int]:
        frame = self.population[self.population["year"] == year]
        if frame.empty:
            known = ", ".join(str(known) for known in sorted(self.population["year"].unique()))
            raise RegisterError(
                f"population.csv mangler folketall 1. januar {year}; filen har {known}. "
                f"Legg til året fra SSBs tabell 07459, én rad per kommune: year,number,population."
            )
        return dict(zip(frame["number"], frame["population"], strict=True))

    def county_name(self, number: str) -> str:
        """The name of the county that a municipality (or county) number belongs to."""
        return str(self.counties["name"].get(number[:2], f"fylke {number[:2]}"))

    def successors(self, number: str, year: int) -> tuple[Succession, ...]:
        """What `number` had become on 1 January of `year`; itself when it was still valid and whole."""
        return self._follow(number, year, forward=True)

    def predecessors(self, number: str, year: int) -> tuple[Succession, ...]:
        """What `number` consists of, as the units were on 1 January of an earlier `year`."""
        return self._follow(number, year, forward=False)

    def _follow(self, number: str, year: int, *, forward: bool) -> tuple[Succession, ...]:
        limit = date(year, 1, 1)
        steps = [
            step
            for step in self.successions
            if number == (step.old if forward else step.new)
            and ((step.date <= limit) if forward else (step.date > limit))
        ]
        cut: Extent = "partial" if any(step.extent == "partial" for step in steps) else "whole"
        itself = Succession(number, number, limit, "same", cut)
        found = [itself] if self.units[number].valid(year) else []
        for step in steps:
            for further in self._follow(step.new if forward else step.old, year, forward=forward):
                found.append(_joined(step, further) if forward else _joined(further, step))
        return tuple(dict.fromkeys(found))

    def explain(self, number: str, year: int) -> str:
        """Why `number` is not valid in `year`: «1504 gjaldt til 31.12.2019, ny 1507 Ålesund»."""
        unit = self.units[number]
        if unit.valid_to and unit.valid_to < date(year, 1, 1):
            now = " og ".join(str(self.units[step.new]) for step in self.successors(number, year))
            return f"{unit} gjaldt til {day_text(unit.valid_to)}, ny {now or 'er ukjent'}"
        before = " og ".join(str(self.units[step.old]) for step in self.predecessors(number, year))
        start = day_text(unit.valid_from) if unit.valid_from else "senere"
        return f"{unit} gjelder fra {start}, i {year}: {before or 'ingen'}"


def _rows(path: Path) -> list[dict[str, str]]:
    columns = COLUMNS[path.name]
    if not path.exists():
        raise RegisterError(f"{path}: filen mangler. Den skal ha kolonnene {', '.join(columns)}.")
    frame = pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8")
    if lacking := [column for column in columns if column not in frame]:
        raise RegisterError(f"{path}: mangler kolonnene {', '.join(lacking)}.")
    return [{str(key): str(value) for key, value in row.items()} for row in frame.to_dict("records")]


def _persons(row: Mapping[str, str]) -> int:
    """«26 000» is 26000 persons; «26.000» may be 26 and is refused."""
    plain = "".join(row["population"].split())
    if not plain.isdecimal():
        raise RegisterError(
            f"population.csv: folketallet «{row['population']}» for {row['number']} i {row['year']} "
            "er ikke et helt tall. Skriv det uten punktum og komma."
        )
    return int(plain)


def _unit(row: Mapping[str, str]) -> Unit:
    others = tuple(name.strip() for name in row["other_names"].split(";") if name.strip())
    return Unit(row["number"], row["name"], others, _date(row["valid_from"]), _date(row["valid_to"]))


def _succession(row: Mapping[str, str]) -> Succession:
    extent: Extent = "whole" if row["extent"] == "whole" else "partial"
    day = date.fromisoformat(row["date"])
    return Succession(row["old_number"], row["new_number"], day, row["kind"], extent, row["note"])


def _date(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def day_text(day: date) -> str:
    """«31.12.2019», as dates stand beside municipality numbers."""
    return f"{day:%d.%m.%Y}"


def _joined(first: Succession, second: Succession) -> Succession:
    extent: Extent = "whole" if first.extent == second.extent == "whole" else "partial"
    told = second if first.kind == "same" else first
    return Succession(first.old, second.new, told.date, told.kind, extent, told.note)
