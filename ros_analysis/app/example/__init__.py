"""Made-up surveys with given margins and effects: example data, calibration, benchmarks."""

from ros_analysis.app.example.county import generate
from ros_analysis.app.example.made_up import MadeUpRound, Plan
from ros_analysis.app.example.national import national
from ros_analysis.app.example.raw_files import write_raw
from ros_analysis.app.example.simulate import simulate, simulate_change

__all__ = ["MadeUpRound", "Plan", "generate", "national", "simulate", "simulate_change", "write_raw"]
