"""One round of made-up answers, and the frames that the rest of the house knows it by."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

import pandas as pd

from ros_analysis.app.example.answers import Values
from ros_analysis.survey import ANSWERS, RESPONDENTS, checked


@dataclass(frozen=True)
class Plan:
    """A round to make up: when, how many in each zone (green, yellow, red), how an open area is marked."""

    year: int
    sent: date
    deadline: date
    margins: tuple[int, int, int]
    unanswered: str = "blank"


@dataclass(frozen=True)
class MadeUpRound:
    """Those asked (contract.REGISTER), and by number of those who answered: values, system, local time."""

    plan: Plan
    register: pd.DataFrame
    values: Mapping[str, Values]
    systems: Mapping[str, str]
    moments: Mapping[str, datetime]

    @property
    def respondents(self) -> pd.DataFrame:
        """Who answered, with what system and when (contract.RESPONDENTS); no zone is given."""
        numbers = sorted(self.values)
        frame = pd.DataFrame({"number": numbers, "epj": [self.systems[number] for number in numbers]})
        frame["zone_given"] = pd.Series([None] * len(frame), dtype="str")
        frame["answered_at"] = pd.Series([self.moments[number] for number in numbers], dtype="datetime64[us]")
        return checked(frame, RESPONDENTS, "respondents")

    @property
    def answers(self) -> pd.DataFrame:
        """One row per municipality that answered × area (contract.ANSWERS, before scoring)."""
        rows = [
            (number, area, likelihood, consequence, "" if likelihood else self.plan.unanswered)
            for number, sides in sorted(self.values.items())
            for area, (likelihood, consequence) in enumerate(zip(*sides, strict=True), 1)
        ]
        frame = pd.DataFrame(rows, columns=["number", "area", "likelihood", "consequence", "missing"])
        frame = frame.assign(result=None, level=None).astype(
            {"likelihood": "Int64", "consequence": "Int64", "result": "Int64", "level": "str"}
        )
        return checked(frame[list(ANSWERS.columns)], ANSWERS, "answers")
