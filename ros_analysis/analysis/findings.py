"""What a test found, as numbers: the one shape that is judged, stored and put into words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Literal, Self

from pydantic import BeforeValidator, Field

from ros_analysis.analysis.scoring import Basis
from ros_analysis.survey import Level, Strict

Question = str
"""The name of a factor, CHANGE, TREND or AREAS."""

CHANGE: Question = "change"
TREND: Question = "trend"
AREAS: Question = "areas"
Kind = Literal["number", "group", "change", "areas"]
Verdict = Literal["related", "uncertain", "borderline", "small", "not_shown", "untestable", "needs_answers"]
Reason = Literal[
    "",
    "no_answers",
    "one_group",
    "one_level",
    "confounded",
    "nobody_moved",
    "none_red",
    "all_red",
    "smallest_p",
    "no_last_round",
    "counts_only",
    "other_codebook",
]

LEVEL = 0.05
SMALL = 0.2
"""How much of its `scale` an effect may be and still be called small (docs/assumptions.md)."""


def _ten_digits(value: object) -> object:
    return float(f"{value:.10g}") if isinstance(value, float) else value


Number = Annotated[float, BeforeValidator(_ten_digits), Field(allow_inf_nan=False)]
Probability = Annotated[Number, Field(ge=0, le=1)]
Count = Annotated[int, Field(ge=0)]


class Record(Strict):
    """Numbers that are checked and rounded alike however they come about, so that JSON gives them back equal."""

    def but(self, **changes: object) -> Self:
        """The same record with `changes`, checked like a new one."""
        return type(self).model_validate(dict(self) | changes)


class Interval(Record):
    """A 95 % interval; which method made it stands in docs/method.md for each effect."""

    low: Number
    high: Number

    @property
    def excludes_zero(self) -> bool:
        return self.low > 0 or self.high < 0


class Effect(Record):
    """How large: `name` says on which scale, and 0 is no relation on all of them.

    somers_d: −1 … 1, negative when the units with the smaller number have the higher risk, positive when the larger.
    stands_out: mean risk of the units of `group`, which stands out the most, less that of all others in the same class.
    mean_change: mean risk now − mean risk last time, of the same units.
    red_share: red share now − red share last time.
    """

    name: Literal["somers_d", "stands_out", "mean_change", "red_share"]
    value: Number
    group: str = ""


class Detectable(Record):
    """The effect that the test finds with 80 % power at the `level` that it has to meet; None when no effect does.

    `value` is on the scale of the finding's effect. `pairs` is the same as a probability between ½ and 1 that a reader
    can picture: of pairs that differ, how many would go the same way.
    """

    value: Number | None
    pairs: Probability | None
    level: Probability = LEVEL


class Silent(Record):
    """The range of p over what `k` units without known risk could have answered.

    Each is given the lowest, median and highest risk observed, in every combination up to four units, all alike or in
    contrast beyond (`extremes`), where p as it came out is in the range too: they could have answered as the others
    did. `low_holm` and `high_holm` are adjusted with the other tests as they came out.
    """

    k: Count
    answered: Count = 0
    """Of them, those that answered, but too little."""
    extremes: bool = False
    low: Probability
    high: Probability
    low_holm: Probability | None = None
    high_holm: Probability | None = None

    @classmethod
    def tried(cls, p: float, ps: Sequence[float], *, k: int, answered: int, extremes: bool) -> Self:
        """The range of the `ps` over what was tried, of a finding with this `p`."""
        among = [p, *ps] if extremes else ps
        return cls(k=k, answered=answered, extremes=extremes, low=min(among), high=max(among))


class Tested(Record):
    """What one test gave; without p, `reason` says why. `scale` is what an effect is held against to be called small:
    the share of pairs whose risk differs, or the spread of risk last time."""

    statistic: Number | None = None
    p: Probability | None = None
    midp: Probability | None = None
    smallest_p: Probability | None = None
    monte_carlo: Interval | None = None
    effect: Effect | None = None
    interval: Interval | None = None
    scale: Number | None = None
    reason: Reason = ""


class Tally(Record):
    """How many municipalities of a group are in each zone."""

    name: str
    green: Count
    yellow: Count
    red: Count

    @property
    def n(self) -> int:
        return self.green + self.yellow + self.red

    def __getitem__(self, level: Level) -> int:
        return int(getattr(self, level))


class LeftOut(Record):
    """Units that a test could not use: silent, zone or score not determined, factor not known, no counterpart, a round
    without known risk; services with several values of the factor."""

    silent: Count = 0
    undetermined: Count = 0
    no_score: Count = 0
    no_value: Count = 0
    no_counterpart: Count = 0
    no_round: Count = 0
    mixed: Count = 0


class AreaTest(Tested):
    """One area's results against one factor; `p_adjusted` is over all areas (declared) or areas × factors (not)."""

    area: int
    factor: str
    n: Count
    p_adjusted: Probability | None = None


