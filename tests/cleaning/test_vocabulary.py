"""The scale is what the answers say: words and numbers of another one stop, told by what they seem to be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import cycle, islice

import pytest
from cleaning_desk import AREAS, COLUMNS, DESK, HEADERS, table

from ros_analysis.cleaning.vocabulary import KNOWN
from ros_analysis.survey.codebook import Step

MUNICIPALITIES = ("Molde", "Aukra", "Vestnes", "Sula", "Giske")
LIKELY = ("Lite sannsynlig", "Mindre sannsynlig", "Sannsynlig", "Svært sannsynlig")
SERIOUS = ("Ubetydelig", "Moderat", "Alvorlig", "Svært alvorlig")
NUMBERS = ("1", "2", "3", "4")


def answers(likely: Sequence[str], serious: Sequence[str]) -> tuple[dict[str, str], ...]:
    """Five municipalities that use every one of the words given."""
    words = [cycle(likely), cycle(serious)]
    return tuple(
        {"Kommune": name}
        | {f"S{n}": word for n, word in zip(AREAS, islice(words[0], len(AREAS)), strict=True)}
        | {f"K{n}": word for n, word in zip(AREAS, islice(words[1], len(AREAS)), strict=True)}
        for name in MUNICIPALITIES
    )


def refusals(likely: Sequence[str], serious: Sequence[str]) -> list[str]:
    problems = DESK.problems(table(*answers(likely, serious)))
    return [str(problem) for problem in problems if problem.rule == "other_scale"]


@pytest.mark.parametrize(
    ("words", "seems"),
    [
        (("Lav", "Middels", "Høy"), "3 trinn (lav, middels, høy)"),
        (("Låg", "Middels", "Høg"), "3 trinn (lav, middels, høy)"),
        (("Lav", "Moderat", "Høy"), "3 trinn (lav, moderat, høy)"),
        (("Liten", "Moderat", "Stor"), "3 trinn (liten, moderat, stor)"),
        (("Low", "Medium", "High"), "3 trinn (low, medium, high)"),
        (("1 - Lav", "2 - Middels", "3 - Høy"), "3 trinn (lav, middels, høy)"),
        (("Lav (1)", "Middels (2)", "Høy (3)"), "3 trinn (lav, middels, høy)"),
        (
            ("Svært lav", "Lav", "Middels", "Høy", "Svært høy"),
            "5 trinn (svært lav, lav, middels, høy, svært høy)",
        ),
        (
            ("Særs låg", "Låg", "Middels", "Høg", "Særs høg"),
            "5 trinn (svært lav, lav, middels, høy, svært høy)",
        ),
        (("Svært liten", "Liten", "Moderat", "Stor", "Svært stor"), "5 trinn"),
        (("Very low", "Low", "Medium", "High", "Very high"), "5 trinn"),
    ],
)
def test_words_of_a_scale_with_other_steps_stop_and_say_which_it_seems_to_be(
    words: tuple[str, ...], seems: str
) -> None:
    told = refusals(words, words)
    assert len(told) == 2
    for text, part in zip(told, ("likelihood", "consequence"), strict=True):
        assert seems in text
        assert "mot kodebokens 4" in text
        assert f"[[{part}]] i codebook.toml" in text
        assert "[matrix]" in text
        assert "svar.csv" in text


@pytest.mark.parametrize("other", [LIKELY, NUMBERS, NUMBERS[:3]])
def test_one_part_on_another_scale_is_enough(other: tuple[str, ...]) -> None:
    serious = SERIOUS if other == LIKELY else other
    assert len(refusals(("Lav", "Middels", "Høy"), serious)) == 1
    assert len(refusals(other, ("Liten", "Moderat", "Stor"))) == 1


def test_consequence_in_the_words_of_likelihood_is_told_as_that() -> None:
    (told,) = refusals(LIKELY, LIKELY)
    assert "svarene på konsekvens er gitt med ordene for sannsynlighet" in told


@pytest.mark.parametrize(("numbers", "span"), [("12345", "fra 1 til 5"), ("0123", "fra 0 til 3")])
def test_numbers_outside_the_scale_are_told_as_the_span_they_have(numbers: str, span: str) -> None:
    told = refusals(list(numbers), list(numbers))
    assert len(told) == 2
    assert all(span in text for text in told)


@pytest.mark.parametrize(
    ("likely", "serious"),
    [
        (LIKELY, SERIOUS),
        (NUMBERS, NUMBERS),
        (
            ("Lite sannsynleg", "Mindre sannsynleg", "Sannsynleg", "Særs sannsynleg"),
            ("Ubetydeleg", "Særs alvorleg"),
        ),
        (
            ("Unlikely", "Less likely", "Likely", "Very likely"),
            ("Negligible", "Moderate", "Serious", "Very serious"),
        ),
        (("Lav", "Middels", "Høy", "Svært høy"), ("Lav", "Middels", "Høy", "Svært høy")),
        (("Lav", "Middels", "Høy"), ("Lav", "Middels", "Høy", "Svært høy")),
        (("1 Lav", "2 Middels", "3 Høy", "4"), NUMBERS),
        (LIKELY[:3], SERIOUS[:2]),
        (("Låg", "Lav", "Høg", "Høy", "Særs høg"), NUMBERS),
        ((*LIKELY, *NUMBERS, "4 - Svært sannsynlig"), SERIOUS),
    ],
)
def test_the_codebook_s_own_scale_is_read(likely: tuple[str, ...], serious: tuple[str, ...]) -> None:
    cleaned = DESK.clean(table(*answers(likely, serious)))
    assert len(cleaned.respondents) == len(MUNICIPALITIES)


def test_words_that_mean_the_same_step_in_an_older_codebook_are_not_taken_for_one() -> None:
    """«Ubetydelig, liten, moderat, stor, katastrofal» are five steps, whatever synonyms a codebook lists."""
    also = {1: ("liten",), 3: ("stor",), 4: ("katastrofal",)}
    steps = tuple(
        Step(value=s.value, label=s.label, also=(*s.also, *also.get(s.value, ())))
        for s in DESK.codebook.consequence
    )
    desk = replace(DESK, codebook=DESK.codebook.model_copy(update={"consequence": steps}))
    words = ("Ubetydelig", "Liten", "Moderat", "Stor", "Katastrofal")
    problems = desk.problems(table(*answers(LIKELY, words)))
    assert [problem.rule for problem in problems] == ["other_scale"]
    assert "to ord for samme trinn (ubetydelig og liten)" in str(problems[0])


def test_forms_with_one_municipality_each_are_judged_together() -> None:
    rows = answers(("Lav", "Middels", "Høy", "Svært høy"), NUMBERS)
    tables = [table(row | {"S4": "Lav", "S8": "Lav"}, file=f"{n}.csv") for n, row in enumerate(rows[:-1])]
    assert DESK.clean(*tables, table(rows[-1])).respondents.shape[0] == 5


@pytest.mark.parametrize(
    ("numbers", "warned"), [(NUMBERS, []), (NUMBERS[:3], ["4", "4"]), (("1", "4"), ["2, 3"] * 2)]
)
def test_a_step_that_nobody_used_is_a_warning(numbers: tuple[str, ...], warned: list[str]) -> None:
    repairs = DESK.clean(table(*answers(numbers, numbers))).repairs
    own = repairs[repairs["rule"] == "step_never_used"]
    assert list(own["after"]) == warned
    assert set(own["severity"]) <= {"warning"}


@pytest.mark.parametrize(("result", "warned"), [("3", True), ("6", False)])
def test_results_alone_that_may_be_levels_are_a_warning(result: str, warned: bool) -> None:
    headers = ["Kommune", *(f"R{n}" for n in range(1, 9))]
    cells = {f"R{n}": str(1 + n % 3) for n in range(1, 9)} | {"R1": result}
    columns = {"municipality": "Kommune", "result": {str(n): f"R{n}" for n in range(1, 9)}}
    repairs = DESK.clean(table({"Kommune": "Molde", **cells}, headers=headers), columns=columns).repairs
    assert ("low_results" in set(repairs["rule"])) == warned


@pytest.mark.parametrize(
    ("legend", "turned"),
    [
        ("1 = Svært sannsynlig, 4 = Lite sannsynlig", True),
        ("1=very likely", True),
        ("1 = lite sannsynlig, 4 = svært sannsynlig", False),
        ("1 = lav, 4 = høy", False),
    ],
)
def test_a_scale_that_a_header_explains_the_other_way_is_refused(legend: str, turned: bool) -> None:
    header = f"Sannsynlighet 1 ({legend})"
    headers = [header if name == "S1" else name for name in HEADERS]
    columns = {**COLUMNS, "likelihood": {**COLUMNS["likelihood"], "1": header}}
    answered = table({"Kommune": "Molde", header: "1"}, headers=headers)
    if not turned:
        assert len(DESK.clean(answered, columns=columns).respondents) == 1
        return
    (problem,) = DESK.problems(answered, columns=columns)
    assert problem.rule == "scale_turned"
    assert "Snu svarene" in problem.remedy


def test_words_that_a_longer_scale_has_too_are_a_warning() -> None:
    """«Lav» to «svært høy» may be four steps, or five of which «svært lav» was never used."""
    words = ("Lav", "Middels", "Høy", "Svært høy")
    repairs = DESK.clean(table(*answers(words, SERIOUS))).repairs
    own = repairs[repairs["rule"] == "words_of_another_scale"]
    assert own[["before", "after", "severity"]].to_numpy().tolist() == [
        ["sannsynlighet", "svært lav, lav, middels, høy, svært høy", "warning"]
    ]


def test_few_answers_say_nothing_of_a_step_never_used() -> None:
    repairs = DESK.clean(table({"Kommune": "Molde"})).repairs
    assert "step_never_used" not in set(repairs["rule"])


def test_known_scales_run_from_their_lowest_step_without_saying_one_twice() -> None:
    assert {len(scale) for scale in KNOWN} == {3, 5}
    assert all(len(set(scale)) == len(scale) for scale in KNOWN)
    assert len(set(KNOWN)) == len(KNOWN)
