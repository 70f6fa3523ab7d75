"""What headers don't say of the areas is a guess, and a guess is never taken for an answer."""

import tomllib

import pytest
from cleaning_desk import DESK, areas
from test_columns import plain, triplets

from ros_analysis.cleaning.columns import Suggestion
from ros_analysis.cleaning.headers import area_told
from ros_analysis.cleaning.suggest import suggest_mapping
from ros_analysis.exports.plain import Column, PlainTable, Row, letter

AREAS = DESK.codebook.area
OWN = [f"{what} {when}" for what in ("serveren stopper", "ingen leser", "linjen svikter", "varselet uteblir")
       for when in ("på dagen", "om natten")]  # fmt: skip
BOTH = ("likelihood", "consequence")
EIGHT = range(1, 9)


def asked(likely: str, serious: str, first: int = 1, second: int = 1, texts: list[str] = OWN) -> list[str]:
    """«Kommune», then all likelihoods and all consequences, n counting from `first` and from `second`."""
    return [
        "Kommune",
        *(likely.format(n=n, text=text) for n, text in enumerate(texts, first)),
        *(serious.format(n=n, text=text) for n, text in enumerate(texts, second)),
    ]


def written(suggestion: Suggestion, table: PlainTable) -> dict[str, object]:
    """The columns as a new round.toml has them: guesses are comments."""
    columns: dict[str, object] = tomllib.loads(suggestion.toml(table.columns, guesses_as_comments=True))[
        "columns"
    ]
    return columns


def is_refused(headers: list[str], codes: list[str] | None = None) -> Suggestion:
    table = plain(headers, codes)
    suggestion = suggest_mapping(table, DESK.codebook)
    taken = written(suggestion, table)
    assert "result" not in taken
    assert not set(BOTH) <= taken.keys()
    return suggestion


SURE = {
    "numbers with the scale": asked("Sannsynlighet {n} (skala 1–4)", "Konsekvens {n} (fra 1 til 4)"),
    "numbers alone": asked("Sannsynlighet {n}", "Konsekvens {n}"),
    "letters": asked("S{n}", "K{n}"),
    "asked for by number": asked(
        "Hvor sannsynlig er risikoområde {n}?", "Hva er konsekvensen for risikoområde {n}?"
    ),
    "numbered areas": asked("Område {n} – sannsynlighet", "Område {n} – konsekvens"),
    "areas behind": asked("Sannsynlighet [Område {n}]", "Konsekvens [Område {n}]"),
    "words in a code": asked("sannsynlighet.omr{n}", "konsekvens.omr{n}"),
    "questions": asked("Spm {n}: Sannsynlighet", "Spm {n}: Konsekvens"),
    "backwards": ["Kommune", *(f"{part}{n}" for part in "SK" for n in reversed(EIGHT))],
}


@pytest.mark.parametrize("headers", SURE.values(), ids=SURE)
def test_numbers_are_areas_where_exactly_the_areas_are_there(headers: list[str]) -> None:
    suggestion = suggest_mapping(plain(headers), DESK.codebook)
    assert not suggestion.guessed
    for part in BOTH:
        assert sorted(areas(suggestion)[part]) == list(EIGHT)
    if headers is SURE["backwards"]:
        assert areas(suggestion)["likelihood"][8] == 1


@pytest.mark.parametrize("label", ["text", "nb", "nn", "en"])
@pytest.mark.parametrize("form", ["{part}: {text}", "{text} ({part})", "{part} [{text}]", "{part} – {text}"])
@pytest.mark.parametrize("code", ["s_{n}", "k_{n}", "q{n}", "S{n}", "v_{n}", "Q1_{n}"])
def test_the_codebook_s_words_map_at_once_whatever_the_variables_are_called(
    label: str, form: str, code: str
) -> None:
    names = [area.text if label == "text" else area.label[label] for area in reversed(AREAS)]
    headers = ["Hvilken kommune svarer dere for?", "Hvilket fagsystem (EPJ) bruker kommunen?"]
    headers += [
        form.format(part=part, text=name) for part in ("Sannsynlighet", "Konsekvens") for name in names
    ]
    table = plain(headers, [code.format(n=n) for n in range(1, len(headers) + 1)])
    suggestion = suggest_mapping(table, DESK.codebook)
    assert suggestion.single == {"municipality": 0, "epj": 1}
    assert not suggestion.guessed
    assert areas(suggestion)["likelihood"] == {n: 10 - n for n in EIGHT}
    assert areas(suggestion)["consequence"] == {n: 18 - n for n in EIGHT}


