"""A finding → the sentence a decision-maker reads; the case is chosen by the numbers alone."""

from __future__ import annotations

import re

from ros_analysis.analysis import CHANGE, LEVEL, Finding, verdict
from ros_analysis.report.wording.figures import limits, moves, p_number, pictured, signed, who
from ros_analysis.survey import LEVELS, Words

STRONG = 0.7
MODERATE = 0.6


def heading(finding: Finding, words: Words) -> str:
    """«Kommunestørrelse»."""
    return words(f"finding.heading.{finding.question}")


def finding(finding: Finding, words: Words) -> str:
    """What the test shows and what it doesn't, in plain words (table of cases in docs/method.md)."""
    case = verdict(finding)
    if finding.method == "red_counts" and finding.p is not None:
        return red_difference(finding, words)
    if case == "needs_answers":
        return words(f"finding.needs_answers.{finding.question}")
    if case == "untestable":
        return untestable(finding, words)
    return joined(words(f"finding.{case}.{finding.question}", **_parts(finding, words)))


def red_difference(finding: Finding, words: Words) -> str:
    """Whether the difference in red share between two rounds of counts is larger than chance would give."""
    assert finding.p is not None
    assert finding.effect is not None
    assert finding.interval is not None
    case = {"borderline": "borderline", "related": "shown", "uncertain": "shown"}.get(
        verdict(finding), "not_shown"
    )
    return words(
        f"change.chance_{case}",
        difference=signed(100 * finding.effect.value, words),
        low=signed(100 * finding.interval.low, words),
        high=signed(100 * finding.interval.high, words),
        p=words.p_value(finding.p),
        midp=p_number(finding.midp or finding.p, words),
    )


def _parts(finding: Finding, words: Words) -> dict[str, str]:
    assert finding.p is not None
    interval = limits(finding.interval, words) if finding.interval is not None else {}
    return {
        "who": who(finding, words),
        "p": words.p_value(finding.p),
        "adjusted": _adjusted(finding, words),
        "why": _why(finding, words),
        "numbers": _numbers(finding, words),
        "power": power(finding, words),
        "effect": _effect(finding, words),
        "direction": direction(finding, words),
        "moves": _moves(finding, words),
        "no_cause": words("finding.no_cause"),
        **interval,
    }


def joined(text: str) -> str:
    """Sentences with one space between them, also where one of them had nothing to say."""
    return re.sub(" +", " ", text).strip(" ")


def untestable(finding: Finding, words: Words) -> str:
    reason = finding.reason or "smallest_p"
    key = f"finding.untestable.{reason}"
    own = f"{key}_{finding.question}"
    if reason == "nobody_moved" and finding.n == 1:
        return words("finding.untestable.nobody_moved_one")
    text = words(
        own if words.has(own) else key,
        factor=heading(finding, words),
        smallest=p_number(finding.smallest_p, words) if finding.smallest_p is not None else "",
        who=who(finding, words),
        moves=_moves(finding, words),
    )
    return joined(text)


def _effect(finding: Finding, words: Words) -> str:
    """«−0,14, 95 % KI −0,48 til 0,23»; without an interval where there is none."""
    if finding.effect is None:
        return ""
    value = words.number(finding.effect.value, 2)
    if finding.interval is None:
        return value
    return words("finding.with_interval", effect=value, **limits(finding.interval, words))


def _adjusted(finding: Finding, words: Words) -> str:
    adjusted = finding.p_holm if finding.p_holm is not None else finding.p
    p = words.p_value(adjusted or 0.0)
    return words("finding.adjusted", p=p, tests=words.spelled(finding.tests)) if finding.tests > 1 else p


def _why(finding: Finding, words: Words) -> str:
    if finding.p_holm is not None and finding.p_holm >= LEVEL:
        return words("finding.why.holm", tests=words.spelled(finding.tests), p=words.p_value(finding.p_holm))
    return words("finding.why.interval", **limits(finding.interval, words)) if finding.interval else ""


def _numbers(finding: Finding, words: Words) -> str:
    p = words.p_value(finding.p or 0.0)
    if finding.monte_carlo is not None:
        low, high = (p_number(end, words) for end in (finding.monte_carlo.low, finding.monte_carlo.high))
        return words("finding.simulated", low=low, high=high)
    return words("finding.with_midp", p=p, midp=p_number(finding.midp or 0.0, words))


def direction(finding: Finding, words: Words) -> str:
    if finding.effect is None or finding.method == "kruskal":
        return ""
    falls = finding.effect.value < 0
    if finding.question == CHANGE:
        return words(f"finding.direction.change_{'worse' if falls else 'better'}")
    return words(f"finding.direction.{finding.question}_{'small' if falls else 'large'}")


def _moves(finding: Finding, words: Words) -> str:
    """From the rows of the transition table: how many got better, worse, or stayed."""
    if finding.question != "change" or not finding.groups:
        return ""
    cells = [
        (before, after, row[level])
        for before, row in enumerate(finding.groups)
        for after, level in enumerate(LEVELS)
    ]
    better = sum(k for before, after, k in cells if after < before)
    worse = sum(k for before, after, k in cells if after > before)
    return moves(better, finding.n - better - worse, worse, words)


def power(finding: Finding, words: Words) -> str:
    prefix = "power.change_" if finding.question == "change" else "power."
    found, n = finding.detectable, words.number(finding.n)
    if found is None:
        return words(f"{prefix}unknown", n=n)
    if found.pairs is None or found.value is None:
        return words(f"{prefix}none", n=n)
    size = "strong" if found.pairs >= STRONG else "moderate" if found.pairs >= MODERATE else "weak"
    value, minus = (words.number(sign * abs(found.value), 2) for sign in (1, -1))
    pairs = pictured(found.pairs, words)
    picture = words(f"power.{finding.question}_picture", pairs=pairs, value=value, minus=minus)
    return words(prefix + size, n=n, picture=picture)
