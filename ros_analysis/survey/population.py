"""How many people live in each municipality on 1 January of each year, every figure held against its neighbours."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from itertools import groupby, pairwise
from pathlib import Path

import pandas as pd

from ros_analysis.survey.register_file import Row, read_each, require_distinct, stop

POPULATION_SOURCE = (
    "https://data.ssb.no/api/pxwebapi/v2/tables/07459/data?lang=no&valueCodes[Region]=*"
    "&valueCodes[ContentsCode]=Personer1&valueCodes[Tid]={year}&outputFormat=csv"
)
"""Where SSB gives the figures of one year: table 07459, Region (all), Personer1, Tid; sex and age added up."""

COLUMNS = ("year", "number", "population")
TOO_MUCH = 3
Step = tuple[str, str, int]
Figure = tuple[str, int, int, int]


def read_population(path: Path, steps: Collection[Step]) -> pd.DataFrame:
    """Year, number and population of each row; raises RegisterError for a figure given twice or out of all proportion.

    `steps` are old number, new number and year of each change of borders, which may change a figure that much.
    """
    rows = read_each(path, COLUMNS, _figure)
    require_distinct(path, ((at, (number, year), f"{year} {number} {n}") for number, year, n, at in rows))
    stop(path, list(_out_of_proportion(rows, steps)))
    frame = pd.DataFrame(rows, columns=["number", "year", "population", "row"])
    return frame[["year", "number", "population"]]


def _figure(row: Row) -> Figure:
    return row.code("number", 4), row.year("year"), row.count("population"), row.number


def _out_of_proportion(rows: Sequence[Figure], steps: Collection[Step]) -> Iterator[str]:
    moved = {(number, year) for old, new, year in steps for number in (old, new)}
    for number, own in groupby(sorted(rows), key=lambda row: row[0]):
        for (_, year, before, above), (_, later, after, at) in pairwise(own):
            changed = any((number, step) in moved for step in range(year + 1, later + 1))
            if not changed and not before / TOO_MUCH <= after <= before * TOO_MUCH:
                yield (
                    f"rad {at}: {number} har {after} i {later}, men {before} i {year} (rad {above}). "
                    "Det er mer enn tre ganger så mye eller under en tredel. Rett den som er feil."
                )
