"""Another round that the printed tables fit as well: other answers, by others. It must print the same bytes.

This is what no list of known leaks can be: whatever in the folder hangs on who answered what (a verdict, a p-value,
the order of rows, a fingerprint, a file name, a reason for hiding) differs between twins.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from itertools import combinations

import numpy as np

from attacker.answers import profile
from attacker.rounds import AREAS, Answer, Survey


def twin(survey: Survey, seed: int = 1) -> Survey:
    """The same counts of everything in each round; who answered, and who answered what in which areas, is new."""
    chance = np.random.default_rng(seed)
    rounds = {year: _given_to_others(survey, _recombined(answers, chance), chance)
              for year, answers in survey.rounds.items()}  # fmt: skip
    return replace(survey, rounds=rounds)


def _recombined(answers: Mapping[str, Answer], chance: np.random.Generator) -> list[Answer]:
    """Two exchange their answers on an area wherever both keep their zones."""
    everybody = list(answers.values())
    for one, other in combinations(range(len(everybody)), 2):
        area = int(chance.integers(len(AREAS)))
        a, b = _exchanged(everybody[one], everybody[other], area)
        if _zones(a, b) == _zones(everybody[one], everybody[other]):
            everybody[one], everybody[other] = a, b
    return everybody


def _exchanged(one: Answer, other: Answer, area: int) -> tuple[Answer, Answer]:
    mine, yours = list(one), list(other)
    mine[area], yours[area] = yours[area], mine[area]
    return tuple(mine), tuple(yours)


def _zones(*answers: Answer) -> list[str]:
    return sorted(profile(answer).zone for answer in answers)


def _given_to_others(
    survey: Survey, everybody: list[Answer], chance: np.random.Generator
) -> dict[str, Answer]:
    who = sorted(chance.choice(survey.invited, len(everybody), replace=False).tolist())
    return {number: everybody[place] for number, place in zip(who, chance.permutation(len(who)), strict=True)}
