"""Numbers and findings → sentences, from one catalogue per language."""

from ros_analysis.report.wording.counts import counts_change, county_change
from ros_analysis.report.wording.details import details
from ros_analysis.report.wording.figures import who
from ros_analysis.report.wording.moved import merged, regression
from ros_analysis.report.wording.phrases import banned, bare_percents
from ros_analysis.report.wording.public import verdicts
from ros_analysis.report.wording.rules import rule_label, rules
from ros_analysis.report.wording.sentences import factor, finding, heading
from ros_analysis.report.wording.shares import certainty, county_range, known, likely, responses, share

__all__ = [
    "banned",
    "bare_percents",
    "certainty",
    "counts_change",
    "county_change",
    "county_range",
    "details",
    "factor",
    "finding",
    "heading",
    "known",
    "likely",
    "merged",
    "regression",
    "responses",
    "rule_label",
    "rules",
    "share",
    "verdicts",
    "who",
]
