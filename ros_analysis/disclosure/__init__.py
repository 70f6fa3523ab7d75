"""Statistical disclosure control for the public edition: what may be shown so that nobody is singled out."""

from ros_analysis.disclosure.change import ChangeTables, change_tables
from ros_analysis.disclosure.groups import JOINED, protect_groups
from ros_analysis.disclosure.suppression import protect
from ros_analysis.disclosure.thresholds import may_show_zones
from ros_analysis.disclosure.zones import ZoneTables, zone_tables
from ros_analysis.epj import OTHER

__all__ = [
    "JOINED",
    "OTHER",
    "ChangeTables",
    "ZoneTables",
    "change_tables",
    "may_show_zones",
    "protect",
    "protect_groups",
    "zone_tables",
]
