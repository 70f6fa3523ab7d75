"""Numbers, shares and p-values the way each language writes them; expected by hand."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ros_analysis.survey.language import Words, half_up, whole_percent

NB, EN = Words("nb"), Words("en")


@pytest.mark.parametrize(
    ("k", "n", "percent"),
    [(11, 23, 48), (7, 33, 21), (23, 26, 88), (5, 23, 22), (1, 8, 13), (1, 200, 1), (0, 3, 0), (3, 3, 100)],
)
def test_whole_percent_is_half_up(k: int, n: int, percent: int) -> None:
    assert whole_percent(k, n) == percent


@given(st.integers(0, 500), st.integers(1, 500))
def test_whole_percent_is_the_nearest(k: int, n: int) -> None:
    assert 2 * abs(whole_percent(k, n) * n - 100 * k) <= n


def test_no_share_of_nothing() -> None:
    with pytest.raises(ValueError, match="nevneren"):
        whole_percent(0, 0)


@pytest.mark.parametrize(
    ("value", "decimals", "expected"), [(0.5, 0, "1"), (2.5, 0, "3"), (0.125, 2, "0.13"), (-0.5, 0, "-1")]
)
def test_half_up(value: float, decimals: int, expected: str) -> None:
    assert str(half_up(value, decimals)) == expected


def test_norwegian_numbers() -> None:
    assert NB.number(26000) == "26\u00a0000"
    assert NB.number(0.355, 2) == "0,36"
    assert NB.number(-18) == "\u221218"
    assert NB.share(11, 23) == "11 av 23 (48\u00a0%)"
    assert NB.date(date(2020, 9, 4)) == "4. september 2020"


def test_english_numbers() -> None:
    assert EN.number(26000) == "26,000"
    assert EN.number(0.355, 2) == "0.36"
    assert EN.share(11, 23).endswith("(48%)")


@pytest.mark.parametrize(
    ("p", "text"),
    [
        (0.2, "p = 0,20"),
        (0.0421, "p = 0,042"),
        (0.0004, "p < 0,001"),
        (0.04996, "p = 0,04996"),
        (0.05, "p = 0,050"),
        (1, "p = 1,00"),
    ],
)
def test_a_p_value_is_never_rounded_onto_the_level(p: float, text: str) -> None:
    assert NB.p_value(p).replace("\u00a0", " ") == text


def test_counts_bend_their_noun() -> None:
    assert [NB.count("municipality", n) for n in (1, 2)] == ["1 kommune", "2 kommuner"]
    assert [NB.spelled(n) for n in (3, 12, 13)] == ["tre", "tolv", "13"]


def test_an_unknown_language_or_key_is_named() -> None:
    with pytest.raises(ValueError, match="«sv»"):
        Words("sv")
    with pytest.raises(KeyError, match=r"nb\.toml mangler «finnes\.ikke»"):
        NB("finnes.ikke")
