"""A later year's population, by SSB's table 07459, into the register, held against the municipalities that it knows."""

from __future__ import annotations

import json
import re
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import product
from pathlib import Path
from typing import Any

import pandas as pd

from ros_analysis.app.onboarding.asked import WrongUse
from ros_analysis.exports import Grid, letter, open_grids
from ros_analysis.survey import Register, SettingsError, bytes_fingerprint, fold

REGION = re.compile(r"(?:K-)?(\d{1,4})(?:\s+\D.*)?")
YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
NOBODY = {"", "0", ".", "..", ":", "-"}
HEADER_WITHIN = 10
YEAR_HEADERS = {"år", "year", "tid"}
ONLY_PERSONS = "Velg bare Personer1, og ikke kjønn eller alder."
REGION_HEADERS = {"region", "number", "kommunenummer"}
SHOWN = 10
MOST_CHANGE = 0.1
"""More or fewer in the whole country from one year in the register to the next are no population."""
COUNTRY = "0"
COLUMNS = ["year", "number", "population"]
OWN_SECTION = re.compile(r'^\["population\.csv"\]\n(?:(?!\[).*\n?)*', re.MULTILINE)
SOURCE = """\
["population.csv"]
title = "Folkemengde 1. januar {span}, tabell 07459"
publisher = "Statistisk sentralbyrå (SSB)"
url = "https://www.ssb.no/statbank/table/07459"
licence = "NLOD 2.0"
compiled = {today}
sha256 = "{sha256}"
"""


@dataclass(frozen=True)
class RegionCell:
    """How many lived in a region in a year, and where it stands. The region is a code: 0 the country, 15 a county."""

    region: str
    year: int
    persons: int
    place: str


def add_population(folder: Path, file: Path, today: date) -> list[int]:
    """The years of `file`, SSB's table 07459, put into the register in `folder`; years that are there alike are left.

    Raises WrongUse, and writes nothing, for figures that can't be read, that don't add up to what SSB gives for county
    and country, that are others than those there, or that are not of exactly the municipalities of that year.
    """
    register, cells = Register.load(folder), _read(file)
    years = sorted({cell.year for cell in cells})
    new = [year for year in years if _is_new(register, year, cells)]
    faults = [
        fault for year in new for fault in _faults(register, year, [c for c in cells if c.year == year])
    ]
    if faults:
        more = f"\n… og {len(faults) - SHOWN} til." if len(faults) > SHOWN else ""
        raise WrongUse("\n".join(faults[:SHOWN]) + more + "\nIngenting er lagt inn.")
    if new:
        _write(
            folder, register, [cell for cell in cells if cell.year in new and len(cell.region) == 4], today
        )
    return new


def _is_new(register: Register, year: int, cells: Sequence[RegionCell]) -> bool:
    """Whether the register lacks the year; raises WrongUse where it has other figures of it."""
    there = register.population[register.population["year"] == year]
    known = dict(zip(there["number"], there["population"], strict=True))
    for cell in cells:
        if known and cell.year == year and len(cell.region) == 4 and known.get(cell.region) != cell.persons:
            raise WrongUse(
                f"{cell.place}: {cell.region} har {cell.persons} i {year}, men population.csv har "
                f"{known.get(cell.region, 'ingen')}. Er filen riktig, slett radene for {year} i population.csv først."
            )
    return not known


