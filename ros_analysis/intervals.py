"""Intervals and worst cases, under their earlier name."""

from ros_analysis.exact import (
    hypergeometric,
    mcnemar_bounds,
    newcombe,
    somers_d,
    wilson,
    worst_case,
)

__all__ = ["hypergeometric", "mcnemar_bounds", "newcombe", "somers_d", "wilson", "worst_case"]
