"""Who answered, how the zones fall, what that says of all, always as «k av n»; and what the zone rule decides."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ros_analysis.analysis import LEVEL, Bound, Question, RuleRow
from ros_analysis.report.wording.figures import opening, p_number
from ros_analysis.survey import Codebook, Counts, Responses, Words

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


def rule_label(row: RuleRow, codebook: Codebook, words: Words) -> str:
    """«Rød sone fra 2 røde områder», the alternative that a row of the table stands for."""
    if row.change == "profile":
        return words("sensitivity.profile", name=codebook.rule[row.name].label[words.language])
    way = {True: "_stricter", False: "_milder", None: ""}[row.stricter]
    key = f"sensitivity.{row.change}{way}"
    one = row.value == 1 and words.has(f"{key}_one")
    return words(f"{key}_one" if one else key, value=row.value)


def rules(
    rows: Sequence[RuleRow], words: Words, labels: Mapping[Question, str] | None = None
) -> tuple[str, ...]:
    """How much the zones move under other rules, and whether a conclusion hangs on the rule; `labels` are the words of
    the body's own factors."""
    if not rows:
        return ()
    tested = filter(None, (_factor(question, rows, words, labels or {}) for question in rows[0].p))
    return (_zones(rows, words), words("sensitivity.score"), *tested)


def _zones(rows: Sequence[RuleRow], words: Words) -> str:
    reported, *others = rows
    most = max((row.moved for row in others), default=0)
    reds = [row.red for row in rows]
    low, high = min(reds), max(reds)
    if not most and low == high:
        return words("sensitivity.zones_same")
    case = (
        ("_none" if not high else "_same")
        if low == high
        else ""
        if low
        else "_at_most"
        if high > 1
        else "_at_most_one"
    )
    n = reported.green + reported.yellow + reported.red
    return words(
        "sensitivity.zones" if n else "sensitivity.zones_open",
        reds=words(f"sensitivity.reds{case}", low=words.number(low), high=words.number(high)),
        moved=words.number(most),
        n=words.number(n),
    )


def _factor(question: Question, rows: Sequence[RuleRow], words: Words, labels: Mapping[Question, str]) -> str:
    """Empty where fewer than two rules leave anything to test, for then there is nothing to compare."""
    ps = [p for row in rows if (p := row.p[question]) is not None]
    if len(ps) < 2:
        return ""
    below = sum(p < LEVEL for p in ps)
    tried = "all" if len(ps) == len(rows) else "some"
    return words(
        f"sensitivity.{'same' if below in (0, len(ps)) else 'differs'}",
        factor=labels[question] if question in labels else words(f"sensitivity.factor.{question}"),
        rules=words(f"sensitivity.{tried}_rules", k=words.spelled(len(ps)), n=words.spelled(len(rows))),
        p=_p_range(min(ps), max(ps), words),
        k=words.spelled(below),
        n=words.spelled(len(ps)),
    )


def _p_range(low: float, high: float, words: Words) -> str:
    ends = p_number(low, words), p_number(high, words)
    return (
        words.p_value(low) if ends[0] == ends[1] else words("sensitivity.p_range", low=ends[0], high=ends[1])
    )
