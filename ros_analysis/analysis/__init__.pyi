from .change import Pairing as Pairing, Transition as Transition, FEWEST_ROUNDS as FEWEST_ROUNDS, OverYears as OverYears
from .counts import CountsChange as CountsChange, RedShare as RedShare, counts_finding as counts_finding, Bound as Bound, bounds as bounds, Check as Check, check_published as check_published
from .findings import CHANGE as CHANGE, TREND as TREND, Finding as Finding, Interval as Interval, LEVEL as LEVEL, Question as Question, Silent as Silent, Tested as Tested, Verdict as Verdict, verdict as verdict
from .round import Analysis as Analysis, PLAN as PLAN, Study as Study, analyse as analyse, by_chance as by_chance, plan_fingerprint as plan_fingerprint
from .scoring import Given as Given, given as given, score as score, zone_cases as zone_cases, zones as zones, CountedRound as CountedRound, ScoredRound as ScoredRound
from .sensitivity import RuleRow as RuleRow, zone_test as zone_test
from .significance import grouped as grouped, known as known
