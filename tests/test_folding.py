"""One way of folding: whatever form a text is stored in, it compares the same, and nothing else does."""

from __future__ import annotations

import ast
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ros_analysis.survey.folding import fold, visible

PACKAGE = Path(__file__).parents[1] / "ros_analysis"
HIDDEN = "\u00ad\u200b\u200c\u200d\u200e\u202a\u2060\ufeff"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Navn p\u00e5 utfyller", "NAVN pa\u030a\u00a0utfyller"),
        ("Ålesund", "\u212blesund"),
        ("E-post", "E\u2011po\u00adst"),
        ("E-post", "\uff25\uff0d\uff50\uff4f\uff53\uff54"),
        ("Fornavn", "For\u200bnavn\ufeff"),
        ("firma", "\ufb01rma"),
        ("å", "a\u200b\u030a"),
        ("4", "\uff14"),
        ("Nordre Vik", " nordre\u2003\n vik "),
    ],
)
def test_the_same_text_in_two_forms_folds_to_one(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("one", "other"), [("3¹", "31"), ("²", "2"), ("1½", "11⁄2"), ("①", "1"), ("Aure", "Aukra"), ("ø", "o")]
)
def test_what_means_something_else_stays_apart(one: str, other: str) -> None:
    assert fold(one) != fold(other)


def test_the_dots_that_stand_for_the_middle_of_a_header_are_kept() -> None:
    assert fold("Hvor … Konsekvens") == "hvor … konsekvens"


@settings(deadline=None)
@given(st.text(max_size=30))
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert visible(visible(text)) == visible(text)


@settings(deadline=None)
@given(
    st.text(alphabet="abc æøåÆØÅéö-.1", max_size=20),
    st.sampled_from(["NFC", "NFD", "NFKC", "NFKD"]),
    st.lists(st.tuples(st.integers(0, 20), st.sampled_from(HIDDEN)), max_size=4),
)
def test_neither_form_nor_hidden_signs_tell_texts_apart(
    text: str, form: str, hidden: list[tuple[int, str]]
) -> None:
    stored = unicodedata.normalize(form, text)  # type: ignore[arg-type]
    for at, sign in hidden:
        stored = stored[:at] + sign + stored[at:]
    assert fold(stored) == fold(text)


def test_no_other_place_folds_in_its_own_way() -> None:
    """File names are cut to safe letters in app.onboarding.files, and publish.printable names signs; everything else
    goes through `fold`."""
    own = {
        PACKAGE / name for name in ("survey/folding.py", "app/onboarding/files.py", "publish/printable.py")
    }
    found = [
        f"{path.relative_to(PACKAGE)}:{node.lineno}"
        for path in sorted({*PACKAGE.rglob("*.py")} - own)
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if (isinstance(node, ast.Attribute) and node.attr in ("casefold", "normalize"))
        or (isinstance(node, ast.Import) and any(alias.name == "unicodedata" for alias in node.names))
    ]
    assert not found
