"""Numbers and findings → sentences, from one catalogue per language."""

from ros_analysis.report.wording.change import counts_change as counts_change
from ros_analysis.report.wording.change import county_change as county_change
from ros_analysis.report.wording.change import merged as merged
from ros_analysis.report.wording.change import regression as regression
from ros_analysis.report.wording.details import details as details
from ros_analysis.report.wording.figures import who as who
from ros_analysis.report.wording.public import verdicts as verdicts
from ros_analysis.report.wording.rules import rule_label as rule_label
from ros_analysis.report.wording.rules import rules as rules
from ros_analysis.report.wording.sentences import factor as factor
from ros_analysis.report.wording.sentences import finding as finding
from ros_analysis.report.wording.sentences import heading as heading
from ros_analysis.report.wording.shares import certainty as certainty
from ros_analysis.report.wording.shares import county_range as county_range
from ros_analysis.report.wording.shares import known as known
from ros_analysis.report.wording.shares import likely as likely
from ros_analysis.report.wording.shares import responses as responses
from ros_analysis.report.wording.shares import share as share
