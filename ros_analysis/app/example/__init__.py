"""Made-up surveys with given margins and effects: example data, calibration, benchmarks."""

from ros_analysis.app.example.answers import MadeUpRound as MadeUpRound
from ros_analysis.app.example.answers import Plan as Plan
from ros_analysis.app.example.country import national as national
from ros_analysis.app.example.county import generate as generate
from ros_analysis.app.example.county import write_raw as write_raw
