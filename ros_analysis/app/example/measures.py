"""What a municipality tells beside its answers: measures against what is at risk, controls, and how far help is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

import numpy as np

from ros_analysis.app.example.answers import Values
from ros_analysis.survey import Codebook

Beside = Mapping[tuple[str, int], object]
"""What is told of each field of the codebook, by its name and the number of the area; 0 for what is told once."""

WATCH = ("Vaktordning kveld og helg", "Varsling på SMS", "Avtale om overvåking hele døgnet")
PLANNED = {
    "server_daytime": ("Fast kontroll av meldingstjeneren hver morgen", "Varsling på SMS"),
    "server_off_hours": WATCH,
    "incoming_daytime": ("To som følger innboksen hver dag", "Ny rutine ved ferie og fravær"),
    "incoming_off_hours": ("Ansvar for innboksen lagt til vaktrommet", "Ny rutine for kveld og helg"),
    "fault_working_hours": ("Avtale med leverandøren om svartid", "Papirrutine for nedetid"),
    "fault_off_hours": ("Beredskapsvakt sammen med nabokommunen", "Papirrutine for nedetid"),
    "service_notices": ("Felles adresse i stedet for personlige", "Varsling på SMS"),
    "contingency_number": ("Nummeret lagt til døgnbemannet legevakt", "Øvelse hvert halvår"),
}
RESPONSIBLE = ("IKT-leder", "Systemansvarlig", "Virksomhetsleder pleie og omsorg", "Kommuneoverlege")
DEADLINES = (date(2024, 12, 31), date(2025, 3, 31), date(2025, 6, 30), date(2025, 12, 31), date(2026, 6, 30))
HAS_MEASURE = {"green": 0.0, "yellow": 0.4, "red": 0.75}
"""How often something is done, by the level of the area."""
CONTROLS = {"mailbox": ("mailbox_routine", 0.7), "contingency": ("contingency_answered", 0.65)}
NEAREST, TYPICAL_WAY = 4, 55
"""Kilometres to the hospital."""


def draw_beside(values: Values, codebook: Codebook, sent: date, rng: np.random.Generator) -> Beside:
    """Measures in most red areas and some yellow ones, which make the event less likely; and the controls, with when
    they were last tested before `sent`."""
    told: dict[tuple[str, int], object] = {}
    for area, like, cons in zip(codebook.area, *values, strict=True):
        if like and cons and rng.random() < HAS_MEASURE[codebook.level(like, cons)]:
            told |= {(field, area.number): said for field, said in _measure(area.code, like, cons, rng)}
    for control, (asked, share) in CONTROLS.items():
        works = rng.random() < share
        told[asked, 0] = "Ja" if works else "Nei"
        if works:
            told[f"{control}_tested", 0] = sent - timedelta(days=int(rng.integers(10, 400)))
    return told


def draw_way(rng: np.random.Generator) -> int:
    """Kilometres to the nearest hospital."""
    return NEAREST + int(rng.gamma(2.0, TYPICAL_WAY / 2))


def _measure(code: str, like: int, cons: int, rng: np.random.Generator) -> Iterator[tuple[str, object]]:
    there = str(rng.choice(("Nei", "Delvis", "Ja"), p=(0.4, 0.45, 0.15)))
    yield "measure", there
    if there != "Ja":
        yield "planned", str(rng.choice(PLANNED.get(code, WATCH)))
        yield "responsible", str(rng.choice(RESPONSIBLE))
        yield "due", DEADLINES[rng.integers(len(DEADLINES))]
    yield "likelihood_after", max(1, like - int(rng.integers(1, 3)))
    yield "consequence_after", max(1, cons - int(rng.integers(2)))
