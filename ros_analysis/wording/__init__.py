"""Numbers and findings → sentences, from one catalogue per language."""

from ros_analysis.wording.counts import counts_change, county_change
from ros_analysis.wording.details import details
from ros_analysis.wording.merged import merged
from ros_analysis.wording.phrases import banned, bare_percents
from ros_analysis.wording.public import verdicts
from ros_analysis.wording.rules import rule_label, rules
from ros_analysis.wording.sentences import finding, heading
from ros_analysis.wording.shares import certainty, county_range, known, likely, responses, share

__all__ = [
    "banned",
    "bare_percents",
    "certainty",
    "counts_change",
    "county_change",
    "county_range",
    "details",
    "finding",
    "heading",
    "known",
    "likely",
    "merged",
    "responses",
    "rule_label",
    "rules",
    "share",
    "verdicts",
]
