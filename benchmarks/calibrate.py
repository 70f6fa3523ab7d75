"""Calibrates the declared tests on made-up rounds, and writes what came out into docs/method.md.

Run by `make calibrate`; `benchmarks/calibrate.py 200` makes so many rounds of each kind and only prints. The seed is
fixed, so the figures change only when the method does.
"""

from __future__ import annotations

import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ros_analysis.exact import (
    Exact,
    MonteCarlo,
    Untestable,
    benjamini_hochberg,
    contingency,
    detectable_correlation,
    detectable_difference,
    detectable_standing_out,
    holm,
    kendall,
    kruskal,
    paired_steps,
    rank_correlation,
    signed,
    signed_interval,
    somers_interval,
    step_down,
)
from ros_analysis.exact.results import clopper_pearson

METHOD = Path(__file__).parents[1] / "docs" / "method.md"
BEGIN, END = "<!-- calibration: written by make calibrate -->", "<!-- end of calibration -->"
SEED = 20200904
ROUNDS = 2_000
LEVEL = 0.05
DRAWS = 1_999
"""Of the orders of each simulated test: p = (b + 1) / (m + 1) holds its level for any number of draws."""
SYSTEMS = {"A": 0.4, "B": 0.3, "C": 0.2, "D": 0.1}
BY_CLASS = {0: (0.1, 0.2, 0.3, 0.4), 1: (0.3, 0.3, 0.2, 0.2), 2: (0.8, 0.1, 0.1, 0.0)}
LOG_POPULATION = (8.7, 0.95)
CLASSES = np.log([5_000, 20_000])
LASTING, COMMON = 0.5, 0.5
"""Of a municipality's latent risk: the share of its variance that lasts between rounds; of an area's: that is its
municipality's."""

Array = np.ndarray
P = float | None


@dataclass(frozen=True)
class Made:
    """How rounds are made: what they look like, and what goes with what."""

    answered: int = 23
    areas: int = 8
    cuts: tuple[float, ...] = (-1.0, 0.0, 1.0)
    by_size: float = 0.0
    system_by_class: bool = False
    service: float = 0.0
    system_a: float = 0.0
    moved: float = 0.0
    bad_area: float = 0.0


@dataclass(frozen=True)
class Round:
    """Results (units × areas) in two rounds of those who answered, and what is known of them."""

    before: Array
    after: Array
    population: Array
    system: Sequence[str]
    size: Sequence[int]
    service: Sequence[int]


def made(how: Made, rng: np.random.Generator) -> Round:
    """One made-up round and the one before it."""
    n = how.answered
    population = rng.normal(*LOG_POPULATION, n)
    size = np.searchsorted(CLASSES, population)
    service = np.repeat(np.arange(4 * n), [1, 2, 3, 4] * n)[:n] if how.service else np.arange(n)
    shares = [BY_CLASS[one] if how.system_by_class else tuple(SYSTEMS.values()) for one in size]
    own = np.array([rng.choice(list(SYSTEMS), p=np.divide(share, sum(share))) for share in shares])
    system = own[np.unique(service, return_index=True)[1]][service]
    of_service = rng.standard_normal(service.max() + 1)[service]
    lasting = np.sqrt(how.service) * of_service + np.sqrt(1 - how.service) * rng.standard_normal(n)
    scaled = (population - LOG_POPULATION[0]) / LOG_POPULATION[1]
    raised = how.by_size * scaled + how.system_a * (system == "A")
    bad = np.zeros((n, how.areas))
    bad[:, 0] = how.bad_area * (system == "A")
    return Round(
        before=_answers(how, lasting + raised, bad, rng),
        after=_answers(how, lasting + raised + how.moved, bad, rng),
        population=np.exp(population).round(2),
        system=system.tolist(),
        size=size.tolist(),
        service=service.tolist(),
    )


