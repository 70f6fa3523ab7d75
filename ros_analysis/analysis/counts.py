"""What counts alone prove: of the whole county, of the red share in two rounds, and of the figures published."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from ros_analysis.analysis.findings import (
    CHANGE,
    Count,
    Effect,
    Finding,
    Interval,
    Number,
    Probability,
    Reason,
    Record,
)
from ros_analysis.exact import contingency, hypergeometric, mcnemar_bounds, newcombe
from ros_analysis.survey import LEVELS, Counts, Level, Published, Unit, whole_percent

Comparison = Literal["match", "misprint", "cannot"]


class RedShare(Record):
    """Red municipalities of a round: `k` of the `n` whose zone is known, of all `invited`."""

    k: Count
    n: Count
    invited: Count
    undetermined: Count = 0
    never: Count = 0
    """Of the undetermined, those that can't be red."""

    @property
    def most(self) -> int:
        """How many are red if every municipality that may be, is."""
        return self.k + self.invited - self.n - self.never

    @property
    def outside(self) -> int:
        return self.invited - self.n


class CountsChange(Record):
    """The red share of two rounds: difference, interval and p as if the rounds were independent, and what is proven.

    With `answers_known` the same municipalities are compared one by one elsewhere, and only the county is said here.
    `proven` is fell or rose when the worst-case ranges don't overlap, whatever the silent would have said.
    `pairs_low` … `pairs_high` unchanged municipalities may have answered both times; `paired_p_low` …
    `paired_p_high` is the range of McNemar's p over every pairing of them that fits the counts.
    """

    last: RedShare
    this: RedShare
    proven: Literal["fell", "rose", "open"]
    difference: Number
    interval: Interval
    p: Probability
    midp: Probability
    smallest_p: Probability
    pairs_low: Count
    pairs_high: Count
    paired_p_low: Probability | None
    paired_p_high: Probability | None
    answers_known: bool = False


def counts_change(last: Counts, this: Counts, units: Collection[Unit]) -> CountsChange | None:
    """Compares two rounds by their counts; None when nobody's zone is known, or all or none are red both times."""
    was, now = _red_share(last), _red_share(this)
    if not was.n or not now.n or was.k + now.k in (0, was.n + now.n):
        return None
    test = contingency([[now.k, was.k], [now.n - now.k, was.n - was.k]], "fisher")
    interval = newcombe(now.k, now.n, was.k, was.n)
    pairs = _pairs_range(was, now, sum(unit.unchanged for unit in units))
    p_low, p_high = _paired_p(was, now, pairs)
    return CountsChange(
        last=was,
        this=now,
        proven=_proven(was, now),
        difference=now.k / now.n - was.k / was.n,
        interval=Interval(low=interval.low, high=interval.high),
        p=test.pvalue,
        midp=test.midp,
        smallest_p=test.smallest_p,
        pairs_low=pairs.start,
        pairs_high=pairs.stop - 1,
        paired_p_low=p_low,
        paired_p_high=p_high,
    )


def untold(last: Counts, this: Counts) -> Finding:
    """The change finding where `counts_change` has nothing to test, and why."""
    is_known = bool(last.known and this.known)
    reason: Reason = "no_answers" if not is_known else "all_red" if this.red else "none_red"
    return Finding(question=CHANGE, kind="change", n=this.known if is_known else 0, reason=reason)


def counts_finding(change: CountsChange) -> Finding:
    """The change finding where no answers per municipality exist for both rounds."""
    return Finding(
        question=CHANGE,
        kind="change",
        n=change.this.n,
        method="red_counts",
        p=change.p,
        midp=change.midp,
        smallest_p=change.smallest_p,
        effect=Effect(name="red_share", value=change.difference),
        interval=change.interval,
    )


def _red_share(counts: Counts) -> RedShare:
    return RedShare(
        k=counts.red,
        n=counts.known,
        invited=counts.invited,
        undetermined=counts.undetermined,
        never=counts.never_red,
    )


def _proven(was: RedShare, now: RedShare) -> Literal["fell", "rose", "open"]:
    if Fraction(now.most, now.invited) < Fraction(was.k, was.invited):
        return "fell"
    return "rose" if Fraction(now.k, now.invited) > Fraction(was.most, was.invited) else "open"


def _pairs_range(was: RedShare, now: RedShare, comparable: int) -> range:
    """How many of the `comparable` municipalities can have a known zone in both rounds."""
    fewest = max(0, comparable - was.outside - now.outside)
    return range(fewest, min(comparable, was.n, now.n) + 1)


def _paired_p(was: RedShare, now: RedShare, pairs: range) -> tuple[float | None, float | None]:
    bounds = [
        mcnemar_bounds(n, x1, x2)
        for n in pairs
        for x1 in _red_among(was, n)
        for x2 in _red_among(now, n)
        if n
    ]
    if not bounds:
        return None, None
    return min(bound.low for bound in bounds), max(bound.high for bound in bounds)


def _red_among(share: RedShare, pairs: int) -> range:
    """How many of the round's red municipalities can be among `pairs` of those whose zone is known."""
    return range(max(0, share.k - (share.n - pairs)), min(share.k, pairs) + 1)


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
    return tuple(_bound(year, zone, counts) for zone in LEVELS)


def _bound(year: int, zone: Level, counts: Counts) -> Bound:
    k = getattr(counts, zone)
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


@dataclass(frozen=True)
class Check:
    """One published figure: recomputed value (None where it can't be), «k» and «n» behind it, and the verdict."""

    published: Published
    verdict: Comparison
    recomputed: int | None = None
    k: int | None = None
    n: int | None = None


class FormulaError(ValueError):
    """A numerator or denominator that names no known count."""


def check_published(published: Iterable[Published], counts: Counts, municipalities: int) -> tuple[Check, ...]:
    """Each figure with its verdict, in the order given; `municipalities` is the register's count for the year."""
    known = {**counts.model_dump(), "municipalities": municipalities}
    return tuple(_check(figure, known) for figure in published)


def _check(figure: Published, known: Mapping[str, int]) -> Check:
    if not figure.numerator:
        return Check(figure, "cannot")
    k = _value(figure.numerator, known, figure.id)
    n = _value(figure.denominator, known, figure.id) if figure.denominator else None
    recomputed = whole_percent(k, n) if n is not None else k
    verdict: Comparison = "match" if figure.printed == str(recomputed) else "misprint"
    return Check(figure, verdict, recomputed, k, n)


def _value(formula: str, known: Mapping[str, int], figure: str) -> int:
    """The value of names of counts joined by + and −, such as «invited - answered»."""
    terms = re.findall(r"([+-]?)\s*(\w+)", formula)
    unknown = [name for _, name in terms if name not in known]
    if unknown or not re.fullmatch(r"\w+(\s*[+-]\s*\w+)*", formula.strip()):
        raise FormulaError(f"{figure}: «{formula}» kan ikke regnes ut. Bruk {', '.join(known)} med + og -.")
    return sum(-known[name] if sign == "-" else known[name] for sign, name in terms)