def test_words_of_the_codebook_without_a_part_are_told_apart_by_the_answers() -> None:
    names = [area.label.nb for area in AREAS]
    columns = tuple(Column(letter(i), h) for i, h in enumerate(["Kommune", *names, *names]))
    row = Row(2, ("Ørsta", *["Sannsynlig"] * 8, *["Alvorlig"] * 8))
    suggestion = suggest_mapping(PlainTable("s.csv", "", "", "utf-8", ";", columns, (row,)), DESK.codebook)
    assert not suggestion.guessed
    assert areas(suggestion)["consequence"] == {n: n + 8 for n in EIGHT}


GUESSED = {
    "own words, numbered": asked("{n}. Hvor sannsynlig er det at {text}?", "{n}. Hvor alvorlig er det om {text}?"),
    "own words, numbered areas": asked("Område {n} {text}: sannsynlighet", "Område {n} {text}: konsekvens"),
    "own words, letters behind": asked("{n}. {text} [S]", "{n}. {text} [K]"),
    "own words, numbers from two": asked("{n}. Hvor sannsynlig er det at {text}?", "{n}. Konsekvens om {text}", 2, 10),
    "numbers from nought": asked("{n}. Sannsynlighet {text}", "{n}. Konsekvens {text}", 0, 0),
    "one count through both parts": asked("{n}. Sannsynlighet for at {text}", "{n}. Konsekvens av at {text}", 1, 9),
    "own words in own order": asked("Sannsynlighet for at {text}", "Konsekvens av at {text}", texts=OWN[::-1]),
    "nothing but the part": ["Kommune", *["Sannsynlighet", "Konsekvens"] * 8],
    "copies": ["Kommune", *(f"{part}{n or ''}" for part in ("Sannsynlighet", "Konsekvens") for n in (0, *range(2, 9)))],
    "questions from three": asked("Spm {n} S", "Spm {n} K", 3, 3),
    "a gap": [f"{part}{n}" for part in "SK" for n in (1, 2, 3, 4, 5, 6, 7, 9)],
    "one part longer": ["Kommune", *(f"S{n}" for n in range(1, 10)), *(f"K{n}" for n in EIGHT)],
    "a number twice": [f"{part}{n}" for part in "SK" for n in (1, 2, 3, 4, 5, 6, 7, 7)],
    "codes with a letter": asked("s_{n}", "k_{n}"),
    "codes with a letter behind": asked("Q{n}_S", "Q{n}_K"),
    "codes in brackets": asked("R{n}[S]", "R{n}[K]"),
    "results by a letter": ["Kommune", *(f"R{n}" for n in EIGHT)],
    "words of the codebook that say no part": ["Kommune", *(area.label.nb for area in AREAS)],
    "words near the codebook's": asked("Sannsynlighet: {text}", "Konsekvens: {text}", texts=[
        area.label.nb.replace("arbeidstid", "ferietid") for area in AREAS]),
}  # fmt: skip


@pytest.mark.parametrize("headers", GUESSED.values(), ids=GUESSED)
def test_what_only_order_numbers_or_codes_say_is_refused_until_confirmed(headers: list[str]) -> None:
    is_refused(headers)


@pytest.mark.parametrize(
    "when", ["{part} etter tiltak", "{part} forrige runde", "Akseptabel {part}", "Rest{part}"]
)
def test_an_answer_of_another_time_is_no_answer_of_today(when: str) -> None:
    parts = ("sannsynlighet", "konsekvens")
    then = [f"{area.label.nb}: {when.format(part=part)}" for part in parts for area in AREAS]
    is_refused(["Kommune", *then])
    now = [f"{area.label.nb}: {part}" for part in parts for area in AREAS]
    if "tiltak" in when or "Rest" in when:
        suggestion = suggest_mapping(plain(["Kommune", *then, *now]), DESK.codebook)
        assert not suggestion.guessed
        assert areas(suggestion)["likelihood"] == {n: 16 + n for n in EIGHT}