class Finding(Tested):
    """One pre-declared test: what was asked, what came out, what could have come out, and the verdict.

    `label` is the body's own word for a factor of its own, `beforehand` whether it was declared before these answers
    had been tested. `basis` is what risk was measured by. `since` is the year of the first round, of a change over all
    rounds. `services` counts the shared services that were the units, 0 where each municipality was one.
    """

    question: Question
    kind: Kind
    label: str = ""
    since: int | None = None
    beforehand: bool = True
    n: Count
    basis: Basis = "score"
    services: Count = 0
    method: Literal["kendall", "kruskal", "signed", "step_down", "red_counts", ""] = ""
    p_holm: Probability | None = None
    tests: Count = 0
    detectable: Detectable | None = None
    silent: Silent | None = None
    areas: tuple[AreaTest, ...] = ()
    groups: tuple[Tally, ...] = ()
    pooled: tuple[str, ...] = ()
    left_out: LeftOut = LeftOut()
    verdict: Verdict = "untestable"

    @property
    def named_areas(self) -> tuple[AreaTest, ...]:
        """The areas that stand with all adjustments made, over areas and over tests."""
        if not self.p or self.p_holm is None:
            return ()
        times = self.p_holm / self.p
        return tuple(
            one for one in self.areas if one.p_adjusted is not None and one.p_adjusted * times < LEVEL
        )


def verdict(finding: Finding) -> Verdict:
    """The one case a finding is worded as, by its numbers alone (the table in docs/method.md).

    A finding without p was not tested. The level between mid-p and p, or inside the simulation error of p, makes
    a borderline case.
    """
    if finding.reason == "counts_only":
        return "needs_answers"
    if not testable(finding):
        return "untestable"
    if _straddles(finding):
        return "borderline"
    if finding.p is not None and finding.p < LEVEL:
        return "related" if _holds(finding) else "uncertain"
    return "small" if _is_small(finding) else "not_shown"


def testable(finding: Finding) -> bool:
    """Whether a test was made that could have given p below the level."""
    return finding.p is not None and reachable(finding.smallest_p)


def reachable(smallest_p: float | None) -> bool:
    """Whether a test with this smallest p, unknown where p is simulated, can give p below the level."""
    return smallest_p is None or smallest_p < LEVEL


def _straddles(finding: Finding) -> bool:
    assert finding.p is not None
    by_midp = finding.midp is not None and finding.midp < LEVEL <= finding.p
    drawn = finding.monte_carlo
    return by_midp or (drawn is not None and drawn.low < LEVEL <= drawn.high)


def _holds(finding: Finding) -> bool:
    adjusted = finding.p if finding.p_holm is None else finding.p_holm
    return (
        adjusted is not None
        and adjusted < LEVEL
        and (finding.interval is None or finding.interval.excludes_zero)
    )


def _is_small(finding: Finding) -> bool:
    """Whether the interval lies within ±SMALL of the scale, and the test could have found less than that."""
    found, interval = finding.detectable, finding.interval
    if interval is None or found is None or found.value is None or finding.scale is None:
        return False
    limit = SMALL * finding.scale
    return abs(found.value) < limit and -limit < interval.low and interval.high < limit
