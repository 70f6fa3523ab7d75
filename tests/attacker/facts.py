"""What a publication of one round says, as facts about everybody's answers."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product
from typing import Any

from attacker.answers import LEVELS, MANY, MEASURES, PAIRS, PROFILES, SILENT, STEPS, level, measured, profile
from attacker.rounds import AREAS, Answer
from attacker.worlds import Fact, Part, State, Weight, Worlds

PUBLISHER = "publisher"
C = 2
"""How many may pool what they know when no larger group is known to share a service."""


@dataclass
class Publication:
    """All that is printed of one round; what is empty is not printed.

    `by` is zones by something known of the members, such as their EPJ system: (attribute, value) → zone → count.
    `c` is the limit that the attacker knows to be behind what is hidden; None where none is.
    """

    answered: int
    zones: Mapping[str, int] = field(default_factory=dict)
    levels: Mapping[int, Mapping[str, int]] = field(default_factory=dict)
    medians: Mapping[tuple[str, int], float] = field(default_factory=dict)
    steps: Mapping[tuple[str, int], Mapping[int, int]] = field(default_factory=dict)
    matrix: Mapping[tuple[int, int], int] = field(default_factory=dict)
    by: Mapping[tuple[str, str], Mapping[str, int]] = field(default_factory=dict)
    c: int | None = C


def worlds(
    answers: Mapping[str, Answer],
    printed: Publication,
    invited: Collection[str],
    known: Mapping[str, Mapping[str, str]] | None = None,
    *,
    late: Collection[str] = (),
    before: Publication | None = None,
) -> Worlds:
    """The worlds that fit `printed`, and `before`, printed when the `late` had not answered yet.

    `known` is what the register says of each member.
    """
    options: dict[Part, Sequence[State]] = {}
    truth: dict[Part, State] = {}
    for who in invited:
        given = answers.get(who)
        for area in AREAS:
            options[Part(who, f"{area}")] = (*PAIRS, SILENT)
            truth[Part(who, f"{area}")] = SILENT if given is None else given[area - 1]
        options[Part(who, "zone")] = (*PROFILES, SILENT)
        truth[Part(who, "zone")] = SILENT if given is None else profile(given)
    facts = [*_one_answer_each(invited)]
    for publication, among in ((printed, set(invited)), (before, set(invited) - set(late))):
        if publication is not None:
            facts += _facts(publication, among, known or {}, options, f"{len(among)}")
    return Worlds(options, truth, facts)


def _one_answer_each(invited: Collection[str]) -> Iterator[Fact]:
    """Zone and areas are one and the same answer, or none."""
    for me, (name, counted) in product(invited, (("red", "red"), ("yellow", "yellow"), ("missing", None))):

        def least(_: str, part: str, state: Any, name: str = name, counted: Any = counted) -> float:
            if state == SILENT:
                return 0
            return -float(getattr(state, name)) if part == "zone" else float(level(state) == counted)

        def most(who: str, part: str, state: Any, name: str = name, least: Any = least) -> float:
            above = len(AREAS) if part == "zone" and state != SILENT and getattr(state, name) == MANY else 0
            return float(least(who, part, state) - above)

        yield Fact(least, 0, len(AREAS), alone=me)
        yield Fact(most, -2 * len(AREAS), 0, alone=me)
    for me, area in product(invited, AREAS):

        def silent(_: str, part: str, state: State, area: int = area) -> float:
            return {"zone": -1.0, f"{area}": 1.0}.get(part, 0.0) if state == SILENT else 0.0

        yield Fact(silent, 0, 0, alone=me)


def _facts(
    printed: Publication,
    among: Collection[str],
    known: Mapping[str, Mapping[str, str]],
    options: dict[Part, Sequence[State]],
    label: str,
) -> Iterator[Fact]:
    def zone(value: str | None, *, of: tuple[str, str] | None = None) -> Any:
        """Counts those whose zone is `value`, or all who answered."""

        def counts(who: str, part: str, state: Any) -> float:
            if part != "zone" or who not in among or state == SILENT:
                return 0
            if of is not None and known.get(who, {}).get(of[0]) != of[1]:
                return 0
            return float(value is None or state.zone == value)

        return counts

    def area(number: int | None, test: Any) -> Any:
        def counts(who: str, part: str, state: Any) -> float:
            if who not in among or part == "zone" or (number is not None and part != f"{number}"):
                return 0
            return float(state != SILENT and test(state))

        return counts

    yield _exactly(zone(None), printed.answered, "zone")
    for value, n in printed.zones.items():
        yield _exactly(zone(value), n, "zone")
    for group, row in printed.by.items():
        for value, n in row.items():
            yield _exactly(zone(value, of=group), n, "zone")
    for number, row in printed.levels.items():
        for value, n in row.items():
            yield _exactly(area(number, lambda pair, value=value: level(pair) == value), n, f"{number}")
    for (measure, number), steps in printed.steps.items():
        for step, n in steps.items():
            yield _exactly(
                area(number, lambda pair, m=measure, step=step: measured(pair, m) == step), n, f"{number}"
            )
    for cell, n in printed.matrix.items():
        yield _exactly(area(None, lambda pair, cell=cell: pair == cell), n)
    for (measure, number), median in printed.medians.items():
        answered = sum(printed.levels[number].values())
        part = Part(PUBLISHER, f"median {measure} {number} {label}")
        options[part] = _middles(measure, median, answered)
        yield from _median(
            lambda test, number=number: area(number, test),
            f"{number}",
            measure,
            part,
            options[part],
            answered,
        )
    if printed.c is not None:
        yield from _reasons(printed, printed.c, zone, area, options, f"hidden {label}")


def _reasons(
    printed: Publication, c: int, zone: Any, area: Any, options: dict[Part, Sequence[State]], name: str
) -> Iterator[Fact]:
    """Who knows the rules knows that something stands nearly alone where it is hidden, but not which."""
    alone: dict[State, Weight]
    if not printed.zones:
        alone = {value: _zone_but(zone, value) for value in LEVELS}
    elif len(printed.levels) < len(AREAS):
        gone = [number for number in AREAS if number not in printed.levels]
        alone = {(number, value): area(number, lambda pair, value=value: level(pair) not in (value, None))
                 for number in gone for value in LEVELS}  # fmt: skip
    elif not printed.matrix:
        alone = {
            (number, m, step): area(
                number, lambda pair, m=m, step=step: measured(pair, m) not in (step, None)
            )
            for number, m, step in product(AREAS, MEASURES[:2], STEPS)
        }
    else:
        return
    part = Part(PUBLISHER, name)
    options[part] = tuple(alone)
    for reason, weight in alone.items():

        def few(who: str, own: str, state: Any, weight: Any = weight, reason: Any = reason) -> float:
            if (who, own) == part:
                return float(printed.answered) if state == reason else 0
            return float(weight(who, own, state))

        yield Fact(few, 0, c + printed.answered)


def _zone_but(zone: Any, value: str) -> Weight:
    """Counts those in another zone than `value`, of those who have one."""
    others = [zone(other) for other in LEVELS if other != value]
    return lambda who, part, state: sum(other(who, part, state) for other in others)


def _exactly(weight: Any, n: float, part: str = "") -> Fact:
    return Fact(weight, n, n, parts=(part,) if part else ())


def _middles(measure: str, median: float, answered: int) -> list[State]:
    """The two middle values that give the median; one and the same when the number of answers is odd."""
    values = sorted({v for pair in PAIRS if (v := measured(pair, measure)) is not None})
    pairs = [(low, high) for low in values for high in values if low <= high and low + high == 2 * median]
    return [pair for pair in pairs if answered % 2 == 0 or pair[0] == pair[1]]


def _median(
    area: Any, number: str, measure: str, part: Part, middles: Sequence[Any], answered: int
) -> Iterator[Fact]:
    """If `low` and `high` are in the middle, that many are at or below each, and not more are below."""
    for middle, place in product(middles, (0, 1)):
        rank = (answered + 1) // 2 + (place if answered % 2 == 0 else 0)
        value = middle[place]

        def at_or_below(who: str, name: str, state: Any, middle: Any = middle, value: int = value,
                        rank: int = rank) -> float:  # fmt: skip
            if (who, name) == part:
                return -float(rank) if state == middle else 0
            return float(
                area(lambda pair: (own := measured(pair, measure)) is not None and own <= value)(
                    who, name, state
                )
            )

        def below(who: str, name: str, state: Any, middle: Any = middle, value: int = value,
                  rank: int = rank) -> float:  # fmt: skip
            if (who, name) == part:
                return float(answered - rank + 1) if state == middle else 0
            return float(
                area(lambda pair: (own := measured(pair, measure)) is not None and own < value)(
                    who, name, state
                )
            )

        yield Fact(at_or_below, 0, float("inf"), parts=(number, part.name))
        yield Fact(below, 0, answered, parts=(number, part.name))
