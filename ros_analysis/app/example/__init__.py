"""Made-up surveys with given margins and effects: example data, calibration, benchmarks."""

from ros_analysis.app.example.answers import MadeUpRound, Plan
from ros_analysis.app.example.country import national
from ros_analysis.app.example.county import generate, write_raw

__all__ = ["MadeUpRound", "Plan", "generate", "national", "write_raw"]
