"""Who has not answered a round, and which answers have holes."""

from __future__ import annotations

import pandas as pd

from ros_analysis.rounds.round import Round
from ros_analysis.survey import Folders, NotFoundError

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


def last_before(folders: Folders, survey: str, year: int) -> Round:
    """The survey's last round with answers before `year`, which itself may be yet to come; raises NotFoundError."""
    for known in sorted((known for known in folders.years(survey) if known < year), reverse=True):
        if (one := Round(survey, known, "internal", folders=folders)).has_answers:
            return one
    raise NotFoundError(f"{survey} har ingen runde med svar før {year}.")
