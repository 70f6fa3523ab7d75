"""From a spreadsheet of one's own to a round that can be reported: a data folder, a survey, a round."""

from ros_analysis.onboarding.placing import WrongUse
from ros_analysis.onboarding.round import How, new_round
from ros_analysis.onboarding.steps import next_step
from ros_analysis.onboarding.survey import new_survey

__all__ = ["How", "WrongUse", "new_round", "new_survey", "next_step"]