def _answers(how: Made, risk: Array, bad: Array, rng: np.random.Generator) -> Array:
    """Likelihood × consequence of each area; one area in fifty is not answered."""
    now = np.sqrt(LASTING) * risk + np.sqrt(1 - LASTING) * rng.standard_normal(len(risk))
    latent = np.sqrt(COMMON) * now[:, None] + np.sqrt(1 - COMMON) * rng.standard_normal(bad.shape) + bad
    likelihood, consequence = (
        1 + np.searchsorted(how.cuts, latent + 0.5 * rng.standard_normal(bad.shape)) for _ in range(2)
    )
    return np.where(rng.random(bad.shape) < 0.02, np.nan, likelihood * consequence)


def plan_2(this: Round, shared: bool = False) -> tuple[P, P, P, P]:
    """p of size, EPJ, change and areas × EPJ as declared; None for what can't be tested."""
    score = np.nanmean(this.after, axis=1)
    areas, systems, strata = this.after, list(this.system), list(this.size)
    if shared:
        services = sorted(set(this.service))
        member = [np.flatnonzero(np.array(this.service) == one) for one in services]
        areas = np.array([np.nanmean(areas[units], axis=0) for units in member])
        systems, strata = [systems[units[0]] for units in member], None
    unit_score = np.nanmean(areas, axis=1)
    systems = pooled(systems)
    return (
        p_of(lambda: rank_correlation(score, this.population, draws=DRAWS)),
        p_of(lambda: kruskal(unit_score, systems, strata, draws=DRAWS, seed=SEED)),
        p_of(lambda: signed((score - np.nanmean(this.before, axis=1)).tolist())),
        p_of(lambda: step_down(areas, systems, strata, draws=DRAWS, seed=SEED).any_area),
    )


def plan_1(this: Round) -> tuple[P, P, P, P]:
    """p of size, EPJ and change on zones, and the smallest of areas × {size, EPJ} by Benjamini and Hochberg."""
    before, after = zones(this.before), zones(this.after)
    systems = pooled(this.system)
    level = np.searchsorted([4.5, 8.5], np.nan_to_num(this.after, nan=1.0))
    by_area = [
        p
        for area in level.T
        for p in (
            p_of(lambda area=area: contingency(counted(area, systems), "kruskal")),
            p_of(lambda area=area: kendall(area, this.population)),
        )
    ]
    adjusted = [p for p in benjamini_hochberg(by_area) if p is not None]
    return (
        p_of(lambda: kendall(after, this.population)),
        p_of(lambda: contingency(counted(after, systems), "kruskal")),
        p_of(lambda: paired_steps(before, after)),
        min(adjusted, default=None),
    )


def zones(results: Array) -> Array:
    """Red with three red areas, green with no more than one that isn't green."""
    red, yellow = (results > 8.5).sum(axis=1), ((results > 4.5) & (results <= 8.5)).sum(axis=1)
    return np.where(red >= 3, 2, np.where(red + yellow <= 1, 0, 1))


def counted(levels: Array, groups: Sequence[str]) -> Array:
    table = np.zeros((3, len(set(groups))), dtype=int)
    np.add.at(table, (levels, np.unique(groups, return_inverse=True)[1]), 1)
    return table


def pooled(groups: Sequence[str]) -> list[str]:
    many = Counter(groups)
    return [group if many[group] > 1 else "other" for group in groups]


def p_of(test: Callable[[], Exact | MonteCarlo]) -> P:
    """None for what can't be tested, or could never have come below the level."""
    try:
        found = test()
    except Untestable:
        return None
    return None if isinstance(found, Exact) and found.smallest_p >= LEVEL else found.pvalue


NULL = {
    "independent": Made(),
    "EPJ goes with the size class, risk with size": Made(by_size=-0.8, system_by_class=True),
    "shared service, correlation 0.3, services given": Made(service=0.3),
    "lopsided, nearly all red": Made(cuts=(-3.0, -2.5, -1.5)),
    "5 × 5, ten areas": Made(areas=10, cuts=(-1.2, -0.4, 0.4, 1.2)),
    "40 members": Made(answered=40),
}
QUESTIONS = ("size", "EPJ", "change", "areas × EPJ")


