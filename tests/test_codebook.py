"""The codebook is checked as a whole, and a mistake in it is named."""

from pathlib import Path

import pytest

from ros_analysis.survey.codebook import Codebook, read_codebook
from ros_analysis.survey.models import SettingsError

CODEBOOK = Path(__file__).parents[1] / "data" / "raw" / "codebook.toml"


@pytest.fixture(scope="module")
def codebook() -> Codebook:
    return read_codebook(CODEBOOK)


def changed(tmp_path: Path, before: str, after: str) -> Path:
    text = CODEBOOK.read_text("utf-8")
    assert text.count(before) >= 1
    (tmp_path / "codebook.toml").write_text(text.replace(before, after, 1), "utf-8")
    return tmp_path / "codebook.toml"


def test_levels_are_those_of_the_product_in_the_published_template(codebook: Codebook) -> None:
    """KS's template: green 1–3, yellow 4–6, red 8–16."""
    for likelihood in range(1, 5):
        for consequence in range(1, 5):
            product = likelihood * consequence
            expected = "green" if product <= 3 else "yellow" if product <= 6 else "red"
            assert codebook.level(likelihood, consequence) == expected


def test_every_result_has_the_levels_of_all_answers_that_give_it(codebook: Codebook) -> None:
    """1 × 4 and 4 × 1 are 4 as 2 × 2 is; where the matrix colours them otherwise, 4 alone says no one level."""
    by_level = {"green": (1, 2, 3), "yellow": (4, 6), "red": (8, 9, 12, 16)}
    expected = {result: {level} for level, results in by_level.items() for result in results}
    assert codebook.results == expected
    rows = [list(row) for row in codebook.matrix.levels]
    rows[0][3] = "red"
    uneven = codebook.model_copy(update={"matrix": codebook.matrix.model_copy(update={"levels": rows})})
    assert uneven.results[4] == {"yellow", "red"}


@pytest.mark.parametrize(
    ("red", "yellow", "zone"),
    [
        (0, 0, "green"),
        (0, 2, "green"),
        (0, 3, "yellow"),
        (1, 0, "yellow"),
        (2, 6, "yellow"),
        (3, 0, "red"),
        (8, 0, "red"),
    ],
)
def test_the_standard_rule(codebook: Codebook, red: int, yellow: int, zone: str) -> None:
    assert codebook.standard.zone(red, yellow) == zone


@pytest.mark.parametrize(("red", "yellow", "zone"), [(0, 0, "green"), (0, 1, "yellow"), (1, 0, "red")])
def test_the_strict_rule_goes_by_two_names(codebook: Codebook, red: int, yellow: int, zone: str) -> None:
    assert codebook.rule_named("strict").zone(red, yellow) == zone
    assert codebook.rule_named("worst_area") is codebook.rule_named("strict")


@pytest.mark.parametrize(
    ("population", "size"),
    [(1, "small"), (4999, "small"), (5000, "medium"), (19999, "medium"), (20000, "large")],
)
def test_size_classes_have_ssbs_limits(codebook: Codebook, population: int, size: str) -> None:
    assert codebook.size(population).code == size


def test_the_areas_are_the_papers_eight(codebook: Codebook) -> None:
    paper = [area.text for area in codebook.area]
    assert len(paper) == 8
    assert paper[0] == "Manglende overvåking av meldingstjener mellom 08 og 16 mandag til fredag."
    assert paper[7].startswith(
        "Samarbeidene helsepersonell (HF) som tar kontakt på kommunens beredskapsnummer"
    )


@pytest.mark.parametrize(
    ("before", "after", "named"),
    [
        ('profile = "standard"', 'profil = "standard"', ("profil", "profile")),
        ('profile = "standard"', 'profile = "stanard"', ("stanard", "standard")),
        ("red_from = 3", "red_form = 3", ("red_form", "red_from")),
        ("red_from = 3", "red_from = 0", ("rule.standard.red_from",)),
        ("number = 2", "number = 3", ("area.number",)),
        ('"green", "green", "green", "yellow"],', '"green", "green", "green"],', ("matrix.levels",)),
        (
            '["green", "green", "green", "yellow"]',
            '["blue", "green", "green", "yellow"]',
            ("matrix.levels", "blue"),
        ),
        ("below = 5000", "below = 50000", ("size_class",)),
        ('also = ["lav", "låg"', 'also = ["svært sannsynlig", "låg"', ("likelihood", "svært sannsynlig")),
        ("version = 1", "version = ", ("TOML",)),
    ],
)
def test_a_mistake_is_named(tmp_path: Path, before: str, after: str, named: tuple[str, ...]) -> None:
    with pytest.raises(SettingsError) as refused:
        read_codebook(changed(tmp_path, before, after))
    assert "codebook.toml" in str(refused.value)
    for part in named:
        assert part in str(refused.value)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="finnes ikke"):
        read_codebook(tmp_path / "codebook.toml")
