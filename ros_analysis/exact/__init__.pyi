from .concordance import rank_chance as rank_chance, rank_correlation as rank_correlation, somers_interval as somers_interval
from .crosstab import Statistic as Statistic, contingency as contingency, monte_carlo as monte_carlo
from .intervals import hypergeometric as hypergeometric, mcnemar_bounds as mcnemar_bounds, newcombe as newcombe, somers_d as somers_d, wilson as wilson, worst_case as worst_case
from .margins import count_tables as count_tables
from .pairs import signed as signed, signed_chance as signed_chance, signed_interval as signed_interval, mcnemar as mcnemar, paired_steps as paired_steps
from .power import DetectableEffect as DetectableEffect, detectable_correlation as detectable_correlation, detectable_difference as detectable_difference, detectable_standing_out as detectable_standing_out
from .rank import kendall as kendall
from .results import benjamini_hochberg as benjamini_hochberg, holm as holm, Chance as Chance, Exact as Exact, MonteCarlo as MonteCarlo, TooManyTables as TooManyTables, Untestable as Untestable
from .stratified import StepDown as StepDown, kruskal as kruskal, kruskal_chance as kruskal_chance, kruskal_each as kruskal_each, standing_out as standing_out, step_down as step_down
