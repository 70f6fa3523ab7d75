"""The report's running text: each function gives the blocks of one place in the report."""

from ros_analysis.report.text.acting import most_red, must_act
from ros_analysis.report.text.findings import change, conclusions, finding, findings, own, rule_matters, trend
from ros_analysis.report.text.method import (
    area_texts,
    editions,
    gaps,
    method,
    needs_answers,
    rule,
    zones_given,
)
from ros_analysis.report.text.opening import (
    background,
    certainty,
    contradictions,
    cover,
    key_figures,
    lead,
    misprints,
    proposal,
)

__all__ = [
    "area_texts",
    "background",
    "certainty",
    "change",
    "conclusions",
    "contradictions",
    "cover",
    "editions",
    "finding",
    "findings",
    "gaps",
    "key_figures",
    "lead",
    "method",
    "misprints",
    "most_red",
    "must_act",
    "needs_answers",
    "own",
    "proposal",
    "rule",
    "rule_matters",
    "trend",
    "zones_given",
]