def false_relations(rounds: int) -> list[str]:
    """In how many rounds without a relation does at least one question find it after Holm?"""
    head = [
        "| rounds without a relation | any, after Holm | share | 95 % interval | alone, before Holm |",
        "|---|---|---|---|---|",
    ]
    return head + [_null_row(name, how, rounds) for name, how in NULL.items()]


def _null_row(name: str, how: Made, rounds: int) -> str:
    rng = np.random.default_rng(SEED)
    every = [plan_2(made(how, rng), shared=how.service > 0) for _ in range(rounds)]
    null = [place for place in range(4) if not (how.by_size and place == 0)]
    after = [holm(ps) for ps in every]
    false = sum(any(found(ps[place]) for place in null) for ps in after)
    alone = ", ".join(
        f"{QUESTIONS[place]} {np.mean([found(ps[place]) for ps in every if ps[place] is not None] or [0]):.1%}"
        for place in null
    )
    low, high = clopper_pearson(false, rounds)
    return f"| {name} | {false} of {rounds} | {false / rounds:.1%} | {low:.1%}–{high:.1%} | {alone} |"


def found(p: P) -> bool:
    return p is not None and p < LEVEL


POWER = {
    "change": (2, Made(moved=-0.6), Made(moved=-0.9)),
    "size": (0, Made(by_size=-0.6), Made(by_size=-1.0)),
    "one system higher": (1, Made(system_a=1.5), Made(system_a=2.2)),
    "one bad area of one system": (3, Made(bad_area=1.6), Made(bad_area=2.6)),
}


def power(rounds: int) -> list[str]:
    """How often each plan finds what is there, before Holm, with 23 answers."""
    rounds //= 4
    rows = [
        f"| what is there ({rounds} rounds) | plan 1, zones | plan 2, scores |",
        "|---|---|---|",
    ]
    for name, (place, *effects) in POWER.items():
        for strength, how in zip(("weaker", "stronger"), effects, strict=True):
            rng = np.random.default_rng(SEED + 1)
            both = [
                (plan_1(one)[place], plan_2(one)[place]) for one in (made(how, rng) for _ in range(rounds))
            ]
            old, new = (np.mean([found(p) for p in ps]) for ps in zip(*both, strict=True))
            rows.append(f"| {name}, {strength} | {old:.0%} | {new:.0%} |")
    return rows


def coverage(rounds: int) -> list[str]:
    """How often the printed intervals hold the true value, at several true values."""
    rows = ["| interval, answers | true value | intervals that hold it | share |", "|---|---|---|---|"]
    for answered in (12, 23, 40):
        for by_size in (0.0, -0.4, -0.9, -1.6):
            how = Made(answered=answered, by_size=by_size)
            rows.append(_coverage_row("Somers' D", how, _d, rounds))
        for moved in (0.0, -0.5, -1.0):
            rows.append(_coverage_row("mean change", Made(answered=answered, moved=moved), _change, rounds))
    return rows


def _d(this: Round) -> tuple[float, float, float] | None:
    estimate = somers_interval(np.nanmean(this.after, axis=1), this.population, draws=DRAWS)
    return estimate and (estimate.value, estimate.low, estimate.high)


def _change(this: Round) -> tuple[float, float, float] | None:
    moves = np.nanmean(this.after, axis=1) - np.nanmean(this.before, axis=1)
    estimate = signed_interval(moves.tolist())
    return estimate and (estimate.value, estimate.low, estimate.high)


def _coverage_row(
    name: str, how: Made, interval: Callable[[Round], tuple[float, float, float] | None], rounds: int
) -> str:
    rng = np.random.default_rng(SEED + 2)
    # Both estimates are right on average, so that their mean over other rounds is the true value.
    values = [interval(made(how, rng)) for _ in range(2 * rounds)]
    true = float(np.mean([one[0] for one in values if one]))
    known = [one for one in (interval(made(how, rng)) for _ in range(rounds)) if one]
    held = sum(low <= true <= high for _, low, high in known)
    return f"| {name}, {how.answered} | {true:.2f} | {held} of {len(known)} | {held / len(known):.1%} |"


