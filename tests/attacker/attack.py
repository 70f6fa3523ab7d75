"""Everybody who could know something tries to find out what somebody else answered."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from functools import cache, partial
from itertools import combinations
from typing import Any, NamedTuple, cast

from attacker.answers import MEASURES, SILENT, level, measured
from attacker.facts import C
from attacker.worlds import Knowledge, Part, State, Worlds


class Leak(NamedTuple):
    """What `attackers` can prove of `who`: that it has `value`, or that it doesn't although somebody has."""

    attackers: tuple[str, ...]
    who: str
    secret: str
    value: Any
    has_it: bool


def secrets(part: str, state: State) -> dict[str, Any]:
    """What a part of an answer would tell; None is no answer, and nothing to know."""
    if state == SILENT:
        return {}
    if part == "zones":
        return dict(zip(("zone last time", "zone this time"), cast("tuple[Any, Any]", state), strict=True))
    if part == "zone":
        zone = getattr(state, "zone", None)
        return {"zone": None if zone == "undetermined" else zone}
    pair: Any = state
    told = {f"{measure} {part}": measured(pair, measure) for measure in MEASURES[:2]}
    return {f"level {part}": level(pair), **told}


def leaks(worlds: Worlds, c: int = C, only: Collection[str] = (), *, excluded: bool = True) -> Iterator[Leak]:
    """What can be proven by every two who pool, who know who answered, and so by each of them and by an outsider.

    Of c more than two, only those who stand furthest outside are tried: if they can't prove it, nobody else can, as
    long as nothing printed tells members apart. `only` these secrets are tried, or all; with `excluded` also what
    somebody can't have. One of those whom nothing tells apart stands for all of them.
    """
    if not worlds.fits(_own(worlds, worlds.people)):
        raise ValueError("the true answers do not fit what is printed: it is misread, or wrong")
    told = {who: own for who in worlds.people if (own := _told(worlds, who))}
    answered = list(told)
    ask = cache(partial(_possible, worlds, frozenset(answered)))
    kind = worlds.kinds
    alike = _numbered({who: (kind[who], tuple(own.items())) for who, own in told.items()})
    seen: set[Any] = set()
    for secret in only or (told[answered[0]] if answered else ()):
        for attackers in _groups(answered, told, secret, c):
            for who in answered:
                if who in attackers or told[who][secret] is None:
                    continue
                pool = frozenset(alike[one] for one in attackers)
                key = (pool, len(attackers), kind[who], told[who][secret], secret)
                if key not in seen:
                    seen.add(key)
                    yield from _proven(worlds, told, attackers, who, secret, ask, excluded)


def _numbered(shapes: Mapping[str, Any]) -> dict[str, int]:
    """A number each, the same for those of the same shape."""
    places = {shape: place for place, shape in enumerate(dict.fromkeys(shapes.values()))}
    return {who: places[shape] for who, shape in shapes.items()}


def silences(worlds: Worlds) -> Iterator[Leak]:
    """Whose silence can be proven by any two who know the register and their own answers only.

    That nobody else answered is told by how many did, and is no secret.
    """
    silent = {who for who in worlds.people if worlds.truth[Part(who, "zone")] == SILENT}
    for attackers in combinations(worlds.people, 2):
        answered = [who for who in worlds.people if who not in silent and who not in attackers]
        for who in sorted(silent - set(attackers)) if answered else ():
            swapped = any(worlds.same_after_exchange(who, one) for one in answered)
            if not swapped and not _may_have_answered(worlds, attackers, who):
                yield Leak(attackers, who, "silent", True, True)


def _may_have_answered(worlds: Worlds, attackers: tuple[str, ...], who: str) -> bool:
    def not_silent(one: str, _: str, state: State) -> bool:
        return one != who or state != SILENT

    return worlds.fits(_own(worlds, attackers), not_silent)


def _groups(
    answered: list[str], told: Mapping[str, Mapping[str, Any]], secret: str, c: int
) -> Iterator[tuple[str, ...]]:
    """Every pair, who know all that each of them and an outsider do; of more, those furthest outside."""
    yield from combinations(answered, min(c, 2, len(answered) - 1))
    if c > 2:
        values = [told[who][secret] for who in answered]
        for largest in set(values):
            outside = sorted(answered, key=lambda who: (told[who][secret] in (largest, None), who))
            yield tuple(outside[:c])


def _told(worlds: Worlds, who: str) -> dict[str, Any]:
    return {
        secret: value
        for part, state in worlds.truth.items()
        if part.who == who
        for secret, value in secrets(part.name, state).items()
    }


def _proven(
    worlds: Worlds,
    told: Mapping[str, Mapping[str, Any]],
    attackers: tuple[str, ...],
    who: str,
    secret: str,
    possible: Any,
    excluded: bool,
) -> Iterator[Leak]:
    """First by exchange: whoever may have answered as another did, may have any value that such others have."""
    others = [one for one in told if one not in attackers]
    mine = told[who][secret]
    open_ = {told[one][secret] for one in others if worlds.same_after_exchange(who, one)}
    values = {told[one][secret] for one in others} - {None}
    pooled, everybody_else = frozenset(attackers), frozenset(told) - {who}

    def open_to(wanted: tuple[str, Any]) -> bool:
        """What everybody else together can't rule out, a few of them can't; that is asked once for all."""
        return bool(possible(everybody_else, who, secret, wanted) or possible(pooled, who, secret, wanted))

    if not open_ - {mine, None} and not open_to(("not", mine)):
        yield Leak(attackers, who, secret, mine, True)
    for value in values - open_ - {mine} if excluded else ():
        if not open_to(("only", value)):
            yield Leak(attackers, who, secret, value, False)


def _possible(
    worlds: Worlds,
    answered: Collection[str],
    attackers: frozenset[str],
    who: str,
    secret: str,
    wanted: tuple[str, Any],
) -> bool:
    """Whether some world gives `who` another value, or just that one."""

    def wants(one: str, part: str, state: State) -> bool:
        if one != who or secret not in (own := secrets(part, state)):
            return True
        value = own[secret]
        return value == wanted[1] if wanted[0] == "only" else value not in (None, wanted[1])

    def who_answered(one: str, _: str, state: State) -> bool:
        return (one in answered) == (state != SILENT) if one in worlds.people else True

    return worlds.fits(_own(worlds, attackers), who_answered, wants)


def _own(worlds: Worlds, attackers: Collection[str]) -> Knowledge:
    pooled = set(attackers)
    return lambda who, part, state: who not in pooled or worlds.truth[Part(who, part)] == state
