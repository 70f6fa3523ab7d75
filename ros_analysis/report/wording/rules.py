"""What the zone rule decides, as labels of the alternatives and as sentences."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ros_analysis.analysis import LEVEL, Question, RuleRow
from ros_analysis.report.wording.figures import p_number
from ros_analysis.survey import Codebook, Words


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
