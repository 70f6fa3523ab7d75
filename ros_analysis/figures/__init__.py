"""The report's charts: each a `Figure` with caption, alt text, stable id and the numbers behind it."""

from ros_analysis.figures.areas import area_levels
from ros_analysis.figures.groups import epj, population
from ros_analysis.figures.matrix import risk_matrix
from ros_analysis.figures.zones import rule, transition, zones

__all__ = ["area_levels", "epj", "population", "risk_matrix", "rule", "transition", "zones"]
