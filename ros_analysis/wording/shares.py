"""Who answered and how the zones fall, always as «k av n», with what it says of the whole county."""

from __future__ import annotations

from ros_analysis.bounds import Bound
from ros_analysis.language import Words
from ros_analysis.settings import Responses
from ros_analysis.wording.figures import opening


def responses(counts: Responses, words: Words) -> str:
    """«23 av 26 kommuner svarte (88 %).»"""
    k, n = counts.answered, counts.invited
    if k == n:
        return words("bounds.all_answered", n=words.number(n))
    return words("bounds.responses", k=words.number(k), n=words.number(n), percent=words.percent(k, n))


def share(bound: Bound, words: Words) -> str:
    """«5 av 23 kommuner som svarte, er røde (22 %). Tre har ikke svart. For hele fylket betyr det mellom …»"""
    sentences = [_known(bound, words)]
    if bound.silent:
        sentences.append(opening(words("bounds.silent", count=words.spelled(bound.silent))))
    if bound.undetermined:
        sentences.append(words("bounds.undetermined", count=words.spelled(bound.undetermined)))
    if bound.high > bound.low:
        sentences.append(words("bounds.county", **_range(bound.low, bound.high, bound, words)))
    return " ".join(sentences)


def likely(bound: Bound, words: Words) -> str:
    """The 95 % hypergeometric interval for the county, and what it takes for granted; empty when all is known."""
    if bound.n == bound.invited:
        return ""
    return words("bounds.likely", **_range(bound.likely_low, bound.likely_high, bound, words))


def _known(bound: Bound, words: Words) -> str:
    known = words("bounds.known_zone" if bound.undetermined else "bounds.known_answered")
    plural = words(f"bounds.{'one' if bound.k == 1 else 'many'}.{bound.zone}")
    if bound.k == 0 or bound.n == 0:
        return words("bounds.none", n=words.number(bound.n), known=known, zone=plural)
    return words(
        "bounds.some",
        k=words.number(bound.k),
        n=words.number(bound.n),
        known=known,
        zone=plural,
        percent=words.percent(bound.k, bound.n),
    )


def _range(low: int, high: int, bound: Bound, words: Words) -> dict[str, str]:
    return {"low": words.number(low), "high": words.number(high), "invited": words.number(bound.invited)}
