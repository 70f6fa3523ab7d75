"""Adjustment for several tests, under its earlier name."""

from ros_analysis.exact import benjamini_hochberg as benjamini_hochberg
from ros_analysis.exact import holm as holm
