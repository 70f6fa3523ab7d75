"""How the figures inside a sentence are written: p, signed differences, small counts, pictured shares."""

from __future__ import annotations

from fractions import Fraction

from ros_analysis.analysis import Finding, Interval
from ros_analysis.survey import NBSP, Words

PICTURED = [Fraction(k, n) for k, n in ((1, 2), (3, 5), (2, 3), (7, 10), (3, 4), (4, 5), (5, 6), (9, 10))]
CERTAIN = Fraction(19, 20)
LEAST = 0.0001


def p_number(p: float, words: Words) -> str:
    """A p-value without «p =», down to 0,0001: «0,20», «0,004», «0,0002», «under 0,0001»."""
    if p < LEAST:
        return words("finding.below", p=words.number(LEAST, 4))
    if p < 0.001:
        return words.number(p, 4)
    return words.p_value(p).removeprefix(f"p{NBSP}={NBSP}")


def p_relation(p: float, words: Words) -> str:
    """«= 0,20» or «< 0,0001»."""
    sign, number = ("<", words.number(LEAST, 4)) if p < LEAST else ("=", p_number(p, words))
    return f"{sign}{NBSP}{number}"


def opening(sentence: str) -> str:
    """`sentence` with a capital first letter."""
    return sentence[:1].upper() + sentence[1:]


def signed(value: float, words: Words, decimals: int = 0) -> str:
    """«+7» or «−38»."""
    text = words.number(value, decimals)
    return f"+{text}" if value > 0 and any(figure in text for figure in "123456789") else text


def limits(interval: Interval, words: Words) -> dict[str, str]:
    return {"low": words.number(interval.low, 2), "high": words.number(interval.high, 2)}


def pictured(probability: float, words: Words) -> str:
    """A probability of at least ½ as the nearest share a reader can picture: «tre av fire»."""
    share = min((*PICTURED, CERTAIN), key=lambda share: abs(share - probability))
    return words("power.of", k=words.spelled(share.numerator), n=words.spelled(share.denominator))


def who(finding: Finding, words: Words) -> str:
    """«de 23 kommunene som svarte», or «… vi kunne sammenligne» when some that answered are left out."""
    if finding.services:
        return words("finding.who_services", n=words.number(finding.n))
    left = finding.left_out
    everyone = not (left.undetermined or left.no_value) and finding.kind != "change"
    one = "_one" if finding.n == 1 else ""
    return words(f"finding.who_{'answered' if everyone else 'compared'}{one}", n=words.number(finding.n))


def moves(better: int, same: int, worse: int, words: Words) -> str:
    """«5 av 18 ble bedre, 4 ble dårligere og 9 er i samme sone.»"""
    counts = {"n": better + same + worse, "better": better, "worse": worse, "same": same}
    return words("change.moves", **{name: words.number(number) for name, number in counts.items()})
