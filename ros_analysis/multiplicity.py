"""Adjusts p-values for how many tests were made."""

import math
from collections.abc import Iterable

from statsmodels.stats.multitest import multipletests


def holm(ps: Iterable[float | None]) -> list[float | None]:
    """Holm's (1979) step-down p-values, in the order given; None (not tested) stays None and is not counted."""
    return _adjusted(ps, "holm")


def benjamini_hochberg(ps: Iterable[float | None]) -> list[float | None]:
    """Benjamini and Hochberg's (1995) p-values for the false discovery rate; None stays None and is not counted."""
    return _adjusted(ps, "fdr_bh")


def _adjusted(ps: Iterable[float | None], method: str) -> list[float | None]:
    given = [None if p is None or math.isnan(p) else float(p) for p in ps]
    tested = [p for p in given if p is not None]
    if wrong := [p for p in tested if not 0 <= p <= 1]:
        raise ValueError(f"{wrong[0]} er ikke en p-verdi: den må være mellom 0 og 1.")
    if not tested:
        return given
    adjusted = iter(multipletests(tested, method=method)[1].tolist())  # type: ignore[no-untyped-call]
    return [None if p is None else next(adjusted) for p in given]
