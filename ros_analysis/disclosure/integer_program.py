"""The cheapest whole numbers that meet linear requirements."""

from __future__ import annotations

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

NEARLY = 1e-6


def cheapest_whole(costs: np.ndarray, bounds: Bounds, constraints: LinearConstraint) -> np.ndarray | None:
    """The whole numbers within `bounds` and `constraints` of least total cost; None where there are none.

    Fractions are allowed first: the answer is often whole all the same, and comes in a tenth of the time.
    """
    for integrality in (0, 1):
        result = milp(
            costs,
            integrality=np.full(len(costs), integrality),
            bounds=bounds,
            constraints=constraints,
            options={"mip_rel_gap": 0},
        )
        if result.x is None:
            return None
        whole = np.asarray(np.round(result.x))
        if np.abs(result.x - whole).max() < NEARLY:
            break
    return whole
