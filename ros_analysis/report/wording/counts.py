"""What the zone counts of two rounds prove, and what they don't, as sentences."""

from __future__ import annotations

from ros_analysis.analysis import LEVEL, CountsChange, RedShare, counts_finding
from ros_analysis.report.wording.figures import p_number
from ros_analysis.report.wording.sentences import red_difference
from ros_analysis.survey import Words


def counts_change(change: CountsChange, last_year: int, year: int, words: Words) -> tuple[str, ...]:
    """What is certain of the county; without answers also what may be chance, and the same municipalities."""
    certain = county_change(change, last_year, year, words)
    before, after = change.last.invited, change.this.invited
    if before != after:
        key = "change.units" if before > after else "change.units_more"
        certain = f"{certain} {words(key, before=words.number(before), after=words.number(after))}"
    if change.answers_known:
        return (certain,)
    chance = red_difference(counts_finding(change), words)
    return (certain, f"{chance} {words('change.independent')}", *_paired(change, words))


def county_change(change: CountsChange, last_year: int, year: int, words: Words) -> str:
    """Whether the red share of the county went up or down whatever the silent would have said."""
    unknown = change.last.undetermined or change.this.undetermined
    certain = all(share.most == share.k for share in (change.last, change.this))
    return words(
        "change.same" if certain and change.proven == "open" else f"change.{change.proven}",
        others=words("change.unknown_would" if unknown else "change.silent_would"),
        last_year=last_year,
        year=year,
        last=_range(change.last, words),
        this=_range(change.this, words),
    )


def _range(share: RedShare, words: Words) -> str:
    if share.most == share.k:
        return words.share(share.k, share.invited)
    return words(
        "change.range",
        low=words.number(share.k),
        high=words.number(share.most),
        n=words.number(share.invited),
        percents=words.percents(share.k, share.most, share.invited),
    )


def _paired(change: CountsChange, words: Words) -> tuple[str, ...]:
    if change.paired_p_low is None or change.paired_p_high is None:
        return ()
    answer = (
        "decided"
        if change.paired_p_high < LEVEL
        else "never"
        if change.paired_p_low >= LEVEL
        else "undecided"
    )
    bounds = words(
        "change.paired",
        pairs_low=words.number(change.pairs_low),
        pairs_high=words.number(change.pairs_high),
        low=p_number(change.paired_p_low, words),
        high=p_number(change.paired_p_high, words),
    )
    return (f"{bounds} {words(f'change.{answer}')}",)
