"""Replies as SurveyXact exports them: cp1252, semicolons, variable names, codes, and status as five columns."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from ros_analysis.app.example.mess import Reply

STATUSES = ("new", "distributed", "partial", "completed", "dropped")
OWN = ("respondentid", "created", "modified", "closetime", "starttime", "difftime")
FIRST_ID = 20_418_001


def columns(areas: int) -> dict[str, str | dict[str, str]]:
    """The [columns] of round.toml for this layout."""
    return {
        "municipality": "v_1",
        "epj": "v_2",
        "timestamp": "closetime",
        "likelihood": {str(area): f"v_{2 + area}" for area in range(1, areas + 1)},
        "consequence": {str(area): f"v_{2 + areas + area}" for area in range(1, areas + 1)},
    }


def surveyxact_csv(rows: Sequence[Reply], sent: date) -> bytes:
    """The export of `rows`, all invited on the day `sent`, ending in a blank row."""
    areas = len(rows[0].values.likelihood)
    questions = [f"v_{number}" for number in range(1, 3 + 2 * areas)]
    header = [*OWN, *questions, *(f"stato_{number}" for number in range(1, len(STATUSES) + 1))]
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows([FIRST_ID + place, *_cells(row, sent)] for place, row in enumerate(rows))
    writer.writerow([""] * len(header))
    return text.getvalue().encode("cp1252")


def _cells(row: Reply, sent: date) -> list[object]:
    spent = timedelta(minutes=12 + len(row.municipality))
    started = row.finished and row.finished - spent
    invited = min(datetime.combine(sent, time(9)), started or datetime.max)
    return [
        *(invited, row.finished or invited, row.finished, started),
        *(int(spent.total_seconds()) if started else "", row.municipality, row.epj),
        *row.values.likelihood,
        *row.values.consequence,
        *(int(row.status == status) for status in STATUSES),
    ]
