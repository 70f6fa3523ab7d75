"""Exact conditional inference for small samples; knows nothing of surveys."""

from ros_analysis.exact.binomial import clopper_pearson
from ros_analysis.exact.crosstab import Statistic, contingency, pvalues
from ros_analysis.exact.margins import count_tables
from ros_analysis.exact.pairs import mcnemar, paired_steps
from ros_analysis.exact.rank import kendall
from ros_analysis.exact.results import Exact, MonteCarlo, TooManyTables, Untestable
from ros_analysis.exact.sampling import monte_carlo

__all__ = [
    "Exact",
    "MonteCarlo",
    "Statistic",
    "TooManyTables",
    "Untestable",
    "clopper_pearson",
    "contingency",
    "count_tables",
    "kendall",
    "mcnemar",
    "monte_carlo",
    "paired_steps",
    "pvalues",
]
