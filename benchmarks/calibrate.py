"""Calibrates the whole chain on made-up rounds, and writes what came out into docs/method.md.

Run by `make calibrate`. The seed is fixed, so the figures change only when the method does.
"""

from __future__ import annotations

import gc
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pandas as pd
from scipy.special import expit
from scipy.stats import norm

from ros_analysis.analysis.change import change_finding, transition
from ros_analysis.analysis.findings import LEVEL, Finding
from ros_analysis.analysis.significance import factor_finding, judged
from ros_analysis.exact import clopper_pearson, contingency, kendall, paired_steps
from ros_analysis.exact.detectable import (
    DetectableEffect,
    detectable_groups,
    detectable_rank,
    detectable_steps,
)
from ros_analysis.exact.intervals import somers_d
from ros_analysis.exact.latent import draw_levels, falling, standing_out
from ros_analysis.survey import FACTORS
from ros_analysis.survey.codebook import LEVELS, read_codebook
from ros_analysis.survey.comparable import Unit

METHOD = Path(__file__).parents[1] / "docs" / "method.md"
CODEBOOK = read_codebook(Path(__file__).parents[1] / "data" / "raw" / "codebook.toml")
BEGIN, END = "<!-- calibration: written by make calibrate -->", "<!-- end of calibration -->"
SEED = 20200904
ROUNDS = 2_000
INVITED, ANSWERED, COMPARABLE = 26, 23, 21
ZONE_SHARES = np.array([11, 7, 5]) / 23
SYSTEM_SHARES = {"A": 0.4, "B": 0.3, "C": 0.2, "D": 0.1}
LOG_POPULATION = (8.7, 0.95)
STABILITY = 0.5
COVERAGE_DRAWS = 10_000
POWER_DRAWS = 10_000
ROUND_MARGINS = (
    ((11, 7, 5), (9, 7, 5, 2), [1] * 9 + [2] * 3),
    ((13, 7, 13), (14, 9, 6, 4), [1] * 14 + [2] * 4),
)
"""Zones, municipalities per EPJ system and steps of those who moved, as in rounds of 23 and 33 answers."""

RELATIONS = (0.0, -0.2, -0.4, -0.6, -0.8)

Array = np.ndarray


def null_rounds(rng: np.random.Generator) -> Iterator[tuple[pd.DataFrame, pd.DataFrame]]:
    """Two rounds each: zones go with nothing but the municipality's own zone last time."""
    for _ in range(ROUNDS):
        lasting = rng.standard_normal(INVITED)
        yield _round(lasting, rng), _round(lasting, rng)


def _round(lasting: Array, rng: np.random.Generator) -> pd.DataFrame:
    latent = np.sqrt(STABILITY) * lasting + np.sqrt(1 - STABILITY) * rng.standard_normal(INVITED)
    zones = np.array(LEVELS, dtype=object)[_zones(latent)]
    answered = np.isin(np.arange(INVITED), rng.choice(INVITED, ANSWERED, replace=False))
    return pd.DataFrame(
        {
            "number": [f"98{place:02}" for place in range(INVITED)],
            "population": np.exp(rng.normal(*LOG_POPULATION, INVITED)).astype(int),
            "size": CODEBOOK.size_class[0].code,
            "answered": answered,
            "epj": rng.choice(list(SYSTEM_SHARES), INVITED, p=list(SYSTEM_SHARES.values())),
            "zone": np.where(answered, zones, None),
        }
    )


def _zones(latent: Array) -> Array:
    return np.searchsorted(norm.ppf(np.cumsum(ZONE_SHARES)[:-1]), latent)


def findings_of(last: pd.DataFrame, this: pd.DataFrame) -> tuple[Finding, ...]:
    """The three findings of a round, by the functions that the report uses."""
    same = [Unit((number,), (number,), unchanged=True) for number in this["number"][:COMPARABLE]]
    change = change_finding(transition(last, this, same))
    return judged((*(factor_finding(this, factor, CODEBOOK) for factor in FACTORS), change))


def false_relations() -> list[str]:
    """In how many rounds without any relation is at least one worded as a relation?"""
    rng = np.random.default_rng(SEED)
    rounds = [findings_of(last, this) for last, this in null_rounds(rng)]
    any_of_three = sum(any(one.verdict == "related" for one in found) for found in rounds)
    rows = [_share_row("any of the three, as worded", any_of_three, len(rounds))]
    for place, name in enumerate(("size", "EPJ system", "change")):
        tested = [found[place] for found in rounds if found[place].p is not None]
        below = sum(one.p is not None and one.p < LEVEL for one in tested)
        rows.append(_share_row(f"{name}: p < 0.05 before Holm", below, len(tested)))
    return [
        "| made-up rounds without any relation | rounds | share | 95 % interval |",
        "|---|---|---|---|",
        *rows,
    ]


def _share_row(name: str, k: int, n: int) -> str:
    low, high = clopper_pearson(k, n)
    return f"| {name} | {k} of {n} | {k / n:.1%} | {low:.1%}–{high:.1%} |"


def coverage() -> list[str]:
    """How often the interval for Somers' D holds the true value, at several true values."""
    rng = np.random.default_rng(SEED + 1)
    rows = [_coverage_row(relation, n, rng) for n in (ANSWERED, 33) for relation in RELATIONS]
    return ["| municipalities | true D | intervals that hold it | share |", "|---|---|---|---|", *rows]


