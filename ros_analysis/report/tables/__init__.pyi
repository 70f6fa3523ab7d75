from .areas import answers as answers, areas as areas, matrix as matrix, municipalities_by_area as municipalities_by_area
from .basis import about as about, published as published, repairs as repairs
from .change import county_change as county_change, differences as differences, every_round as every_round, moves as moves, transition as transition, unit_paths as unit_paths
from .exploring import area as area, moved as moved, municipality as municipality, tried as tried
from .factors import by_area as by_area, by_factor as by_factor, epj as epj, exploratory as exploratory, own as own, rules as rules, size as size, tests as tests
from .measures import controls as controls, measures as measures
from .responses import county as county, follow_up as follow_up, responses as responses, silent as silent, zones as zones
from .way import way as way
