"""The public edition against an attacker who solves for what it hides."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations, product
from typing import Any

import numpy as np
import pandas as pd
import pytest
from attack import EVERYBODY, Attack, Table, insider, outsider, read_figures, read_report, wide
from hypothesis import example, given, settings
from hypothesis import strategies as st
from made_up_rounds import codebook

from ros_analysis.codebook import LEVELS
from ros_analysis.comparable import Unit
from ros_analysis.disclosure import (
    OTHER,
    ZoneTables,
    area_tables,
    change_tables,
    may_say,
    may_say_of_each,
    may_show_median,
    may_show_zones,
    protect,
    rule_table,
    suppression,
)
from ros_analysis.disclosure.groups import pool_sizes, pool_systems
from ros_analysis.disclosure.integer_program import cheapest_whole
from ros_analysis.exact import contingency

SIZES = ("small", "medium", "large")
SYSTEMS = ("Gerica", "Visma Profil", "CosDoc", "DIPS")
SLOW = settings(max_examples=12, derandomize=True)


def table(frame: pd.DataFrame, name: str, rows: str, columns: str) -> Table:
    records = [{"row": row, **values} for row, values in frame.to_dict("index").items()]
    named = [{str(key): value for key, value in record.items()} for record in records]
    return wide(name, named, "row", rows, columns, [str(column) for column in frame.columns])


def zones(rows: Sequence[tuple[str, str, str | None]]) -> pd.DataFrame:
    """Municipalities 9801, 9802 … as (size, EPJ system, zone)."""
    frame = pd.DataFrame(rows, columns=["size", "epj", "zone"])
    frame["epj"] = frame["epj"].where(frame["zone"].notna())
    return frame.assign(number=[f"{9801 + place}" for place in range(len(frame))])


@st.composite
def rounds(draw: st.DrawFn, fewest: int = 5, most: int = 40) -> pd.DataFrame:
    n = draw(st.integers(fewest, most))
    chance = np.random.default_rng(draw(st.integers(0, 2**32)))
    systems = SYSTEMS[: draw(st.integers(1, 4))]
    weights = chance.dirichlet([1.0, 1.0, 1.0])
    silent = chance.random(n) < draw(st.sampled_from([0, 0.1, 0.4]))
    drawn = chance.choice(LEVELS, n, p=weights)
    zone = [None if quiet else level for quiet, level in zip(silent, drawn, strict=True)]
    return zones(list(zip(chance.choice(SIZES, n), chance.choice(systems, n), zone, strict=True)))


def shown_values(frame: pd.DataFrame) -> list[int]:
    return [int(value) for value in frame.to_numpy().ravel() if pd.notna(value)]


# One table


@st.composite
def tables(draw: st.DrawFn) -> pd.DataFrame:
    """5–40 municipalities in 2–4 groups and three zones, some zones rare or empty."""
    n, groups = draw(st.integers(5, 40)), draw(st.integers(2, 4))
    chance = np.random.default_rng(draw(st.integers(0, 2**32)))
    weights = np.outer(chance.dirichlet([2.0] * groups), chance.dirichlet([0.7] * 3)).ravel()
    return pd.DataFrame(chance.multinomial(n, weights).reshape(groups, 3), columns=list(LEVELS)).rename(
        index=str
    )


def known_totals(counts: pd.DataFrame, rows: bool, columns: bool) -> Attack:
    """Everybody's group and zone are secret; their totals may not be."""
    attack = Attack(
        [{}] * int(counts.to_numpy().sum()), {"group": list(counts.index), "zone": list(counts.columns)}
    )
    for key, sums, known in (("group", counts.sum(axis=1), rows), ("zone", counts.sum(axis=0), columns)):
        for name, total in sums.items() if known else ():
            attack.hear(total, total, **{key: [str(name)]})
    return attack


