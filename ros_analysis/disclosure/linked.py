"""Tables that share municipalities: each protected by itself, then against what the others tell."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd


def hide_until(
    counts: pd.DataFrame,
    protector: Callable[[pd.DataFrame], pd.DataFrame],
    is_open: Callable[[pd.DataFrame], bool],
) -> pd.DataFrame:
    """`counts` as `protector` shows it, with the smallest shown cells hidden one by one until what is left `is_open`.

    `protector` is given the cells that must be hidden besides its own. Nothing is shown where zeros alone are left.
    """
    also = pd.DataFrame(np.zeros(counts.shape, dtype=bool), index=counts.index, columns=counts.columns)
    while True:
        shown = protector(also)
        values = shown.to_numpy(dtype=float, na_value=0)
        if not values.any():
            return hidden(counts)
        if is_open(shown):
            return shown
        smallest = int(np.argmin(np.where(values > 0, values, np.inf)))
        row, column = divmod(smallest, values.shape[1])
        also.iloc[row, column] = True


def hidden(counts: pd.DataFrame) -> pd.DataFrame:
    """A table of the same shape that tells nothing."""
    empty = np.ones(counts.shape, dtype=bool)
    return counts.astype("Int64").mask(pd.DataFrame(empty, index=counts.index, columns=counts.columns))
