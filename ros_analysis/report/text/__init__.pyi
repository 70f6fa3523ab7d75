from .findings import change as change, conclusions as conclusions, finding as finding, findings as findings, own as own, rule_matters as rule_matters, trend as trend
from .method import area_texts as area_texts, editions as editions, gaps as gaps, method as method, needs_answers as needs_answers, rule as rule, zones_given as zones_given
from .opening import background as background, certainty as certainty, contradictions as contradictions, cover as cover, key_figures as key_figures, lead as lead, misprints as misprints, most_red as most_red, must_act as must_act, proposal as proposal
