"""Rounds at the edge of what may be shown, each beside a twin that must print the same."""

from __future__ import annotations

from collections.abc import Sequence

from attacker.rounds import GREEN, OPEN, RED, YELLOW, Answer, Survey, members
from attacker.twins import twin

FOUR: tuple[Answer, ...] = (
    *[((1, 4),) * 8] * 3,
    *[((2, 4), (3, 4), (4, 4), (2, 4), (3, 4), (4, 4), (2, 4), (3, 4))] * 3,
)
"""Six that all say consequence 4, of which three are yellow everywhere and three red."""
MEDIANS: tuple[Answer, ...] = (((1, 1),) * 8, ((2, 1),) * 8, ((4, 1),) * 8, ((1, 4),) * 8, ((2, 4),) * 8)
"""Five of whom three say consequence 1: two who said 4 know it, when the median is 1."""
MIXED = [*[GREEN] * 4, *[YELLOW] * 4, *[RED] * 4]


def extremes() -> dict[str, tuple[Survey, Survey]]:
    """By name: a survey, and another that must print the same folder."""
    pairs = {
        "alle-gronne": ([GREEN] * 12, [RED] * 12),
        "alle-unntatt-en": ([GREEN] * 11 + [RED], [YELLOW] * 11 + [GREEN]),
        "uavklarte": ([GREEN] * 5 + [OPEN] * 3, [GREEN] * 8),
        "en-taus": ([GREEN] * 6 + [RED] * 5, None),
        "en-rod": ([GREEN] * 6 + [YELLOW] * 5 + [RED], None),
        "tre-utenfor": ([GREEN] * 9 + [RED] * 3, None),
        "konsekvens-4": (FOUR, None),
        "medianer": (MEDIANS, None),
    }
    found = {name: _with_twin(_survey(name, given), other) for name, (given, other) in pairs.items()}
    systems = {
        number: ("Gerica", "CosDoc", "DIPS", "Visma Profil")[place // 2 % 4]
        for place, number in enumerate(members("97"))
    }
    found["to-per-system"] = _with_twin(_survey("to-per-system", MIXED, systems=systems))
    found["fil-per-kommune"] = _with_twin(_survey("fil-per-kommune", MIXED[1:], file_each=True))
    found["tjeneste"] = _with_twin(_survey("tjeneste", [GREEN] * 8 + [RED] * 4, coalition=2), [RED] * 12)
    found["ingen-flyttet"] = _both_years(_survey("ingen-flyttet", MIXED), MIXED)
    found["en-flyttet"] = _both_years(_survey("en-flyttet", MIXED), [YELLOW, *MIXED[1:]])
    return found


def _survey(name: str, answers: Sequence[Answer], **more: object) -> Survey:
    given = dict(zip(members("97"), answers, strict=False))
    return Survey(name, {2020: given}, "97", **more)  # type: ignore[arg-type]


def _with_twin(survey: Survey, other: Sequence[Answer] | None = None) -> tuple[Survey, Survey]:
    if other is None:
        return survey, twin(survey)
    (answers,) = survey.rounds.values()
    return survey, Survey(
        survey.name,
        {2020: dict(zip(answers, other, strict=True))},
        survey.county,
        survey.systems,
        coalition=survey.coalition,
    )


def _both_years(survey: Survey, later: Sequence[Answer]) -> tuple[Survey, Survey]:
    (first,) = survey.rounds.values()
    both = Survey(survey.name, {2018: first, 2020: dict(zip(first, later, strict=True))}, survey.county)
    return both, twin(both)