@pytest.mark.parametrize("codes", ["q{n}", "s_{n}", "Q3_{n}", "sannsynlighet_{n}"])
def test_codes_do_not_tell_which_area_a_question_of_one_s_own_is_about(codes: str) -> None:
    headers = asked("Hvor sannsynlig er det at {text}?", "Hva er konsekvensen om {text}?")
    suggestion = is_refused(headers, [codes.format(n=n) for n in range(17)])
    assert suggestion.guessed == set(BOTH)


def test_a_tool_s_own_s1_is_no_likelihood() -> None:
    headers = asked("S{n}", "K{n}")
    columns = tuple(Column(letter(i), header, header) for i, header in enumerate(headers))
    row = Row(2, ("1",) * 17)
    table = PlainTable("s.csv", "", "SurveyXact", "utf-8", ";", columns, (row,))
    assert set(BOTH).isdisjoint(written(suggest_mapping(table, DESK.codebook), table))


def test_more_questions_than_areas_are_all_candidates_for_each() -> None:
    """A question of one's own before the eight areas must never shift them by one."""
    headers = asked(
        "{n}. Hvor sannsynlig er det at {text}?", "{n}. Konsekvens om {text}", 1, 10, ["noe annet", *OWN]
    )
    suggestion = is_refused(headers[:-1])
    assert areas(suggestion)["likelihood"] == {}
    assert all(suggestion.unsure[f"likelihood.{n}"] == tuple(range(1, 10)) for n in EIGHT)


def test_a_guess_shows_the_area_s_own_words_beside_each_column() -> None:
    table = plain(GUESSED["own words in own order"])
    block = suggest_mapping(table, DESK.codebook).toml(table.columns, guesses_as_comments=True)
    assert '# 1 = "Sannsynlighet for at varselet uteblir om natten"   # Meldingstjener, dagtid' in block


def test_a_guess_in_one_part_leaves_what_the_words_say_of_the_others() -> None:
    headers = ["Kommune", *triplets("{text} [{word}]")]
    headers[3::3] = ["Resultat"] * 8
    table = plain(headers)
    suggestion = suggest_mapping(table, DESK.codebook)
    assert suggestion.guessed == {"result"}
    assert set(BOTH) <= written(suggestion, table).keys()


def test_more_areas_than_the_codebook_s_are_areas_all_the_same_where_headers_say_no_more() -> None:
    headers = ["Kommune", *(f"{part}{n}" for n in range(1, 11) for part in "SK")]
    suggestion = suggest_mapping(plain(headers), DESK.codebook)
    assert not suggestion.guessed
    assert areas(suggestion)["consequence"] == {n: 2 * n for n in EIGHT}


@pytest.mark.parametrize("header", ["Beredskapsnummer gir svar", "Tekniske feil i ferietid"])
def test_a_text_that_is_only_nearly_the_codebook_s_is_no_proof(header: str) -> None:
    number, sure = area_told(header, AREAS)
    assert number
    assert not sure


@pytest.mark.parametrize("header", ["Meldingstjenar – dagtid", "Tekniske feil i arbeidstiden"])
def test_other_punctuation_and_endings_are_the_same_words(header: str) -> None:
    assert area_told(header, AREAS)[1]


def results_alone(tool: str) -> PlainTable:
    """«Kommune», R1 … R8 with a colour each."""
    headers = ["Kommune", *(f"R{n}" for n in EIGHT)]
    columns = tuple(Column(letter(i), header, header if tool else "") for i, header in enumerate(headers))
    row = Row(2, ("Sildvær", *["Grønn", "Rød"] * 4))
    return PlainTable("s.csv", "", tool, "utf-8", ";", columns, (row,))


def test_r1_to_r8_with_colours_in_a_spreadsheet_are_the_results() -> None:
    table = results_alone("")
    assert "result" in written(suggest_mapping(table, DESK.codebook), table)


def test_a_tool_s_own_r1_is_no_result() -> None:
    table = results_alone("SurveyXact")
    assert "result" not in written(suggest_mapping(table, DESK.codebook), table)
