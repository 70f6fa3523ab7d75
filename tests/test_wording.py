"""Each case of a finding as its sentence in bokmål, and nothing that the numbers don't carry."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_up_rounds import codebook
from phrases import banned, bare_percents

from ros_analysis.analysis.change import Pairing, Transition
from ros_analysis.analysis.counts import bounds, counts_change
from ros_analysis.analysis.findings import (
    AreaTest,
    Detectable,
    Effect,
    Finding,
    Interval,
    LeftOut,
    Silent,
    Tally,
    verdict,
)
from ros_analysis.analysis.sensitivity import RuleRow
from ros_analysis.report import wording
from ros_analysis.survey.language import NBSP, Words
from ros_analysis.survey.settings import Counts

NB = Words("nb")
LAST = Counts(invited=36, answered=33, green=13, yellow=7, red=13)
THIS = Counts(invited=26, answered=23, green=11, yellow=7, red=5)


def a_finding(question: str = "size", **numbers: Any) -> Finding:
    kind, method, effect = {
        "size": ("number", "kendall", Effect(name="somers_d", value=-0.14)),
        "epj": ("group", "kruskal", Effect(name="stands_out", value=1.24, group="Gerica")),
        "change": ("change", "signed", Effect(name="mean_change", value=-0.84)),
        "areas": ("areas", "step_down", None),
    }[question]
    given_numbers = {
        "n": 23,
        "method": method,
        "statistic": -40.0,
        "p": 0.41,
        "midp": 0.4,
        "p_holm": 1.0,
        "tests": 3,
        "smallest_p": 1e-6,
        "effect": effect,
        "scale": 0.9,
        "interval": None if question in ("epj", "areas") else Interval(low=-0.48, high=0.23),
        "detectable": None if question == "areas" else Detectable(value=-0.5, pairs=0.75),
    }
    return Finding(question=question, kind=kind, **(given_numbers | numbers))


def said(finding: Finding) -> str:
    return wording.finding(finding, NB).replace(NBSP, " ")


RELATED = {"p": 0.004, "midp": 0.003, "p_holm": 0.012, "interval": Interval(low=-0.8, high=-0.1)}


def test_a_relation_is_said_with_direction_and_without_cause() -> None:
    assert said(a_finding(**RELATED)) == (
        "Risikoen henger sammen med kommunestørrelse i de 23 kommunene som svarte (p = 0,012 etter justering for "
        "tre tester; Somers’ D = −0,14, 95 % KI −0,80 til −0,10). Den minste har høyest risiko i tre av fem par av "
        "kommuner med ulik risiko. Undersøkelsen viser ikke årsaken."
    )


def test_the_system_that_stands_out_is_named_with_its_distance() -> None:
    assert said(a_finding("epj", **RELATED | {"interval": None})) == (
        "Risikoen henger sammen med fagsystem (EPJ) i de 23 kommunene som svarte (p = 0,012 etter justering for tre "
        "tester). Mest skiller Gerica seg ut: risikoskåren er i snitt 1,2 poeng høyere enn hos de andre i samme "
        "størrelsesklasse. Undersøkelsen viser ikke årsaken."
    )


def test_a_change_is_said_in_points_and_in_zones() -> None:
    assert said(a_finding("change", **RELATED, groups=MOVES)) == (
        "Risikoen har gått ned siden forrige runde i de 23 kommunene vi kunne sammenligne (p = 0,012 etter justering "
        "for tre tester). Risikoskåren er i snitt endret med −0,84 poeng (95 % KI −0,80 til −0,10). 7 av 20 ble "
        "bedre, 1 ble dårligere og 12 er i samme sone. Undersøkelsen viser ikke årsaken."
    )


def test_the_areas_that_stand_are_named_and_no_others() -> None:
    out = Effect(name="stands_out", value=2.14, group="Gerica")
    rows = [
        AreaTest(area=n, factor="epj", n=23, p_adjusted=p, effect=out) for n, p in ((3, 0.004), (5, 0.02))
    ]
    finding = a_finding("areas", **RELATED | {"interval": None}, areas=tuple(rows))
    assert wording.finding(finding, NB, {3: "3 Dagtid", 5: "5 Helg"}).replace(NBSP, " ") == (
        "Risikoen henger sammen med fagsystem (EPJ) på enkelte områder i de 23 kommunene som svarte (p = 0,012 etter "
        "justering for tre tester). Det gjelder 3 Dagtid (Gerica i snitt 2,1 høyere enn de andre). Undersøkelsen "
        "viser ikke årsaken."
    )


def test_a_round_of_zones_alone_speaks_of_zones() -> None:
    finding = a_finding("epj", **RELATED | {"interval": None}, basis="zone")
    assert said(finding).startswith("Risikosonen henger sammen med fagsystem (EPJ)")
    assert "sonen er i snitt 1,2 steg dårligere enn hos de andre" in said(finding)
    assert "testet på sonene, fordi resultatene ikke er kjent" in wording.details(finding, NB)


def test_areas_without_numbers_are_said_to_be_tested_on_their_levels() -> None:
    finding = a_finding("areas", **RELATED | {"interval": None}, basis="zone")
    assert "testet på nivåene (grønn, gul, rød), fordi resultatene ikke er kjent" in wording.details(
        finding, NB
    )


@pytest.mark.parametrize(
    ("low", "high", "found", "numbers", "sentence"),
    [
        (0.01, 0.04, True, {}, "Funnet står uansett hva de tre som ikke svarte, ville ha svart."),
        (0.01, 0.06, True, {}, "Svar fra de tre som ikke svarte, kunne ha endret konklusjonen."),
        (0.04, 0.6, False, {}, "Svar fra de tre som ikke svarte, kunne ha endret konklusjonen."),
        (0.2, 0.6, False, {}, "Det ville ikke blitt et sikkert funn, uansett hva de tre som ikke svarte, hadde svart."),
        (0.01, 0.04, True, {"k": 1}, "Funnet står uansett hva den ene som ikke svarte, ville ha svart."),
        (0.01, 0.04, True, {"k": 2, "answered": 1}, "Funnet står uansett hva de to uten kjent risiko ville ha svart."),
        (
            0.01, 0.04, True, {"k": 7, "extremes": True},
            "Vi har prøvd ytterpunktene av hva de sju som ikke svarte, kunne ha svart, og funnet står i alle.",
        ),
        (
            0.2, 0.6, False, {"k": 7, "extremes": True},
            "Vi har prøvd ytterpunktene av hva de sju som ikke svarte, kunne ha svart, og ingen av dem gir et sikkert "
            "funn.",
        ),
    ],
)  # fmt: skip
def test_what_the_silent_could_have_turned_is_one_sentence(
    low: float, high: float, found: bool, numbers: dict[str, Any], sentence: str
) -> None:
    silent = Silent(**{"k": 3, "low": low, "high": high, "low_holm": low, "high_holm": high} | numbers)
    finding = a_finding(**RELATED if found else {}, silent=silent)
    assert sentence in said(finding.but(verdict=verdict(finding)))


def test_a_relation_among_fewer_than_all_who_answered_says_so() -> None:
    finding = a_finding("epj", **RELATED | {"interval": None}, left_out=LeftOut(no_value=2))
    assert "i de 23 kommunene vi kunne sammenligne (p = 0,012" in said(finding)


def test_a_finding_that_holm_takes_away_is_uncertain() -> None:
    finding = a_finding("epj", p=0.03, midp=0.02, p_holm=0.09)
    assert said(finding) == (
        "Tallene kan tyde på en sammenheng med fagsystem (EPJ) (p = 0,030), men funnet er usikkert: det holder ikke "
        "når vi tar hensyn til at tre tester er gjort (justert p = 0,090)."
    )


def test_an_interval_across_zero_makes_a_finding_uncertain() -> None:
    text = said(a_finding(p=0.01, midp=0.009, p_holm=0.03, interval=Interval(low=-0.7, high=0.02)))
    assert text.endswith("men funnet er usikkert: intervallet (95 % KI −0,70 til 0,02) rommer også null.")


def test_no_finding_says_what_could_have_been_found() -> None:
    assert said(a_finding()) == (
        "Vi fant ingen sikker sammenheng med kommunestørrelse (p = 0,41). Det betyr ikke at det ikke er noen: med 23 "
        "svar og justering for tre tester ville vi bare ha oppdaget en sterk sammenheng (Somers’ D under −0,50 eller "
        "over 0,50: den minste, eller den største, måtte hatt høyest risiko i tre av fire par med ulik risiko)."
    )


def test_a_narrow_interval_is_said_to_be_small() -> None:
    text = said(
        a_finding(interval=Interval(low=-0.12, high=0.1), detectable=Detectable(value=0.1, pairs=0.58))
    )
    assert text == "Er det en sammenheng med kommunestørrelse, er den liten (Somers’ D mellom −0,12 og 0,10)."


def test_p_and_midp_on_either_side_is_a_borderline_case() -> None:
    assert said(a_finding(p=0.0703125, midp=0.0390625, p_holm=0.21)) == (
        "Grensetilfelle: konklusjonen om kommunestørrelse avhenger av beregningsmåten (p = 0,070, men mid-p er 0,039)."
    )


def test_a_test_that_could_not_have_found_anything_says_so() -> None:
    text = said(a_finding(p=1.0, midp=0.6, smallest_p=0.1))
    assert text == "Kommunestørrelse kan ikke testes med disse tallene (minste mulige p er 0,10)."


@pytest.mark.parametrize(
    ("question", "reason"),
    [
        *(("size", reason) for reason in ("no_answers", "one_level", "one_group")),
        *(("epj", reason) for reason in ("no_answers", "one_level", "one_group", "confounded")),
        *(("areas", reason) for reason in ("no_answers", "one_level", "one_group")),
        *(
            ("change", reason)
            for reason in ("no_answers", "none_red", "all_red", "nobody_moved", "no_last_round")
        ),
    ],
)
def test_every_reason_has_its_sentence(question: str, reason: str) -> None:
    text = said(a_finding(question, n=4, p=None, reason=reason))
    assert text.endswith(".")
    assert not banned(text)


def test_without_a_pair_of_zones_change_says_so() -> None:
    text = said(Finding(question="change", kind="change", n=0, reason="no_answers"))
    assert text == "Endring kan ikke testes: ingen kommuner har kjent risiko i begge rundene."


@pytest.mark.parametrize("question", ["size", "epj"])
def test_counts_alone_ask_for_answers(question: str) -> None:
    assert "krever svar per kommune" in said(a_finding(question, p=None, reason="counts_only"))


MOVES = (
    Tally(name="green", green=6, yellow=1, red=0),
    Tally(name="yellow", green=3, yellow=2, red=0),
    Tally(name="red", green=1, yellow=3, red=4),
)


def test_change_counts_who_moved() -> None:
    text = said(a_finding("change", n=20, groups=MOVES, detectable=Detectable(value=0.5, pairs=0.8)))
    assert text == (
        "Vi fant ingen sikker endring siden forrige runde (p = 0,41). Risikoskåren er i snitt endret med −0,84 poeng "
        "(95 % KI −0,48 til 0,23). 7 av 20 ble bedre, 1 ble dårligere og 12 er i samme sone. Det betyr ikke at "
        "ingenting er endret: med 20 kommuner og justering for tre tester ville vi bare ha oppdaget en stor endring "
        "(minst 0,50 poeng i snitt, der fire av fem av dem som endret seg, går samme vei)."
    )


VERDICTS = ["related", "uncertain", "borderline", "small", "not_shown", "untestable", "needs_answers"]


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
@pytest.mark.parametrize("verdict", VERDICTS)
def test_a_public_verdict_has_no_figure_and_one_of_four_sentences(language: Any, verdict: Any) -> None:
    words = Words(language)
    said = [text for _, text in wording.verdicts({"size": verdict, "epj": verdict}, words)]
    assert len(said) == 2
    assert not re.search(r"\d|p\s*[=<]", " ".join(said))
    four = {
        words(
            f"finding.public.{case}",
            factor=words("sensitivity.factor.size"),
            no_cause=words("finding.no_cause"),
        )
        for case in ("related", "uncertain", "not_shown", "untestable")
    }
    assert said[0] in four
    assert not banned(" ".join(said), language)


def test_without_verdicts_one_sentence_says_where_they_are() -> None:
    ((heading, text),) = wording.verdicts({}, NB)
    assert heading == "Størrelse og fagsystem"
    assert text.endswith("står i den interne utgaven.")


def test_what_the_counts_of_two_rounds_prove_and_leave_open() -> None:
    change = counts_change(LAST, THIS, ())
    assert change is not None
    paired = change.but(pairs_low=15, pairs_high=21, paired_p_low=2 * 0.5**13, paired_p_high=1.0)
    certain, chance, same = (
        text.replace(NBSP, " ") for text in wording.counts_change(paired, 2018, 2020, NB)
    )
    assert certain.startswith(
        "Andelen røde kommuner gikk ned fra 2018 til 2020, uansett hva de som ikke svarte, ville ha svart: fra mellom "
        "13 og 16 av 36 (36–44 %) til mellom 5 og 8 av 26 (19–31 %)."
    )
    assert (
        "(−18 prosentpoeng, 95 % KI −38 til +7), er ikke større enn at den kan være tilfeldig (p = 0,25"
        in chance
    )
    assert "Mellom 15 og 21 uendrede kommuner" in same
    assert "går p (McNemar) fra 0,0002 til 1,00" in same
    assert same.endswith("verken vise eller utelukke at de samme kommunene er blitt bedre.")


def test_where_answers_are_known_the_counts_speak_only_of_the_county() -> None:
    change = counts_change(LAST, THIS, ())
    assert change is not None
    (only,) = wording.counts_change(change.but(answers_known=True), 2018, 2020, NB)
    assert only.endswith("Fylket gikk fra 36 til 26 kommuner. Sammenslåing alene kan endre andelen.")


def test_merged_municipalities_are_told_as_their_worst_and_their_best_part() -> None:
    pairings = (
        Pairing(units="unchanged", better=5, same=9, worse=4, p=0.78),
        Pairing(units="worst_part", better=8, same=9, worse=5, p=0.2349),
        Pairing(units="best_part", better=0, same=22, worse=0),
    )
    moved = Transition(rows=MOVES, comparable=21, merged=5, pairings=pairings)
    worst, best, left = (text.replace(NBSP, " ") for text in wording.merged(moved, NB))
    assert worst == (
        "Regner vi også med de fire kommunene som er slått sammen eller delt, hver som sin dårligste del, får vi: "
        "8 av 22 ble bedre, 5 ble dårligere og 9 er i samme sone. Testet på risikoen er p = 0,23."
    )
    assert best.endswith("0 av 22 ble bedre, 0 ble dårligere og 22 er i samme sone.")
    assert left == (
        "Én kommune som er slått sammen eller delt, er ikke med, fordi sonen ikke er kjent i begge rundene."
    )
    assert wording.merged(moved.but(merged=0), NB) == ()


def test_those_chosen_for_being_red_are_held_against_what_chance_alone_would_do() -> None:
    # Of 8 red 4 left and 1 came in: 5 are red once, so 2.5 would leave were it a toss; 8 × 2.5 / (4 + 2.5) is 3.1.
    rows = (*MOVES[:2], Tally(name="red", green=1, yellow=3, red=4))
    moved = Transition(rows=(rows[0].but(red=1), *rows[1:]), comparable=21, merged=0, pairings=())
    assert moved.leave_red_anyhow == pytest.approx(3.0769, abs=1e-4)
    (said,) = wording.regression(moved, NB)
    assert said.startswith("4 av 8 kommuner som var røde i forrige runde, er ute av rød sone.")
    assert "om lag 3 av de 8" in said
    assert (
        wording.regression(moved.but(rows=(*rows[:2], Tally(name="red", green=0, yellow=0, red=8))), NB) == ()
    )


@pytest.mark.parametrize(
    ("row", "label"),
    [
        ({"change": "as_reported"}, "Slik sonene er rapportert"),
        ({"change": "profile", "name": "strict"}, "Regel: Streng (verste område avgjør)"),
        ({"change": "red_from", "value": 2}, "Rød sone fra 2 røde områder"),
        ({"change": "red_from", "value": 1}, "Rød sone fra ett rødt område"),
        ({"change": "green_yellow_max", "value": 1}, "Grønn sone med høyst ett gult område"),
        ({"change": "red_cells", "value": 6, "stricter": True}, "Resultat 6 regnes som rødt"),
        ({"change": "red_cells", "value": 8, "stricter": False}, "Resultat 8 regnes som gult"),
        ({"change": "yellow_cells", "value": 4, "stricter": False}, "Resultat 4 regnes som grønt"),
    ],
)
def test_each_rule_has_a_label_that_reads_well(row: dict[str, Any], label: str) -> None:
    assert wording.rule_label(rule_row(**row), codebook(), NB) == label


P = {"size": 0.7, "epj": None, "change": None}


def rule_row(change: str, **numbers: Any) -> RuleRow:
    usual = {"green": 11, "yellow": 7, "red": 5, "undetermined": 0, "moved": 0}
    return RuleRow(change=change, **(usual | {"p": P} | numbers))


def test_whether_the_rule_decides_is_said_with_its_range() -> None:
    rows = [
        rule_row("as_reported", p=P | {"epj": 0.04}),
        rule_row("red_from", value=2, red=10, moved=5, p=P | {"epj": 0.2, "size": 0.4}),
        rule_row("red_from", value=4, red=1, moved=4, p=P | {"epj": 0.00001, "size": 0.9}),
    ]
    assert wording.rules(rows, NB) == (
        "Regelen betyr noe: under andre regler er mellom 1 og 10 kommuner røde, og på det meste bytter 5 av 23 sone.",
        "Funnene bygger på risikoskåren, som ikke avhenger av soneregelen.",
        "Testes kommunestørrelse på sonene i stedet for på risikoskåren, er utfallet det samme under alle reglene (p "
        "fra 0,40 til 0,90).",
        "Testes fagsystem (EPJ) på sonene i stedet for på risikoskåren, avhenger utfallet av regelen: p er mindre enn "
        "0,05 med to av tre regler (p fra under 0,0001 til 0,20).",
    )
    assert wording.rules(rows[:1], NB)[0] == "Ingen kommuner bytter sone under de andre reglene."
    assert wording.rules((), NB) == ()
    nobody = {"green": 0, "yellow": 0, "red": 0, "moved": 0}
    undecided = [rule_row("as_reported", **nobody), rule_row("red_from", value=2, **nobody | {"red": 2})]
    assert wording.rules(undecided, NB)[0] == "Regelen betyr noe: under andre regler er høyst 2 røde."


def test_counts_that_prove_no_direction_say_whom_it_depends_on() -> None:
    change = counts_change(LAST, Counts(invited=36, answered=30, green=15, yellow=4, red=11), ())
    assert change is not None
    assert wording.county_change(change, 2018, 2020, NB).replace(NBSP, " ") == (
        "Tallene avgjør ikke om andelen røde kommuner gikk opp eller ned fra 2018 til 2020. Det kommer an på dem vi "
        "ikke kjenner sonen til: andelen kan ha gått fra mellom 13 og 16 av 36 (36–44 %) til mellom 11 og 17 av 36 "
        "(31–47 %)."
    )


def test_shares_carry_the_count_the_silent_and_the_county() -> None:
    red = bounds(2020, THIS)[2]
    assert wording.share(red, NB).replace(NBSP, " ") == (
        "5 av 23 kommuner som svarte, er røde (22 %). Tre har ikke svart. "
        "For hele fylket betyr det mellom 5 og 8 av 26."
    )


@pytest.mark.parametrize(
    ("counts", "text"),
    [
        (
            Counts(invited=5, answered=5, green=5, yellow=0, red=0),
            "Ingen av de 5 kommunene som svarte, er røde.",
        ),
        (
            Counts(invited=5, answered=5, green=4, yellow=0, red=1),
            "1 av 5 kommuner som svarte, er i rød sone (20 %).",
        ),
        (
            Counts(invited=5, answered=5, green=2, yellow=0, red=1, undetermined=2),
            "1 av 5 kommuner som svarte, er sikkert i rød sone (20 %). For to er sonen ikke avgjort, fordi svar "
            "mangler. For hele fylket betyr det mellom 1 og 3 av 5.",
        ),
    ],
)
def test_shares_read_well_at_the_edges(counts: Counts, text: str) -> None:
    assert wording.share(bounds(2020, counts)[2], NB).replace(NBSP, " ") == text


def test_responses_are_counted() -> None:
    assert wording.responses(THIS, NB).replace(NBSP, " ") == "23 av 26 kommuner svarte (88 %)."
    everybody = Counts(invited=5, answered=5, green=5, yellow=0, red=0)
    assert wording.responses(everybody, NB) == "Alle 5 kommuner svarte."


@pytest.mark.parametrize(
    "text",
    [
        "Ingen signifikans mhp kommunestørrelse", "Mulig signifikans", "Det er ingen sammenheng.", "Dette er bevist.",
        "Det er en tendens til flere røde.", "Lavrisikokommuner 78", "Dette skyldes fagsystemet.",
    ],
)  # fmt: skip
def test_banned_phrases_are_found(text: str) -> None:
    assert banned(text)


@pytest.mark.parametrize(
    "text",
    [
        "Undersøkelsen viser ikke årsaken.", "Saken skrev «Ingen signifikans mhp kommunestørrelse».",
        "En tendens: 5 av 7 ble bedre.", "Vi fant ingen sikker sammenheng.", "Bevisst bruk av rutiner.",
    ],
)  # fmt: skip
def test_careful_words_and_quotations_are_let_through(text: str) -> None:
    assert not banned(text)


def test_a_percentage_needs_its_count() -> None:
    assert bare_percents("48 % av kommunene er grønne.") == ["48 % av kommunene er grønne"]
    assert not bare_percents("11 av 23 kommuner er grønne (48 %). D = 0,2 (95 % KI 0,1 til 0,3).")


QUESTION = st.sampled_from(["size", "epj", "change", "areas"])
SHARE = st.floats(0, 1)


@given(QUESTION, SHARE, SHARE, st.integers(1, 3), SHARE, st.floats(-1, 1), st.floats(-1, 1), st.booleans())
def test_no_numbers_lead_to_a_banned_phrase_or_an_open_bracket(
    question: str, p: float, mid: float, tests: int, smallest: float, low: float, value: float, known: bool
) -> None:
    finding = a_finding(
        question,
        p=p,
        midp=p * mid,
        p_holm=min(1.0, p * tests),
        tests=tests,
        smallest_p=smallest * p,
        effect=Effect(name="somers_d", value=value),
        silent=Silent(k=tests, low=p * mid, high=p, low_holm=p * mid, high_holm=p, extremes=known),
        interval=None
        if question in ("epj", "areas")
        else Interval(low=min(low, value), high=max(low, value)),
        detectable=Detectable(value=value, pairs=0.5 + abs(value) / 2)
        if known and question != "areas"
        else None,
        groups=MOVES,
    )
    text = said(finding)
    assert not banned(text)
    assert not bare_percents(text)
    assert "{" not in text
    assert "  " not in text
    assert text.endswith(".")
    assert wording.details(finding, NB)
