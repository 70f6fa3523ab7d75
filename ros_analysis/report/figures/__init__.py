"""The report's charts: each a `Figure` with caption, alt text, stable id and the numbers behind it."""

from ros_analysis.report.figures.distribution import distribution as distribution
from ros_analysis.report.figures.distribution import own_distributions as own_distributions
from ros_analysis.report.figures.drill import area as area
from ros_analysis.report.figures.drill import municipality as municipality
from ros_analysis.report.figures.every_round import every_round as every_round
from ros_analysis.report.figures.groups import by_factor as by_factor
from ros_analysis.report.figures.groups import epj as epj
from ros_analysis.report.figures.groups import own as own
from ros_analysis.report.figures.groups import population as population
from ros_analysis.report.figures.matrix import risk_matrix as risk_matrix
from ros_analysis.report.figures.zones import area_levels as area_levels
from ros_analysis.report.figures.zones import rule as rule
from ros_analysis.report.figures.zones import transition as transition
from ros_analysis.report.figures.zones import zones as zones
