"""A finding → the sentence a decision-maker reads; the case is chosen by the numbers alone."""

from __future__ import annotations

import re
from collections.abc import Mapping

import numpy as np

from ros_analysis.analysis import LEVEL, Finding, Silent, verdict
from ros_analysis.report.wording.figures import limits, moves, opening, p_number, pictured, signed, who
from ros_analysis.survey import LEVELS, OTHER, Words

STRONG = 0.7
MODERATE = 0.6


def heading(finding: Finding, words: Words) -> str:
    """«Kommunestørrelse»; «Avstand til sykehus (ikke bestemt på forhånd)»."""
    own = f"finding.heading.{finding.question}"
    named = words(own) if words.has(own) else opening(finding.label)
    return named if finding.beforehand else words("finding.late", heading=named)


def factor(finding: Finding, words: Words) -> str:
    """«kommunestørrelse», as it stands inside a sentence."""
    own = f"sensitivity.factor.{finding.question}"
    return words(own) if words.has(own) else finding.label


def finding(finding: Finding, words: Words, areas: Mapping[int, str] | None = None) -> str:
    """What the test shows and what it doesn't, in plain words (table of cases in docs/method.md).

    `areas` are the names of the risk areas by number. In `words.plain()` it is the sentence of page one.
    """
    case = verdict(finding)
    if finding.method == "red_counts" and finding.p is not None:
        return red_difference(finding, words)
    if case == "needs_answers":
        return words("finding.needs_answers", factor=factor(finding, words))
    if case == "untestable":
        return untestable(finding, words)
    parts = _parts(finding, words) | {"areas": _areas(finding, words, areas or {})}
    if case in ("related", "small"):
        return joined(words(f"finding.{case}.{finding.kind}", **parts))
    kind = "change" if finding.kind == "change" else "relation"
    return joined(words(f"finding.{case}.{kind}", **parts))


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
        "risk": words(f"finding.risk.{finding.basis}"),
        "factor": factor(finding, words),
        "who": who(finding, words),
        "p": words.p_value(finding.p),
        "adjusted": _adjusted(finding, words),
        "why": _why(finding, words),
        "numbers": _numbers(finding, words),
        "power": power(finding, words),
        "effect": _effect(finding, words),
        "direction": direction(finding, words),
        "size": _size(finding, words),
        "unit": words(f"finding.unit.{finding.basis}"),
        "moves": _moves(finding, words),
        "since": _since(finding, words),
        "silent": silent(finding, words),
        "no_cause": words("finding.no_cause"),
        **interval,
    }


def joined(text: str) -> str:
    """Sentences with one space between them, also where one of them had nothing to say."""
    return re.sub(" +", " ", text).strip(" ")


def untestable(finding: Finding, words: Words) -> str:
    alone = finding.reason == "nobody_moved" and finding.n == 1
    reason = "nobody_moved_one" if alone else finding.reason or "smallest_p"
    key = f"finding.untestable.{reason}"
    own = f"{key}_{finding.question}"
    kind = f"{key}_{finding.kind}"
    basis = f"{key}_{finding.basis}"
    text = words(
        own if words.has(own) else kind if words.has(kind) else basis if words.has(basis) else key,
        heading=heading(finding, words),
        factor=factor(finding, words),
        measure=words(f"finding.measure.{finding.basis}"),
        smallest=p_number(finding.smallest_p, words) if finding.smallest_p is not None else "",
        who=who(finding, words),
        moves=_moves(finding, words),
        since=_since(finding, words),
    )
    return joined(text)


def _since(finding: Finding, words: Words) -> str:
    if finding.since is None:
        return words("finding.since.last")
    return words("finding.since.year", year=finding.since)


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
    """Of change «ned» or «opp»; of a number in how many pairs the smaller, or the larger, has the higher risk."""
    if finding.effect is None or finding.effect.value == 0:
        return ""
    falls = finding.effect.value < 0
    if finding.kind == "change":
        return words(f"finding.direction.change_{'down' if falls else 'up'}")
    if finding.kind != "number":
        return ""
    which = "small" if falls else "large"
    own = f"finding.direction.{finding.question}_{which}"
    any_number = f"finding.direction.number_{which}"
    agreeing = min(1.0, (1 + abs(finding.effect.value) / (finding.scale or 1)) / 2)
    return words(
        own if words.has(own) else any_number,
        factor=factor(finding, words),
        pairs=pictured(agreeing, words),
    )


