"""A later year's population into the register, held against the municipalities that it knows."""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

import pandas as pd

from ros_analysis.app.onboarding.placing import WrongUse
from ros_analysis.app.onboarding.ssb_table import ONLY_PERSONS, RegionCell, read_ssb_table
from ros_analysis.survey import Register, SettingsError, bytes_fingerprint

SHOWN = 10
MOST_CHANGE = 0.1
"""More or fewer in the whole country from one year in the register to the next are no population."""
COUNTRY = "0"
COLUMNS = ("year", "number", "population")
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


def add_population(folder: Path, file: Path, today: date) -> list[int]:
    """The years of `file`, SSB's table 07459, put into the register in `folder`; years that are there alike are left.

    Raises WrongUse, and writes nothing, for figures that can't be read, that don't add up to what SSB gives for county
    and country, that are others than those there, or that are not of exactly the municipalities of that year.
    """
    register, cells = Register.load(folder), read_ssb_table(file)
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
    added = pd.DataFrame([(cell.year, cell.region, cell.persons) for cell in cells], columns=list(COLUMNS))
    whole = pd.concat([register.population, added]).sort_values(list(COLUMNS))
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
