from . import what_if as what_if
from .answering import last_answers as last_answers, missing_answers as missing_answers, Way as Way, member_number as member_number, way_of as way_of
from .checking import ABOUT_COLUMNS as ABOUT_COLUMNS, FileVerdict as FileVerdict, Repaired as Repaired, RoundVerdict as RoundVerdict, check as check
from .following import CONTROLS as CONTROLS, controls as controls, has_measure as has_measure, measures as measures, promises as promises
from .intake import Raw as Raw, Sources as Sources, files_of_other_rounds as files_of_other_rounds, open_raw as open_raw, read_sources as read_sources
from .processed import MEMORY as MEMORY, harmless as harmless
from .round import NeedsAnswers as NeedsAnswers, Round as Round
from .what_if import WhatIf as WhatIf, rule_tests as rule_tests, under as under
