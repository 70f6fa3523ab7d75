"""What an exact test could have shown; knows nothing of surveys."""

from ros_analysis.exact.detectable import Detectable, detectable_groups, detectable_rank, detectable_steps
from ros_analysis.exact.latent import draw_levels, falling, standing_out

__all__ = [
    "Detectable",
    "detectable_groups",
    "detectable_rank",
    "detectable_steps",
    "draw_levels",
    "falling",
    "standing_out",
]
