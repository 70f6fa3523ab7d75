"""What the zone counts of those who answered say of the whole county."""

from __future__ import annotations

from ros_analysis.codebook import LEVELS, Level
from ros_analysis.findings import Count, Record
from ros_analysis.intervals import hypergeometric, worst_case
from ros_analysis.settings import Counts


class Bound(Record):
    """One zone's count in a round, and what it can be in the whole county.

    `low` … `high` whatever those with unknown zone would have said; `likely_low` … `likely_high` is the 95 %
    hypergeometric interval, which takes them to be like the others.
    """

    year: int
    zone: Level
    k: Count
    n: Count
    invited: Count
    silent: Count
    undetermined: Count
    low: Count
    high: Count
    likely_low: Count
    likely_high: Count


def bounds(year: int, counts: Counts) -> tuple[Bound, ...]:
    """What each zone's count says of all invited municipalities."""
    n = counts.green + counts.yellow + counts.red
    return tuple(_bound(year, zone, getattr(counts, zone), n, counts) for zone in LEVELS)


def _bound(year: int, zone: Level, k: int, n: int, counts: Counts) -> Bound:
    worst = worst_case(k, n, counts.invited)
    likely = hypergeometric(k, n, counts.invited)
    return Bound(
        year=year,
        zone=zone,
        k=k,
        n=n,
        invited=counts.invited,
        silent=counts.invited - counts.answered,
        undetermined=counts.undetermined,
        low=worst.low,
        high=worst.high,
        likely_low=likely.low,
        likely_high=likely.high,
    )
