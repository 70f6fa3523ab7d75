"""Made-up rounds as the raw files of a survey tool, with everyday mess in known places, each beside its round.toml."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pandas as pd

from ros_analysis.app.example.drawing import MadeUpRound, Plan, Reply, Values
from ros_analysis.survey import Codebook, Step, bytes_fingerprint

Files = Mapping[str, bytes]
"""The content of each raw file of a round, by its name."""
Mapped = Mapping[str, str | dict[str, str]]

STATUSES = ("new", "distributed", "partial", "completed", "dropped")
SURVEYXACT_OWN = ("respondentid", "created", "modified", "closetime", "starttime", "difftime")
FIRST_ID = 20_418_001

SPELLINGS: Mapping[int, Mapping[str, Sequence[str]]] = {
    2018: {"Gerica": ["gerica", "Gerica EPJ"], "Visma Profil": ["Profil"], "CosDoc": ["Acos CosDoc"]},
    2020: {"Gerica": ["Gerica (Tieto)"], "Visma Profil": ["VISMA PROFIL", "Profil"], "CosDoc": ["Cos Doc"]},
    2024: {"Gerica": ["GERICA"], "Visma Profil": ["Profil"]},
}
KOMMUNE_EVERY = 7
MISREAD_AREAS = (2, 6)
CORRECTED_AFTER = timedelta(days=2)

SHEET = "Sheet1"
FORMS_OWN = ("ID", "Starttidspunkt", "Fullføringstidspunkt", "E-postadresse", "Navn")
MUNICIPALITY = "Hvilken kommune svarer dere for?"
SIDES = {"likelihood": "Sannsynlighet", "consequence": "Konsekvens"}
EPJ = "Hvilket fagsystem (EPJ) bruker kommunen i pleie og omsorg?"
UNKNOWN = "Vet ikke"
DATE_FORMAT = "m/d/yy h:mm:ss"
ZIP_TIME = (1980, 1, 1, 0, 0, 0)


def as_surveyxact(made_up: MadeUpRound) -> tuple[Files, Mapped]:
    """A round's untidy export, the silent ones listed in it, and how its columns are read."""
    rows, areas = [*_untidy(made_up), *_unanswered(made_up)], range(1, made_up.areas + 1)
    columns: Mapped = {
        "municipality": "v_1",
        "epj": "v_2",
        "timestamp": "closetime",
        "likelihood": {str(area): f"v_{2 + area}" for area in areas},
        "consequence": {str(area): f"v_{2 + made_up.areas + area}" for area in areas},
    }
    return {"svar.csv": _surveyxact_csv(rows, made_up.plan.sent, made_up.areas)}, columns


def as_forms(made_up: MadeUpRound, codebook: Codebook) -> tuple[Files, Mapped]:
    """A round's untidy export, and how its columns are read."""
    sides = {part: _headers(name, codebook) for part, name in SIDES.items()}
    own = {"municipality": MUNICIPALITY, "epj": EPJ, "timestamp": FORMS_OWN[2]}
    headers = [
        header for pair in zip(*(side.values() for side in sides.values()), strict=True) for header in pair
    ]
    return {"svar.xlsx": _forms_xlsx(_untidy(made_up), headers, codebook)}, {**own, **sides}


def _untidy(made_up: MadeUpRound) -> list[Reply]:
    """The replies with a test row first, names and systems spelt as people do, and one answer given twice."""
    rows = with_other_spellings(_with_kommune(made_up.replies.values()), made_up.plan.year)
    whole = (row for row in rows if None not in row.values.likelihood)
    latest = max(whole, key=lambda row: str(row.finished))
    assert latest.finished is not None
    first_try = replace(latest, finished=latest.finished - CORRECTED_AFTER, values=_misread(latest.values))
    noon_before = datetime.combine(made_up.plan.sent - timedelta(days=1), time(12))
    test_row = Reply("Test", "Gerica", noon_before, Values.alike(1, made_up.areas))
    return [test_row, *(first_try if row is latest else row for row in rows), latest]


def _unanswered(made_up: MadeUpRound) -> list[Reply]:
    """A row without values for each municipality that was asked and never answered; the last one dropped out."""
    silent = made_up.register[~made_up.register["number"].isin(made_up.replies)]["name"]
    rows = [Reply(name, "", None, Values.alike(None, made_up.areas), "distributed") for name in silent]
    return [*rows[:-1], *(replace(row, status="dropped") for row in rows[-1:])]


def with_other_spellings(rows: Iterable[Reply], year: int) -> list[Reply]:
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


def _with_kommune(rows: Iterable[Reply]) -> list[Reply]:
    return [
        replace(row, municipality=f"{row.municipality} kommune") if place % KOMMUNE_EVERY == 3 else row
        for place, row in enumerate(rows)
    ]


def _misread(values: Values) -> Values:
    """The same answer with the likelihood of two areas one step off, past the middle of the scale."""
    likelihood = tuple(
        value and (value - 1 if value > 1 else 2) if area in MISREAD_AREAS else value
        for area, value in enumerate(values.likelihood, 1)
    )
    return Values(likelihood, values.consequence)


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
        *(line for name, content in files.items() for line in ("", "[[file]]", *_file(name, content))),
        *("", "[columns]"),
        *_pairs({key: value for key, value in columns.items() if isinstance(value, str)}),
    ]
    for key, value in columns.items():
        if isinstance(value, dict):
            lines += ["", f"[columns.{key}]", *_pairs(value)]
    return "\n".join([*lines, ""])


def _file(name: str, content: bytes) -> list[str]:
    return _pairs({"path": name, "sha256": bytes_fingerprint(content)})


def _pairs(values: Mapping[str, str]) -> list[str]:
    return [f'{key} = "{value}"' for key, value in values.items()]


def _surveyxact_csv(rows: Sequence[Reply], sent: date, areas: int) -> bytes:
    """The export of `rows`, all invited on the day `sent`, ending in a blank row."""
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


def _headers(side: str, codebook: Codebook) -> dict[str, str]:
    return {str(area.number): f"{side} {area.number}: {area.label.nb}" for area in codebook.area}


def _forms_xlsx(rows: Sequence[Reply], questions: Sequence[str], codebook: Codebook) -> bytes:
    """The export of `rows` in the order that they came, ending in a blank row; the same rows, the same bytes."""
    came = sorted(rows, key=lambda row: str(row.finished))
    cells = [[place, *_forms_cells(row, codebook)] for place, row in enumerate(came, 1)]
    frame = pd.DataFrame(cells, columns=[*FORMS_OWN, MUNICIPALITY, EPJ, *questions])
    book = io.BytesIO()
    with pd.ExcelWriter(book, engine="openpyxl", datetime_format=DATE_FORMAT) as writer:
        frame.to_excel(writer, sheet_name=SHEET, index=False)
        # A last row with formats and no values, as is left behind when somebody clears a row in Excel.
        sheet = writer.sheets[SHEET]
        for cell in next(sheet.iter_rows(min_row=sheet.max_row + 1, max_row=sheet.max_row + 1)):
            cell.number_format = DATE_FORMAT
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


def without_clock(book: io.BytesIO, compression: int = zipfile.ZIP_STORED) -> bytes:
    """The workbook's bytes with no trace of when it was written."""
    steady = io.BytesIO()
    with zipfile.ZipFile(book) as source, zipfile.ZipFile(steady, "w") as target:
        for name in source.namelist():
            content = re.sub(rb"<dcterms:\w+ [^>]*>[^<]*</dcterms:\w+>", b"", source.read(name))
            target.writestr(zipfile.ZipInfo(name, ZIP_TIME), content, compression)
    return steady.getvalue()
