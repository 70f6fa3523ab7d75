"""What the zone rule decides, as labels of the alternatives and as sentences."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from ros_analysis.codebook import Codebook
from ros_analysis.findings import LEVEL
from ros_analysis.language import Words
from ros_analysis.sensitivity import RuleRow
from ros_analysis.wording.figures import p_number

Factor = Literal["size", "epj", "change"]
FACTORS: tuple[Factor, ...] = ("size", "epj", "change")


def rule_label(row: RuleRow, codebook: Codebook, words: Words) -> str:
    """«Rød sone fra 2 røde områder», the alternative that a row of the table stands for."""
    if row.change == "profile":
        return words("sensitivity.profile", name=codebook.rule[row.name].label[words.language])
    way = {True: "_stricter", False: "_milder", None: ""}[row.stricter]
    key = f"sensitivity.{row.change}{way}"
    one = row.value == 1 and words.has(f"{key}_one")
    return words(f"{key}_one" if one else key, value=row.value)


def rules(rows: Sequence[RuleRow], words: Words) -> tuple[str, ...]:
    """How much the zones move under other rules, and whether a conclusion hangs on the rule."""
    if not rows:
        return ()
    return (_zones(rows, words), *filter(None, (_factor(factor, rows, words) for factor in FACTORS)))


def _zones(rows: Sequence[RuleRow], words: Words) -> str:
    reported, *others = rows
    most = max((row.moved for row in others), default=0)
    if not most:
        return words("sensitivity.zones_same")
    reds = [row.red for row in rows]
    return words(
        "sensitivity.zones",
        low=words.number(min(reds)),
        high=words.number(max(reds)),
        moved=words.number(most),
        n=words.number(reported.green + reported.yellow + reported.red),
    )


def _factor(factor: Factor, rows: Sequence[RuleRow], words: Words) -> str:
    ps = [p for row in rows if (p := getattr(row, f"p_{factor}")) is not None]
    if not ps:
        return ""
    below = sum(p < LEVEL for p in ps)
    same = below in (0, len(ps))
    return words(
        f"sensitivity.{'same' if same else 'differs'}",
        factor=words(f"sensitivity.factor.{factor}"),
        low=p_number(min(ps), words),
        high=p_number(max(ps), words),
        k=words.spelled(below),
        n=words.spelled(len(ps)),
    )
