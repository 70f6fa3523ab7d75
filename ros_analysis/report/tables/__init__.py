"""The report's tables: each a `Table` with caption, source, stable id and the numbers behind it."""

from ros_analysis.report.tables.areas import answers as answers, areas as areas, matrix as matrix, municipalities_by_area as municipalities_by_area
from ros_analysis.report.tables.basis import about as about, published as published, repairs as repairs
from ros_analysis.report.tables.change import county_change as county_change, differences as differences, every_round as every_round, moves as moves, transition as transition, unit_paths as unit_paths
from ros_analysis.report.tables.exploring import area as area, moved as moved, municipality as municipality, tried as tried
from ros_analysis.report.tables.factors import by_area as by_area, by_factor as by_factor, epj as epj, exploratory as exploratory, own as own, rules as rules, size as size, tests as tests
from ros_analysis.report.tables.measures import controls as controls, measures as measures
from ros_analysis.report.tables.responses import county as county, follow_up as follow_up, responses as responses, silent as silent, zones as zones
from ros_analysis.report.tables.way import way as way
