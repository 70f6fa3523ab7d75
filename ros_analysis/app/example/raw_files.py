"""Made-up rounds written as the raw files of a survey tool, each beside its round.toml."""

from __future__ import annotations

import csv
import hashlib
import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pandas as pd

from ros_analysis.app.example.answers import MadeUpRound, Plan
from ros_analysis.app.example.mess import Reply, unanswered, untidy
from ros_analysis.survey import Codebook, Step

Files = Mapping[str, bytes]
"""The content of each raw file of a round, by its name."""
Mapped = Mapping[str, str | dict[str, str]]

STATUSES = ("new", "distributed", "partial", "completed", "dropped")
SURVEYXACT_OWN = ("respondentid", "created", "modified", "closetime", "starttime", "difftime")
FIRST_ID = 20_418_001

SHEET = "Sheet1"
FORMS_OWN = ("ID", "Starttidspunkt", "Fullføringstidspunkt", "E-postadresse", "Navn")
MUNICIPALITY = "Hvilken kommune svarer dere for?"
EPJ = "Hvilket fagsystem (EPJ) bruker kommunen i pleie og omsorg?"
UNKNOWN = "Vet ikke"
DATE_FORMAT = "m/d/yy h:mm:ss"
ZIP_TIME = (1980, 1, 1, 0, 0, 0)


def as_surveyxact(made_up: MadeUpRound) -> tuple[Files, Mapped]:
    """A round's untidy export, the silent ones listed in it, and how its columns are read."""
    rows = [*untidy(made_up), *unanswered(made_up)]
    columns = _surveyxact_columns(len(rows[0].values.likelihood))
    return {"svar.csv": _surveyxact_csv(rows, made_up.plan.sent)}, columns


def as_forms(made_up: MadeUpRound, codebook: Codebook) -> tuple[Files, Mapped]:
    """A round's untidy export, and how its columns are read."""
    return {"svar.xlsx": _forms_xlsx(untidy(made_up), codebook)}, _forms_columns(codebook)


def write_round(folder: Path, plan: Plan, files: Files, columns: Mapped) -> list[Path]:
    """The raw files and the round.toml that points at them, in the round's folder."""
    place = folder / str(plan.year)
    place.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (place / name).write_bytes(content)
    (place / "round.toml").write_text(_round_toml(plan, files, columns), "utf-8", newline="\n")
    return [*(place / name for name in files), place / "round.toml"]


def _round_toml(plan: Plan, files: Files, columns: Mapped) -> str:
    lines = [
        "# Syntetiske eksempeldata: svarene er diktet opp. Laget av ros_analysis/app/example.",
        f"year = {plan.year}",
        f"sent = {plan.sent}",
        f"deadline = {plan.deadline}",
        *([f'background = """\n{plan.background}\n"""'] if plan.background else []),
        *(line for name, content in files.items() for line in _file(name, content)),
        *("", "[columns]"),
        *_pairs({key: value for key, value in columns.items() if isinstance(value, str)}),
    ]
    for key, value in columns.items():
        if isinstance(value, dict):
            lines += ["", f"[columns.{key}]", *_pairs(value)]
    return "\n".join([*lines, ""])


def _file(name: str, content: bytes) -> list[str]:
    return ["", "[[file]]", f'path = "{name}"', f'sha256 = "{hashlib.sha256(content).hexdigest()}"']


def _pairs(values: Mapping[str, str]) -> list[str]:
    return [f'{key} = "{value}"' for key, value in values.items()]


def _surveyxact_columns(areas: int) -> dict[str, str | dict[str, str]]:
    """The [columns] of round.toml for this layout."""
    return {
        "municipality": "v_1",
        "epj": "v_2",
        "timestamp": "closetime",
        "likelihood": {str(area): f"v_{2 + area}" for area in range(1, areas + 1)},
        "consequence": {str(area): f"v_{2 + areas + area}" for area in range(1, areas + 1)},
    }


def _surveyxact_csv(rows: Sequence[Reply], sent: date) -> bytes:
    """The export of `rows`, all invited on the day `sent`, ending in a blank row."""
    areas = len(rows[0].values.likelihood)
    questions = [f"v_{number}" for number in range(1, 3 + 2 * areas)]
    header = [*SURVEYXACT_OWN, *questions, *(f"stato_{number}" for number in range(1, len(STATUSES) + 1))]
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows([FIRST_ID + place, *_surveyxact_cells(row, sent)] for place, row in enumerate(rows))
    writer.writerow([""] * len(header))
    return text.getvalue().encode("cp1252")


def _surveyxact_cells(row: Reply, sent: date) -> list[object]:
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


def _forms_columns(codebook: Codebook) -> dict[str, str | dict[str, str]]:
    """The [columns] of round.toml for this layout."""
    return {
        "municipality": MUNICIPALITY,
        "epj": EPJ,
        "timestamp": FORMS_OWN[2],
        "likelihood": _headers("Sannsynlighet", codebook),
        "consequence": _headers("Konsekvens", codebook),
    }


def _headers(side: str, codebook: Codebook) -> dict[str, str]:
    return {str(area.number): f"{side} {area.number}: {area.label.nb}" for area in codebook.area}


def _forms_xlsx(rows: Sequence[Reply], codebook: Codebook) -> bytes:
    """The export of `rows` in the order that they came, ending in a blank row; the same rows, the same bytes."""
    sides = (_headers("Sannsynlighet", codebook), _headers("Konsekvens", codebook))
    questions = [header for pair in zip(*(side.values() for side in sides), strict=True) for header in pair]
    came = sorted(rows, key=lambda row: str(row.finished))
    cells = [[place, *_forms_cells(row, codebook)] for place, row in enumerate(came, 1)]
    frame = pd.DataFrame(cells, columns=[*FORMS_OWN, MUNICIPALITY, EPJ, *questions])
    book = io.BytesIO()
    with pd.ExcelWriter(book, engine="openpyxl", datetime_format=DATE_FORMAT) as writer:
        frame.to_excel(writer, sheet_name=SHEET, index=False)
        _blank_row(writer.sheets[SHEET])
    return without_clock(book)


def _forms_cells(row: Reply, codebook: Codebook) -> list[object]:
    pairs = zip(*row.values, strict=True)
    answers = [
        step_label(value, steps) if value else UNKNOWN
        for pair in pairs
        for value, steps in zip(pair, (codebook.likelihood, codebook.consequence), strict=True)
    ]
    started = row.finished and row.finished - timedelta(minutes=10 + len(row.municipality))
    return [started, row.finished, "anonymous", None, row.municipality, row.epj, *answers]


def step_label(value: int, steps: Sequence[Step]) -> str:
    """«3 – Alvorlig»."""
    return f"{value} – {steps[value - 1].label.nb}"


def _blank_row(sheet: Any) -> None:
    """A last row with formats and no values, as is left behind when somebody clears a row in Excel."""
    for cell in next(sheet.iter_rows(min_row=sheet.max_row + 1, max_row=sheet.max_row + 1)):
        cell.number_format = DATE_FORMAT


def without_clock(book: io.BytesIO, compression: int = zipfile.ZIP_STORED) -> bytes:
    """The workbook's bytes with no trace of when it was written."""
    steady = io.BytesIO()
    with zipfile.ZipFile(book) as source, zipfile.ZipFile(steady, "w") as target:
        for name in source.namelist():
            content = re.sub(rb"<dcterms:\w+ [^>]*>[^<]*</dcterms:\w+>", b"", source.read(name))
            target.writestr(zipfile.ZipInfo(name, ZIP_TIME), content, compression)
    return steady.getvalue()
