"""Columns are mapped by header, code or letter; what is not mapped is suggested, never taken."""

import tomllib

import pytest
from cleaning_desk import COLUMNS, DESK, HEADERS, areas, table

from ros_analysis.cleaning.columns import find_columns
from ros_analysis.cleaning.suggest import suggest_mapping
from ros_analysis.exports.plain import Column, PlainTable, Row, letter
from ros_analysis.survey.settings import Columns

AREAS = DESK.codebook.area
ORDER = [(area.number, part) for area in AREAS for part in ("likelihood", "consequence", "result")]


def plain(headers: list[str], codes: list[str] | None = None) -> PlainTable:
    columns = [Column(letter(i), header) for i, header in enumerate(headers)]
    if codes:
        columns = [Column(c.letter, c.header, code) for c, code in zip(columns, codes, strict=True)]
    row = Row(2, ("1",) * len(headers))
    return PlainTable("svar.csv", "", "", "utf-8", ";", tuple(columns), (row,))


def triplets(form: str) -> list[str]:
    words = {
        "likelihood": ("Sannsynlighet", "S"),
        "consequence": ("Konsekvens", "K"),
        "result": ("Resultat", "R"),
    }
    return [
        form.format(n=area.number, text=area.text, label=area.label.nb, word=words[part][0], letter=words[part][1])
        for area in AREAS
        for part in words
    ]  # fmt: skip


@pytest.mark.parametrize(
    "form",
    [
        "{n}. {text} [{word}]",
        "{text} {word}",
        "{word}: {text}",
        "{word} [{text}]",
        "{label} – {word}",
        "{n} {word}",
        "{word} {n}",
        "Område {n}: {word}",
        "{letter}{n}",
        "{letter} {n}",
        "{n}{letter}",
        "r{n}.{letter}",
        "Q{n}_{letter}",
        "R{n}[{letter}]",
        "{word}",
    ],
)
def test_areas_are_suggested_from_whatever_the_headers_say(form: str) -> None:
    suggestion = suggest_mapping(plain(["Kommune", *triplets(form)]), DESK.codebook)
    assert suggestion.single == {"municipality": 0}
    for column, (number, part) in enumerate(ORDER, start=1):
        assert areas(suggestion)[part][number] == column
    assert not suggestion.unsure


def test_variable_codes_that_only_count_are_not_taken_for_area_numbers() -> None:
    headers = ["Kommune", *(f"Hvor sannsynlig er hendelse {letter(i)}?" for i in range(4))]
    suggestion = suggest_mapping(plain(headers, ["v_1", "v_2", "v_3", "v_4", "v_5"]), DESK.codebook)
    assert not areas(suggestion)["likelihood"]


def test_a_text_that_two_areas_begin_with_is_not_guessed_at() -> None:
    headers = ["Kommune", "Manglende overvåking av meldingstjener mellom [Sannsynlighet]"]
    assert not areas(suggest_mapping(plain(headers), DESK.codebook))["likelihood"]


def numbered(*forms: str) -> list[str]:
    """«Kommune», then each form for each area, n the area's number and m the question's."""
    counted = ({"n": n, "m": n + 2, "before": n - 1, "copy": n if n > 1 else ""} for n in range(1, 9))
    return ["Kommune", *(form.format(**each) for each in counted for form in forms)]


@pytest.mark.parametrize(
    "forms",
    [
        ("Spm {m} S", "Spm {m} K"),
        ("Sannsynlighet.{before}", "Konsekvens.{before}"),
        ("Sannsynlighet{copy}", "Konsekvens{copy}"),
    ],
)
def test_numbers_of_something_else_are_only_a_guess_at_areas(forms: tuple[str, str]) -> None:
    """Questions of the form, pandas' copies, Microsoft Forms' copies."""
    headers = [header.removesuffix(".0") for header in numbered(*forms)]
    suggestion = suggest_mapping(plain(headers), DESK.codebook)
    assert areas(suggestion)["likelihood"] == {n: 2 * n - 1 for n in range(1, 9)}
    assert suggestion.guessed


@pytest.mark.parametrize("width", [60, 80, 100])
def test_texts_that_a_tool_has_cut_short_are_told_apart(width: int) -> None:
    headers = ["Kommune", *(f"{area.text[:width]}… ({part})" for area in AREAS for part in "SK")]
    suggestion = suggest_mapping(plain(headers), DESK.codebook)
    assert areas(suggestion)["likelihood"] == {n: 2 * n - 1 for n in range(1, 9)}
    assert areas(suggestion)["consequence"] == {n: 2 * n for n in range(1, 9)}


