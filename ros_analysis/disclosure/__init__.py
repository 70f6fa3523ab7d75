"""Statistical disclosure control for the public edition: what may be shown so that nobody is singled out."""

from ros_analysis.disclosure.groups import pool_sizes, pool_systems, protect_groups
from ros_analysis.disclosure.suppression import protect
from ros_analysis.epj import OTHER

__all__ = ["OTHER", "pool_sizes", "pool_systems", "protect", "protect_groups"]
