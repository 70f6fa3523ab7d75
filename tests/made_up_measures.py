"""The made-up county's two rounds, asked for measures too, as anybody's spreadsheet holds them."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pandas as pd
from own_files import ROOT, book
from typer.testing import CliRunner

from ros_analysis import Round
from ros_analysis.app.cli import app
from ros_analysis.survey import Folders

SURVEY = "eksempelfylket"
FIELDS = ("measure", "planned", "responsible", "due", "likelihood_after", "consequence_after")
CONTROLS = ("mailbox_routine", "mailbox_tested", "contingency_answered")
HEADERS = ("Tiltak i dag", "Planlagt tiltak", "Ansvarlig (rolle)", "Frist")
AFTER = ("Sannsynlighet etter tiltak", "Konsekvens etter tiltak")


def with_measures(data: Path) -> Folders:
    """Both rounds in a data folder of their own, whose codebook asks for all but one of the fields."""
    shutil.copytree(ROOT / "data" / "raw", data / "raw", ignore=shutil.ignore_patterns("more-og-romsdal"))
    home = data / "raw" / SURVEY
    asked = ", ".join(f'"{name}"' for name in (*FIELDS, *CONTROLS))
    text = (data / "raw" / "codebook.toml").read_text("utf-8")
    (home / "codebook.toml").write_text(
        text.replace('"standard"\n', f'"standard"\nfields = [{asked}]\n', 1), "utf-8"
    )
    for year in (2018, 2020):
        shutil.rmtree(home / str(year))
        (path,) = book(data / f"tiltak {year}.xlsx", {"Svar": [*_rows(year)]})
        placed = CliRunner().invoke(app, ["new-round", SURVEY, str(year), str(path), "--data", str(data)])
        assert placed.exit_code == 0, placed.output
        settings = home / str(year) / "round.toml"
        settings.write_text(settings.read_text("utf-8").replace("# sent", "sent"), "utf-8")
    return Folders.at(data)


def _rows(year: int) -> Iterator[list[Any]]:
    areas = range(1, 9)
    once = ("Rutine for meldingsansvarlig-adressen", "Når ble rutinen for meldingsansvarlig-adressen testet?")
    per_area = ("Sannsynlighet", "Konsekvens", *HEADERS, *AFTER)
    yield ["Kommune", "Fagsystem", *once, "Svarer helsepersonell på beredskapsnummeret?",
           *(f"{header} {area}" for area in areas for header in per_area)]  # fmt: skip
    this = Round(SURVEY, year, "internal", folders=Folders.at(ROOT / "data"))
    epj = dict(zip(this.zones["name"], this.zones["epj"], strict=True))
    for place, (name, own) in enumerate(this.answers.merge(this.zones[["number", "name"]]).groupby("name")):
        tested = date(year, 1, 15) - timedelta(weeks=5 * place)
        told = ["Ja", tested] if place % 3 else ["Nei", ""]
        yield [name, epj[name], *told, "Ja" if place % 2 else "Nei", *_of_areas(own, place, year)]


def _of_areas(own: pd.DataFrame, place: int, year: int) -> Iterator[Any]:
    """One in three tells of no measures, nor is there any for one in four red areas; what was planned is there
    two years later for one in three."""
    for row in own.sort_values("area").itertuples():
        steps = [None if pd.isna(step) else int(step) for step in (row.likelihood, row.consequence)]
        yield from steps
        turn = (place + int(row.area)) % 4
        if place % 3 == 2:
            yield from [""] * 6
            continue
        if row.level != "red" or not turn:
            yield from ("Ja" if year == 2020 and (place + int(row.area)) % 3 == 0 else "", *[""] * 5)
            continue
        yield "Delvis" if turn == 1 else "Nei"
        yield ["", "Vaktordning utenom arbeidstid", "Varsling på SMS", "Avtale om drift med nabokommunen"][
            turn
        ]
        yield ["", "IKT-leder", "Virksomhetsleder pleie og omsorg", "Systemansvarlig"][turn]
        yield date(year + turn, 6, 30)
        yield from (max(1, (steps[0] or 2) - 2), max(1, (steps[1] or 2) - (turn % 2)))
