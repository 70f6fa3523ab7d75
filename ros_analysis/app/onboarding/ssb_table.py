"""Population by municipality as SSB's table 07459 gives it: JSON-stat 2, or a spreadsheet or CSV with codes."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Any

from ros_analysis.app.onboarding.placing import WrongUse
from ros_analysis.exports import Grid, letter, open_grids
from ros_analysis.survey import fold

REGION = re.compile(r"(?:K-)?(\d{1,4})(?:\s+\D.*)?")
YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
NOBODY = {"", "0", ".", "..", ":", "-"}
HEADER_WITHIN = 10
YEAR_HEADERS = {"år", "year", "tid"}
ONLY_PERSONS = "Velg bare Personer1, og ikke kjønn eller alder."
REGION_HEADERS = {"region", "number", "kommunenummer"}


@dataclass(frozen=True)
class RegionCell:
    """How many lived in a region in a year, and where it stands. The region is a code: 0 the country, 15 a county."""

    region: str
    year: int
    persons: int
    place: str


def read_ssb_table(path: Path) -> list[RegionCell]:
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
        elif own is not None:
            place = f"{grid.file}: rad {number}, kolonne {letter(len(cells) - 1)}"
            yield from _cell(found[1], cells[own], cells[-1], place)
        else:
            for column, year in years.items():
                yield from _cell(
                    found[1], str(year), cells[column], f"{grid.file}: rad {number}, kolonne {letter(column)}"
                )


def _is_row(cells: Sequence[str], region: int) -> bool:
    has_figure = any(re.fullmatch(r"\d[\d\s.,]*", cell) for cell in cells[1:])
    return has_figure and len(cells) > region and REGION.fullmatch(cells[region]) is not None


def _column(above: Sequence[Sequence[str]], headers: set[str]) -> int | None:
    return next(
        (i for cells in reversed(above) for i, cell in enumerate(cells) if fold(cell) in headers), None
    )


def _years_above(above: Sequence[Sequence[str]], file: str) -> dict[int, int]:
    """The year of each column whose header says one; raises WrongUse where two columns have the same."""
    years: dict[int, int] = {}
    for cells in above:
        years |= {i: int(found[-1]) for i, cell in enumerate(cells) if i and (found := YEAR.findall(cell))}
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
