"""Charts of boxes and letters: each text as wide as the font says, inside the drawing, and the same on every page."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import ImageFont

from ros_analysis import Round, figures
from ros_analysis.publish.drawing import cleaned, inlined
from ros_analysis.report.figures.drawing import chart, to_svg
from ros_analysis.report.figures.letters import EM, Weight, as_text, drawn, font_file, width
from ros_analysis.report.figures.shapes import SIZE, WIDTH, Drawing, in_lines, named_bars
from ros_analysis.report.tables.change import transition_counts
from ros_analysis.survey import FILLS

SVG = "{http://www.w3.org/2000/svg}"
GROUP = re.compile(
    r'<g aria-label="([^"]*)" style="[^"]*" transform="translate\(([-\d.]+) ([-\d.]+)\) scale\('
)
NAMES = st.text(st.characters(codec="latin-1", categories=["L", "N", "Zs"]), min_size=1, max_size=90)


@pytest.mark.parametrize("weight", ["normal", "semibold"])
@pytest.mark.parametrize(
    "text", ["Svært alvorlig", "10 grønne", "8 Beredskapsnummer gir ikke svar", "≥ 5 – «x»"]
)
def test_a_text_is_as_wide_as_the_font_says(text: str, weight: Weight) -> None:
    font = ImageFont.truetype(str(font_file(weight)), EM, layout_engine=ImageFont.Layout.BASIC)
    assert width(text, 10, weight) == pytest.approx(font.getlength(text) / 100, abs=0.01)


@given(st.lists(NAMES, min_size=1, max_size=5, unique=True))
def test_no_name_beside_a_bar_reaches_out_of_the_drawing(names: list[str]) -> None:
    lengths = pd.DataFrame({"green": 3, "red": 2}, index=names)
    bars = named_bars(lengths, lengths.astype(str), 26, 20, before=lengths["green"])
    svg = bars.drawing.svg()
    for text, x, y in GROUP.findall(svg):
        assert -0.1 <= float(x) <= WIDTH
        assert 0 <= float(y) <= bars.drawing.height
        assert float(x) + width(text, SIZE) <= max(bars.zero, WIDTH) + 0.1


@given(NAMES, st.floats(40, 200))
def test_no_line_of_a_title_is_wider_than_its_room(title: str, room: float) -> None:
    assert all(width(line, 8.5) <= room for line in in_lines(title, room, 8.5))


def test_a_word_too_long_for_its_room_is_still_a_title() -> None:
    assert in_lines("Beredskapsnummer gir ikke svar", 60, 8.5)


def test_letters_are_the_same_size_on_a_page_as_in_the_drawing() -> None:
    drawing = Drawing(20)
    drawing.text("Åtte og en halv", 0, 10, size=8.5)
    for page in (
        inlined(drawing.svg(), "f1", "alt"),
        ElementTree.tostring(cleaned(drawing.svg()), "unicode"),
    ):
        assert "scale(0.0085)" in page


def test_a_pdf_has_a_charts_texts_as_text() -> None:
    svg = figures.zones(Round("eksempelfylket", 2020, "public")).svg
    page = cleaned(as_text(svg))
    said = [text.text for text in page.iter(f"{SVG}text")]
    assert "2018 (n = 33)" in said
    assert not list(page.iter(f"{SVG}use"))
    assert not [path for path in page.iter(f"{SVG}path") if path.get("id")]


def test_equal_letters_have_one_shape_whatever_the_chart() -> None:
    first, second = Drawing(20), Drawing(20)
    first.text("AB", 0, 10)
    second.text("BA", 0, 10, size=8)
    shapes = [set(re.findall(r"<path id=[^>]*>", one.svg())) for one in (first, second)]
    assert shapes[0] == shapes[1] != set()


def test_text_is_escaped() -> None:
    drawing = Drawing(20)
    drawing.text('<b> & "x"', 0, 10)
    (group,) = ElementTree.fromstring(drawing.svg()).findall(f"{SVG}g")
    assert group.get("aria-label") == '<b> & "x"'
    (text,) = cleaned(as_text(drawing.svg())).iter(f"{SVG}text")
    assert text.text == '<b> & "x"'
    assert drawn([]) == "<defs></defs>"


def test_letters_on_colour_stay_dark_where_the_page_is_dark() -> None:
    with chart("own", 1) as (canvas, axis):
        axis.text(0.5, 0.5, "Gul", color="black", bbox={"facecolor": FILLS["yellow"]})
        svg = to_svg(canvas, "own")
    assert "fill:black" in inlined(svg, "f1", "alt")


def test_moves_are_darker_the_more_there_are() -> None:
    svg = figures.transition(Round("eksempelfylket", 2020, "internal")).svg
    counts = transition_counts(Round("eksempelfylket", 2020, "internal")).to_numpy(dtype=int).ravel()
    greys = {int(grey) for grey in re.findall(r"rgb\((\d+),", svg)}
    assert len(greys) == len(set(counts))
    assert (min(greys), max(greys)) == (115, 255 - round(140 * counts.min() / counts.max()))
