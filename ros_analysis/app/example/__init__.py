"""Made-up surveys with given margins and effects: example data, calibration, benchmarks."""

from ros_analysis.app.example.drawing import MadeUpRound as MadeUpRound
from ros_analysis.app.example.surveys import generate as generate
from ros_analysis.app.example.surveys import national as national
from ros_analysis.app.example.surveys import write_raw as write_raw
