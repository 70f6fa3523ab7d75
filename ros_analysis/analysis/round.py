"""Everything that is tested of one round, computed from frames and kept as findings.json."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from ros_analysis.analysis.by_area import area_tests, areas_chance, areas_finding
from ros_analysis.analysis.change import (
    OverYears,
    Transition,
    Trend,
    change_finding,
    transition,
    trend,
)
from ros_analysis.analysis.counts import Bound, CountsChange, bounds, counts_change, counts_finding, untold
from ros_analysis.analysis.findings import (
    AREAS,
    CHANGE,
    LEVEL,
    TREND,
    AreaTest,
    Finding,
    Question,
    Reason,
    Record,
)
from ros_analysis.analysis.possible import (
    change_detectable,
    change_with_silent,
    factor_chance,
    factor_detectable,
    level_to_meet,
    with_silent,
)
from ros_analysis.analysis.scoring import CountedRound, ScoredRound, basis
from ros_analysis.analysis.sensitivity import RuleRow, rule_rows
from ros_analysis.analysis.significance import factor_finding, judged
from ros_analysis.exact import Chance, signed_chance
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

PLAN = 2
"""The analysis plan in force (docs/decisions/0013-plan-2.md)."""


def plan_fingerprint(factors: Sequence[Factor]) -> str:
    """What was decided beforehand as one fingerprint: plan, level, and each declared factor with its test."""
    declared = [f"{one.name} {one.kind} {one.within} {one.by_area}" for one in factors if one.declared]
    return bytes_fingerprint("\n".join([f"plan {PLAN}", f"{LEVEL}", *declared]).encode())


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
        """The findings in `text`; raises ValueError where it is damaged or of another version of the program."""
        return cls.model_validate_json(text)


@dataclass(frozen=True)
class Study:
    """A round, and what it is held against: the `last` round and those `before_it`, oldest first, the last among them,
    that it can be compared with over the years.

    `factors` are columns of the round's zones. A last round whose codebook is `unlike_last` is not tested against.
    """

    this: ScoredRound | CountedRound
    last: ScoredRound | CountedRound | None
    successions: Sequence[Succession]
    codebook: Codebook
    unlike_last: Sequence[Aspect] = ()
    factors: Sequence[Factor] = FACTORS
    before_it: Sequence[ScoredRound | CountedRound] = ()

    @property
    def before(self) -> ScoredRound | CountedRound | None:
        """The last round where it is tested against."""
        return None if self.unlike_last else self.last

    @cached_property
    def same(self) -> tuple[Unit, ...]:
        """The units of the two rounds."""
        last, this = self.before, self.this
        if last is None:
            return ()
        return units(last.numbers, this.numbers, self.successions, (last.year, this.year))

    @cached_property
    def both(self) -> OverYears | None:
        """The two rounds where both have answers."""
        if isinstance(self.this, ScoredRound) and isinstance(self.before, ScoredRound):
            return OverYears.through((self.before, self.this), unchanged(self.same).items())
        return None

    @cached_property
    def over(self) -> OverYears | None:
        """The rounds over the years, where they are enough."""
        return OverYears.of((*self.before_it, self.this), self.successions)


def analyse(study: Study) -> Analysis:
    """Every test of one round against the last; what needs answers per municipality says so without them."""
    this, last, before, over = study.this, study.last, study.before, study.over
    counted = None if before is None else counts_change(before.counts, this.counts, study.same)
    if counted is not None and study.both is not None:
        counted = counted.but(answers_known=True)
    asked = [*_factors(study), _change(study, counted)]
    if over is not None:
        asked.append(change_with_silent(change_finding(over, TREND), over))
    # What a test could have found is asked for while its chance distribution is at hand.
    findings = judged(_detectable([*asked, *_areas(study)], study))
    explored: tuple[AreaTest, ...] = ()
    rules: tuple[RuleRow, ...] = ()
    if isinstance(this, ScoredRound):
        explored = area_tests(this.scored, this.zones, study.factors, study.codebook)
        compared = before if isinstance(before, ScoredRound) else None
        rules = rule_rows(this, compared, study.same, study.codebook, study.factors)
    return Analysis(
        year=this.year,
        last_year=None if last is None else last.year,
        findings=findings,
        transition=_transition(study),
        trend=None if over is None else trend(over),
        counts_change=counted,
        explored=explored,
        rules=rules,
        bounds=tuple(
            bound for one in (this, last) if one is not None for bound in bounds(one.year, one.counts)
        ),
        unlike_last=tuple(study.unlike_last),
    )


def _transition(study: Study) -> Transition | None:
    if study.both is None:
        return None
    then, now = study.both.frames
    return transition(then, now, study.same)


def _factors(study: Study) -> Iterator[Finding]:
    this = study.this
    for factor in (factor for factor in study.factors if factor.declared):
        if isinstance(this, ScoredRound):
            found = factor_finding(this.zones, factor, study.codebook, basis(this.zones))
            yield with_silent(found, this.zones, factor)
        else:
            n = this.counts.answered
            yield Finding(question=factor.name, kind=factor.kind, n=n, reason="counts_only")


def _areas(study: Study) -> Iterator[Finding]:
    this = study.this
    for factor in (factor for factor in study.factors if factor.by_area):
        if isinstance(this, ScoredRound):
            yield areas_finding(this.scored, this.zones, factor, study.codebook)


def _change(study: Study, counted: CountsChange | None) -> Finding:
    if study.last is None or study.before is None:
        reason: Reason = "no_last_round" if study.last is None else "other_codebook"
        return Finding(question=CHANGE, kind="change", n=0, reason=reason)
    if study.both is not None:
        return change_with_silent(change_finding(study.both), study.both)
    if counted is None:
        return untold(study.last.counts, study.this.counts)
    return counts_finding(counted)


def _detectable(asked: Sequence[Finding], study: Study) -> Iterator[Finding]:
    """What each could have shown at the level that all of them have to meet."""
    level, own = level_to_meet(asked), {factor.name: factor for factor in study.factors}
    through = {CHANGE: study.both, TREND: study.over}
    for finding in asked:
        over = through.get(finding.question)
        if over is not None:
            yield change_detectable(finding, over, level)
        elif finding.question in own and isinstance(study.this, ScoredRound):
            yield factor_detectable(finding, study.this.zones, own[finding.question], level)
        else:
            yield finding


def by_chance(question: Question, study: Study) -> Chance | None:
    """The distribution behind the p that `analyse` has for a question; None where it has none, or has it from counts
    alone."""
    this = study.this
    if isinstance(this, CountedRound):
        return None
    if question in (CHANGE, TREND):
        over = study.both if question == CHANGE else study.over
        return None if over is None else signed_chance(over.moves(over.measure))
    if question == AREAS:
        by_area = next(factor for factor in study.factors if factor.by_area)
        return areas_chance(this.scored, this.zones, by_area, study.codebook)
    return factor_chance(this.zones, next(factor for factor in study.factors if factor.name == question))
