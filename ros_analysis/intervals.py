"""Intervals and worst cases, under their earlier name."""

from ros_analysis.exact import hypergeometric as hypergeometric
from ros_analysis.exact import mcnemar_bounds as mcnemar_bounds
from ros_analysis.exact import newcombe as newcombe
from ros_analysis.exact import somers_d as somers_d
from ros_analysis.exact import wilson as wilson
from ros_analysis.exact import worst_case as worst_case
