"""The report's charts: each a `Figure` with caption, alt text, stable id and the numbers behind it."""

from ros_analysis.report.figures.distribution import distribution, own_distributions
from ros_analysis.report.figures.drill import area, municipality
from ros_analysis.report.figures.every_round import every_round
from ros_analysis.report.figures.groups import by_factor, epj, own, population
from ros_analysis.report.figures.matrix import risk_matrix
from ros_analysis.report.figures.zones import area_levels, rule, transition, zones

__all__ = [
    "area",
    "area_levels",
    "by_factor",
    "distribution",
    "epj",
    "every_round",
    "municipality",
    "own",
    "own_distributions",
    "population",
    "risk_matrix",
    "rule",
    "transition",
    "zones",
]
