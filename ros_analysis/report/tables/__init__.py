"""The report's tables: each a `Table` with caption, source, stable id and the numbers behind it."""

from ros_analysis.report.tables.areas import answers, areas, matrix, municipalities_by_area
from ros_analysis.report.tables.basis import about, published, repairs
from ros_analysis.report.tables.change import (
    by_area,
    county_change,
    differences,
    exploratory,
    moves,
    rules,
    tests,
    transition,
)
from ros_analysis.report.tables.drill import area, municipality
from ros_analysis.report.tables.every_round import every_round, unit_paths
from ros_analysis.report.tables.groups import by_factor, epj, own, size
from ros_analysis.report.tables.measures import controls, measures
from ros_analysis.report.tables.responses import county, follow_up, responses, silent, zones
from ros_analysis.report.tables.way import way
from ros_analysis.report.tables.what_if import moved, tried

__all__ = [
    "about",
    "answers",
    "area",
    "areas",
    "by_area",
    "by_factor",
    "controls",
    "county",
    "county_change",
    "differences",
    "epj",
    "every_round",
    "exploratory",
    "follow_up",
    "matrix",
    "measures",
    "moved",
    "moves",
    "municipalities_by_area",
    "municipality",
    "own",
    "published",
    "repairs",
    "responses",
    "rules",
    "silent",
    "size",
    "tests",
    "transition",
    "tried",
    "unit_paths",
    "way",
    "zones",
]
