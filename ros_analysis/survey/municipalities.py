"""Municipality numbers, names and populations, and which became which."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal

import pandas as pd

from ros_analysis.survey.contract import REGISTER, checked
from ros_analysis.survey.folding import fold
from ros_analysis.survey.population import COLUMNS as POPULATION
from ros_analysis.survey.population import POPULATION_SOURCE, read_population
from ros_analysis.survey.register_file import RegisterError, Row, read_each, require_distinct

Extent = Literal["whole", "partial"]
COLUMNS = {
    "municipalities.csv": ("number", "name", "other_names", "valid_from", "valid_to"),
    "population.csv": POPULATION,
    "successions.csv": ("old_number", "new_number", "date", "kind", "extent", "note"),
    "counties.csv": ("number", "name", "valid_from", "valid_to", "short_forms"),
    "municipality_aliases.csv": ("alias", "name"),
}


@dataclass(frozen=True)
class Municipality:
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
        units: Mapping[str, Municipality],
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
        units = _units(folder / "municipalities.csv")
        successions = _successions(folder / "successions.csv")
        population = read_population(
            folder / "population.csv", {(s.old, s.new, s.date.year) for s in successions}
        )
        aliases = _aliases(folder / "municipality_aliases.csv")
        named = {*population["number"], *(n for step in successions for n in (step.old, step.new))}
        if unknown := sorted(named - set(units)):
            raise RegisterError(f"{folder}: numre som mangler i municipalities.csv: {', '.join(unknown)}.")
        return cls(units, population, successions, _counties(folder / "counties.csv"), aliases)

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
                f"Legg til året fra SSBs tabell 07459 ({POPULATION_SOURCE.format(year=year)}), "
                "én rad per kommune: year,number,population."
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


def _units(path: Path) -> dict[str, Municipality]:
    rows = read_each(path, COLUMNS[path.name], lambda row: (row.number, _unit(row)))
    require_distinct(path, ((number, unit.number, str(unit)) for number, unit in rows))
    return {unit.number: unit for _, unit in rows}


def _unit(row: Row) -> Municipality:
    others = tuple(name.strip() for name in row.cells["other_names"].split(";") if name.strip())
    return Municipality(
        row.code("number", 4), row.text("name"), others, row.day("valid_from"), row.day("valid_to")
    )


def _successions(path: Path) -> tuple[Succession, ...]:
    rows = read_each(path, COLUMNS[path.name], lambda row: (row.number, _succession(row)))
    require_distinct(
        path, ((n, (step.old, step.new, step.date), f"{step.old} {step.new} {step.date}") for n, step in rows)
    )
    return tuple(step for _, step in rows)


def _succession(row: Row) -> Succession:
    extent: Extent = "whole" if row.one_of("extent", ("whole", "partial")) == "whole" else "partial"
    row.text("date")
    day = row.day("date") or date.min
    return Succession(
        row.code("old_number", 4), row.code("new_number", 4), day, row.text("kind"), extent, row.cells["note"]
    )


def _aliases(path: Path) -> dict[str, str]:
    rows = read_each(path, COLUMNS[path.name], lambda row: (row.number, row.text("alias"), row.text("name")))
    require_distinct(path, ((number, fold(alias), f"{alias}, {name}") for number, alias, name in rows))
    return {alias: name for _, alias, name in rows}


def _counties(path: Path) -> pd.DataFrame:
    rows = read_each(
        path, COLUMNS[path.name], lambda row: (row.number, {**row.cells, "number": row.code("number", 2)})
    )
    require_distinct(
        path, ((at, cells["number"], f"{cells['number']} {cells['name']}") for at, cells in rows)
    )
    return pd.DataFrame([cells for _, cells in rows], columns=COLUMNS[path.name]).set_index("number")


def day_text(day: date) -> str:
    """«31.12.2019», as dates stand beside municipality numbers."""
    return f"{day:%d.%m.%Y}"


def _joined(first: Succession, second: Succession) -> Succession:
    extent: Extent = "whole" if first.extent == second.extent == "whole" else "partial"
    told = second if first.kind == "same" else first
    return Succession(first.old, second.new, told.date, told.kind, extent, told.note)
