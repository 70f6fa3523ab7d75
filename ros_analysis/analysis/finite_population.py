"""What the zone counts of those who answered say of the whole county."""

from __future__ import annotations

from ros_analysis.analysis.findings import Count, Record
from ros_analysis.exact import hypergeometric
from ros_analysis.survey import LEVELS, Counts, Level


class Bound(Record):
    """One zone's count in a round, and what it can be in the whole county.

    `low` … `high` whatever those with unknown zone would have said, less what their own answers exclude; `likely_low` …
    `likely_high` is the 95 % hypergeometric interval, which takes them to be like the others.
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
    return tuple(_bound(year, zone, getattr(counts, zone), counts) for zone in LEVELS)


def _bound(year: int, zone: Level, k: int, counts: Counts) -> Bound:
    likely = hypergeometric(k, counts.known, counts.invited)
    return Bound(
        year=year,
        zone=zone,
        k=k,
        n=counts.known,
        invited=counts.invited,
        silent=counts.invited - counts.answered,
        undetermined=counts.undetermined,
        low=k,
        high=counts.most(zone),
        likely_low=likely.low,
        likely_high=min(likely.high, counts.most(zone)),
    )
