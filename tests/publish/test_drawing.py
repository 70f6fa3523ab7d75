"""A chart inside a page keeps to itself."""

from __future__ import annotations

import pytest
from sample_notebook import SVG

from ros_analysis.publish.drawing import cleaned, inlined, width_in_points
from ros_analysis.publish.elements import DocumentError

HEAD = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'


def test_ids_and_what_points_to_them_get_the_prefix() -> None:
    drawing = inlined(SVG, "bars", 'Fem "røde" & to gule')
    assert 'id="bars-mark"' in drawing
    assert '"#bars-mark"' in drawing
    assert "url(#bars-area)" in drawing
    assert 'id="area"' not in drawing
    assert 'aria-label="Fem &quot;røde&quot; &amp; to gule"' in drawing


def test_titles_stay_only_where_they_are_asked_for() -> None:
    named = f"{HEAD}><metadata>x</metadata><g><title>Solfjord</title><path d='M0 0h1'/></g></svg>"
    assert "Solfjord" not in inlined(named, "a", "b")
    assert "<title>Solfjord</title>" in inlined(named, "a", "b", titles=True)


def test_a_style_sheet_for_everything_becomes_inherited() -> None:
    sheet = f"{HEAD}><metadata>x</metadata><defs><style>*{{stroke-linejoin: round}}</style></defs></svg>"
    drawing = inlined(sheet, "a", "b")
    assert 'style="stroke-linejoin:round"' in drawing
    assert "<style" not in drawing
    assert "metadata" not in drawing


@pytest.mark.parametrize(
    "inside",
    [
        "><script>alert(1)</script></svg>",
        "><foreignObject/></svg>",
        ' onload="alert(1)"/>',
        '><image xlink:href="https://example.org/a.png"/></svg>',
        '><image href="data:text/html,x"/></svg>',
        '><rect fill="url(https://example.org/a)"/></svg>',
        "><style>p{color:red}</style></svg>",
        "><style>*{background:url(https://example.org/a)}</style></svg>",
    ],
)
def test_what_reaches_out_is_refused(inside: str) -> None:
    with pytest.raises(DocumentError, match="Figuren"):
        inlined(HEAD + inside, "a", "b")


@pytest.mark.parametrize(
    ("size", "points"),
    [
        ('width="460.8pt"', 460.8),
        ('width="400"', 300.0),
        ('width="400px"', 300.0),
        ('viewBox="0 0 100 9"', 75.0),
    ],
)
def test_width_as_it_was_made(size: str, points: float) -> None:
    assert width_in_points(cleaned(f"{HEAD} {size}/>")) == points
