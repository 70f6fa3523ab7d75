from .factors import by_factor as by_factor, distribution as distribution, epj as epj, own as own, own_distributions as own_distributions, population as population
from .matrix import area as area, municipality as municipality, risk_matrix as risk_matrix
from .zones import area_levels as area_levels, every_round as every_round, rule as rule, transition as transition, zones as zones