def _size(finding: Finding, words: Words) -> str:
    """How large the effect is, in points or steps: of the group that stands out, or of the change on average."""
    if finding.effect is None or finding.kind not in ("group", "change"):
        return ""
    if finding.kind == "change":
        return words(
            f"finding.size.change_{finding.basis}",
            value=signed(finding.effect.value, words, 2),
            **limits(finding.interval, words) if finding.interval else {"low": "..", "high": ".."},
        )
    return words(
        f"finding.size.{finding.basis}_{way(finding.effect.value)}",
        group=group(finding.effect.group, words),
        value=words.number(abs(finding.effect.value), 1),
    )


def way(value: float) -> str:
    return "higher" if value >= 0 else "lower"


def group(name: str, words: Words) -> str:
    """A group's name, or the words for those that were put together."""
    return words("epj.other") if name == OTHER else name


def _areas(finding: Finding, words: Words, names: Mapping[int, str]) -> str:
    """«3 Innkomne e-meldinger (Gerica 2,1 høyere)» of each area that stands."""
    return words.listed(
        [
            words(
                f"finding.size.area_{way(one.effect.value)}",
                area=names.get(one.area, str(one.area)),
                group=group(one.effect.group, words),
                value=words.number(abs(one.effect.value), 1),
            )
            for one in finding.named_areas
            if one.effect is not None
        ]
    )


def _moves(finding: Finding, words: Words) -> str:
    """From the rows of the transition table: how many got better, worse, or stayed."""
    if finding.kind != "change" or not finding.groups:
        return ""
    counts = np.array([[row[level] for level in LEVELS] for row in finding.groups])
    better, same, worse = np.tril(counts, -1), np.diag(counts), np.triu(counts, 1)
    return moves(int(better.sum()), int(same.sum()), int(worse.sum()), words) if counts.any() else ""


def power(finding: Finding, words: Words) -> str:
    """What the test could have found at the level that it has to meet."""
    prefix = "power.change_" if finding.kind == "change" else "power."
    found = finding.detectable
    n, tests = words.number(finding.n), words.spelled(finding.tests)
    if found is None:
        return words(f"{prefix}unknown", n=n)
    holm = words("power.holm", tests=tests) if finding.tests > 1 else ""
    if found.pairs is None or found.value is None:
        return words(f"{prefix}none", n=n, holm=holm)
    size = "strong" if found.pairs >= STRONG else "moderate" if found.pairs >= MODERATE else "weak"
    picture = _picture(finding, found.value, found.pairs, words)
    return words(prefix + size, n=n, holm=holm, picture=picture)


def _picture(finding: Finding, value: float, pairs: float, words: Words) -> str:
    own = f"power.{finding.question}_picture"
    of_kind = f"power.{finding.kind}_picture"
    return words(
        own if words.has(own) else of_kind,
        factor=factor(finding, words),
        unit=words(f"finding.unit.{finding.basis}"),
        value=words.number(abs(value), 2),
        minus=words.number(-abs(value), 2),
        pairs=pictured(pairs, words),
    )


def silent(finding: Finding, words: Words) -> str:
    """«Funnet står uansett hva de tre som ikke svarte, ville ha svart.»; empty where everybody's risk is known."""
    of = finding.silent
    if of is None or of.low_holm is None or of.high_holm is None:
        return ""
    found = finding.verdict == "related"
    turned = of.high_holm >= LEVEL if found else of.low_holm < LEVEL
    extremes = "_extremes" if of.extremes else ""
    case = "could" if turned else ("stands" if found else "never") + extremes
    return words(f"finding.silent.{case}", those=_those(finding, of, words))


def _those(finding: Finding, of: Silent, words: Words) -> str:
    kind = "change" if finding.kind == "change" else "unknown" if of.answered else "silent"
    return words(f"finding.those.{kind}_{'one' if of.k == 1 else 'many'}", n=words.spelled(of.k))
