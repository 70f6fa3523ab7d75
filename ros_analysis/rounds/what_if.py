"""A round as it would have come out under another zone rule."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property

import pandas as pd

from ros_analysis.analysis import Analysis, Tested, zone_test, zones
from ros_analysis.rounds.intake import Intake, Sources
from ros_analysis.rounds.round import Round
from ros_analysis.survey import ZONES, ZoneRule

NAME = "what_if"


def under(
    this: Round, profile: str = "", *, red_from: int | None = None, green_yellow_max: int | None = None
) -> WhatIf:
    """`this` under the rule called `profile` (else the codebook's own), with the thresholds given moved.

    Raises NeedsAnswers where only counts are known, ValueError for a profile that the codebook doesn't have.

    >>> under(Round("eksempelfylket", 2020), red_from=1).counts.red
    12
    """
    rule = this.codebook.rule_named(profile or this.codebook.profile)
    moved = {"red_from": red_from, "green_yellow_max": green_yellow_max}
    given = {key: value for key, value in moved.items() if value is not None}
    return WhatIf(this, ZoneRule.model_validate({**rule.model_dump(), **given}))


class WhatIf(Round):
    """A round, and every earlier round with answers, under `rule`; tables and figures take it like any round.

    Always the internal edition, for analysts. A zone that the regional body gave doesn't count here. The source line
    of whatever is shown names the rule.
    """

    def __init__(self, actual: Round, rule: ZoneRule) -> None:
        super().__init__(actual.name, actual.year, "internal", actual.words.language, folders=actual.folders)
        self.actual = actual
        self.rule = rule

    @cached_property
    def sources(self) -> Sources:
        """The round's sources with `rule` in force, and a source line that says so."""
        real = self.actual.sources
        codebook = real.codebook.model_copy(
            update={"rule": {**real.codebook.rule, NAME: self.rule}, "profile": NAME}
        )
        name = real.survey.source.rstrip(".") or real.survey.name
        said = self.actual.words(
            "what_if.source", red_from=self.rule.red_from, green_yellow_max=self.rule.green_yellow_max
        )
        survey = real.survey.model_copy(update={"source": f"{name}. {said}"})
        return replace(real, codebook=codebook, survey=survey)

    @cached_property
    def analysis(self) -> Analysis:
        """The findings under `rule`, computed now."""
        return self.analyse()

    @property
    def moved(self) -> pd.DataFrame:
        """The municipalities whose zone would be another: number, name, before, after."""
        both = self.actual.zones[["number", "name", "zone"]].merge(
            self.zones[["number", "zone"]], on="number", suffixes=("_before", "_after")
        )
        both = both.rename(columns={"zone_before": "before", "zone_after": "after"})
        same = (both["before"] == both["after"]) | (both["before"].isna() & both["after"].isna())
        return both[~same].reset_index(drop=True)

    @cached_property
    def _before(self) -> tuple[Round, ...]:
        before = self.actual.history()[:-1]
        return tuple(WhatIf(each, self.rule) if each.has_answers else each for each in before)

    @cached_property
    def _intake(self) -> Intake:
        real = self.actual._intake
        answered = real.zones[real.zones["answered"]]
        respondents = answered[["number", "epj"]].assign(zone_given=None)
        own = [name for name in real.zones.columns if name not in ZONES.columns]
        invited = real.zones[["number", "name", "population", *own]]
        return replace(real, zones=zones(real.answers, respondents, invited, self.codebook))


def rule_tests(this: Round) -> dict[str, Tested]:
    """Zone against each factor by name, over the municipalities where both are known; not adjusted."""
    declared = (factor for factor in this.survey.factors if factor.declared)
    return {factor.name: zone_test(this.zones, factor) for factor in declared}
