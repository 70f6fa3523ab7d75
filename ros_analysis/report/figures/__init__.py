"""The report's charts: each a `Figure` with caption, alt text, stable id and the numbers behind it."""

from ros_analysis.report.figures.factors import by_factor as by_factor, distribution as distribution, epj as epj, own as own, own_distributions as own_distributions, population as population
from ros_analysis.report.figures.matrix import area as area, municipality as municipality, risk_matrix as risk_matrix
from ros_analysis.report.figures.zones import area_levels as area_levels, every_round as every_round, rule as rule, transition as transition, zones as zones
