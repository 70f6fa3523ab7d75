"""The distribution behind each p: every order listed by hand, the p of the findings, and the drawing of it."""

from __future__ import annotations

from collections import Counter
from itertools import combinations, permutations, product
from pathlib import Path
from typing import Any

import nbformat
import numpy as np
import pytest
from scipy import stats

from ros_analysis import Round, figures
from ros_analysis.exact import Chance, kruskal_chance, rank_chance, signed_chance, step_down
from ros_analysis.publish.execute import LOOK, execute
from ros_analysis.publish.parameters import Parameters, parameters_in
from ros_analysis.report import MIMETYPE, NOTEBOOKS, Blocks, Figure

SCORES = (3.0, 1.0, 4.0, 1.0, 5.0, 9.0)
NUMBERS = (10, 20, 30, 40, 50, 60)
GROUPS = ("a", "a", "b", "b", "c", "c")


def shares(chance: Chance) -> dict[float, float]:
    found: Counter[float] = Counter()
    for value, probability in zip(chance.values, chance.probability, strict=True):
        found[round(float(value), 6)] += float(probability)
    return {value: pytest.approx(share) for value, share in sorted(found.items())}


def of(values: list[float]) -> dict[float, float]:
    counted = Counter(round(value, 6) for value in values)
    return {value: n / len(values) for value, n in sorted(counted.items())}


def kendall(scores: tuple[float, ...]) -> float:
    pairs = combinations(zip(scores, NUMBERS, strict=True), 2)
    return float(sum(np.sign((a - b) * (x - y)) for (a, x), (b, y) in pairs))


def test_a_number_against_every_order_of_the_scores() -> None:
    chance = rank_chance(SCORES, NUMBERS)
    assert chance.observed == kendall(SCORES)
    assert of([kendall(order) for order in permutations(SCORES)]) == shares(chance)


def test_groups_against_every_order_of_the_scores() -> None:
    def h(scores: tuple[float, ...]) -> float:
        return float(stats.kruskal(scores[:2], scores[2:4], scores[4:]).statistic)

    chance = kruskal_chance(SCORES, GROUPS, seed=1)
    assert chance.observed == pytest.approx(h(SCORES))
    assert of([h(order) for order in permutations(SCORES)]) == shares(chance)


def test_differences_against_every_choice_of_signs() -> None:
    moves = (1.5, -0.25, 0.0, 2.0, 1.0)
    chance = signed_chance(moves)
    every = [sum(s * m for s, m in zip(signs, moves, strict=True)) for signs in product((1, -1), repeat=5)]
    assert chance.observed == 4.25
    assert of(every) == shares(chance)
    assert chance.p == pytest.approx(sum(abs(one) >= 4.25 for one in every) / len(every))


def test_areas_against_every_order_of_the_units() -> None:
    areas = np.column_stack([SCORES, (2, 2, 1, 7, 8, 8)])

    def smallest(order: tuple[int, ...]) -> float:
        moved = areas[list(order)]
        return min(float(stats.kruskal(a[:2], a[2:4], a[4:]).pvalue) for a in moved.T)

    every = [smallest(order) for order in permutations(range(6))]
    chance = step_down(areas, GROUPS, seed=1).chance()
    assert chance.observed == pytest.approx(smallest((0, 1, 2, 3, 4, 5)))
    assert of(every) == shares(chance)


@pytest.fixture(scope="module")
def tested() -> Round:
    return Round("eksempelfylket", 2024, "internal")


def test_it_is_where_the_p_of_each_finding_comes_from(tested: Round) -> None:
    assert {found.question for found in tested.analysis.findings} >= {
        "size",
        "epj",
        "change",
        "trend",
        "areas",
    }
    for found in tested.analysis.findings:
        chance = tested.by_chance(found.question)
        assert chance is not None
        assert chance.p == pytest.approx(found.p, abs=3e-5)  # (b + 1) / (m + 1) where orders are drawn
        assert found.statistic is None or chance.observed == pytest.approx(found.statistic)


def test_the_drawing_marks_what_was_found_and_says_the_same(tested: Round) -> None:
    figure = figures.distribution(tested, "size")
    assert isinstance(figure, Figure)
    p = tested.analysis.finding("size").p
    drawn = sum(float(str(row["as_extreme"])) for row in figure.data)
    assert drawn == pytest.approx(p, abs=0.001)  # what is too far out to be seen is left out
    assert "Funnet er −35, og p = 0,40" in figure.alt.replace("\xa0", " ")
    own = figures.own_distributions(tested)
    assert [one.id for one in own.items if isinstance(one, Figure)] == ["chance-hospital"]


def test_nothing_is_drawn_in_public_of_counts_or_of_what_was_not_tested() -> None:
    for this in (Round("eksempelfylket", 2024, "public"), Round("more-og-romsdal", 2020, "internal")):
        assert figures.distribution(this, "change") == Blocks()
    assert figures.distribution(Round("eksempelfylket", 2018, "internal"), "trend") == Blocks()


def test_the_second_notebook_shows_plan_table_distribution_and_result(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ROS_PROCESSED", str(tmp_path / "processed"))
    monkeypatch.setenv("ROS_DATA", str(Path(__file__).parents[1] / "data"))
    ran = [execute(name, Parameters(survey_year=2024), tmp_path, tmp_path, "fork") for name in NOTEBOOKS[:2]]
    looking = [cell for one in ran for cell in one.cells if LOOK in cell.metadata.get("tags", [])]
    assert all(shown(cell) and ".save" not in cell.source for cell in looking)
    kinds = {one["id"] for cell in looking for one in shown(cell) if one["kind"] == "figure"}
    assert kinds == {f"chance-{name}" for name in ("size", "epj", "hospital", "change", "trend", "areas")}
    assert {"findings.json", "zones.parquet"} <= {path.name for path in tmp_path.rglob("2024/*")}


def shown(cell: nbformat.NotebookNode) -> list[dict[str, Any]]:
    blocks = [output.get("data", {}).get(MIMETYPE) for output in cell.get("outputs", ())]
    return [one for block in blocks if block for one in block.get("items", [block])]


def test_a_parameter_that_is_misspelt_or_wrong_is_one_line() -> None:
    from ros_analysis.publish import ParameterError

    good = {"survey": "x", "survey_year": 2020, "edition": "public", "language": "", "_": 3, "In": []}
    assert parameters_in(good, edition="internal") == {
        "survey": "x", "survey_year": 2020, "edition": "internal", "language": "",
    }  # fmt: skip
    for wrong, said in (
        ({"surveyyear": 2018}, "Ukjent parameter «surveyyear». Mente du «survey_year»?"),
        ({"edition": "publik"}, "Parameteren edition kan ikke være 'publik'. Mente du «public»?"),
    ):
        with pytest.raises(ParameterError, match=said.replace("?", r"\?")) as error:
            parameters_in(good | wrong)
        (line,) = error.value._render_traceback_()
        assert line.startswith(f"ParameterError: {said}")