def power_at_detectable(rounds: int) -> list[str]:
    """How often each test finds, in new rounds, an effect of the size that the report calls detectable."""
    rng = np.random.default_rng(SEED + 3)
    rounds //= 2
    rows = [f"| test, answers | level | detectable | found in {rounds} rounds |", "|---|---|---|---|"]
    for level in (LEVEL, LEVEL / 4):
        for answered in (23, 40):
            this = made(Made(answered=answered), rng)
            score = np.nanmean(this.after, axis=1)
            moves = score - np.nanmean(this.before, axis=1)
            groups = pooled(this.system)
            rows += [
                _detected("size", answered, level, *_size_found(score, this.population, level, rounds, rng)),
                _detected("EPJ", answered, level, *_system_found(score, groups, level, rounds, rng)),
                _detected("change", answered, level, *_change_found(moves, level, rounds, rng)),
            ]
    return rows


def _detected(name: str, answered: int, level: float, effect: float, share: float) -> str:
    return f"| {name}, {answered} | {level:.4g} | {effect:.2f} | {share:.1%} |"


Found = tuple[float, float]


def _size_found(
    score: Array, population: Array, level: float, rounds: int, rng: np.random.Generator
) -> Found:
    effect = detectable_correlation(score, population, level=level).effect or np.nan
    rho = np.sin(np.pi / 2 * effect)
    drawn = rng.multivariate_normal([0, 0], [[1, rho], [rho, 1]], (rounds, len(score)))
    ps = [rank_correlation(np.round(8 * one[:, 0]), one[:, 1], draws=DRAWS).pvalue for one in drawn]
    return effect, float(np.mean([p < level for p in ps]))


def _system_found(
    score: Array, groups: list[str], level: float, rounds: int, rng: np.random.Generator
) -> Found:
    detectable = detectable_standing_out(score, groups, level=level)
    if detectable.strength is None:
        return np.nan, np.nan
    names, sizes = np.unique(groups, return_counts=True)
    one = names[np.argmax(sizes * (len(groups) - sizes))]
    raised = rng.standard_normal((rounds, len(groups))) + detectable.strength * (np.array(groups) == one)
    rank = np.argsort(np.argsort(raised, axis=1), axis=1)
    ps = [kruskal(np.sort(score)[order], groups, draws=DRAWS, seed=SEED).pvalue for order in rank]
    return detectable.effect or np.nan, float(np.mean([p < level for p in ps]))


def _change_found(moves: Array, level: float, rounds: int, rng: np.random.Generator) -> Found:
    effect = detectable_difference(moves.tolist(), level=level).effect or np.nan
    spread = np.sqrt((moves**2).mean() - effect**2)
    drawn = np.round(8 * rng.normal(effect, spread, (rounds, len(moves)))) / 8
    return effect, float(np.mean([signed(one.tolist()).pvalue < level for one in drawn]))


SECTIONS = {
    "(a) Relations found where there are none": false_relations,
    "(b) Power beside plan 1": power,
    "(c) Coverage of the printed intervals": coverage,
    "(d) Power at the detectable effect": power_at_detectable,
}


def main() -> int:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS
    sections = []
    for title, section in SECTIONS.items():
        start = time.perf_counter()
        lines = [f"**{title}**", "", *section(rounds), ""]
        sections += lines
        print("\n".join(lines), f"{time.perf_counter() - start:.0f} s\n", sep="\n", flush=True)
    if rounds == ROUNDS:
        before, rest = METHOD.read_text("utf-8").split(BEGIN)
        after = rest.split(END)[1]
        METHOD.write_text(f"{before}{BEGIN}\n\n" + "\n".join(sections) + f"\n{END}{after}", "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
