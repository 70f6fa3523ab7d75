"""Everything that is tested of one round, computed from frames and kept as findings.json."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Literal

from pydantic import ValidationError

from ros_analysis.analysis.by_area import area_tests, areas_finding
from ros_analysis.analysis.change import Transition, change_finding, transition
from ros_analysis.analysis.counts_change import CountsChange, counts_change, counts_finding, untold
from ros_analysis.analysis.detection import change_detectable, factor_detectable, level_to_meet
from ros_analysis.analysis.findings import LEVEL, TREND, AreaTest, Finding, Question, Reason, Record
from ros_analysis.analysis.finite_population import Bound, bounds
from ros_analysis.analysis.scoring import basis
from ros_analysis.analysis.sensitivity import CountedRound, RuleRow, ScoredRound, rule_rows
from ros_analysis.analysis.significance import factor_finding, judged
from ros_analysis.analysis.silent import change_with_silent, with_silent
from ros_analysis.analysis.trend import OverYears, Trend, trend, trend_finding
from ros_analysis.survey import (
    FACTORS,
    Aspect,
    Codebook,
    Factor,
    Succession,
    Unit,
    bytes_fingerprint,
    unchanged,
    units,
)

SCHEMA = 4
PLAN = 2
"""The analysis plan in force (docs/decisions/0013-plan-2.md)."""


def plan_fingerprint(factors: Sequence[Factor]) -> str:
    """What was decided beforehand as one fingerprint: plan, level, and each declared factor with its test."""
    declared = [f"{one.name} {one.kind} {one.within} {one.by_area}" for one in factors if one.declared]
    return bytes_fingerprint("\n".join([f"plan {PLAN}", f"{LEVEL}", *declared]).encode())


class FindingsError(Exception):
    """A findings.json that this version can't read; the text says what to do."""


class OtherVersionError(FindingsError):
    """A findings.json of another version of the program: what it says is to be computed again."""


class Analysis(Record):
    """The findings of a round, one for each declared factor, on change, over all rounds and on areas, and what belongs
    to them.

    `plan` is the one that they follow; `explored` what was not declared.
    """

    schema_version: Literal[4] = 4
    plan: Literal[2] = 2
    year: int
    last_year: int | None
    findings: tuple[Finding, ...]
    transition: Transition | None
    trend: Trend | None
    counts_change: CountsChange | None
    explored: tuple[AreaTest, ...]
    rules: tuple[RuleRow, ...]
    bounds: tuple[Bound, ...]
    unlike_last: tuple[Aspect, ...] = ()

    def finding(self, question: Question) -> Finding:
        """The finding on a declared factor, by its name, or on «change», «trend» or «areas»; else KeyError."""
        return {found.question: found for found in self.findings}[question]

    def _facts(self) -> Iterator[tuple[object, object]]:
        for found in self.findings:
            p = "" if found.p is None else f", p {found.p:.4g}, p_holm {found.p_holm or found.p:.4g}"
            yield found.question, f"{found.verdict}, n {found.n}{p}"

    def to_json(self) -> str:
        """findings.json: the same text for the same findings."""
        return json.dumps(self.model_dump(mode="json"), ensure_ascii=False, indent=1, allow_nan=False) + "\n"

    @classmethod
    def from_json(cls, text: str) -> Analysis:
        """The findings in `text`; raises FindingsError when it is of another version or damaged."""
        try:
            tree = json.loads(text)
            version = tree["schema_version"]
        except (ValueError, TypeError, KeyError):
            raise FindingsError("findings.json er skadet. Slett filen og kjør rapporten på nytt.") from None
        if version != SCHEMA:
            raise OtherVersionError(
                f"findings.json har versjon {version!r}, men dette programmet leser versjon {SCHEMA}. "
                "Slett filen og kjør rapporten på nytt."
            )
        try:
            return cls.model_validate(tree)
        except ValidationError as error:
            where = ", ".join(sorted({".".join(map(str, item["loc"])) for item in error.errors()}))
            raise FindingsError(
                f"findings.json følger ikke skjemaet ({where}). Slett filen og kjør rapporten på nytt."
            ) from None


