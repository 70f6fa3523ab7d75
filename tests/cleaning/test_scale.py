"""One cell, one step: read exactly or not at all. The scale is KS' template, 4 × 4."""

import re
from datetime import date, datetime

import pytest
from cleaning_desk import DESK
from hypothesis import given
from hypothesis import strategies as st

from ros_analysis.cleaning.scale import Absent, Graded, Refused, Value, read_level, read_result, read_step
from ros_analysis.exports.workbook import cell_text

LIKELIHOOD = DESK.codebook.likelihood
PRODUCTS = {1, 2, 3, 4, 6, 8, 9, 12, 16}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("4", 4),
        ("4.0", 4),
        ("4,0", 4),
        ("(4)", 4),
        ("4.", 4),
        ("4 - Svært sannsynlig", 4),
        ("4 – svært  sannsynlig", 4),
        ("4: Svært sannsynlig", 4),
        ("4. Svært sannsynlig", 4),
        ("(4) Svært sannsynlig", 4),
        ("4 Svært sannsynlig", 4),
        ("4=Svært sannsynlig", 4),
        ("Svært sannsynlig (4)", 4),
        ("4 (Svært sannsynlig)", 4),
        ("4 [Svært sannsynlig]", 4),
        ("SVÆRT SANNSYNLIG", 4),
        ("Svært sannsynleg", 4),
        ("Særs sannsynleg", 4),
        ("Very likely", 4),
        (" Lite\u00a0sannsynlig ", 1),
    ],
)
def test_a_step_is_read_by_number_by_label_or_by_both(text: str, value: int) -> None:
    reading = read_step(text, LIKELIHOOD)
    assert isinstance(reading, Value)
    assert reading.value == value


@pytest.mark.parametrize("text", ["1", "2", "3", "4"])
def test_a_plain_number_is_no_repair(text: str) -> None:
    assert read_step(text, LIKELIHOOD) == Value(int(text))


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("5", "off_scale"),
        ("0", "off_scale"),
        ("-1", "off_scale"),
        ("2,5", "off_scale"),
        ("2.5", "off_scale"),
        ("999", "off_scale"),
        ("-77", "off_scale"),
        ("2-3", "between_steps"),
        ("3/4", "between_steps"),
        ("2 til 3", "between_steps"),
        ("?", "between_steps"),
        ("3?", "between_steps"),
        ("02.mar", "excel_date"),
        ("2. mar", "excel_date"),
        ("2026-03-02", "excel_date"),
        ("2026-03-02T00:00:00", "excel_date"),
        ("3 - Svært sannsynlig", "label_disagrees"),
        ("Svært sannsynlig (3)", "label_disagrees"),
        ("4 - Kjempesannsynlig", "unknown_label"),
        ("Svert sannsynlig", "unknown_label"),
        ("Ubetydelig", "unknown_label"),
    ],
)
def test_what_is_no_step_is_refused(text: str, rule: str) -> None:
    reading = read_step(text, LIKELIHOOD)
    assert isinstance(reading, Refused)
    assert reading.rule == rule


@pytest.mark.parametrize("value", [date(2026, 3, 2), datetime(2026, 3, 2), datetime(2026, 3, 2, 12)])
def test_a_cell_that_excel_made_a_date_is_refused(value: date) -> None:
    reading = read_step(cell_text(value, "d-m"), LIKELIHOOD)
    assert isinstance(reading, Refused)
    assert reading.rule == "excel_date"


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "blank"),
        ("-", "blank"),
        ("Vet ikke", "unknown"),
        ("Veit ikkje", "unknown"),
        ("Ikke aktuelt", "not_applicable"),
        ("Ikkje aktuelt.", "not_applicable"),
        ("5 - Vet ikke", "unknown"),
        ("0: Ikke aktuelt", "not_applicable"),
    ],
)
def test_three_reasons_for_no_answer_stay_apart(text: str, why: str) -> None:
    assert read_step(text, LIKELIHOOD) == Absent(why)


def test_a_missing_code_counts_only_where_the_tool_declares_it() -> None:
    assert read_step("-77", LIKELIHOOD, missing_codes={"-77"}) == Absent("blank", "declared_missing_code")


@pytest.mark.parametrize(
    ("text", "reading"),
    [
        ("8", Value(8)),
        ("8.0", Value(8, "number_spelt_otherwise")),
        ("Gul", Graded("yellow")),
        ("gu", Graded("yellow")),
        ("R", Graded("red")),
        ("raud", Graded("red")),
        ("", Absent("blank")),
    ],
)
def test_a_result_is_a_product_or_a_colour(text: str, reading: object) -> None:
    assert read_result(text, PRODUCTS) == reading


@pytest.mark.parametrize(
    ("text", "rule"),
    [("7", "result_off_scale"), ("G", "ambiguous_level"), ("blå", "unknown_level"), ("2-3", "between_steps")],
)
def test_what_is_no_result_is_refused(text: str, rule: str) -> None:
    reading = read_result(text, PRODUCTS)
    assert isinstance(reading, Refused)
    assert reading.rule == rule


@pytest.mark.parametrize(("text", "level"), [("Grønn sone", "green"), ("Grøn", "green"), ("RØD", "red")])
def test_a_zone_is_a_colour_in_words(text: str, level: str) -> None:
    assert read_level(text) == Graded(level)


FORMS = ["{n} - {l}", "{n} – {l}", "{n}: {l}", "{n}. {l}", "({n}) {l}", "{n}) {l}", "{n} {l}", "{l} ({n})"]


@given(
    st.sampled_from([(step, name) for step in LIKELIHOOD for name in step.names]),
    st.sampled_from(FORMS),
    st.sampled_from([str.upper, str.lower, str.title, str]),
    st.sampled_from([1, 2, 3, 4, 5, 44]),
)
def test_number_and_label_give_the_step_only_where_they_agree(step, form, case, said) -> None:  # type: ignore[no-untyped-def]
    step, name = step
    reading = read_step(form.format(n=said, l=case(name)), LIKELIHOOD)
    if said == step.value:
        assert isinstance(reading, Value)
        assert reading.value == step.value
    else:
        assert isinstance(reading, Refused)


@given(st.one_of(st.text(max_size=20), st.from_regex(r"\A[ (]?[0-9]{1,2}[-–.,:/) ]{0,3}[0-9a-zø]{0,6}\Z")))
def test_no_text_becomes_a_step_that_it_does_not_name(text: str) -> None:
    reading = read_step(text, LIKELIHOOD)
    if isinstance(reading, Value):
        step = LIKELIHOOD[reading.value - 1]
        folded = text.casefold()
        assert str(step.value) in folded or any(name.casefold() in folded for name in step.names)
        assert {int(number) for number in re.findall("[0-9]+", text)} <= {0, step.value}