def can_be_hidden(counts: pd.DataFrame, rows: bool, columns: bool) -> bool:
    """Known totals give every cell away when all are in one row or one column."""
    used = [(counts.sum(axis=axis) > 0).sum() > 1 for axis in (1, 0)]
    return not (rows and columns) or all(used)


@settings(max_examples=50, derandomize=True)
@given(tables(), st.booleans(), st.booleans())
def test_nothing_below_three_is_shown_and_nothing_hidden_is_derived(
    counts: pd.DataFrame, rows: bool, columns: bool
) -> None:
    shown = protect(counts, row_totals_known=rows, column_totals_known=columns)
    known_zero = (rows & (counts.sum(axis=1) == 0)).to_numpy()[:, None] | (
        columns & (counts.sum() == 0)
    ).to_numpy()
    values = shown.to_numpy(dtype=float, na_value=np.nan)
    assert (np.isnan(values) | (values == counts.to_numpy())).all()
    assert (np.isnan(values) | (values >= 3) | known_zero).all()
    assert np.isnan(values[((counts.sum(axis=1) < 5).to_numpy()[:, None] & ~known_zero)]).all()
    if can_be_hidden(counts, rows, columns):
        attack = known_totals(counts, rows, columns).read(table(shown, "t", "group", "zone"))
        assert attack.derived() == []


@pytest.mark.parametrize(
    ("row", "shown"),
    [
        ((14, 6, 3), (14, 6, 3)),  # nothing is small
        ((15, 6, 2), (15, None, None)),  # the smaller of 15 and 6 goes with 2
        ((20, 3, 0), (20, None, None)),  # 3 + 0 is enough to hide in
        ((21, 2, 0), (None, None, None)),  # 21 would tell that only two were not green
        ((23, 0, 0), (None, None, None)),  # 23 would tell that all were
        ((2, 2, 0), (None, None, None)),  # a group below five
    ],
)
def test_a_row_with_a_known_total(row: tuple[int, ...], shown: tuple[int | None, ...]) -> None:
    hidden = protect(pd.DataFrame([row]), row_totals_known=True, column_totals_known=False)
    assert tuple(None if pd.isna(value) else int(value) for value in hidden.iloc[0]) == shown


def test_an_empty_zone_with_a_known_total_is_shown_as_empty() -> None:
    counts = pd.DataFrame([[6, 4, 0], [5, 5, 0]], columns=list(LEVELS))
    assert shown_values(protect(counts, row_totals_known=True, column_totals_known=True)) == [
        6,
        4,
        0,
        5,
        5,
        0,
    ]


def test_what_has_one_row_and_known_totals_is_not_shown_at_all() -> None:
    counts = pd.DataFrame([[6, 4, 2]], columns=list(LEVELS))
    assert shown_values(protect(counts, row_totals_known=True, column_totals_known=True)) == []


def test_counts_that_are_no_counts_are_refused() -> None:
    with pytest.raises(ValueError, match="hele antall"):
        protect(pd.DataFrame([[1.5, 2]]), row_totals_known=True, column_totals_known=True)


@st.composite
def small_tables(draw: st.DrawFn) -> np.ndarray:
    groups = draw(st.integers(2, 3))
    cells = st.integers(0, 7 if groups == 2 else 4)
    return np.array(draw(st.lists(cells, min_size=3 * groups, max_size=3 * groups))).reshape(groups, 3)


