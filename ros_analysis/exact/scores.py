"""The five statistics of an r × c table, each a sum over its columns.

Rows are the ordered response, columns the groups. A statistic adds one column at a time, knowing what
earlier columns have used of every row; from the sum it tells how extreme the table is and what it reports.
"""

from abc import ABC, abstractmethod

import numpy as np

from ros_analysis.exact.margins import log_factorials
from ros_analysis.exact.results import FloatArray, IntArray


class Score(ABC):
    """A statistic that is built column by column."""

    @abstractmethod
    def __init__(self, rows: IntArray, columns: IntArray) -> None: ...

    @abstractmethod
    def add(self, used: IntArray, cells: IntArray, column: int) -> FloatArray:
        """What a column adds: `used` and `cells` are rows × tables."""

    def total(self, tables: IntArray) -> FloatArray:
        """The sum over the columns of each table; `tables` is rows × columns × tables."""
        used = np.cumsum(tables, axis=1) - tables
        return np.asarray(sum(self.add(used[:, j], tables[:, j], j) for j in range(tables.shape[1])))

    def extremeness(self, value: FloatArray) -> FloatArray:
        """Larger is further from no relation; equal values are equally extreme."""
        # A relative tolerance can't see a statistic that is zero but for rounding.
        reported = self.reported(value)
        return np.where(reported < 1e-9, 0.0, reported)

    def reported(self, value: FloatArray) -> FloatArray:
        """The statistic as the literature writes it."""
        return value


class Fisher(Score):
    """Freeman and Halton (1951): the less probable a table, the more extreme; reports its probability."""

    def __init__(self, rows: IntArray, columns: IntArray) -> None:
        self._log = log_factorials(int(rows.sum()))
        self._margins = float(self._log[rows].sum() + self._log[columns].sum() - self._log[-1])

    def add(self, used: IntArray, cells: IntArray, column: int) -> FloatArray:
        orders: FloatArray = self._log[cells].sum(axis=0)
        return -orders

    def extremeness(self, value: FloatArray) -> FloatArray:
        return -self.reported(value)

    def reported(self, value: FloatArray) -> FloatArray:
        return np.exp(self._margins + value)


class ChiSquared(Score):
    """Pearson's statistic: squared distance from the counts expected without a relation."""

    def __init__(self, rows: IntArray, columns: IntArray) -> None:
        self._expected = np.outer(columns, rows)[:, :, None] / rows.sum()

    def add(self, used: IntArray, cells: IntArray, column: int) -> FloatArray:
        expected = self._expected[column]
        distance: FloatArray = ((cells - expected) ** 2 / expected).sum(axis=0)
        return distance


class Kruskal(Score):
    """Kruskal and Wallis (1952): spread of the mean midranks of the groups, corrected for ties."""

    def __init__(self, rows: IntArray, columns: IntArray) -> None:
        n = int(rows.sum())
        self._ranks, self._sizes = np.cumsum(rows) - rows / 2 - n / 2, columns
        ties = float((rows**3 - rows).sum()) / (n**3 - n)
        self._scale = 12 / (n * (n + 1)) / (1 - ties)

    def add(self, used: IntArray, cells: IntArray, column: int) -> FloatArray:
        squared: FloatArray = (self._ranks @ cells) ** 2 / self._sizes[column]
        return squared

    def reported(self, value: FloatArray) -> FloatArray:
        return value * self._scale


class Linear(Score):
    """Linear by linear association with scores 1, 2, …; reports the distance of the sum from its mean."""

    def __init__(self, rows: IntArray, columns: IntArray) -> None:
        self._scores = np.arange(1, len(rows) + 1)
        self._n = int(rows.sum())
        self._mean_times_n = int(rows @ self._scores) * int(columns @ np.arange(1, len(columns) + 1))

    def add(self, used: IntArray, cells: IntArray, column: int) -> FloatArray:
        return np.asarray((column + 1) * (self._scores @ cells), dtype=float)

    def extremeness(self, value: FloatArray) -> FloatArray:
        return np.abs(value * self._n - self._mean_times_n)

    def reported(self, value: FloatArray) -> FloatArray:
        return self.extremeness(value) / self._n


class Kendall(Score):
    """Kendall's S with ties: concordant less discordant pairs; equals Jonckheere–Terpstra, two-sided."""

    def __init__(self, rows: IntArray, columns: IntArray) -> None:
        self._sign = np.sign(np.subtract.outer(np.arange(len(rows)), np.arange(len(rows))))

    def add(self, used: IntArray, cells: IntArray, column: int) -> FloatArray:
        return np.asarray((cells * (self._sign @ used)).sum(axis=0), dtype=float)

    def extremeness(self, value: FloatArray) -> FloatArray:
        return np.abs(value)
