"""None, one, two, all but one and all: every sentence about counts, over every small round, in three languages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import product

import pytest
from test_wording import a_finding, rule_row

from ros_analysis.analysis.change import Pairing, Transition
from ros_analysis.analysis.counts import bounds, counts_change
from ros_analysis.analysis.findings import Finding, Interval, LeftOut
from ros_analysis.report import wording
from ros_analysis.survey.language import NBSP, Words
from ros_analysis.survey.settings import Counts

LANGUAGES = ["nb", "nn", "en"]
SILLY = {
    "nb": r"\b[Dd]e [01] |\b1 kommuner\b|mellom (\d+) og \1\b|mellom 0 |\b1 av \d+ [^.]*røde|\b0 av |−0,0|\b1 røde",
    "nn": r"\b[Dd]ei [01] |\b1 kommunar\b|mellom (\d+) og \1\b|mellom 0 |\b1 av \d+ [^.]*raude|\b0 av |−0,0|\b1 raude",
    "en": r"\bthe [01] m|\b1 municipalities\b|between (\d+) and \1\b|between 0 |\b1 of \d+ [^.]* are|\b0 of |−0\.0|"
    r"\b1 are red",
}
NEARLY = {"nb": "nesten fullstendig", "nn": "nesten fullstendig", "en": "nearly complete"}


def small_rounds() -> Iterator[Counts]:
    """Every round of at most four municipalities, with unknown zones and with answers that exclude green or red."""
    for green, yellow, red, open_zones, silent in product(range(4), range(3), range(4), range(3), range(4)):
        answered = green + yellow + red + open_zones
        if 0 < answered + silent <= 4:
            for never in {0, open_zones}:
                yield Counts(
                    invited=answered + silent, answered=answered, green=green, yellow=yellow, red=red,
                    undetermined=open_zones, never_red=never,
                )  # fmt: skip


def silly(text: str, language: str) -> bool:
    return bool(re.search(SILLY[language], text.replace(NBSP, " "))) or "  " in text or "{" in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_shares_read_well_over_every_small_round(language: str) -> None:
    words = Words(language)
    said = {
        text
        for counts in small_rounds()
        for bound in bounds(2020, counts)
        for text in (wording.share(bound, words), wording.known(bound, words))
    }
    assert len(said) > 200
    assert [text for text in said if silly(text, language)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_picture_is_nearly_complete_from_eighty_five_percent_only(language: str) -> None:
    words = Words(language)
    for answered, nearly in ((2, False), (34, False), (35, True), (41, False)):
        counts = Counts(invited=41, answered=answered, green=answered, yellow=0, red=0)
        assert (
            NEARLY[language] in wording.certainty(counts, words)
        ) is nearly  # 34 of 41 is 83 %, 35 is 85 %
    for counts in small_rounds():
        assert not silly(wording.certainty(counts, words), language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_share_of_red_in_two_rounds_reads_well(language: str) -> None:
    words = Words(language)
    rounds = [counts for counts in small_rounds() if counts.yellow == 0 and counts.never_red == 0]
    for last, this in product(rounds[::5], rounds[::3]):
        if change := counts_change(last, this, ()):
            certain = wording.county_change(change, 2018, 2020, words)
            assert not re.search(r"(mellom|between) (\d+) (og|and) \2 ", certain)
    same = Counts(invited=4, answered=4, green=3, yellow=0, red=1)
    change = counts_change(same, same, ())
    assert change is not None
    assert wording.county_change(change, 2018, 2020, words).startswith(
        words("change.same", last_year=2018, year=2020, last="|", this="").split("|")[0]
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_merged_units_are_as_many_in_the_sentence_as_in_the_count(language: str) -> None:
    words = Words(language)
    for merged, known in ((0, 0), (1, 0), (1, 1), (2, 1), (2, 2), (5, 4)):
        pairings = tuple(
            Pairing(units=units, better=2, same=1 + (known if units != "unchanged" else 0), worse=0)
            for units in ("unchanged", "worst_part", "best_part")
        )
        said = wording.merged(Transition(rows=(), comparable=3, merged=merged, pairings=pairings), words)
        assert len(said) == (2 if known else 0) + (merged > known)
        assert [text for text in said if silly(text, language)] == []
        if known > 1:
            assert f" {words.spelled(known)} " in said[0]
        assert not any(words.spelled(5) in text for text in said)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("reds", [(0, 0), (0, 1), (1, 1), (0, 4), (2, 4), (4, 4)])
def test_other_rules_read_well_with_none_one_and_all_red(language: str, reds: tuple[int, int]) -> None:
    words = Words(language)
    rows = [rule_row("as_reported", red=reds[0]), rule_row("red_from", value=2, red=reds[1], moved=3)]
    first = wording.rules(rows, words)[0]
    assert not silly(first, language)
    assert not re.search(r"\b0 (røde|raude|kommun|are|munic)", first)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_test_that_could_not_be_made_is_not_the_same_under_all_rules(language: str) -> None:
    words = Words(language)
    untested = dict.fromkeys(("size", "epj", "change"))
    made = [
        rule_row("as_reported"),
        rule_row("red_from", value=2),
        rule_row("red_from", value=4, p=untested),
    ]
    never = [row.but(p=untested) for row in made]
    assert len(wording.rules(made, words)) == 3
    assert words("sensitivity.all_rules") not in wording.rules(made, words)[2]
    assert len(wording.rules(never, words)) == 2
    assert len(wording.rules([made[0], made[2]], words)) == 2


@pytest.mark.parametrize("language", LANGUAGES)
def test_who_was_compared_reads_well_for_one_and_two(language: str) -> None:
    words = Words(language)
    for n in (1, 2):
        text = wording.finding(Finding(question="change", kind="change", n=n, reason="nobody_moved"), words)
        assert not silly(text, language)
        related = a_finding(n=n, p=0.004, midp=0.003, p_holm=0.01, interval=Interval(low=-0.8, high=-0.1))
        for left_out in (LeftOut(), LeftOut(undetermined=1)):
            assert not silly(wording.finding(related.but(left_out=left_out), words), language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_zero_has_no_sign(language: str) -> None:
    words = Words(language)
    assert words.number(-0.004, 2) == words.number(0, 2)
    assert words.number(-0.4) == "0"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_perfect_order_is_said_without_an_interval(language: str) -> None:
    words = Words(language)
    text = wording.finding(a_finding(p=0.001, midp=0.001, p_holm=0.003, interval=None), words)
    assert "95" not in text
    assert text.startswith(
        words(
            "finding.related.number",
            risk=words("finding.risk.score"),
            factor=words("sensitivity.factor.size"),
            who="|",
            adjusted="",
            effect="",
            direction="",
            silent="",
            no_cause="",
        ).split("|")[0]
    )
