"""Likelihood × consequence → result → level → zone, and result → score."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import pandas as pd

from ros_analysis.survey import (
    ANSWERS,
    LEVELS,
    REGISTER,
    RESPONDENTS,
    SERVICE,
    ZONES,
    Codebook,
    Counts,
    Factor,
    Level,
    ZoneRule,
    checked,
    with_own,
)

ENOUGH = 0.75
"""The share of the areas that must have a result for their mean to be the unit's score."""

Basis = Literal["score", "zone"]
"""What a unit's risk is measured by in the tests."""
Said = tuple[tuple[int, int] | None, str | None]
"""Likelihood and consequence of an area, where both are known, and its level."""
_OF_ALL = {*RESPONDENTS.columns, *REGISTER.columns}
_TEXT = dict.fromkeys(("epj", "zone_given", "zone_best", "zone_worst", "zone", "size"), "str")


def score(answers: pd.DataFrame, codebook: Codebook) -> pd.DataFrame:
    """`answers` with result (likelihood × consequence) and level from the matrix; what was given stays where no
    product can be computed. Frames follow contract.ANSWERS."""
    scored = answers.copy()
    known = scored["likelihood"].notna() & scored["consequence"].notna()
    pairs = scored.loc[known, ["likelihood", "consequence"]].astype(int)
    scored.loc[known, "result"] = [codebook.result(*pair) for pair in pairs.itertuples(index=False)]
    scored.loc[known, "level"] = [codebook.level(*pair) for pair in pairs.itertuples(index=False)]
    return checked(scored, ANSWERS, "answers")


def zones(
    scored: pd.DataFrame,
    respondents: pd.DataFrame,
    register: pd.DataFrame,
    codebook: Codebook,
) -> pd.DataFrame:
    """One row per invited municipality with its zone by the codebook's rule (contract.ZONES), and the own columns
    of `respondents` or `register`.

    A zone given by the regional body wins over the rule. A municipality with missing areas gets the zone of its
    best case (all missing green) and worst case (all missing red), and a zone only where the two agree.
    """
    frame = register.merge(_area_counts(scored, codebook), on="number", how="left")
    frame = frame.merge(respondents, on="number", how="left")
    frame["answered"] = frame["number"].isin(respondents["number"])
    frame["size"] = [codebook.size(population).code for population in frame["population"]]
    cases = [_cases(row, codebook.standard) for row in frame.itertuples()]
    frame["zone_best"], frame["zone_worst"] = [best for best, _ in cases], [worst for _, worst in cases]
    certain = frame["zone_best"].where(frame["zone_best"] == frame["zone_worst"])
    frame["zone"] = given_first(frame["zone_given"], certain)
    own = [name for name in (*respondents.columns, *register.columns) if name not in _OF_ALL]
    frame = frame[[*ZONES.columns, *own]].astype(_TEXT)
    return checked(frame, with_own(ZONES, frame), "zones")


def given_first(given: pd.Series, ruled: pd.Series) -> pd.Series:
    """The zone that the regional body gave, else the rule's."""
    zone = [rule if pd.isna(own) else own for own, rule in zip(given, ruled, strict=True)]
    return pd.Series(zone, given.index, "object")


def basis(zones: pd.DataFrame) -> Basis:
    """What risk is tested by: the scores where at least half of those who answered have one, else the zones."""
    return "score" if 2 * zones["score"].notna().sum() >= max(1, zones["answered"].sum()) else "zone"


def risk(zones: pd.DataFrame, by: Basis) -> pd.Series:
    """Each unit's risk as a number (Float64): its score, or its zone's place from green (0); NA where not known."""
    return zones["score"] if by == "score" else places(zones["zone"])


def places(levels: pd.Series) -> pd.Series:
    """Levels as their place from green, 0 (Float64)."""
    place = {level: float(place) for place, level in enumerate(LEVELS)}
    return pd.Series([place.get(level) for level in levels], levels.index, "Float64")


