"""What an answer says: its levels, its zone, and what each area was given."""

from __future__ import annotations

from itertools import product
from typing import NamedTuple

from attacker.rounds import Answer, Pair

LEVELS = ("green", "yellow", "red")
MEASURES = ("likelihood", "consequence", "result")
SILENT = "silent"
STEPS = range(1, 5)
PAIRS: tuple[Pair, ...] = (*product(STEPS, STEPS), None)


class Profile(NamedTuple):
    """How many of somebody's areas are red and yellow, and how many are not answered; three means three or more."""

    red: int
    yellow: int
    missing: int

    @property
    def zone(self) -> str:
        """The standard rule: red from three red areas, green without red and with two yellow at most."""
        best, worst = _zone(self.red, self.yellow), _zone(self.red + self.missing, self.yellow)
        return best if best == worst else "undetermined"


def _zone(red: int, yellow: int) -> str:
    return "red" if red >= 3 else "green" if red == 0 and yellow <= 2 else "yellow"


MANY = 3
"""From three on it makes no difference to the zone how many areas are red, yellow or not answered."""
PROFILES = [Profile(*counts) for counts in product(range(MANY + 1), repeat=3)]


def level(pair: Pair) -> str | None:
    """The shipped matrix: green 1–3, yellow 4–6, red 8–16."""
    if pair is None:
        return None
    product_ = pair[0] * pair[1]
    return "green" if product_ <= 3 else "yellow" if product_ <= 6 else "red"


def measured(pair: Pair, measure: str) -> int | None:
    """Likelihood, consequence or result of an answer."""
    if pair is None:
        return None
    return {"likelihood": pair[0], "consequence": pair[1], "result": pair[0] * pair[1]}[measure]


def profile(answer: Answer) -> Profile:
    """The profile of a whole answer."""
    levels = [level(pair) for pair in answer]
    return Profile(*(min(MANY, levels.count(name)) for name in ("red", "yellow", None)))
