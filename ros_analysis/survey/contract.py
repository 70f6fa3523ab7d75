"""The borders between rooms as schemas: what a frame of answers, respondents or zones holds."""

from __future__ import annotations

import pandas as pd
import pandera.pandas as pa

from ros_analysis.survey.codebook import LEVELS
from ros_analysis.survey.fields import FIELDS, PARTS

MISSING = ("", "blank", "unknown", "not_applicable")
"""Why an area has no answer: answered, left blank, «vet ikke», «ikke aktuelt»."""

_name_of_unit = pa.Check.str_matches(r"^\S{1,40}$")
_number = pa.Column(str, _name_of_unit)
_unique_number = pa.Column(str, _name_of_unit, unique=True)
_population = pa.Column("Int64", pa.Check.gt(0), nullable=True)
_level = pa.Column(str, pa.Check.isin(LEVELS), nullable=True)
_count = pa.Column("Int64", pa.Check.ge(0), nullable=True)

ANSWERS = pa.DataFrameSchema(
    {
        "number": _number,
        "area": pa.Column(int, pa.Check.ge(1)),
        **{part: pa.Column("Int64", pa.Check.ge(1), nullable=True) for part in PARTS},
        "level": _level,
        "missing": pa.Column(str, pa.Check.isin(MISSING)),
    },
    unique=["number", "area"],
    strict=True,
    ordered=True,
)
"""One row per municipality that answered × area. Unanswered: values are NA and `missing` says why.

Before scoring, `result` and `level` are what the raw data gave, if anything; after it, what the codebook gives.
"""

FOLLOW_UP = pa.DataFrameSchema(
    {
        "number": _number,
        "area": pa.Column("Int64", pa.Check.ge(1), nullable=True),
        "field": pa.Column(str, pa.Check.isin(tuple(FIELDS))),
        "value": pa.Column(str, pa.Check.str_length(min_value=1)),
    },
    unique=["number", "area", "field"],
    strict=True,
    ordered=True,
)
"""One row per municipality × area × field that was filled in; `area` is NA of what is asked once.

`value`: a step, «yes», «partly», «no», a date (ISO), or text in which no person is named.
"""

RESPONDENTS = pa.DataFrameSchema(
    {
        "number": _unique_number,
        "epj": pa.Column(str, nullable=True),
        "zone_given": _level,
        "answered_at": pa.Column("datetime64[us]", nullable=True),
    },
    strict=True,
    ordered=True,
)
"""One row per municipality that answered: EPJ system, zone as the body gave it, local time of the answer."""

REGISTER = pa.DataFrameSchema(
    {
        "number": _unique_number,
        "name": pa.Column(str, pa.Check.str_length(min_value=1)),
        "population": _population,
    },
    strict=True,
    ordered=True,
)
"""One row per invited: `number` as the register has it, or the id of members.csv. `population`: persons on 1 January
of the survey year, or the size that members.csv gives; NA for all where there is none."""

ZONES = pa.DataFrameSchema(
    {
        "number": _unique_number,
        "name": pa.Column(str),
        "population": _population,
        "size": pa.Column(str),
        "answered": pa.Column(bool),
        "epj": pa.Column(str, nullable=True),
        "green_areas": _count,
        "yellow_areas": _count,
        "red_areas": _count,
        "missing_areas": _count,
        "total": _count,
        "score": pa.Column("Float64", pa.Check.ge(1), nullable=True),
        "zone_given": _level,
        "zone_best": _level,
        "zone_worst": _level,
        "zone": _level,
    },
    strict=True,
    ordered=True,
)
"""One row per invited municipality. `total` is the sum of results, NA with an area missing; `score` their mean,
NA with more than a quarter missing. `zone` is NA for those who did not answer, and where missing areas leave it open
(`zone_best` ≠ `zone_worst`)."""


def with_own(schema: pa.DataFrameSchema, frame: pd.DataFrame) -> pa.DataFrameSchema:
    """`schema` with whatever further columns `frame` has, the body's own: numbers (Float64) or groups (str), NA where
    not known."""
    own = [str(name) for name in frame.columns if name not in schema.columns]
    return (
        schema.add_columns({name: pa.Column(frame[name].dtype, nullable=True) for name in own})
        if own
        else schema
    )


class ContractError(Exception):
    """A frame that doesn't follow its schema: a mistake in the code or in a processed file, not in raw data."""


def checked(frame: pd.DataFrame, schema: pa.DataFrameSchema, name: str) -> pd.DataFrame:
    """`frame` as `schema` describes it; raises ContractError naming column, check, row and value of each failure."""
    try:
        return schema.validate(frame.reset_index(drop=True), lazy=True)
    except pa.errors.SchemaErrors as error:
        cases = error.failure_cases.head(5).to_dict("records")
        lines = [
            f"{case['column']}: {case['check']}, rad {case['index']}, fant {case['failure_case']!r}"
            for case in cases
        ]
        raise ContractError(f"{name} følger ikke kontrakten: " + "; ".join(lines)) from None