@pytest.mark.parametrize("left_out", range(1, 9))
def test_an_area_that_is_not_asked_is_not_found_under_its_neighbour_s_text(left_out: int) -> None:
    asked = [area for area in AREAS if area.number != left_out]
    for width in (60, 400):
        headers = ["Kommune", *(f"{area.text[:width]} (S)" for area in asked)]
        suggestion = suggest_mapping(plain(headers), DESK.codebook)
        assert areas(suggestion)["likelihood"] == {area.number: i for i, area in enumerate(asked, 1)}


@pytest.mark.parametrize(
    ("header", "role"),
    [
        ("Kommune", "municipality"),
        ("1. Hvilken kommune svarer du for?", "municipality"),
        ("Kommunenummer", "municipality_number"),
        ("Knr", "municipality_number"),
        ("Hvilket fagsystem bruker dere?", "epj"),
        ("EPJ", "epj"),
        ("Sone", "zone"),
        ("Risikosone", "zone"),
        ("Din rolle", "role"),
        ("Kommunens fagsystem", "epj"),
        ("Kommunens risikosone", "zone"),
    ],
)
def test_roles_are_suggested_from_words(header: str, role: str) -> None:
    assert suggest_mapping(plain([header]), DESK.codebook).single == {role: 0}


@pytest.mark.parametrize("form", ["{text}", "{n}. {label}"])
def test_the_same_items_asked_twice_are_taken_for_likelihood_then_consequence(form: str) -> None:
    texts = [form.format(n=area.number, text=area.text, label=area.label.nb) for area in AREAS]
    asked = plain(["Kommune", *texts, *(f"{text}2" for text in texts)])
    suggestion = suggest_mapping(asked, DESK.codebook)
    assert areas(suggestion)["likelihood"] == {area.number: area.number for area in AREAS}
    assert areas(suggestion)["consequence"] == {area.number: area.number + 8 for area in AREAS}
    assert "# Rekkefølgen er antatt" in suggestion.toml(asked.columns)


def test_two_columns_for_one_thing_are_both_shown() -> None:
    suggestion = suggest_mapping(plain(["Kommune", "Bostedskommune", "EPJ", "Fagsystem"]), DESK.codebook)
    assert suggestion.unsure["epj"] == (2, 3)
    assert '# epj = "kolonne C"   # velg mellom kolonne C, kolonne D' in suggestion.toml(
        plain(["Kommune", "B", "EPJ", "Fagsystem"]).columns
    )


@pytest.mark.parametrize("form", ["{n}. {text} [{word}]", '«{n}» "{word}"', "{word}"])
def test_the_suggested_block_is_toml_that_finds_the_same_columns(form: str) -> None:
    asked = plain(["Kommune", *triplets(form)])
    suggestion = suggest_mapping(asked, DESK.codebook)
    columns = Columns(**tomllib.loads(suggestion.toml(asked.columns))["columns"])
    for part, told in areas(suggestion).items():
        for number, index in told.items():
            assert find_columns(asked.columns, getattr(columns, part)[str(number)]) == [index]


@pytest.mark.parametrize(
    ("named", "found"), [("kommune ", [0]), ("v_3", [1]), ("C", [2]), ("Sp…lt", [1]), ("x", [])]
)
def test_a_column_is_found_by_header_code_or_letter(named: str, found: list[int]) -> None:
    columns = plain(["Kommune", "Spørsmålet helt", "Annet"], ["v_2", "v_3", "v_4"]).columns
    assert find_columns(columns, named) == found


def test_a_mapped_column_that_is_not_there_names_the_nearest() -> None:
    (problem,) = DESK.problems(table({"Kommune": "Ørsta"}), columns={**COLUMNS, "epj": "EPJ-system"})
    assert problem.rule == "column_not_found"
    assert problem.value == "EPJ-system"
    assert "B «EPJ»" in problem.allowed


def test_a_required_column_that_is_not_mapped_gives_the_block_to_paste() -> None:
    (problem,) = DESK.problems(table({"Kommune": "Ørsta"}), columns={})
    assert problem.rule == "required_column"
    assert 'municipality = "Kommune"' in problem.remedy
    assert '[columns.likelihood]\n1 = "S1"' in problem.remedy