@settings(max_examples=40, derandomize=True)
@given(small_tables())
@example(np.array([[6, 4, 3], [5, 2, 5]]))
@example(np.array([[7, 3, 3], [4, 5, 0], [6, 6, 4]]))
def test_no_cheaper_pattern_would_do(truth: np.ndarray) -> None:
    """Every pattern, tried against all tables with the same totals: fewest cells, then fewest municipalities."""
    shown = protect(pd.DataFrame(truth), row_totals_known=True, column_totals_known=True)
    hidden = shown.isna().to_numpy()
    sums = truth.sum(axis=0), truth.sum(axis=1)
    zero = (sums[0] == 0)[None, :] | (sums[1] == 0)[:, None]
    must = ((truth < 3) | (sums[1] < 5)[:, None]) & ~zero
    same = np.array([other for other in every_table(truth) if (other >= 0).all()])
    may = [place for place in range(truth.size) if not (must | zero).ravel()[place]]
    costs = []
    for more in product((False, True), repeat=len(may)):
        mask = must.copy()
        mask.flat[may] = more
        if keeps_open(mask, truth, same) and hides_enough(mask, truth, zero):
            costs.append((int(mask.sum()), int(truth[mask].sum())))
    if costs:
        assert (int(hidden.sum()), int(truth[hidden].sum())) == min(costs)
    else:
        assert hidden.all()


def test_a_large_table_takes_few_programs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Five of 8 × 4 cells are small, all in one column, where a sixth makes them three municipalities in all; each
    needs one more in its row. Cuts alone took more than sixty programs to see it."""
    counts = [
        [10, 9, 3, 0],
        [7, 6, 4, 5],
        [9, 6, 7, 0],
        [3, 9, 6, 4],
        [7, 8, 6, 1],
        [5, 6, 8, 3],
        [8, 8, 5, 0],
        [6, 10, 6, 0],
    ]
    solved = []

    def counted(*program: Any) -> np.ndarray | None:
        solved.append(program)
        return cheapest_whole(*program)

    monkeypatch.setattr(suppression, "cheapest_whole", counted)
    hidden = protect(pd.DataFrame(counts), row_totals_known=True, column_totals_known=True).isna().to_numpy()
    assert len(solved) <= 3
    assert hidden[np.array(counts) < 3].all()
    assert sorted(hidden.sum(axis=1)) == [0, 0, 2, 2, 2, 2, 2, 2]


def keeps_open(mask: np.ndarray, truth: np.ndarray, same: np.ndarray) -> bool:
    alike = same[(same == truth)[:, ~mask].all(axis=1)]
    return bool((alike.min(axis=0) < alike.max(axis=0))[mask].all())


def hides_enough(mask: np.ndarray, truth: np.ndarray, zero: np.ndarray) -> bool:
    """In each line what is hidden adds up to 3 or more, or all that isn't known to be zero is hidden."""
    lines = [(mask[i], truth[i], zero[i]) for i in range(len(mask))]
    lines += [(mask[:, j], truth[:, j], zero[:, j]) for j in range(mask.shape[1])]
    return all(
        not hidden.any() or held[hidden].sum() >= 3 or (hidden | known).all() for hidden, held, known in lines
    )


def every_table(counts: np.ndarray) -> list[np.ndarray]:
    """All tables of whole numbers with the row and column totals of `counts`."""
    first = [range(int(total) + 1) for total in counts.sum(axis=0)]
    rows = [row for row in product(*first) if sum(row) == counts[0].sum()]
    if len(counts) == 2:
        return [np.array([row, counts.sum(axis=0) - row]) for row in rows]
    found = []
    for row in rows:
        rest = np.vstack([counts[1:-1], counts[-1]])
        rest[-1] += counts[0] - np.array(row)
        found += [np.vstack([[row], below]) for below in every_table(rest)]
    return found


# Groups


def test_systems_below_five_go_together_until_they_are_five() -> None:
    assert pool_systems({"Gerica": 12, "Profil": 7, "CosDoc": 2, "DIPS": 1}) == {
        "Gerica": "Gerica",
        "Profil": OTHER,
        "CosDoc": OTHER,
        "DIPS": OTHER,
    }
    assert set(pool_systems({"Gerica": 12, "CosDoc": 3, "DIPS": 2}).values()) == {"Gerica", OTHER}


