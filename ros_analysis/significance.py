"""Adjustment for several tests, under its earlier name."""

from ros_analysis.exact import benjamini_hochberg, holm

__all__ = ["benjamini_hochberg", "holm"]