def zone_cases(rule: ZoneRule, red: int, yellow: int, missing: int) -> tuple[Level, Level]:
    """The zone by the rule in the best case, missing areas all green, and the worst, all red."""
    return rule.zone(red, yellow), rule.zone(red + missing, yellow)


def counted(zones: pd.DataFrame) -> Counts:
    """The zones (contract.ZONES) as counts, with what the best and worst case of an undetermined zone exclude."""
    answered = zones[zones["answered"]]
    open_zones = answered[answered["zone"].isna()]
    known = answered["zone"].value_counts()
    return Counts(
        invited=len(zones),
        answered=len(answered),
        undetermined=len(open_zones),
        never_green=int((open_zones["zone_best"] != "green").sum()),
        never_red=int((open_zones["zone_worst"] != "red").sum()),
        **{level: int(known.get(level, 0)) for level in LEVELS},
    )


@dataclass(frozen=True)
class Given:
    """Zones that the regional body gave: `n` of the `of` municipalities that answered. The rule decides for `ruled` of
    them, and for `differ` it would have decided otherwise."""

    n: int = 0
    of: int = 0
    ruled: int = 0
    differ: int = 0

    @property
    def all(self) -> bool:
        return 0 < self.n == self.of


def given(zones: pd.DataFrame) -> Given:
    """How many zones were given, and how many of them differ from the rule's (contract.ZONES)."""
    own = zones[zones["zone_given"].notna()]
    ruled = own[own["zone_best"] == own["zone_worst"]]
    differ = int((ruled["zone_given"] != ruled["zone_best"]).sum())
    return Given(len(own), int(zones["answered"].sum()), len(ruled), differ)


@dataclass(frozen=True)
class ScoredRound:
    """A round with answers per municipality: contract.ZONES under the codebook's rule, and scored contract.ANSWERS."""

    year: int
    zones: pd.DataFrame
    scored: pd.DataFrame

    @property
    def numbers(self) -> tuple[str, ...]:
        return tuple(self.zones["number"])

    @cached_property
    def counts(self) -> Counts:
        return counted(self.zones)

    @cached_property
    def said(self) -> Mapping[str, Sequence[Said]]:
        """What each municipality said of the areas."""
        columns = (self.scored[name] for name in ("number", "likelihood", "consequence", "level"))
        said: dict[str, list[Said]] = {}
        for number, likelihood, consequence, level in zip(*columns, strict=True):
            known = not (pd.isna(likelihood) or pd.isna(consequence))
            pair = (int(likelihood), int(consequence)) if known else None
            said.setdefault(str(number), []).append((pair, None if pd.isna(level) else level))
        return said


@dataclass(frozen=True)
class CountedRound:
    """A round known by its counts; `numbers` are the municipalities it was sent to."""

    year: int
    counts: Counts
    numbers: tuple[str, ...]


def _area_counts(scored: pd.DataFrame, codebook: Codebook) -> pd.DataFrame:
    levels = scored.groupby(["number", "level"]).size().unstack(fill_value=0)
    every = levels.reindex(index=scored["number"].unique(), columns=list(LEVELS), fill_value=0)
    counts = every.add_suffix("_areas")
    counts["missing_areas"] = len(codebook.area) - counts.sum(axis=1)
    results = scored.groupby("number")["result"]
    counts["total"] = results.agg(lambda result: result.sum(skipna=False))
    counts = counts.astype("Int64")
    enough = results.count() >= ENOUGH * len(codebook.area)
    counts["score"] = (results.sum() / results.count()).astype("Float64").where(enough)
    return counts.rename_axis("number").reset_index()


def _cases(row: object, rule: ZoneRule) -> tuple[Level | None, Level | None]:
    counts = [getattr(row, f"{name}_areas") for name in ("red", "yellow", "missing")]
    if any(pd.isna(count) for count in counts):
        return None, None
    return zone_cases(rule, *map(int, counts))


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
