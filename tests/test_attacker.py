"""The attacker finds what it should: every clause of the rules has a round that is given away without it."""

from collections.abc import Collection, Mapping
from itertools import product

import pytest
from attacker import facts, moves, rules
from attacker.answers import LEVELS, PAIRS, STEPS, level, profile
from attacker.attack import Leak, leaks, silences
from attacker.facts import Publication
from attacker.rounds import GREEN, OPEN, RED, YELLOW, Answer, Pair, drawn, members

TWELVE = members("97")
Answers = Mapping[str, Answer]


def by(*answers: Answer) -> Answers:
    """These answers, each by one municipality."""
    return dict(zip(TWELVE, answers, strict=False))


def proven(
    answers: Answers, printed: Publication, c: int = 2, only: Collection[str] = ()
) -> set[tuple[str, object]]:
    """What some attacker can prove that somebody answered."""
    found = leaks(facts.worlds(answers, printed, sorted(answers)), c, only, excluded=False)
    return {(leak.secret, leak.value) for leak in found}


def with_area(answer: Answer, area: int, pair: Pair) -> Answer:
    return (*answer[: area - 1], pair, *answer[area:])


# What each clause is for: a round that leaks without it, and does not with all of them.

SIX_SAY_FOUR = by(
    *[((1, 4),) * 8] * 3, *[((2, 4), (3, 4), (4, 4), (2, 4), (3, 4), (4, 4), (2, 4), (3, 4))] * 3
)
TWO_PIN_THE_MEDIAN = by(
    ((1, 1),) * 8, ((2, 1),) * 8, ((4, 1),) * 8, ((1, 4),) * 8, ((2, 4),) * 8
)  # fmt: skip
SPREAD: tuple[Pair, ...] = ((1, 1), (2, 2), (3, 3))
ONE_ROW_ALONE = by(*(
    ((3, 1) if place % 2 else (1, 3), *(SPREAD[(place + area) % 3] for area in range(7))) for place in range(12)
))  # fmt: skip
CASES = {
    "zones": (by(*[GREEN] * 10, RED, YELLOW), ("zone", "green")),
    "undetermined": (by(*[GREEN] * 5, *[OPEN] * 3), ("zone", "green")),
    "rows": (ONE_ROW_ALONE, ("level 1", "green")),
    "all rows": (ONE_ROW_ALONE, ("level 1", "green")),
    "missing": (
        {who: with_area(answer, 1, None if place < 3 else (1, 1 + place % 3))
         for place, (who, answer) in enumerate(ONE_ROW_ALONE.items())},
        ("level 1", "green"),
    ),
    "matrix": (SIX_SAY_FOUR, ("consequence 1", 4)),
    "medians": (TWO_PIN_THE_MEDIAN, ("consequence 1", 1)),
}  # fmt: skip


@pytest.mark.parametrize("clause", CASES)
def test_every_clause_is_needed(clause: str) -> None:
    """Without it, something of somebody is certain to two who pool; with it, nothing is."""
    answers, secret = CASES[clause]
    assert secret in proven(
        answers, rules.publish(answers, clauses=rules.CLAUSES - {clause}), only=secret[:1]
    )
    assert proven(answers, rules.publish(answers)) == set()


def test_there_is_a_case_for_every_clause() -> None:
    assert set(CASES) == rules.CLAUSES


@pytest.mark.parametrize("seed", range(30))
def test_the_rules_hold_whatever_is_answered(seed: int) -> None:
    (answers,) = drawn(seed).rounds.values()
    assert list(leaks(facts.worlds(answers, rules.publish(answers), sorted(answers)))) == []


def test_a_rule_that_always_says_may_be_shown_is_caught() -> None:
    """On the drawn rounds alone, without a made-up case."""
    all_answers = [answers for seed in range(12) for answers in drawn(seed).rounds.values()]
    hidden = [answers for answers in all_answers if not rules.publish(answers).zones]
    assert hidden
    for answers in hidden:
        always = Publication(len(answers), zones=rules.publish(answers, clauses=()).zones, c=None)
        assert proven(answers, always, only=["zone"])


def test_a_service_group_that_pools_is_kept_out_by_a_larger_c() -> None:
    """Four outside the largest: shown when two may pool, and given away when they are a group of four."""
    answers = by(*[GREEN] * 8, *[RED] * 4)
    assert proven(answers, rules.publish(answers)) == set()
    assert ("zone", "green") in proven(answers, rules.publish(answers), c=4)
    assert proven(answers, rules.publish(answers, c=4), c=4) == set()


# What was published before: tables by kind, matrices with gaps, steps in pairs.


def test_zones_by_system_give_two_of_a_kind_away() -> None:
    answers = by(*[GREEN] * 6, *[RED] * 6)
    known = {who: {"epj": "CosDoc" if who in TWELVE[:2] else "Gerica"} for who in answers}
    printed = rules.publish(answers)
    printed.by = {("epj", "CosDoc"): {"green": 2, "yellow": 0, "red": 0}}
    found = list(leaks(facts.worlds(answers, printed, sorted(answers), known), c=0))
    assert Leak((), TWELVE[0], "zone", "green", True) in found
    assert Leak((), TWELVE[0], "zone", "red", False) in found


