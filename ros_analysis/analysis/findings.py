"""What a test found, as numbers: the one shape that is judged, stored and put into words."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import BeforeValidator, Field

from ros_analysis.survey import LEVELS, Level, Strict

Question = str
"""The name of a factor, or CHANGE."""

CHANGE: Question = "change"
Verdict = Literal["related", "uncertain", "borderline", "small", "not_shown", "untestable", "needs_answers"]
Reason = Literal[
    "",
    "no_answers",
    "one_group",
    "one_zone",
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
"""How far from an even split the pairs that differ may be for an effect to be called small (docs/assumptions.md)."""


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

    somers_d: −1 … 1, negative when smaller municipalities have the worse zones, positive when larger ones have.
    eta2_h: share of the zones' rank variation between systems, 0 … 1.
    net_better: zone steps for the better less steps for the worse, per municipality compared, −2 … 2.
    red_share: red share now − red share last time.
    """

    name: Literal["somers_d", "eta2_h", "net_better", "red_share"]
    value: Number


class Detectable(Record):
    """The effect that the test finds with 80 % power at these margins; None when no effect reaches that.

    `pairs` is the same effect as a probability between ½ and 1 that a reader can picture: of pairs that differ,
    how many would go the same way.
    """

    value: Number | None
    pairs: Probability | None


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
    """Municipalities that a test could not use: silent, zone not determined, factor not known, no counterpart."""

    silent: Count = 0
    undetermined: Count = 0
    no_value: Count = 0
    no_counterpart: Count = 0


class Finding(Record):
    """One pre-declared test: what was asked, what came out, what could have come out, and the verdict."""

    question: Question
    n: Count
    method: Literal["kendall", "kruskal", "paired_steps", "red_counts", ""] = ""
    statistic: Number | None = None
    p: Probability | None = None
    midp: Probability | None = None
    p_holm: Probability | None = None
    tests: Count = 0
    monte_carlo: Interval | None = None
    effect: Effect | None = None
    interval: Interval | None = None
    smallest_p: Probability | None = None
    detectable: Detectable | None = None
    groups: tuple[Tally, ...] = ()
    pooled: tuple[str, ...] = ()
    left_out: LeftOut = LeftOut()
    reason: Reason = ""
    verdict: Verdict = "untestable"


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
    """Whether the interval lies within ±SMALL of the pairs that differ, and the test could have found less than SMALL.

    On all pairs the limit would shrink with the pairs that differ: lopsided zones alone would look like a small effect.
    """
    found, interval = finding.detectable, finding.interval
    if interval is None or found is None or found.pairs is None or 2 * found.pairs - 1 >= SMALL:
        return False
    limit = SMALL * _differing(finding)
    return -limit < interval.low and interval.high < limit


def _differing(finding: Finding) -> float:
    """The share of pairs of municipalities whose zones differ; for change, of municipalities that moved."""
    if finding.question == "change":
        stayed = sum(row[level] for row, level in zip(finding.groups, LEVELS, strict=False))
        return 1 - stayed / finding.n if finding.n else 0.0
    at_level = [sum(group[level] for group in finding.groups) for level in LEVELS]
    n = sum(at_level)
    return 1 - sum(k * (k - 1) for k in at_level) / (n * (n - 1)) if n > 1 else 0.0
