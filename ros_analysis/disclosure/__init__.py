"""Statistical disclosure control for the public edition: one allow-list, and the limits for what stands on it."""

from ros_analysis.disclosure.allowed import PUBLIC, released
from ros_analysis.disclosure.limits import CAUTION, may_show_share
from ros_analysis.disclosure.releases import known_together
from ros_analysis.disclosure.shown import Shown, public, verdicts

__all__ = ["CAUTION", "PUBLIC", "Shown", "known_together", "may_show_share", "public", "released", "verdicts"]