def _coverage_row(relation: float, n: int, rng: np.random.Generator) -> str:
    true = _true_d(relation)
    held = sum(
        found.low <= true <= found.high
        for found in (somers_d(*_pair(relation, n, rng)) for _ in range(COVERAGE_DRAWS))
    )
    return f"| {n} | {true:.2f} | {held} of {COVERAGE_DRAWS} | {held / COVERAGE_DRAWS:.1%} |"


def _pair(relation: float, n: int, rng: np.random.Generator) -> tuple[Array, Array]:
    size = rng.standard_normal(n)
    latent = relation * size + np.sqrt(1 - relation**2) * rng.standard_normal(n)
    return _zones(latent), size


def _true_d(relation: float, pairs: int = 4_000_000) -> float:
    """Somers' D of the model itself, from very many independent pairs of municipalities."""
    rng = np.random.default_rng(SEED + 2)
    (zone, size), (other_zone, other_size) = (_pair(relation, pairs, rng) for _ in range(2))
    return float(np.mean(np.sign(size - other_size) * np.sign(zone - other_zone)))


def power_at_detectable() -> list[str]:
    """How often each test gives p < 0.05 in new rounds made at exactly the effect that the report calls detectable."""
    rng = np.random.default_rng(SEED + 3)
    rows = []
    for levels, sizes, steps in ROUND_MARGINS:
        population = np.exp(rng.normal(*LOG_POPULATION, sum(levels))).round()
        groups = np.repeat(np.arange(len(sizes)), sizes)
        rank, group, paired = (
            detectable_rank(levels, population),
            detectable_groups(levels, sizes),
            detectable_steps(steps),
        )
        margins = "/".join(str(count) for count in levels)
        by_size = _rank_power(levels, population, rank.strength or 0.0)
        by_group = _group_power(
            levels, standing_out(groups, *(group.stands_out or (0, 1))), groups, group.strength or 0.0
        )
        by_step = _step_power(np.abs(steps), paired.strength or 0.0, rng)
        rows.append(_power_row(f"size, zones {margins}", rank, by_size))
        rows.append(_power_row(f"EPJ, zones {margins}, groups {sizes}", group, by_group))
        rows.append(_power_row(f"change, {len(steps)} moved", paired, by_step))
    return ["| test and margins | detectable D | pairs | found (p < 0.05) |", "|---|---|---|---|", *rows]


def _rank_power(levels: Sequence[int], population: Array, strength: float) -> float:
    order = np.sign(np.subtract.outer(population, population))
    p: dict[int, float] = {}
    found = 0
    for zones in draw_levels(levels, falling(population), strength, draws=POWER_DRAWS, seed=SEED):
        s = abs(int((order * np.sign(np.subtract.outer(zones, zones))).sum()))
        if s not in p:
            p[s] = kendall(zones, population).pvalue
        found += p[s] < LEVEL
    return found / POWER_DRAWS


def _group_power(levels: Sequence[int], lean: Array, groups: Array, strength: float) -> float:
    p: dict[bytes, float] = {}
    found = 0
    for zones in draw_levels(levels, lean, strength, draws=POWER_DRAWS, seed=SEED):
        table = np.zeros((len(levels), groups.max() + 1), dtype=np.int64)
        np.add.at(table, (zones, groups), 1)
        key = table.tobytes()
        if key not in p:
            p[key] = contingency(table, "kruskal").pvalue
        found += p[key] < LEVEL
    return found / POWER_DRAWS


def _step_power(sizes: Array, strength: float, rng: np.random.Generator) -> float:
    same_way = rng.random((POWER_DRAWS, len(sizes))) < expit(strength * sizes)
    sums = (np.where(same_way, 1, -1) * sizes).sum(axis=1)
    # Any signs that add up to the sum have its p, so that each sum is tested once.
    rows = {int(total): row for total, row in zip(sums, same_way, strict=True)}
    p = {
        total: paired_steps(np.zeros(len(sizes), int), np.where(row, sizes, -sizes)).pvalue
        for total, row in rows.items()
    }
    return float(np.mean([p[int(total)] < LEVEL for total in sums]))


def _power_row(name: str, detectable: DetectableEffect, found: float) -> str:
    return f"| {name} | {detectable.effect or 0:.2f} | {detectable.pairs or 0:.0%} | {found:.1%} |"


SECTIONS = {
    "(a) Relations found where there are none": false_relations,
    "(b) Coverage of the interval for Somers' D": coverage,
    "(c) Power at the detectable effect": power_at_detectable,
}


def main() -> int:
    gc.freeze()  # statsmodels collects garbage in every adjustment, which costs more than all tests together
    sections = []
    for title, section in SECTIONS.items():
        start = time.perf_counter()
        sections += [f"**{title}**", "", *section(), ""]
        print(f"{title}: {time.perf_counter() - start:.0f} s", flush=True)
    before, rest = METHOD.read_text("utf-8").split(BEGIN)
    after = rest.split(END)[1]
    METHOD.write_text(f"{before}{BEGIN}\n\n" + "\n".join(sections) + f"\n{END}{after}", "utf-8")
    print("\n".join(sections))
    return 0


if __name__ == "__main__":
    sys.exit(main())