def _faults(register: Register, year: int, cells: Sequence[RegionCell]) -> Iterator[str]:
    """What stands in the way of a year: municipalities that only one side knows, and sums that differ."""
    found = {cell.region: cell for cell in cells}
    for cell in cells:
        if cell is not found[cell.region]:
            yield f"{cell.place}: {cell.region} står også i {found[cell.region].place}. {ONLY_PERSONS}"
    here = {number: cell.persons for number, cell in found.items() if len(number) == 4}
    expected = {unit.number: unit for unit in register.units.values() if unit.valid(year)}
    for number in sorted(expected.keys() - here.keys()):
        yield (
            f"{expected[number]} mangler i filen for {year}. Er kommunen slått sammen eller delt, skriv valid_to i "
            "municipalities.csv og hva den ble i successions.csv. Ellers hent hele tabellen."
        )
    for number in sorted(here.keys() - expected.keys()):
        yield (
            f"{found[number].place}: {number} er ingen kommune 1. januar {year} i municipalities.csv. Er den ny, "
            "legg den til der og i successions.csv."
        )
    for region in sorted(found.keys() - here.keys()):
        total = sum(
            n for number, n in here.items() if region == COUNTRY or number.startswith(region.zfill(2))
        )
        if total != found[region].persons:
            name = "hele landet" if region == COUNTRY else f"fylke {region}"
            given = found[region]
            yield f"{given.place}: {name} har {given.persons}, men kommunene der har {total} til sammen."
    yield from _unlike_before(register, year, here)


def _unlike_before(register: Register, year: int, here: Mapping[str, int]) -> Iterator[str]:
    """Another table's figures, or another year's, held against the nearest year that the register has."""
    frame = register.population
    nearest = min(map(int, frame["year"].unique()), key=lambda known: abs(known - year))
    there = frame[frame["year"] == nearest]
    before, now = int(there["population"].sum()), sum(here.values())
    if here == dict(zip(there["number"], there["population"], strict=True)):
        yield f"alle tallene for {year} er de samme som i {nearest}. Hent tabellen for {year}."
    elif not before * (1 - MOST_CHANGE) < now < before * (1 + MOST_CHANGE):
        yield f"kommunene har {now} til sammen i {year}, men hadde {before} i {nearest}. {ONLY_PERSONS}"


def _write(folder: Path, register: Register, cells: Sequence[RegionCell], today: date) -> None:
    """population.csv and its line of source, tried on a copy of the register before they take the old ones' place."""
    added = pd.DataFrame([(cell.year, cell.region, cell.persons) for cell in cells], columns=COLUMNS)
    whole = pd.concat([register.population, added]).sort_values(COLUMNS)
    content = whole.to_csv(index=False, lineterminator="\n").encode()
    span = f"{whole['year'].min()}–{whole['year'].max()}"
    source = SOURCE.format(span=span, today=today, sha256=bytes_fingerprint(content))
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".register.") as place:
        tried = Path(place) / "register"
        shutil.copytree(folder, tried)
        (tried / "population.csv").write_bytes(content)
        (tried / "sources.toml").write_text(_with(tried / "sources.toml", source), "utf-8", newline="\n")
        try:
            Register.load(tried)
        except SettingsError as error:
            raise WrongUse(f"{error}\nIngenting er lagt inn.".replace(str(tried), str(folder))) from None
        for name in ("population.csv", "sources.toml"):
            (tried / name).replace(folder / name)


def _with(sources: Path, source: str) -> str:
    """The text of `sources`, with what it says of population.csv written anew."""
    text = sources.read_text("utf-8") if sources.is_file() else ""
    others = OWN_SECTION.sub("", text).rstrip("\n")
    return f"{others}\n\n{source}".lstrip("\n")


def _read(path: Path) -> list[RegionCell]:
    """Each region and year with people in it; raises WrongUse with the place for what can't be read, RefusedData for a
    file that is no table."""
    if path.suffix.lower() == ".json" or path.read_bytes()[:1] == b"{":
        cells = list(_of_json_stat(path))
    else:
        grid = max(open_grids(path), key=lambda sheet: len(sheet.lines))
        cells = list(_of_grid(grid))
    if not cells:
        raise WrongUse(
            f"{path.name}: fant ingen rader med kommunenummer og folketall. Hent tabell 07459 med koder, som "
            "JSON-stat 2, xlsx eller csv."
        )
    return cells


