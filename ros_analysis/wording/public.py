"""A finding as the public edition says it: the same conclusion, without figures that would give a hidden count away."""

from __future__ import annotations

from ros_analysis.findings import LEVEL, Finding, verdict
from ros_analysis.language import NBSP, Words
from ros_analysis.wording.figures import who
from ros_analysis.wording.sentences import direction, finding, joined, power, untestable

DECIMALS = 2


def public_finding(found: Finding, words: Words, *, with_p: bool, moves: str | None = "") -> str:
    """The sentence of `found`, with p to two decimals where `with_p`, and `moves` as the public tables show them;
    None where even the number compared is hidden."""
    if moves is None:
        return words("finding.public.hidden")
    case = verdict(found)
    if found.method == "red_counts" or case == "needs_answers":
        return finding(found, words)
    if case == "untestable":
        return untestable(found.but(groups=()), words)
    text = words(
        f"finding.public.{case}.{found.question}",
        who=who(found, words),
        p=f" ({coarse_p(found.p, words)})" if with_p and found.p is not None else "",
        why=_why(found, words),
        tests=words.spelled(found.tests),
        power=power(found, words),
        direction=direction(found, words),
        moves=moves,
        no_cause=words("finding.no_cause"),
    )
    return joined(text)


def coarse_p(p: float, words: Words) -> str:
    """p to two decimals, never rounded across the level: «p = 0,04», «p < 0,05», «p < 0,01»."""
    rounded = float(f"{p:.{DECIMALS}f}")
    if p < 0.01 or (p < LEVEL <= rounded):
        return f"p{NBSP}<{NBSP}{words.number(0.01 if p < 0.01 else LEVEL, DECIMALS)}"
    return f"p{NBSP}={NBSP}{words.number(p, DECIMALS)}"


def _why(found: Finding, words: Words) -> str:
    by_holm = found.p_holm is not None and found.p_holm >= LEVEL
    return words(f"finding.public.why.{'holm' if by_holm else 'interval'}", tests=words.spelled(found.tests))
