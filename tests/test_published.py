"""The paper's figures, recomputed by hand: 11/23 = 47,8; 7/33 = 21,2; 23/26 = 88,46."""

from pathlib import Path

import pytest

from ros_analysis.analysis.counts import FormulaError, check_published
from ros_analysis.survey.settings import Counts, Published, read_round

MORE = Path(__file__).parents[1] / "data" / "raw" / "more-og-romsdal"
REGISTER = {2018: 36, 2020: 26}


def verdicts(year: int) -> dict[str, tuple[str, int | None]]:
    settings = read_round(MORE / str(year))
    assert settings.counts is not None
    checks = check_published(settings.published, settings.counts, REGISTER[year])
    return {check.published.id: (check.verdict, check.recomputed) for check in checks}


def test_exactly_three_percentages_are_misprinted() -> None:
    checks = verdicts(2018) | verdicts(2020)
    assert {name: value for name, (verdict, value) in checks.items() if verdict == "misprint"} == {
        "yellow_2018": 21,
        "green_2020": 48,
        "response_2020": 88,
    }


def test_what_cannot_be_recomputed_is_listed_and_the_rest_is_right() -> None:
    checks = verdicts(2018) | verdicts(2020)
    assert {name for name, (verdict, _) in checks.items() if verdict == "cannot"} == {
        "mailbox_2018",
        "telephone_2018",
        "size_2020",
        "epj_2020",
    }
    assert sum(verdict == "match" for verdict, _ in checks.values()) == 10


@pytest.mark.parametrize("formula", ["grean", "green * red", "__import__('os')", "green +", ""])
def test_a_formula_that_names_no_count_is_refused(formula: str) -> None:
    counts = Counts(invited=3, answered=3, green=1, yellow=1, red=1)
    figure = Published(id="x", what="x", printed="1", unit="count", where="x", numerator="green")
    figure = figure.model_copy(update={"numerator": formula or "+"})
    with pytest.raises(FormulaError, match="x: "):
        check_published([figure], counts, 3)