def test_the_three_largest_are_never_a_class_of_their_own() -> None:
    assert pool_sizes({"small": 9, "medium": 11, "large": 3}, SIZES) == {
        "small": "small",
        "medium": "medium+large",
        "large": "medium+large",
    }
    assert set(pool_sizes({"small": 2, "medium": 3, "large": 3}, SIZES).values()) == {"small+medium+large"}


# One round


@SLOW
@given(rounds())
def test_no_zone_and_no_silence_is_derived_from_one_rounds_tables(frame: pd.DataFrame) -> None:
    public = ZoneTables(frame, SIZES)
    read = [
        table(public.size, "size", "size_now", "zone_now"),
        table(public.epj, "epj", "epj_now", "zone_now"),
    ]
    knows_who = insider(("now", frame)).read(*read)
    asks_who = outsider("now", frame).read(read[0])
    shown = [*shown_values(public.size), *shown_values(public.epj)]
    if shown:
        empty = [level for level in LEVELS if not (frame["zone"] == level).any()]
        assert all(value >= 3 for value in shown_values(public.size.drop(columns=empty)))
        assert all(value >= 3 for value in shown_values(public.epj.drop(columns=empty)))
        assert knows_who.derived() == []
        assert knows_who.unmasked() == []
        assert asks_who.derived() == []
        assert [found for found in asks_who.unmasked() if found[2] == "silent" and found[3]] == []


def test_the_attacker_finds_the_one_that_two_tables_differ_by() -> None:
    """12 small municipalities, all with Gerica, and one medium one with Gerica: the tables differ by it alone."""
    small = [("small", "Gerica", zone) for zone in ["green"] * 6 + ["yellow"] * 3 + ["red"] * 3]
    others = [("medium", "Visma Profil", zone) for zone in ["green"] * 4 + ["yellow"] * 4 + ["red"] * 4]
    frame = zones([*small, ("medium", "Gerica", "red"), *others])
    naive = insider(("now", frame))
    for by in ("size", "epj"):
        counts = pd.crosstab(frame[by], frame["zone"])
        shown = protect(counts, row_totals_known=True, column_totals_known=True)
        naive.read(table(shown, by, f"{by}_now", "zone_now"))
    assert (
        {"size_now": "medium", "epj_now": "Gerica", EVERYBODY: EVERYBODY},
        "zone_now",
        "red",
        True,
    ) in naive.unmasked()
    public = ZoneTables(frame, SIZES)
    assert shown_values(public.size)
    careful = insider(("now", frame)).read(
        table(public.size, "size", "size_now", "zone_now"), table(public.epj, "epj", "epj_now", "zone_now")
    )
    assert careful.unmasked() == []
    assert careful.derived() == []


def test_twelve_municipalities_tried_one_by_one() -> None:
    """All 3 ** 12 assignments of zones, without a solver: every zone is possible for everybody."""
    codes = np.array([0, 0, 0, 1, 1, 2, 0, 0, 0, 1, 2, 2])
    sizes = ["small"] * 6 + ["medium"] * 6
    frame = zones([(size, "Gerica", LEVELS[code]) for size, code in zip(sizes, codes, strict=True)])
    public = ZoneTables(frame, SIZES).size
    assert shown_values(public) == [3, 3]
    worlds = np.indices((3,) * 12).reshape(12, -1).T
    for code, level in enumerate(LEVELS):
        worlds = worlds[(worlds == code).sum(axis=1) == (codes == code).sum()]
        for size, members in (("small", slice(0, 6)), ("medium", slice(6, 12))):
            if pd.notna(shown := public.loc[size, level]):
                worlds = worlds[(worlds[:, members] == code).sum(axis=1) == shown]
    assert all(set(worlds[:, place]) == {0, 1, 2} for place in range(12))


def test_the_order_of_the_systems_does_not_tell_who_answered() -> None:
    frame = zones([("small", "Visma Profil", zone) for zone in LEVELS * 4] + [("small", "Gerica", "red")] * 5)
    assert list(ZoneTables(frame, SIZES).epj.index) == ["Gerica", "Visma Profil"]


