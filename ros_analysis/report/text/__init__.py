"""The report's running text: each function gives the blocks of one place in the report."""

from ros_analysis.report.text.acting import most_red as most_red
from ros_analysis.report.text.acting import must_act as must_act
from ros_analysis.report.text.findings import change as change
from ros_analysis.report.text.findings import conclusions as conclusions
from ros_analysis.report.text.findings import finding as finding
from ros_analysis.report.text.findings import findings as findings
from ros_analysis.report.text.findings import own as own
from ros_analysis.report.text.findings import rule_matters as rule_matters
from ros_analysis.report.text.findings import trend as trend
from ros_analysis.report.text.method import area_texts as area_texts
from ros_analysis.report.text.method import editions as editions
from ros_analysis.report.text.method import gaps as gaps
from ros_analysis.report.text.method import method as method
from ros_analysis.report.text.method import needs_answers as needs_answers
from ros_analysis.report.text.method import rule as rule
from ros_analysis.report.text.method import zones_given as zones_given
from ros_analysis.report.text.opening import background as background
from ros_analysis.report.text.opening import certainty as certainty
from ros_analysis.report.text.opening import contradictions as contradictions
from ros_analysis.report.text.opening import cover as cover
from ros_analysis.report.text.opening import key_figures as key_figures
from ros_analysis.report.text.opening import lead as lead
from ros_analysis.report.text.opening import misprints as misprints
from ros_analysis.report.text.opening import proposal as proposal
