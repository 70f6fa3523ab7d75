"""How few is too few in the public edition."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

FEWEST = 3
"""No cell of a table is shown below this: of two, each knows the other's answer."""

SMALLEST_GROUP = 5
"""No group of municipalities is shown below this."""


def may_show_zones(counts: Iterable[int]) -> bool:
    """Whether the zone counts of all who answered may be public: at least 3 are outside the largest zone.

    Counts of 0, 1 and 2 are shown here, as in the paper of 2020: they are tied to nothing that tells who it is.
    But when all or nearly all are in one zone, that zone is known of everyone who is known to have answered.
    """
    known = list(counts)
    return sum(known) - max(known, default=0) >= FEWEST


def may_show_median(values: pd.Series) -> bool:
    """Whether a median of whole numbers may be public: of 5 or more, and a value that at least 3 gave.

    A median between two values is not shown: it says that exactly half are on either side.
    """
    return len(values) >= SMALLEST_GROUP and int((values == values.median()).sum()) >= FEWEST
