from .change import counts_change as counts_change, county_change as county_change, merged as merged, regression as regression
from .details import details as details, verdicts as verdicts
from .figures import who as who
from .sentences import factor as factor, finding as finding, heading as heading
from .zones import certainty as certainty, county_range as county_range, known as known, responses as responses, rule_label as rule_label, rules as rules, share as share
