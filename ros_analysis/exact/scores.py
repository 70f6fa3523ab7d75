"""The five statistics of an r × c table, each a sum over its columns.

Rows are the ordered response, columns the groups. A statistic adds one column at a time, knowing what
earlier columns have used of every row; from the sum it tells how extreme the table is and what it reports.
"""

from typing import Protocol

import numpy as np

from ros_analysis.exact.margins import FloatArray, IntArray, log_factorials


class Score(Protocol):
    """A statistic that is built column by column."""

    def __init__(self, rows: IntArray, columns: IntArray) -> None: ...

    def add(self, used: IntArray, cells: IntArray, column: int) -> FloatArray:
        """What a column adds: `used` and `cells` are rows × tables."""
        ...

    def extremeness(self, value: FloatArray) -> FloatArray:
        """Larger is further from no relation; equal values are equally extreme."""
        ...

    def reported(self, value: float) -> float:
        """The statistic as the literature writes it."""
        ...


class Fisher:
    """Freeman and Halton (1951): the less probable a table, the more extreme; reports its probability."""

    def __init__(self, rows: IntArray, columns: IntArray) -> None:
        self._log = log_factorials(int(rows.sum()))
        self._margins = float(self._log[rows].sum() + self._log[columns].sum() - self._log[-1])

    def add(self, used: IntArray, cells: IntArray, column: int) -> FloatArray:
        orders: FloatArray = self._log[cells].sum(axis=0)
        return -orders

    def extremeness(self, value: FloatArray) -> FloatArray:
        return -np.exp(self._margins + value)

    def reported(self, value: float) -> float:
        return float(np.exp(self._margins + value))


class ChiSquared:
    """Pearson's statistic: squared distance from the counts expected without a relation."""

    def __init__(self, rows: IntArray, columns: IntArray) -> None:
        self._expected = np.outer(columns, rows)[:, :, None] / rows.sum()

    def add(self, used: IntArray, cells: IntArray, column: int) -> FloatArray:
        expected = self._expected[column]
        distance: FloatArray = ((cells - expected) ** 2 / expected).sum(axis=0)
        return distance

    def extremeness(self, value: FloatArray) -> FloatArray:
        return without_rounding_noise(value)

    def reported(self, value: float) -> float:
        return value


class Kruskal:
    """Kruskal and Wallis (1952): spread of the mean midranks of the groups, corrected for ties."""

    def __init__(self, rows: IntArray, columns: IntArray) -> None:
        n = int(rows.sum())
        self._ranks, self._sizes = centred_midranks(rows), columns
        ties = float((rows**3 - rows).sum()) / (n**3 - n)
        self._scale = 12 / (n * (n + 1)) / (1 - ties)

    def add(self, used: IntArray, cells: IntArray, column: int) -> FloatArray:
        squared: FloatArray = (self._ranks @ cells) ** 2 / self._sizes[column]
        return squared

    def extremeness(self, value: FloatArray) -> FloatArray:
        return without_rounding_noise(value * self._scale)

    def reported(self, value: float) -> float:
        return value * self._scale


class Linear:
    """Linear by linear association with scores 1, 2, …; reports the distance of the sum from its mean."""

    def __init__(self, rows: IntArray, columns: IntArray) -> None:
        self._scores = np.arange(1, len(rows) + 1)
        self._n = int(rows.sum())
        self._mean_times_n = int(rows @ self._scores) * int(columns @ np.arange(1, len(columns) + 1))

    def add(self, used: IntArray, cells: IntArray, column: int) -> FloatArray:
        return np.asarray((column + 1) * (self._scores @ cells), dtype=float)

    def extremeness(self, value: FloatArray) -> FloatArray:
        return np.abs(value * self._n - self._mean_times_n)

    def reported(self, value: float) -> float:
        return abs(value * self._n - self._mean_times_n) / self._n


class Kendall:
    """Kendall's S with ties: concordant less discordant pairs; equals Jonckheere–Terpstra, two-sided."""

    def __init__(self, rows: IntArray, columns: IntArray) -> None:
        self._sign = np.sign(np.subtract.outer(np.arange(len(rows)), np.arange(len(rows))))

    def add(self, used: IntArray, cells: IntArray, column: int) -> FloatArray:
        return np.asarray((cells * (self._sign @ used)).sum(axis=0), dtype=float)

    def extremeness(self, value: FloatArray) -> FloatArray:
        return np.abs(value)

    def reported(self, value: float) -> float:
        return value


def centred_midranks(rows: IntArray) -> FloatArray:
    """The midrank of each level less the mean rank, from the number at each level."""
    midranks: FloatArray = np.cumsum(rows) - rows / 2 - rows.sum() / 2
    return midranks


def without_rounding_noise(value: FloatArray) -> FloatArray:
    """A statistic that is zero but for rounding, as zero, since a relative tolerance cannot see it."""
    return np.where(value < 1e-9, 0.0, value)
