"""Who answered and how the zones fall, always as «k av n», with what it says of the whole county."""

from __future__ import annotations

from ros_analysis.analysis import Bound
from ros_analysis.report.wording.figures import opening
from ros_analysis.survey import Counts, Responses, Words

NEARLY_ALL, HALF = 0.85, 0.5
"""The share of the county whose zone must be known for a nearly complete picture, and for one at all."""

FEW = 50


def responses(counts: Responses, words: Words) -> str:
    """«23 av 26 kommuner svarte (88 %).»"""
    k, n = counts.answered, counts.invited
    if k == n:
        return words("bounds.all_answered" if n > 1 else "bounds.everybody", n=words.number(n))
    return words("bounds.responses", k=words.number(k), n=words.number(n), percent=words.percent(k, n))


def share(bound: Bound, words: Words) -> str:
    """«5 av 23 kommuner som svarte, er røde (22 %). Tre har ikke svart. For hele fylket betyr det mellom …»"""
    if bound.silent == bound.invited:
        return words("bounds.nobody")
    sentences = [known(bound, words)]
    if bound.silent:
        sentences.append(opening(words("bounds.silent", count=words.spelled(bound.silent))))
    if bound.undetermined:
        sentences.append(words("bounds.undetermined", count=words.spelled(bound.undetermined)))
    if bound.n < bound.invited:
        sentences.append(words("bounds.county", range=county_range(bound, words)))
    return " ".join(sentences)


def known(bound: Bound, words: Words) -> str:
    """«5 av 23 kommuner som svarte, er røde (22 %).»; only what is certain where undetermined zones may be that too."""
    answered = bound.invited - bound.silent
    if not answered:
        return words("bounds.nobody")
    unclear = "_open" if bound.high > bound.k + bound.silent else ""
    if answered == 1:
        key = "all_of_one" if bound.k else f"none_of_one{unclear}"
        return words(f"bounds.{key}", zone=words(f"zone.{bound.zone}"))
    zone = words(f"bounds.{'one' if bound.k == 1 else 'many'}.{bound.zone}")
    n = words.number(answered)
    if bound.k in (0, answered):
        return words(f"bounds.none{unclear}" if not bound.k else "bounds.all", n=n, zone=zone)
    percent = words.percent(bound.k, answered)
    return words(f"bounds.some{unclear}", k=words.number(bound.k), n=n, zone=zone, percent=percent)


def county_range(bound: Bound, words: Words) -> str:
    """«mellom 5 og 8 av 26», «høyst 3 av 26», «5 av 26»: what it can be in the whole county."""
    return _range(bound.low, bound.high, bound.invited, words)


def likely(bound: Bound, words: Words) -> str:
    """The 95 % hypergeometric interval for the county, and what it takes for granted; empty when all is known."""
    if bound.n == bound.invited:
        return ""
    return words("bounds.likely", range=_range(bound.likely_low, bound.likely_high, bound.invited, words))


def certainty(counts: Counts, words: Words) -> str:
    """How complete the picture of the zones is, and whether the answers are few for relations."""
    unknown = counts.invited - counts.known
    covered = counts.known / counts.invited
    case = (
        "complete" if not unknown
        else "coverage" if covered >= NEARLY_ALL
        else "partly" if covered >= HALF
        else "little"
    )  # fmt: skip
    picture = words(
        f"certainty.{case}",
        answered=responses(counts, words) if counts.answered else words("bounds.nobody"),
        unknown=words.count("municipality", unknown),
    )
    if not 0 < counts.answered <= FEW:
        return picture
    few = "one" if counts.answered == 1 else "few" if case in ("complete", "coverage") else "few_too"
    return f"{picture} {words(f'certainty.{few}', n=words.number(counts.answered))}"


def _range(low: int, high: int, invited: int, words: Words) -> str:
    case = (
        ("exactly" if low else "none") if low == high
        else ("at_least" if low else "any") if high == invited
        else "between" if low
        else "at_most"
    )  # fmt: skip
    numbers = {"low": low, "high": high, "invited": invited}
    return words(f"bounds.range.{case}", **{key: words.number(value) for key, value in numbers.items()})