def test_areas_without_zones_give_the_zone_away() -> None:
    """All are red in three areas: the rows say so, and hiding the zones does not help."""
    answers = by(*[RED] * 6)
    printed = Publication(6, levels={area: {"green": 0, "yellow": 0, "red": 6} for area in (1, 2, 3)})
    assert ("zone", "red") in proven(answers, printed)


def test_better_same_and_worse_tell_the_zone_of_who_came_and_who_left() -> None:
    """8 answers, then 7, six in both: 1 better, 3 the same and 2 worse. A and B left, I came."""
    last = dict(zip("ABCDEFGH", ["green"] * 3 + ["red"] * 2 + ["green", "yellow", "red"], strict=True))
    this = dict(zip("CDEFGHI", ["red", "yellow", "red", "red", "yellow", "red", "red"], strict=True))
    assert {moves.step((last[who], this[who])) for who in last.keys() & this.keys()} == {
        "better",
        "same",
        "worse",
    }
    found = list(leaks(moves.worlds(last, this, moved=True), c=0))
    assert {(leak.who, leak.value) for leak in found if leak.has_it} >= {("A", "green"), ("I", "red")}
    assert list(leaks(moves.worlds(last, this, moved=False), c=0)) == []


def test_late_answers_are_told_by_the_report_before_them() -> None:
    """Three late ones of which two pool; nothing of those who were early."""
    early = by(*[GREEN] * 3, *[YELLOW] * 2, *[RED] * 2)
    late = dict(zip(TWELVE[7:], (GREEN, YELLOW, RED), strict=False))
    found = list(late_leaks(early, late))
    assert {leak.who for leak in found} == set(late)


def late_leaks(early: Answers, late: Answers) -> list[Leak]:
    """What can be proven from the zones of a round before and after some answered late."""
    answers = {**early, **late}
    before, after = (Publication(len(a), zones=rules.publish(a).zones) for a in (early, answers))
    both = facts.worlds(answers, after, sorted(answers), late=late, before=before)
    return list(leaks(both, only=["zone"], excluded=False))


def test_five_late_answers_that_are_alike_are_told_although_five_are_many() -> None:
    """It is not the number of late answers that counts, but how many stand outside the largest among them."""
    early = by(*[GREEN] * 3, *[YELLOW] * 2, *[RED] * 2)
    alike = dict(zip(TWELVE[7:], [GREEN] * 5, strict=False))
    mixed = dict(zip(TWELVE[7:], [GREEN] * 2 + [YELLOW] * 2 + [RED], strict=False))
    assert rules.outside(profile(a).zone for a in alike.values()) == 0
    assert {leak.value for leak in late_leaks(early, alike)} == {"green"}
    assert rules.outside(profile(a).zone for a in mixed.values()) == 3
    assert late_leaks(early, mixed) == []


def test_who_was_silent_is_not_told_by_counts_of_all() -> None:
    answers = by(*[GREEN] * 6, *[RED] * 5)
    assert list(silences(facts.worlds(answers, rules.publish(answers), TWELVE))) == []


def test_who_was_silent_is_told_by_a_table_of_a_kind() -> None:
    """The one with DIPS is in no zone."""
    answers = by(*[GREEN] * 6, *[RED] * 5)
    known = {who: {"epj": "DIPS" if who == TWELVE[11] else "Gerica"} for who in TWELVE}
    printed = rules.publish(answers)
    printed.by = {("epj", "Gerica"): {"green": 6, "yellow": 0, "red": 5}}
    found = list(silences(facts.worlds(answers, printed, TWELVE, known)))
    assert {leak.who for leak in found} == {TWELVE[11]}


def test_a_publication_that_the_answers_do_not_fit_is_refused() -> None:
    answers = by(*[GREEN] * 6, *[RED] * 6)
    with pytest.raises(ValueError, match="misread"):
        list(leaks(facts.worlds(answers, Publication(12, zones={"green": 5}), sorted(answers))))


def test_the_verdict_alone_can_name_three_of_twenty() -> None:
    """17 green and 3 red; three use CosDoc. Of all that fit these, one table alone is this unlikely."""
    from math import comb

    ways = {k: comb(3, k) * comb(17, 3 - k) for k in range(4)}
    tail = {k: sum(ways[more] for more in range(k, 4)) / comb(20, 3) for k in ways}
    related = [k for k, p in tail.items() if 3 * p < 0.05]  # Holm over three tests
    assert related == [3]


def test_pairs_are_what_the_codebook_asks() -> None:
    assert len(PAIRS) == 17
    assert {level(pair) for pair in product(STEPS, STEPS)} == set(LEVELS)