def test_every_lacking_column_is_named_at_once() -> None:
    likelihood = {number: name for number, name in COLUMNS["likelihood"].items() if number not in ("3", "7")}
    columns = {**COLUMNS, "likelihood": likelihood, "result": {}}
    (problem,) = DESK.problems(table({"Kommune": "Ørsta"}), columns=columns)
    assert "likelihood.3, likelihood.7" in problem.message


def test_headers_that_repeat_must_be_mapped_by_letter() -> None:
    headers = ["Kommune", *(part for _ in AREAS for part in ("S", "K"))]
    row = {"Kommune": "Ørsta", "S": "1", "K": "2"}
    by_name = {"municipality": "Kommune", "likelihood": {"1": "S"}, "consequence": {"1": "K"}}
    assert "ambiguous_column" in {
        problem.rule for problem in DESK.problems(table(row, headers=headers), columns=by_name)
    }
    by_letter = {
        "municipality": "A",
        "likelihood": {str(area.number): f"kolonne {letter(2 * area.number - 1)}" for area in AREAS},
        "consequence": {str(area.number): f"kolonne {letter(2 * area.number)}" for area in AREAS},
    }
    cleaned = DESK.clean(table(row, headers=headers), columns=by_letter)
    assert cleaned.answers["result"].tolist() == [2] * 8


def test_an_area_that_the_codebook_lacks_is_refused() -> None:
    columns = {**COLUMNS, "likelihood": {**COLUMNS["likelihood"], "9": "S1"}}
    problems = DESK.problems(table({"Kommune": "Ørsta"}), columns=columns)
    assert ("unknown_area", "9") in {(problem.rule, problem.value) for problem in problems}


def test_one_column_can_t_mean_two_things() -> None:
    problems = DESK.problems(table({"Kommune": "Ørsta"}), columns={**COLUMNS, "zone": "EPJ"})
    assert [problem.rule for problem in problems] == ["column_used_twice"]


def test_a_column_that_looks_useful_but_is_not_mapped_is_told_of() -> None:
    columns = {key: value for key, value in COLUMNS.items() if key != "epj"}
    repairs = DESK.clean(table({"Kommune": "Ørsta", "EPJ": "Gerica"}), columns=columns).repairs
    told = repairs[repairs["rule"] == "unmapped_column"]
    assert told[["column", "after", "severity"]].to_numpy().tolist() == [["B", "epj", "warning"]]


def test_a_personal_column_can_t_be_mapped() -> None:
    asked = table({"Kommune": "Ørsta"})
    columns = tuple(
        Column(c.letter, c.header, personal="name" if c.header == "Rolle" else "") for c in asked.columns
    )
    emptied = PlainTable("svar.csv", "", "", "utf-8", ";", columns, asked.rows)
    assert [problem.rule for problem in DESK.problems(emptied)] == ["personal_column"]


def test_the_headers_of_the_tests_are_all_mapped() -> None:
    assert len(HEADERS) == 5 + 3 * len(AREAS)


def test_nobody_asks_what_columns_seem_to_be_where_all_that_is_required_is_mapped(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError

    monkeypatch.setattr("ros_analysis.cleaning.mapping.suggest_mapping", refuse)
    columns = {key: value for key, value in COLUMNS.items() if key != "epj"}
    asked = table({"Kommune": "Ørsta", "S9": "4"}, headers=(*HEADERS, "S9", "Merknad"))
    repairs = DESK.clean(asked, columns=columns).repairs
    told = repairs[["column", "rule", "severity"]].to_numpy().tolist()
    assert told == [
        ["B", "unmapped_column", "warning"],
        ["B «EPJ»", "unread_column", "log"],
        ["AD «S9»", "unread_column", "warning"],
        ["AE «Merknad»", "unread_column", "log"],
    ]


@pytest.mark.parametrize(
    ("header", "warned"),
    [
        ("Sannsynlighet 1", False),
        ("q1", False),
        ("Konsekvens 1", True),
        (f"{AREAS[0].label.nb}: sannsynlighet", False),
        (f"{AREAS[1].label.nb}: sannsynlighet", True),
    ],
)
def test_a_header_that_says_something_else_than_its_place_in_round_toml_is_told(
    header: str, warned: bool
) -> None:
    headers = [header if name == "S1" else name for name in HEADERS]
    columns = {**COLUMNS, "likelihood": {**COLUMNS["likelihood"], "1": header}}
    cleaned = DESK.clean(table({"Kommune": "Molde", header: "1"}, headers=headers), columns=columns)
    assert ("mapped_otherwise" in set(cleaned.repairs["rule"])) == warned
