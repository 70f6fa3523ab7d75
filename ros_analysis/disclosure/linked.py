"""Tables that share municipalities: each protected by itself, then against what the others tell."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from ros_analysis.disclosure.suppression import protect


def hide_until(
    counts: pd.DataFrame,
    is_open: Callable[[pd.DataFrame], bool],
    *,
    row_totals_known: bool,
    column_totals_known: bool,
    silent: str = "",
) -> pd.DataFrame:
    """`counts` protected, then with the smallest shown cells hidden one by one until `is_open` of what is left."""
    also = pd.DataFrame(False, index=counts.index, columns=counts.columns)
    while True:
        shown = protect(
            counts,
            row_totals_known=row_totals_known,
            column_totals_known=column_totals_known,
            silent=silent,
            also=also,
        )
        left = shown.where(shown > 0).stack()
        if left.empty:
            return hidden(counts)
        if is_open(shown):
            return shown
        also.loc[left.astype(int).idxmin()] = True


def hidden(counts: pd.DataFrame) -> pd.DataFrame:
    """A table of the same shape that tells nothing."""
    return pd.DataFrame(pd.NA, index=counts.index, columns=counts.columns, dtype="Int64")
