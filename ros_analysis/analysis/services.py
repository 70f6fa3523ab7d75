"""Municipalities that share ICT operations as one unit, since what they answer of their system is one thing."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from ros_analysis.survey import SERVICE, Factor


def units(zones: pd.DataFrame, factor: Factor, risks: Sequence[str | int] = ("risk",)) -> pd.DataFrame:
    """The units that a factor is tested on: of a group, each service known as one, else each municipality.

    `zones` has the columns `risks` beside contract.ZONES. A service has the mean of its members' known risks, the class
    of its largest member, and the group that all its members have; NA where they have several, and `mixed` is how many
    members those are.
    """
    if not services(zones, factor):
        return zones.assign(mixed=0)
    owner = zones[SERVICE].fillna("municipality " + zones["number"])
    members = zones.astype(dict.fromkeys(risks, float)).sort_values("population", ascending=False)
    grouped = members.groupby(owner, sort=True)
    several = grouped[factor.column].nunique() > 1
    found = grouped.first().assign(mixed=grouped.size().where(several, 0))
    for risk in risks:
        found[risk] = grouped[risk].mean()
    found[factor.column] = found[factor.column].mask(several)
    return found.reset_index(names="unit")


def services(zones: pd.DataFrame, factor: Factor) -> int:
    """How many services are known, where they are the units of this factor's test."""
    return zones[SERVICE].nunique() if factor.kind == "group" and SERVICE in zones else 0
