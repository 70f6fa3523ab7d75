"""A round's findings as a whole: with answers, with counts only, and as findings.json."""

from __future__ import annotations

import json

import pandas as pd
import pytest
from made_up_rounds import by_counts, codebook, made_up_round

from ros_analysis.analysis.round import Analysis, CountedRound, Study, analyse
from ros_analysis.survey import FACTORS, Factor
from ros_analysis.survey.settings import Counts

SYSTEMS = ["A", "B", "C", "A", "B"] * 5
LAST = Counts(invited=36, answered=33, green=13, yellow=7, red=13)
THIS = Counts(invited=26, answered=23, green=11, yellow=7, red=5)


@pytest.fixture(scope="module")
def with_answers() -> Analysis:
    rows = by_counts(green=6, yellow=4, red=4, silent=2, epj=SYSTEMS[:14])
    last = made_up_round(2018, rows)
    this = made_up_round(
        2020, [(number, population, epj, _milder(zone)) for number, population, epj, zone in rows]
    )
    return analyse(Study(this, last, (), codebook()))


def _milder(zone: str | None) -> str | None:
    return {"red": "yellow", "yellow": "green"}.get(zone or "", zone)


def test_every_part_is_there_with_answers_in_both_rounds(with_answers: Analysis) -> None:
    assert [finding.question for finding in with_answers.findings] == ["size", "epj", "change", "areas"]
    assert all(finding.p is not None and finding.tests == 4 for finding in with_answers.findings)
    assert {finding.basis for finding in with_answers.findings} == {"score"}
    assert with_answers.finding("change").p == pytest.approx(
        2 * 0.5**8
    )  # eight have a lower score, nobody a higher
    assert with_answers.transition is not None
    assert with_answers.counts_change is not None
    assert len(with_answers.explored) == 8
    assert len(with_answers.finding("areas").areas) == 8
    assert all(row.p["change"] is not None for row in with_answers.rules[:1])


def test_findings_survive_json(with_answers: Analysis) -> None:
    text = with_answers.to_json()
    assert Analysis.from_json(text) == with_answers
    assert Analysis.from_json(text).to_json() == text


def test_rounds_of_zones_alone_are_tested_on_zones() -> None:
    this = made_up_round(2020, by_counts(green=6, yellow=4, red=4, silent=2, epj=SYSTEMS[:14]))
    this.zones["score"] = pd.NA
    last = made_up_round(2018, by_counts(green=4, yellow=4, red=6, silent=2, epj=SYSTEMS[:14]))
    found = analyse(Study(this, last, (), codebook()))
    assert {found.finding(question).basis for question in ("size", "epj", "change")} == {"zone"}
    assert found.finding("size").n == found.finding("change").n == 14


def test_a_body_tests_its_own_factors_beside_the_others() -> None:
    own = Factor("distance", "number", "distance", label="avstand til sykehus")
    this = made_up_round(2020, by_counts(green=6, yellow=4, red=4, epj=SYSTEMS[:14]))
    this.zones["distance"] = range(14)
    found = analyse(Study(this, None, (), codebook(), factors=(*FACTORS, own)))
    assert [finding.question for finding in found.findings] == ["size", "epj", "distance", "change", "areas"]
    assert found.finding("distance").p == pytest.approx(
        found.finding("size").p
    )  # the same order as by population
    assert found.finding("distance").tests == 4
    assert set(found.rules[0].p) == {"size", "epj", "distance", "change"}


def test_counts_alone_leave_size_and_epj_to_answers() -> None:
    numbers = tuple(f"98{place:02}" for place in range(1, 27))
    found = analyse(
        Study(CountedRound(2020, THIS, numbers), CountedRound(2018, LAST, numbers), (), codebook())
    )
    assert [finding.verdict for finding in found.findings] == ["needs_answers", "needs_answers", "not_shown"]
    assert found.counts_change is not None
    assert found.counts_change.proven == "fell"
    assert (found.transition, found.explored, found.rules) == (None, (), ())
    assert {bound.year for bound in found.bounds} == {2018, 2020}


def test_answers_after_counts_are_compared_by_counts() -> None:
    this = made_up_round(2020, by_counts(green=11, yellow=7, red=5, silent=3, epj=SYSTEMS[:23]))
    found = analyse(Study(this, CountedRound(2018, LAST, this.numbers), (), codebook()))
    assert found.finding("change").method == "red_counts"
    assert found.finding("change").tests == 4


def test_the_first_round_has_no_change_to_test() -> None:
    found = analyse(Study(made_up_round(2020, by_counts(green=3, yellow=2, red=2)), None, (), codebook()))
    assert (found.finding("change").verdict, found.finding("change").reason) == (
        "untestable",
        "no_last_round",
    )
    assert found.last_year is None


def test_a_round_nobody_answered_is_analysed_without_failing() -> None:
    found = analyse(
        Study(made_up_round(2020, by_counts(green=0, yellow=0, red=0, silent=4)), None, (), codebook())
    )
    assert {finding.verdict for finding in found.findings} == {"untestable"}


def test_another_version_is_refused(with_answers: Analysis) -> None:
    tree = json.loads(with_answers.to_json()) | {"schema_version": 99}
    with pytest.raises(ValueError, match="schema_version"):
        Analysis.from_json(json.dumps(tree))


@pytest.mark.parametrize("text", ["", "{", "[]", "{}"])
def test_damaged_findings_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match="Analysis"):
        Analysis.from_json(text)


def test_a_wrong_key_is_named(with_answers: Analysis) -> None:
    tree = json.loads(with_answers.to_json())
    tree["findings"][0]["p"] = 2
    with pytest.raises(ValueError, match=r"findings\.0\.p"):
        Analysis.from_json(json.dumps(tree))
