"""Statistical disclosure control for the public edition: what may be shown so that nobody is singled out."""

from ros_analysis.disclosure.areas import AreaTables, area_tables
from ros_analysis.disclosure.change import ChangeTables, change_tables
from ros_analysis.disclosure.groups import JOINED
from ros_analysis.disclosure.pvalues import may_print_change_p, may_print_epj_p, may_print_size_p
from ros_analysis.disclosure.rules import rule_table
from ros_analysis.disclosure.sayings import may_say, may_say_of_each
from ros_analysis.disclosure.suppression import protect
from ros_analysis.disclosure.thresholds import may_show_median, may_show_zones
from ros_analysis.disclosure.zones import ZoneTables
from ros_analysis.epj import OTHER

__all__ = [
    "JOINED",
    "OTHER",
    "AreaTables",
    "ChangeTables",
    "ZoneTables",
    "area_tables",
    "change_tables",
    "may_print_change_p",
    "may_print_epj_p",
    "may_print_size_p",
    "may_say",
    "may_say_of_each",
    "may_show_median",
    "may_show_zones",
    "protect",
    "rule_table",
]