def _of_json_stat(path: Path) -> Iterator[RegionCell]:
    try:
        table = json.loads(path.read_text("utf-8-sig"))
        names, dimensions, values = list(table["id"]), table["dimension"], table["value"]
        codes = [_codes(dimensions[name]["category"]["index"]) for name in names]
        region, year = names.index("Region"), names.index("Tid")
        keys = list(product(*codes))
        given = [values.get(str(i)) if isinstance(values, dict) else values[i] for i in range(len(keys))]
    except (ValueError, KeyError, TypeError, IndexError, AttributeError) as error:
        raise WrongUse(
            f"{path.name}: er ikke JSON-stat 2 med dimensjonene Region og Tid ({error}). Hent filen på nytt."
        ) from None
    for place, own in enumerate(codes):
        if place not in (region, year) and len(own) > 1:
            raise WrongUse(f"{path.name}: {names[place]} er delt i {len(own)}. {ONLY_PERSONS}")
    for key, value in zip(keys, given, strict=True):
        if found := REGION.fullmatch(key[region]):
            where = f"{path.name}: Region {key[region]}, Tid {key[year]}"
            yield from _cell(found[1], key[year], "" if value is None else str(value), where)


def _codes(index: Any) -> list[str]:
    return sorted(index, key=index.__getitem__) if isinstance(index, dict) else list(index)


def _of_grid(grid: Grid) -> Iterator[RegionCell]:
    """The rows below the header; a year stands above its column, or in a column of its own."""
    lines = [(line.number, [" ".join(cell.split()) for cell in line.cells]) for line in grid.lines]
    region = _column([cells for _, cells in lines[:HEADER_WITHIN]], REGION_HEADERS) or 0
    start = next((i for i, (_, cells) in enumerate(lines) if _is_row(cells, region)), len(lines))
    above = [cells for _, cells in lines[:start]]
    own = _column(above, YEAR_HEADERS)
    years = {} if own is not None else _years_above(above, grid.file)
    for number, cells in lines[start:]:
        found = REGION.fullmatch(cells[region])
        if found is None:
            _require_no_figure(cells, f"{grid.file}: rad {number}")
            continue
        for column, year in years.items() if own is None else [(len(cells) - 1, cells[own])]:
            place = f"{grid.file}: rad {number}, kolonne {letter(column)}"
            yield from _cell(found[1], year, cells[column], place)


def _is_row(cells: Sequence[str], region: int) -> bool:
    has_figure = any(re.fullmatch(r"\d[\d\s.,]*", cell) for cell in cells[1:])
    return has_figure and len(cells) > region and REGION.fullmatch(cells[region]) is not None


def _column(above: Sequence[Sequence[str]], headers: set[str]) -> int | None:
    return next(
        (i for cells in reversed(above) for i, cell in enumerate(cells) if fold(cell) in headers), None
    )


def _years_above(above: Sequence[Sequence[str]], file: str) -> dict[int, str]:
    """The year of each column whose header says one; raises WrongUse where two columns have the same."""
    years: dict[int, str] = {}
    for cells in above:
        years |= {i: found[-1] for i, cell in enumerate(cells) if i and (found := YEAR.findall(cell))}
    for year in sorted(set(years.values())):
        if len(same := [letter(i) for i, own in years.items() if own == year]) > 1:
            raise WrongUse(f"{file}: kolonnene {', '.join(same)} gjelder alle {year}. {ONLY_PERSONS}")
    return years


def _require_no_figure(cells: Sequence[str], place: str) -> None:
    if any(re.fullmatch(r"\d+", cell) for cell in cells[1:]):
        raise WrongUse(f"{place}: «{cells[0]}» er uten kommunenummer. Hent tabellen med koder.")


def _cell(region: str, year: str, text: str, place: str) -> Iterator[RegionCell]:
    """The figure, if the region has people; raises WrongUse for what is no whole number, or of no whole year."""
    if text in NOBODY:
        return
    if not YEAR.fullmatch(year):
        raise WrongUse(f"{place}: «{year}» er ikke et år. Hent tabell 07459, med folketall 1. januar.")
    if not text.isascii() or not text.isdigit():
        raise WrongUse(f"{place}: «{text}» er ikke et helt tall. Hent filen på nytt, eller skriv bare sifre.")
    yield RegionCell(region if len(region) < 3 else region.zfill(4), int(year), int(text), place)