@pytest.mark.parametrize(
    ("counts", "may"),
    [((11, 7, 5), True), ((20, 2, 1), True), ((21, 2, 0), False), ((0, 0, 23), False), ((), False)],
)
def test_zones_of_all_are_public_unless_nearly_all_are_in_one(counts: tuple[int, ...], may: bool) -> None:
    assert may_show_zones(counts) is may


def test_when_everybody_is_green_no_table_is_shown() -> None:
    public = ZoneTables(zones([("small", "Gerica", "green")] * 9 + [("medium", "DIPS", "green")] * 9), SIZES)
    assert shown_values(public.size) == shown_values(public.epj) == []


@pytest.mark.parametrize(
    "rows", [[("small", "Gerica", None)] * 4, [("small", "Gerica", "green")], [("large", "DIPS", "red")] * 9]
)
def test_rounds_that_are_nearly_empty_show_nothing(rows: list[tuple[str, str, str | None]]) -> None:
    frame = zones(rows)
    public = ZoneTables(frame, SIZES)
    everybody = [Unit((number,), (number,), unchanged=True) for number in frame["number"]]
    moved = change_tables(public, public, everybody)
    for hidden in (
        public.size,
        public.epj,
        moved.moves,
        moved.transition,
        area_tables(answers(1, 2), codebook()).levels,
    ):
        assert shown_values(hidden) == []


# Two rounds


def two_rounds(seed: int, n: int = 26) -> tuple[pd.DataFrame, pd.DataFrame, list[Unit]]:
    """36 and n municipalities, the first 20 of them the same; most stay in their zone."""
    chance = np.random.default_rng(seed)

    def drawn(count: int, silent: int) -> pd.DataFrame:
        level = chance.choice(LEVELS, count, p=[0.45, 0.3, 0.25]).astype(object)
        level[chance.choice(count, silent, replace=False)] = None
        return zones(
            list(zip(chance.choice(SIZES, count), chance.choice(SYSTEMS, count), level, strict=True))
        )

    before, after = drawn(36, 3), drawn(n, 3)
    stays = (chance.random(20) < 0.5) & before["zone"][:20].notna() & after["zone"][:20].notna()
    after.loc[stays[stays].index, "zone"] = before.loc[stays[stays].index, "zone"]
    return before, after, [Unit((number,), (number,), unchanged=True) for number in before["number"][:20]]


@pytest.mark.parametrize("seed", [1, 2])
def test_two_rounds_together_give_nothing_away(seed: int) -> None:
    before, after, same = two_rounds(seed)
    public = change_tables(ZoneTables(before, SIZES), ZoneTables(after, SIZES), same)
    last = after["number"].iloc[20:]
    apart = after.assign(number=after["number"].where(~after["number"].isin(last), "new " + after["number"]))
    attack = insider(("last", before), ("this", apart)).read(
        table(public.moves, "moves", EVERYBODY, "move"),
        table(public.transition, "transition", "zone_last", "zone_this"),
    )
    for year, frame in (("last", before), ("this", after)):
        tables_of = ZoneTables(frame, SIZES)
        attack.read(table(tables_of.size, f"size {year}", f"size_{year}", f"zone_{year}"))
        attack.read(table(tables_of.epj, f"epj {year}", f"epj_{year}", f"zone_{year}"))
    assert shown_values(public.moves)
    assert attack.derived() == []
    assert attack.unmasked() == []


