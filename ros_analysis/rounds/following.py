"""What is done about risk: the measures of a round, and how last round's promises were kept."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

import pandas as pd

from ros_analysis.survey import FIELDS, THERE, Codebook, unchanged, units

if TYPE_CHECKING:
    from ros_analysis.rounds.round import Round

OF_AREAS = tuple(name for name, field in FIELDS.items() if not field.once)
CONTROLS = tuple(name for name, field in FIELDS.items() if field.once)
KEYS = ["number", "area"]


def measures(this: Round) -> pd.DataFrame:
    """number, name, area · level, result · a column of text for each field of an area, NA where it isn't filled in ·
    result_after, level_after: what remains, NA where it isn't known.

    One row per area that was answered. Raises NeedsAnswers where only counts are known.
    """
    known = this.answers.loc[this.answers["level"].notna(), [*KEYS, "level", "result"]]
    named = known.merge(this.zones[["number", "name"]], on="number")
    frame = named.merge(_wide(this.follow_up), on=KEYS, how="left")
    after = [
        _after(pair, this.codebook)
        for pair in zip(frame["likelihood_after"], frame["consequence_after"], strict=True)
    ]
    result, level = zip(*after, strict=True) if after else ((), ())
    return frame.assign(
        result_after=pd.array(result, dtype="Int64"), level_after=pd.Series(level, frame.index, dtype=object)
    )


def controls(this: Round) -> pd.DataFrame:
    """number, name · a column of text for each control, NA where it isn't answered; one row per respondent."""
    answered = this.zones.loc[this.zones["answered"], ["number", "name"]]
    once = this.follow_up[this.follow_up["area"].isna()]
    wide = once.pivot(index="number", columns="field", values="value").reindex(columns=list(CONTROLS))
    return answered.merge(wide.reset_index(), on="number", how="left")


def promises(this: Round, last: Round) -> pd.DataFrame:
    """number, name: now · area · planned, responsible, due: as said last time · state: what came of it.

    A row for each measure that was planned last time, by «done» (told to be there now), «overdue» (not told so, and
    due before this round was sent), «open» (neither), «silent» (has not answered now) or «changed» (by one that is not
    the same unit now, named as then); and one, «without», for each other area that was red, still is, and has no
    measure.
    """
    years = last.year, this.year
    number = unchanged(units(last.zones["number"], this.zones["number"], this.register.successions, years))
    before = measures(last)
    is_same = before["number"].isin(number)
    gone = before[~is_same & before["planned"].notna()].assign(state="changed")
    before = before[is_same].assign(number=lambda then: then["number"].map(number))
    now = measures(this)[[*KEYS, "level", "measure", "planned"]]
    both = before.drop(columns=["name", "measure"]).merge(now, on=KEYS, how="left", suffixes=("", "_now"))
    both = both.merge(this.zones[["number", "name", "answered"]], on="number")
    day = this.settings.sent or this.settings.deadline or date(this.year, 1, 1)
    states = [_state(row, day) for row in both.to_dict("records")]
    found = both.assign(state=pd.Series(states, both.index, dtype=object))
    return pd.concat([found[found["state"] != ""], gone])[
        [*KEYS, "name", "planned", "responsible", "due", "state"]
    ].reset_index(drop=True)


def has_measure(found: pd.DataFrame) -> pd.Series:
    """Whether each row of `measures` tells of a measure that is there, be it partly, or is planned."""
    return found["measure"].isin(THERE) | found["planned"].notna()


def _wide(follow_up: pd.DataFrame) -> pd.DataFrame:
    of_areas = follow_up[follow_up["area"].notna()]
    wide = of_areas.pivot(index=KEYS, columns="field", values="value").reindex(columns=list(OF_AREAS))
    return wide.reset_index().astype({"number": str, "area": int})


def _after(pair: tuple[Any, Any], codebook: Codebook) -> tuple[int | None, str | None]:
    """Result and level that remain."""
    if any(pd.isna(step) for step in pair):
        return None, None
    likelihood, consequence = map(int, pair)
    return codebook.result(likelihood, consequence), codebook.level(likelihood, consequence)


def _state(row: Mapping[Any, Any], day: date) -> str:
    if isinstance(row["planned"], str):
        if not row["answered"]:
            return "silent"
        if row["measure"] == "yes":
            return "done"
        return "overdue" if isinstance(row["due"], str) and row["due"] < day.isoformat() else "open"
    still = row["level"] == row["level_now"] == "red"
    return "without" if still and row["measure"] not in THERE and pd.isna(row["planned_now"]) else ""
