"""Made-up surveys with given margins and effects: example data, calibration, benchmarks."""

from ros_analysis.synthetic.county import generate
from ros_analysis.synthetic.made_up import MadeUpRound, Plan
from ros_analysis.synthetic.raw_files import write_raw

__all__ = ["MadeUpRound", "Plan", "generate", "write_raw"]