def test_the_number_compared_is_hidden_when_it_tells_who_was_silent() -> None:
    """Two municipalities are not comparable and two are silent: that all the others were compared names them."""
    level = ["green"] * 4 + ["yellow"] * 4 + ["red"] * 4
    before = zones([("small", "Gerica", zone) for zone in level] + [("medium", "Gerica", "green")] * 6)
    after = zones([("small", "Gerica", zone) for zone in level] + [("small", "Gerica", None)] * 2)
    same = [Unit((number,), (number,), unchanged=True) for number in before["number"][:12]]
    public = change_tables(ZoneTables(before, SIZES), ZoneTables(after, SIZES), same)
    assert public.pairs is None
    assert shown_values(public.moves) == shown_values(public.transition) == []


# Areas


def answers(seed: int, n: int = 23) -> pd.DataFrame:
    chance = np.random.default_rng(seed)
    book = codebook()
    rows = []
    for number, area in product(range(n), (area.number for area in book.area)):
        likelihood, consequence = (
            int(step) for step in chance.choice([1, 2, 3, 4], 2, p=[0.3, 0.4, 0.25, 0.05])
        )
        level = book.level(likelihood, consequence)
        rows.append((f"{9801 + number}", area, likelihood, consequence, likelihood * consequence, level))
    return pd.DataFrame(rows, columns=["number", "area", "likelihood", "consequence", "result", "level"])


def level_of(state: dict[str, str]) -> dict[str, str]:
    return {"level": codebook().level(int(state["likelihood"]), int(state["consequence"]))}


def test_the_five_tables_of_answers_give_no_answer_away() -> None:
    scored, levels = answers(3), {}
    for pair in product("1234", repeat=2):
        levels[pair] = level_of(dict(zip(("likelihood", "consequence"), pair, strict=True)))
    public = area_tables(scored, codebook())
    steps = {"likelihood": "1234", "consequence": "1234"}
    attack = Attack(
        [{"area": str(area)} for area in scored["area"]],
        steps,
        lambda state: levels[state["likelihood"], state["consequence"]],
    )
    attack.read(
        table(public.levels, "levels", "area", "level"),
        table(public.matrix, "matrix", "likelihood", "consequence"),
        table(public.likelihood, "likelihood", "area", "likelihood"),
        table(public.consequence, "consequence", "area", "consequence"),
    )
    for measure in ("likelihood", "consequence"):
        for area, median in public.medians[measure].dropna().items():
            attack.hear(
                12, 23, area=[str(area)], **{measure: [step for step in "1234" if int(step) <= median]}
            )
            attack.hear(
                12, 23, area=[str(area)], **{measure: [step for step in "1234" if int(step) >= median]}
            )
    assert all(
        value >= 3
        for name in ("levels", "matrix", "likelihood")
        for value in shown_values(getattr(public, name))
    )
    assert shown_values(public.medians)
    assert shown_values(public.likelihood)
    assert attack.derived() == []
    assert attack.unmasked() == []


def test_an_area_where_all_say_the_same_is_hidden() -> None:
    scored = answers(4)
    scored.loc[scored["area"] == 1, ["likelihood", "consequence", "result", "level"]] = [4, 4, 16, "red"]
    public = area_tables(scored, codebook())
    assert shown_values(public.levels.loc[[1]]) == shown_values(public.likelihood.loc[[1]]) == []


def test_answers_that_gave_only_the_level_are_counted_by_level_alone() -> None:
    scored = answers(5)
    scored = scored.assign(likelihood=None, consequence=None, result=None)
    public = area_tables(scored, codebook())
    assert shown_values(public.levels)
    assert shown_values(public.matrix) == shown_values(public.medians) == []


@pytest.mark.parametrize(
    ("values", "may"),
    [([2, 2, 2, 3, 1], True), ([2, 2, 1, 3, 1], False), ([1, 1, 2, 2], False), ([1, 1, 1, 2, 2, 2], False)],
)
def test_a_median_is_shown_when_three_of_five_or_more_gave_it(values: list[int], may: bool) -> None:
    assert may_show_median(pd.Series(values)) is may


# Rules and statistics


