"""From a spreadsheet of one's own to a round that can be reported: a data folder, a survey, a round."""

from ros_analysis.app.onboarding.asked import Asked
from ros_analysis.app.onboarding.placing import WrongUse
from ros_analysis.app.onboarding.population import add_population
from ros_analysis.app.onboarding.questions import Questions
from ros_analysis.app.onboarding.round import new_round, next_step
from ros_analysis.app.onboarding.survey import new_survey

__all__ = ["Asked", "Questions", "WrongUse", "add_population", "new_round", "new_survey", "next_step"]
