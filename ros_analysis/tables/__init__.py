"""The report's tables: each a `Table` with caption, source, stable id and the numbers behind it."""

from ros_analysis.tables.areas import answers, areas, matrix, municipalities_by_area
from ros_analysis.tables.change import county_change, exploratory, moves, rules, transition
from ros_analysis.tables.differences import differences
from ros_analysis.tables.groups import epj, size
from ros_analysis.tables.provenance import about
from ros_analysis.tables.published import published
from ros_analysis.tables.quality import repairs
from ros_analysis.tables.responses import county, follow_up, responses, silent, zones

__all__ = [
    "about",
    "answers",
    "areas",
    "county",
    "county_change",
    "differences",
    "epj",
    "exploratory",
    "follow_up",
    "matrix",
    "moves",
    "municipalities_by_area",
    "published",
    "repairs",
    "responses",
    "rules",
    "silent",
    "size",
    "transition",
    "zones",
]
