"""The replies of a round as a survey tool would hold them, with everyday mess in known places."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from typing import Literal

from ros_analysis.app.example.answers import MadeUpRound, Values

Status = Literal["completed", "distributed", "dropped"]

SPELLINGS: Mapping[int, Mapping[str, Sequence[str]]] = {
    2018: {"Gerica": ["gerica", "Gerica EPJ"], "Visma Profil": ["Profil"], "CosDoc": ["Acos CosDoc"]},
    2020: {"Gerica": ["Gerica (Tieto)"], "Visma Profil": ["VISMA PROFIL", "Profil"], "CosDoc": ["Cos Doc"]},
    2024: {"Gerica": ["GERICA"], "Visma Profil": ["Profil"]},
}
KOMMUNE_EVERY = 7
MISREAD_AREAS = (2, 6)
CORRECTED_AFTER = timedelta(days=2)


@dataclass(frozen=True)
class Reply:
    """One row of a survey tool: what the municipality is called there, its system, when, and the values given."""

    municipality: str
    epj: str
    finished: datetime | None
    values: Values
    status: Status = "completed"


def replies(made_up: MadeUpRound) -> list[Reply]:
    """Each reply as it is meant, in the order of the municipalities' numbers."""
    names = dict(zip(made_up.register["number"], made_up.register["name"], strict=True))
    return [
        Reply(names[number], made_up.systems[number], made_up.moments[number], values)
        for number, values in sorted(made_up.values.items())
    ]


def untidy(made_up: MadeUpRound) -> list[Reply]:
    """The replies with a test row first, names and systems spelt as people do, and one answer given twice."""
    meant = replies(made_up)
    rows = with_other_spellings(_with_kommune(meant), made_up.plan.year)
    latest = max((row for row in rows if None not in row.values.likelihood), key=_finished)
    first_try = replace(latest, finished=_finished(latest) - CORRECTED_AFTER, values=_misread(latest.values))
    others = [first_try if row is latest else row for row in rows]
    return [_test_row(made_up), *others, latest]


def unanswered(made_up: MadeUpRound) -> list[Reply]:
    """A row without values for each municipality that was asked and never answered; the last one dropped out."""
    silent = made_up.register[~made_up.register["number"].isin(made_up.values)]["name"]
    areas = len(next(iter(made_up.values.values())).likelihood)
    nothing = Values((None,) * areas, (None,) * areas)
    rows = [Reply(name, "", None, nothing, "distributed") for name in silent]
    return [*rows[:-1], *(replace(row, status="dropped") for row in rows[-1:])]


def _finished(row: Reply) -> datetime:
    assert row.finished is not None
    return row.finished


def _with_kommune(rows: Sequence[Reply]) -> list[Reply]:
    return [
        replace(row, municipality=f"{row.municipality} kommune") if place % KOMMUNE_EVERY == 3 else row
        for place, row in enumerate(rows)
    ]


def with_other_spellings(rows: Sequence[Reply], year: int) -> list[Reply]:
    """The first few replies of each system with other spellings of it, one each."""
    spellings = SPELLINGS.get(year, {})
    seen: Counter[str] = Counter()
    spelt = []
    for row in rows:
        others = spellings.get(row.epj, ())
        place = seen[row.epj]
        seen[row.epj] += 1
        spelt.append(replace(row, epj=others[place]) if place < len(others) else row)
    return spelt


def _misread(values: Values) -> Values:
    """The same answer with the likelihood of two areas one step off, past the middle of the scale."""
    likelihood = tuple(
        value and (value - 1 if value > 1 else 2) if area in MISREAD_AREAS else value
        for area, value in enumerate(values.likelihood, 1)
    )
    return Values(likelihood, values.consequence)


def _test_row(made_up: MadeUpRound) -> Reply:
    areas = len(next(iter(made_up.values.values())).likelihood)
    day = made_up.plan.sent - timedelta(days=1)
    return Reply("Test", "Gerica", datetime.combine(day, time(12)), Values((1,) * areas, (1,) * areas))
