"""Municipality numbers, names and populations, and which became which."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from itertools import groupby, pairwise
from pathlib import Path
from typing import Literal, NamedTuple

import pandas as pd

from ros_analysis.survey.contract import REGISTER, checked
from ros_analysis.survey.folders import SeenFingerprints
from ros_analysis.survey.folding import fold
from ros_analysis.survey.register_file import Key, Read, RegisterError, RegisterRow, read_each, stop

Extent = Literal["whole", "partial"]
COLUMNS = {
    "municipalities.csv": ("number", "name", "other_names", "valid_from", "valid_to"),
    "population.csv": ("year", "number", "population"),
    "successions.csv": ("old_number", "new_number", "date", "kind", "extent", "note"),
    "counties.csv": ("number", "name", "valid_from", "valid_to", "short_forms"),
    "municipality_aliases.csv": ("alias", "name"),
}
POPULATION_SOURCE = (
    "https://data.ssb.no/api/pxwebapi/v2/tables/07459/data?lang=no&valueCodes[Region]=*"
    "&valueCodes[ContentsCode]=Personer1&valueCodes[Tid]={year}&outputFormat=json-stat2"
)
"""Where SSB gives the figures of one year: table 07459, sex and age added up."""
HOW_TO_ADD = (
    "Hent SSBs tabell 07459 for året (variabler: Region alle, ContentsCode Personer1, Tid {year}) som JSON-stat 2, "
    f"xlsx eller csv med koder, for eksempel {POPULATION_SOURCE} Kjør så: ros register add FIL. Er året ikke kommet "
    "hos SSB, kan runden bruke et annet års tall: population_year = ÅR i round.toml, eller --population-year ÅR."
)
"""What to do where a year is missing; `year` is to be filled in."""
TOO_MUCH = 3


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


class PopulationFigure(NamedTuple):
    """How many lived in a municipality on 1 January of a year, and the row that says so."""

    number: str
    year: int
    population: int
    row: int


@dataclass(frozen=True)
class _Files:
    """The files of a register: the same wherever they lie, so that they need not be read again for every round."""

    fingerprints: tuple[str, ...]
    folder: Path = field(compare=False)


@dataclass(frozen=True, eq=False)
class Register:
    """The municipalities of a country or a survey, over time (SSB and Kartverket, see sources.toml)."""

    units: Mapping[str, Municipality]
    population: pd.DataFrame
    successions: tuple[Succession, ...]
    counties: pd.DataFrame
    aliases: Mapping[str, str]

    @classmethod
    def load(cls, folder: Path) -> Register:
        """The register in `folder`; raises RegisterError when a file is missing or contradicts another, or for a
        population out of all proportion to the years beside it."""
        fingerprints = SeenFingerprints(folder)
        return cls._read(_Files(tuple(fingerprints[name] for name in COLUMNS), folder))

    @classmethod
    @lru_cache(maxsize=8)
    def _read(cls, files: _Files) -> Register:
        folder = files.folder

        def rows(
            name: str, read: Callable[[RegisterRow], Read], keys: Callable[[Read], Iterable[Key]]
        ) -> list[Read]:
            return read_each(folder / name, COLUMNS[name], read, keys)

        units = rows("municipalities.csv", _unit, lambda unit: [(unit.number, str(unit))])
        successions = rows(
            "successions.csv",
            _succession,
            lambda s: [((s.old, s.new, s.date), f"{s.old} {s.new} {s.date}")],
        )
        figures = rows("population.csv", _figure, lambda f: [(f[:2], f"{f.year} {f.number} {f.population}")])
        stop(folder / "population.csv", list(_out_of_proportion(figures, successions)))
        aliases = rows(
            "municipality_aliases.csv",
            lambda row: (row.text("alias"), row.text("name")),
            lambda pair: [(fold(pair[0]), ", ".join(pair))],
        )
        named = {f.number for f in figures} | {n for step in successions for n in (step.old, step.new)}
        if unknown := sorted(named - {unit.number for unit in units}):
            raise RegisterError(f"{folder}: numre som mangler i municipalities.csv: {', '.join(unknown)}.")
        counties = rows(
            "counties.csv",
            lambda row: {**row.cells, "number": row.code("number", 2)},
            lambda cells: [(cells["number"], f"{cells['number']} {cells['name']}")],
        )
        return cls(
            {unit.number: unit for unit in units},
            pd.DataFrame(figures, columns=PopulationFigure._fields)[["year", "number", "population"]],
            tuple(successions),
            pd.DataFrame(counties, columns=COLUMNS["counties.csv"]).set_index("number"),
            dict(aliases),
        )

    def of(self, county: str, year: int) -> pd.DataFrame:
        """The county's municipalities with population on 1 January of `year`: number, name, population."""
        return self.with_population(self.in_county(county, year), year)

    def in_county(self, county: str, year: int) -> tuple[str, ...]:
        """The numbers of the county's municipalities on 1 January of `year`; raises RegisterError where it has none."""
        here = [unit.number for unit in self.units.values() if unit.number.startswith(county)]
        found = tuple(number for number in here if self.units[number].valid(year))
        if not found:
            raise RegisterError(f"Ingen kommuner i fylke «{county}» i {year}. Se counties.csv i registeret.")
        return found

    def with_population(self, numbers: Iterable[str], year: int) -> pd.DataFrame:
        """The municipalities of `numbers` with population on 1 January of `year` (contract.REGISTER)."""
        names = self.names(numbers)
        here = [self.units[number] for number in names]
        persons = self._population_in(year)
        if lacking := [str(unit) for unit in here if unit.number not in persons]:
            raise RegisterError(
                f"population.csv mangler folketall 1. januar {year} for {', '.join(lacking)}."
            )
        rows = [(number, name, persons[number]) for number, name in names.items()]
        frame = pd.DataFrame(rows, columns=["number", "name", "population"])
        return checked(frame.astype({"population": "Int64"}), REGISTER, "register")

    def names(self, numbers: Iterable[str]) -> dict[str, str]:
        """The name of each by number, in order; those of one name are told apart by county: «Herøy i Nordland»."""
        here = [self.units[number] for number in sorted(numbers)]
        named = Counter(unit.name for unit in here)
        return {
            unit.number: unit.name
            if named[unit.name] == 1
            else f"{unit.name} i {self.county_name(unit.number)}"
            for unit in here
        }

    def bearing(self, name: str) -> tuple[Municipality, ...]:
        """The municipalities of any year that bear `name`, as it is or by an alias."""
        asked = fold(name).removesuffix(" kommune")
        meant = {asked, *(fold(to) for alias, to in self.aliases.items() if fold(alias) == asked)}
        return tuple(
            unit
            for unit in self.units.values()
            if meant & {fold(own) for own in (unit.name, *unit.other_names)}
        )

    def in_year(self, unit: Municipality, year: int) -> tuple[str, ...]:
        """The numbers that a municipality had, became or came of on 1 January of `year`."""
        if unit.valid(year):
            return (unit.number,)
        if unit.valid_to and unit.valid_to < date(year, 1, 1):
            return tuple(step.new for step in self.successors(unit.number, year))
        return tuple(step.old for step in self.predecessors(unit.number, year))

    def _population_in(self, year: int) -> dict[str, int]:
        frame = self.population[self.population["year"] == year]
        if frame.empty:
            known = ", ".join(str(known) for known in sorted(self.population["year"].unique()))
            raise RegisterError(
                f"population.csv mangler folketall 1. januar {year}; filen har {known}. "
                f"{HOW_TO_ADD.format(year=year)}"
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


def _unit(row: RegisterRow) -> Municipality:
    others = tuple(name.strip() for name in row.cells["other_names"].split(";") if name.strip())
    return Municipality(
        row.code("number", 4), row.text("name"), others, row.day("valid_from"), row.day("valid_to")
    )


def _succession(row: RegisterRow) -> Succession:
    extent: Extent = "whole" if row.one_of("extent", ("whole", "partial")) == "whole" else "partial"
    row.text("date")
    day = row.day("date") or date.min
    return Succession(
        row.code("old_number", 4), row.code("new_number", 4), day, row.text("kind"), extent, row.cells["note"]
    )


def _figure(row: RegisterRow) -> PopulationFigure:
    return PopulationFigure(row.code("number", 4), row.year("year"), row.count("population"), row.number)


def _out_of_proportion(figures: Sequence[PopulationFigure], steps: Iterable[Succession]) -> Iterator[str]:
    moved = {(number, step.date.year) for step in steps for number in (step.old, step.new)}
    for number, own in groupby(sorted(figures), key=lambda figure: figure.number):
        for (_, year, before, above), (_, later, after, at) in pairwise(own):
            changed = any((number, step) in moved for step in range(year + 1, later + 1))
            if not changed and not before / TOO_MUCH <= after <= before * TOO_MUCH:
                yield (
                    f"rad {at}: {number} har {after} i {later}, men {before} i {year} (rad {above}). "
                    "Det er mer enn tre ganger så mye eller under en tredel. Rett den som er feil."
                )


def day_text(day: date) -> str:
    """«31.12.2019», as dates stand beside municipality numbers."""
    return f"{day:%d.%m.%Y}"


def _joined(first: Succession, second: Succession) -> Succession:
    extent: Extent = "whole" if first.extent == second.extent == "whole" else "partial"
    told = second if first.kind == "same" else first
    return Succession(first.old, second.new, told.date, told.kind, extent, told.note)