def test_a_rule_that_moves_one_or_two_is_hidden() -> None:
    rows = [
        ("as_reported", 11, 7, 5, 0),
        ("red_from", 11, 8, 4, 1),  # one had exactly three red areas
        ("red_from", 11, 2, 10, 5),
        ("profile", 4, 8, 11, 13),  # strict: one had exactly one red area, since 10 had two or more
        ("green_yellow_max", 11, 7, 5, 0),  # nobody moves: that singles nobody out
        ("red_cells", 9, 9, 5, 2),
        ("yellow_cells", 23, 0, 0, 12),  # everybody green
    ]
    frame = pd.DataFrame(rows, columns=["change", *LEVELS, "moved"]).assign(undetermined=0)
    shown = rule_table(frame)["red"].notna()
    assert list(shown) == [True, False, True, False, True, False, False]


# 2020 as first made up for eksempelfylket: rows CosDoc, DIPS, Gerica, Visma Profil.
TESTED = pd.DataFrame([[0, 0, 2], [1, 1, 1], [7, 3, 0], [3, 3, 2]], columns=list(LEVELS))
TESTED.index = pd.Index(["CosDoc", "DIPS", "Gerica", "Visma Profil"])
PUBLIC = pd.DataFrame([[7, None, None], [None, 3, None], [None] * 3], columns=list(LEVELS)).astype("Int64")
PUBLIC.index = pd.Index(["Gerica", "Visma Profil", OTHER])
GROUP_OF = {"CosDoc": OTHER, "DIPS": OTHER, "Gerica": "Gerica", "Visma Profil": "Visma Profil"}


def kruskal_p(counts: np.ndarray, decimals: int) -> float:
    return round(contingency(counts.T, "kruskal").pvalue, decimals)


def test_a_p_value_with_three_decimals_singles_out_one_of_47_tables() -> None:
    fits = [t for t in every_table(TESTED.to_numpy()) if (t >= 0).all() and t[2, 0] == 7 and t[3, 1] == 3]
    assert len(fits) == 47
    assert [t.tolist() for t in fits if kruskal_p(t, 3) == 0.038] == [TESTED.to_numpy().tolist()]
    assert not may_say(TESTED, PUBLIC, lambda counts: kruskal_p(counts, 3), GROUP_OF)
    assert may_say(TESTED, PUBLIC, lambda counts: kruskal_p(counts, 2), GROUP_OF)


def test_perfect_order_tells_everybodys_zone_and_a_middling_one_does_not() -> None:
    def concordant(zone: list[str]) -> int:
        codes = [LEVELS.index(level) for level in zone]  # type: ignore[arg-type]
        return sum(b - a for a, b in combinations(codes, 2))

    assert not may_say_of_each(["green"] * 3 + ["yellow"] * 3 + ["red"] * 3, concordant)
    assert may_say_of_each(
        ["green", "red", "yellow", "green", "red", "yellow", "green", "yellow", "red"], concordant
    )


def test_a_report_is_attacked_through_its_figures_csv() -> None:
    """Two green large ones: the table of this report shows enough to name their zone."""
    frame = zones([("small", "Gerica", zone) for zone in LEVELS * 3] + [("large", "DIPS", "green")] * 2)
    told = [
        ("zones", "year,2020", f"zone,{level}", f"count,{n}")
        for level, n in zip(LEVELS, (5, 3, 3), strict=True)
    ]
    told += [
        ("size", "size,small", "green,3", "yellow,3", "red,3"),
        ("size", "size,large", "green,", "yellow,", "red,"),
    ]
    lines = [f"{name},Tabell,{row},{cell}" for row, (name, *cells) in enumerate(told) for cell in cells]
    attack = insider(("2020", frame))
    read_report(attack, read_figures("\n".join(["id,caption,row,column,value", *lines])), "2020")
    assert ("size 2020", "large", "green") in attack.derived()
    assert {(who["size_2020"], value) for who, _, value, has in attack.unmasked() if has} == {
        ("large", "green")
    }
