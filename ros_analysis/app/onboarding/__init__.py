"""From a spreadsheet of one's own to a round that can be reported: a data folder, a survey, a round."""

from ros_analysis.app.onboarding.asked import Asked as Asked
from ros_analysis.app.onboarding.asked import WrongUse as WrongUse
from ros_analysis.app.onboarding.population import add_population as add_population
from ros_analysis.app.onboarding.questions import Questions as Questions
from ros_analysis.app.onboarding.round import new_round as new_round
from ros_analysis.app.onboarding.round import next_step as next_step
from ros_analysis.app.onboarding.survey import new_survey as new_survey