def analyse(
    this: ScoredRound | CountedRound,
    last: ScoredRound | CountedRound | None,
    successions: Sequence[Succession],
    codebook: Codebook,
    unlike_last: Sequence[Aspect] = (),
    factors: Sequence[Factor] = FACTORS,
    before_it: Sequence[ScoredRound | CountedRound] = (),
) -> Analysis:
    """Every test of one round against the last; what needs answers per municipality says so without them.

    `factors` are columns of the round's zones. A last round whose codebook is `unlike_last` is not tested against.
    `before_it` are the rounds that it can be compared with over the years, oldest first, the last among them.
    """
    before = None if unlike_last else last
    same = (
        () if before is None else units(before.numbers, this.numbers, successions, (before.year, this.year))
    )
    moved = _transition(this, before, same)
    counted = None if before is None else counts_change(before.counts, this.counts, same)
    if counted is not None and moved is not None:
        counted = counted.but(answers_known=True)
    over = OverYears.of((*before_it, this), successions)
    asked = (
        *_factors(this, factors, codebook),
        _change(last, this, same, counted, unlike_last),
        *_trend(over),
        *_areas(this, factors, codebook),
    )
    return Analysis(
        year=this.year,
        last_year=None if last is None else last.year,
        findings=judged(_detectable(asked, this, before, same, factors, over)),
        transition=moved,
        trend=None if over is None else trend(over),
        counts_change=counted,
        explored=area_tests(this.scored, this.zones, factors, codebook)
        if isinstance(this, ScoredRound)
        else (),
        rules=_rules(this, before, same, factors, codebook),
        bounds=tuple(
            bound for one in (this, last) if one is not None for bound in bounds(one.year, one.counts)
        ),
        unlike_last=tuple(unlike_last),
    )


def _factors(
    this: ScoredRound | CountedRound, factors: Sequence[Factor], codebook: Codebook
) -> tuple[Finding, ...]:
    declared = [factor for factor in factors if factor.declared]
    if isinstance(this, ScoredRound):
        by = basis(this.zones)
        return tuple(
            with_silent(factor_finding(this.zones, factor, codebook, by), this.zones, factor)
            for factor in declared
        )
    return tuple(
        Finding(question=factor.name, kind=factor.kind, n=this.counts.answered, reason="counts_only")
        for factor in declared
    )


def _detectable(
    asked: Sequence[Finding],
    this: ScoredRound | CountedRound,
    last: ScoredRound | CountedRound | None,
    same: Sequence[Unit],
    factors: Sequence[Factor],
    over: OverYears | None,
) -> Iterator[Finding]:
    """What each could have shown at the level that all of them have to meet."""
    level, own = level_to_meet(asked), {factor.name: factor for factor in factors}
    for finding in asked:
        if finding.question in own and isinstance(this, ScoredRound):
            yield factor_detectable(finding, this.zones, own[finding.question], level)
        elif finding.question == TREND and over is not None:
            yield change_detectable(finding, over.frames, over.same, level)
        elif finding.method == "signed" and isinstance(this, ScoredRound) and isinstance(last, ScoredRound):
            yield change_detectable(finding, [last.zones, this.zones], [*unchanged(same).items()], level)
        else:
            yield finding


def _areas(
    this: ScoredRound | CountedRound, factors: Sequence[Factor], codebook: Codebook
) -> tuple[Finding, ...]:
    if not isinstance(this, ScoredRound):
        return ()
    by_area = [factor for factor in factors if factor.by_area]
    return tuple(areas_finding(this.scored, this.zones, factor, codebook) for factor in by_area)


def _transition(
    this: ScoredRound | CountedRound, last: ScoredRound | CountedRound | None, same: Sequence[Unit]
) -> Transition | None:
    if isinstance(this, ScoredRound) and isinstance(last, ScoredRound):
        return transition(last.zones, this.zones, same)
    return None


def _change(
    last: ScoredRound | CountedRound | None,
    this: ScoredRound | CountedRound,
    same: Sequence[Unit],
    counted: CountsChange | None,
    unlike_last: Sequence[Aspect],
) -> Finding:
    if last is None or unlike_last:
        reason: Reason = "no_last_round" if last is None else "other_codebook"
        return Finding(question="change", kind="change", n=0, reason=reason)
    if isinstance(this, ScoredRound) and isinstance(last, ScoredRound):
        both, pairs = [last.zones, this.zones], [*unchanged(same).items()]
        return change_with_silent(change_finding(both, pairs), both, pairs)
    return untold(last.counts, this.counts) if counted is None else counts_finding(counted)


def _trend(over: OverYears | None) -> tuple[Finding, ...]:
    return () if over is None else (change_with_silent(trend_finding(over), over.frames, over.same),)


def _rules(
    this: ScoredRound | CountedRound,
    last: ScoredRound | CountedRound | None,
    same: Sequence[Unit],
    factors: Sequence[Factor],
    codebook: Codebook,
) -> tuple[RuleRow, ...]:
    if not isinstance(this, ScoredRound):
        return ()
    return rule_rows(this, last if isinstance(last, ScoredRound) else None, same, codebook, factors)
