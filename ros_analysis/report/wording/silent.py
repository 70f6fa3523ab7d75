"""Whether those whose risk isn't known could have turned a finding, as a sentence."""

from __future__ import annotations

from ros_analysis.analysis import LEVEL, Finding, Silent
from ros_analysis.survey import Words


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
