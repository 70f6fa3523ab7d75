from .chance import by_chance as by_chance
from .change import Pairing as Pairing, Transition as Transition, paths as paths
from .counts_change import CountsChange as CountsChange, RedShare as RedShare, counts_finding as counts_finding
from .findings import CHANGE as CHANGE, TREND as TREND, Finding as Finding, Interval as Interval, LEVEL as LEVEL, Question as Question, Silent as Silent, Verdict as Verdict, verdict as verdict
from .finite_population import Bound as Bound, bounds as bounds
from .published import Check as Check, check_published as check_published
from .round import Analysis as Analysis, PLAN as PLAN, Study as Study, OtherVersionError as OtherVersionError, analyse as analyse, plan_fingerprint as plan_fingerprint
from .scoring import Given as Given, counted as counted, given as given, score as score, zones as zones
from .sensitivity import CountedRound as CountedRound, RuleRow as RuleRow, ScoredRound as ScoredRound, zone_test as zone_test
from .significance import Tested as Tested, grouped as grouped, known as known
from .trend import FEWEST_ROUNDS as FEWEST_ROUNDS, OverYears as OverYears
