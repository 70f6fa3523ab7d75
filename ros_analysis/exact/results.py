"""What an exact test answers, and why it sometimes refuses to."""

from dataclasses import dataclass
from typing import Literal

Reason = Literal["no answers", "one level", "one group", "too few"]


class Untestable(ValueError):
    """The question has no answer with these numbers; `reason` says which part is missing."""

    def __init__(self, reason: Reason, explanation: str) -> None:
        self.reason = reason
        super().__init__(f"Kan ikke testes: {explanation}")


class TooManyTables(ValueError):
    """More outcomes share these margins than may be enumerated; `count` says how many, or at least how many."""

    def __init__(self, count: int, limit: int, outcomes: str = "tabeller") -> None:
        self.count, self.limit = count, limit
        super().__init__(
            f"Randsummene gir {count} {outcomes}, og grensen er {limit}. "
            "Slå sammen kategorier, eller bruk monte_carlo på tabellen."
        )


@dataclass(frozen=True)
class Exact:
    """An exact conditional test.

    `statistic` is what was observed, `pvalue` the probability of something at least as extreme,
    `midp` that minus half the probability of the equally extreme, `smallest_p` the p of the most extreme
    outcome these margins allow, `tables` the number of outcomes that the distribution is made of.
    """

    statistic: float
    pvalue: float
    midp: float
    smallest_p: float
    tables: int


@dataclass(frozen=True)
class MonteCarlo:
    """A simulated conditional test: p = (b + 1) / (m + 1), and the 95 % Clopper–Pearson interval of b in m."""

    statistic: float
    pvalue: float
    low: float
    high: float
    draws: int
    seed: int
