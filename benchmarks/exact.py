"""Measures the exact tests against their goals, and against R's fisher.test where Rscript exists.

Run by `make bench`; fails when a goal is missed.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
import tracemalloc
from collections.abc import Callable
from dataclasses import dataclass
from typing import get_args

import numpy as np

from ros_analysis.exact import (
    Statistic,
    contingency,
    count_tables,
    detectable_correlation,
    detectable_difference,
    detectable_standing_out,
    kendall,
    kruskal,
    rank_correlation,
    signed,
    signed_interval,
    somers_interval,
    standing_out,
    step_down,
)

Table = list[list[int]]

N23: Table = [[5, 4, 2], [4, 2, 1], [1, 2, 2]]
N40: Table = [[8, 3, 2, 2, 1], [4, 4, 3, 2, 1], [2, 3, 3, 1, 1]]
N357: Table = [[76, 42, 42], [35, 46, 26], [39, 32, 19]]
JOBS: Table = [[2, 4, 13, 3], [2, 6, 22, 4], [0, 1, 15, 8], [0, 3, 13, 8]]
ROUNDS = 5


@dataclass(frozen=True)
class Goal:
    """What is measured, the most it may be, and what it was."""

    what: str
    goal: float | None
    measured: float
    unit: str

    @property
    def kept(self) -> bool:
        return self.goal is None or self.measured <= self.goal

    def __str__(self) -> str:
        goal = "–" if self.goal is None else f"{self.goal:g} {self.unit}"
        return f"{self.what:<58} {goal:>9} {self.measured:>9.3g} {self.unit:<3} {'ok' if self.kept else 'MISSED'}"


def all_five(table: Table) -> None:
    """Every statistic of one table."""
    for statistic in get_args(Statistic):
        contingency(table, statistic)


def every_test_of_a_round(n: int, systems: int) -> Callable[[], object]:
    """Plan 2 on n municipalities and eight areas, of which every tenth left one out and every other moved."""
    random = np.random.default_rng(n)
    areas = random.integers(1, 17, (n, 8)).astype(float)
    areas[::10, 0] = np.nan
    scores = np.nanmean(areas, axis=1)
    moves = np.where(random.random(n) < 0.5, scores - np.roll(scores, 1), 0.0)
    population = random.lognormal(8.7, 0.95, n).round()
    systems_of, sizes = (random.integers(0, kinds, n).astype(str).tolist() for kinds in (systems, 3))

    def work() -> None:
        rank_correlation(scores, population)
        somers_interval(scores, population)
        kruskal(scores, systems_of, sizes, seed=2020)
        standing_out(scores, systems_of, sizes)
        step_down(areas, systems_of, sizes, seed=2020)
        signed(moves)
        signed_interval(moves)
        detectable_correlation(scores, population, level=0.0125)
        detectable_standing_out(scores, systems_of, sizes, level=0.0125)
        detectable_difference(moves, level=0.0125)

    return work


def seconds(work: Callable[[], object], rounds: int = ROUNDS) -> float:
    """The fastest of some runs."""

    def one() -> float:
        start = time.perf_counter()
        work()
        return time.perf_counter() - start

    return min(one() for _ in range(rounds))


def megabytes(work: Callable[[], object]) -> float:
    """The most that was held at once, beyond what was held before."""
    tracemalloc.start()
    work()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak / 1e6


def ranked(n: int, values: int) -> Callable[[], object]:
    """Kendall's test of n answers on three levels against a number with so many values; once, as it then is kept."""
    random = np.random.default_rng(n)
    response = random.permutation(np.arange(n) % 3)
    return lambda: kendall(response, random.permutation(np.arange(n) % values))


def goals() -> list[Goal]:
    """Everything that has a goal, measured now."""
    assert count_tables(N40) == 361_805
    return [
        Goal("3 × 3, N = 23: five statistics", 10, 1000 * seconds(lambda: all_five(N23)), "ms"),
        Goal("3 × 5, N = 40, 361 805 tables: five statistics", 0.5, seconds(lambda: all_five(N40)), "s"),
        Goal("the same: memory", 250, megabytes(lambda: all_five(N40)), "MB"),
        Goal("kendall, N = 33, no ties in the number", 0.15, seconds(ranked(33, 33), rounds=1), "s"),
        Goal("kendall, N = 33, ties on both sides", 0.15, seconds(ranked(33, 23), rounds=1), "s"),
        Goal("kendall, N = 60, ties on both sides", None, seconds(ranked(60, 40), rounds=1), "s"),
        Goal("every test of a round, N = 40", 1, seconds(every_test_of_a_round(40, 5), rounds=1), "s"),
        Goal("every test of a round, N = 357", 5, seconds(every_test_of_a_round(357, 6), rounds=1), "s"),
    ]


def against_r() -> list[str]:
    """The same Fisher–Freeman–Halton tests here and in R, side by side."""
    if not shutil.which("Rscript"):
        return ["R: Rscript finnes ikke her, så fisher.test er ikke målt."]
    tables = {"3 × 3, N = 23": N23, "3 × 5, N = 40": N40, "3 × 3, N = 357": N357, "4 × 4, N = 104": JOBS}
    return [_side_by_side(name, table) for name, table in tables.items()]


def _side_by_side(name: str, table: Table) -> str:
    here, p = seconds(lambda: contingency(table, "fisher"), rounds=2), contingency(table, "fisher").pvalue
    there, p_of_r = _fisher_of_r(table)
    return (
        f"fisher, {name}, {count_tables(table):>10} tables: here {1000 * here:8.1f} ms, R {1000 * there:8.1f} ms, "
        f"p differs by {abs(p - p_of_r):.1e}"
    )


def _fisher_of_r(table: Table) -> tuple[float, float]:
    cells = ",".join(str(cell) for row in table for cell in row)
    code = (
        f"t <- matrix(c({cells}), {len(table)}, byrow = TRUE); f <- function() fisher.test(t, workspace = 2e7)$p.value;"
        "p <- f(); s <- system.time(for (i in 1:10) f())[['elapsed']] / 10; cat(s, sprintf('%.15g', p))"
    )
    answer = subprocess.run(["Rscript", "-e", code], capture_output=True, text=True, check=True).stdout
    elapsed, p = answer.split()
    return float(elapsed), float(p)


def main() -> int:
    """Prints every goal; 1 when one is missed."""
    print(f"{'':<58} {'goal':>9} {'measured':>9}")
    measured = goals()
    print(*measured, "", *against_r(), sep="\n")
    return int(not all(goal.kept for goal in measured))


if __name__ == "__main__":
    sys.exit(main())
