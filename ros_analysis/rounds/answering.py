"""Who has answered what: the silent and the holes of a round, and what each gave the last time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from ros_analysis.rounds.round import Round
from ros_analysis.survey import STEPS, Folders, NotFoundError, read_codebook, unchanged, units, unlike

COLUMNS = ("number", "name", "area", "missing")


def missing_answers(this: Round) -> pd.DataFrame:
    """number, name: of the municipality · area: number, NA where nothing is answered · missing: why.

    `missing` is "silent", or as in contract.ANSWERS; the silent first. Raises NeedsAnswers where only counts are known.
    """
    names = this.zones[["number", "name"]]
    silent = names[~this.zones["answered"]].assign(missing="silent")
    holes = this.answers[this.answers["missing"] != ""].merge(names, on="number")
    both = pd.concat([silent, holes]).reindex(columns=list(COLUMNS))
    return both.astype({"area": "Int64"}).reset_index(drop=True)


@dataclass(frozen=True)
class LastAnswers:
    """What each gave the last time: number now → area → part («likelihood») → step."""

    year: int
    of: Mapping[str, Mapping[int, Mapping[str, int]]]


def last_answers(folders: Folders, survey: str, year: int) -> LastAnswers:
    """The answers of the survey's last round before `year`, which itself may be yet to come.

    A municipality with a new number has those of its old one; one that was merged or split has none. Raises
    NotFoundError where no round with answers was asked about the same areas on the same scale.
    """
    last = _last_before(folders, survey, year)
    aspects = unlike(last.codebook, read_codebook(folders.codebook(survey, year)))
    if {"areas", "scale"} & set(aspects):
        raise NotFoundError(f"{survey} {last.year} har andre områder eller en annen skala enn {year}.")
    invited = last.members.numbers(year)
    same = unchanged(units(last.zones["number"], invited, last.register.successions, (last.year, year)))
    answers = last.answers
    return LastAnswers(
        last.year, {now: _by_area(answers[answers["number"] == was]) for was, now in same.items()}
    )


def _by_area(answers: pd.DataFrame) -> dict[int, dict[str, int]]:
    rows = zip(answers["area"], answers[list(STEPS)].itertuples(index=False), strict=True)
    return {
        int(area): {part: int(step) for part, step in zip(STEPS, steps, strict=True) if pd.notna(step)}
        for area, steps in rows
    }


def _last_before(folders: Folders, survey: str, year: int) -> Round:
    for known in sorted((known for known in folders.years(survey) if known < year), reverse=True):
        if (one := Round(survey, known, "internal", folders=folders)).has_answers:
            return one
    raise NotFoundError(f"{survey} har ingen runde med svar før {year}.")
