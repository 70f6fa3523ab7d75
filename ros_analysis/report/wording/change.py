"""What two rounds show, as sentences: what their counts prove, and what the same municipalities add to that."""

from __future__ import annotations

from ros_analysis.analysis import LEVEL, CountsChange, Pairing, RedShare, Transition, counts_finding
from ros_analysis.report.wording.figures import moves, opening, p_number
from ros_analysis.report.wording.sentences import red_difference
from ros_analysis.survey import Words

FEWEST = 2


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


def merged(transition: Transition, words: Words) -> tuple[str, ...]:
    """One sentence with them as their worst part, one as their best, and how many have no known zone in both rounds;
    none when no unit was merged or split."""
    if not transition.merged:
        return ()
    left_out = transition.merged - transition.merged_known
    said = [_sentence(one, transition.merged_known, words) for one in transition.counted[1:]]
    if left_out:
        key = "change.merged_left_one" if left_out == 1 else "change.merged_left_many"
        said.append(opening(words(key, n=words.spelled(left_out))))
    return tuple(said)


def _sentence(pairing: Pairing, units: int, words: Words) -> str:
    return words(
        f"change.{pairing.units}",
        merged=words("change.merged_one" if units == 1 else "change.merged_many", n=words.spelled(units)),
        moves=moves(pairing.better, pairing.same, pairing.worse, words),
        p="" if pairing.p is None else words("change.merged_p", p=words.p_value(pairing.p)),
    ).strip()


def regression(moved: Transition, words: Words) -> tuple[str, ...]:
    """How many left red, beside how many of those chosen for being red leave it anyhow; empty where none did."""
    red = moved.rows[-1]
    left = red.n - red.red
    if red.n < FEWEST or not left:
        return ()
    figures = {"left": left, "n": red.n, "expected": moved.leave_red_anyhow}
    return (words("change.regression", **{name: words.number(value) for name, value in figures.items()}),)
