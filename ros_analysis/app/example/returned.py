"""A round as forms that came back: one for each that was asked, as `ros form --each` writes it, filled in by people."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from typing import Any
from zipfile import ZIP_DEFLATED

import numpy as np
import pandas as pd

from ros_analysis.app.example.drawing import MadeUpRound, Values
from ros_analysis.app.example.raw_files import Files, Mapped, step_label, with_other_spellings, without_clock
from ros_analysis.publish import blank_form
from ros_analysis.survey import FIELDS, PARTS, ROLES, STEPS, Codebook, Words

WAY = "Kilometer til nærmeste sykehus"
"""The column of the body's own factor in survey.toml."""
NEAREST, TYPICAL_WAY = 4, 55
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
WORDS = Words("nb")
Told = dict[tuple[str, int], object]
"""What stands in a form, by its header and the number of the area; 0 for what stands above the table."""


def as_returned(
    made_up: MadeUpRound, title: str, codebook: Codebook, rng: np.random.Generator
) -> tuple[Files, Mapped]:
    """The round's forms, and how they are read; of those who never answered, one sent its form back as it came."""
    asked = codebook.model_copy(update={"fields": tuple(FIELDS)})
    names = dict(zip(made_up.register["number"], made_up.register["name"], strict=True))
    forms = {number: blank_form(title, asked, WORDS, name, own=(WAY,)) for number, name in names.items()}
    spelt = with_other_spellings(made_up.replies.values(), made_up.plan.year)
    for place, (number, reply) in enumerate(zip(made_up.replies, spelt, strict=True)):
        told = _answers(reply.values, asked) | {
            (WORDS("form.epj"), 0): reply.epj,
            (f"{WAY}:", 0): NEAREST + int(rng.gamma(2.0, TYPICAL_WAY / 2)),
        }
        for field, area, said in _beside(reply.values, asked, made_up.plan.sent, rng):
            is_step = isinstance(said, int)
            told[_header(field), area] = step_label(said, asked.steps(field)) if is_step else said
        slip = SLIPS.get(place)
        forms[number] = _filled(forms[number], told | slip(told) if slip else told)
    silent = sorted(set(names) - set(made_up.replies))
    return {f"{n} {names[n]}.xlsx": forms[n] for n in sorted(forms) if n not in silent[1:]}, _columns(asked)


def _answers(values: Values, codebook: Codebook) -> Told:
    """Each step as it is chosen from the list; nothing where an area was left open."""
    return {
        (WORDS(f"form.{part}"), area): step_label(value, codebook.steps(part))
        for part, side in zip(STEPS, values, strict=True)
        for area, value in enumerate(side, 1)
        if value
    }


def _beside(
    values: Values, codebook: Codebook, sent: date, rng: np.random.Generator
) -> Iterator[tuple[str, int, Any]]:
    """Field, area and what is told: measures in most red areas and some yellow ones, which make the event less likely;
    and the controls, with when they were last tested before `sent`."""
    for area, like, cons in zip(codebook.area, *values, strict=True):
        if like and cons and rng.random() < HAS_MEASURE[codebook.level(like, cons)]:
            yield from ((field, area.number, said) for field, said in _measure(area.code, like, cons, rng))
    for control, (asked, share) in CONTROLS.items():
        works = rng.random() < share
        yield asked, 0, "Ja" if works else "Nei"
        if works:
            yield f"{control}_tested", 0, sent - timedelta(days=int(rng.integers(10, 400)))


def _measure(code: str, like: int, cons: int, rng: np.random.Generator) -> Iterator[tuple[str, Any]]:
    there = str(rng.choice(("Nei", "Delvis", "Ja"), p=(0.4, 0.45, 0.15)))
    yield "measure", there
    if there != "Ja":
        yield "planned", str(rng.choice(PLANNED.get(code, WATCH)))
        yield "responsible", str(rng.choice(RESPONSIBLE))
        yield "due", DEADLINES[rng.integers(len(DEADLINES))]
    yield "likelihood_after", max(1, like - int(rng.integers(1, 3)))
    yield "consequence_after", max(1, cons - int(rng.integers(2)))


def _header(field: str) -> str:
    return f"{WORDS(f'field.{field}')}{':' if FIELDS[field].once else ''}"


def _dates_as_text(told: Told) -> Told:
    return {key: f"{said:%d.%m.%Y}" for key, said in told.items() if isinstance(said, date)}


def _deadline_not_known(told: Told) -> Told:
    return {next(key for key in told if key[0] == _header("due")): "Vet ikke"}


def _bare_numbers(told: Told) -> Told:
    steps = {WORDS(f"form.{part}") for part in STEPS}
    return {key: int(str(said)[0]) for key, said in told.items() if key[0] in steps}


SLIPS: Mapping[int, Callable[[Told], Told]] = {
    2: _dates_as_text,
    5: lambda told: {(WORDS("form.municipality"), 0): None},
    9: _deadline_not_known,
    14: lambda told: {(f"{WAY}:", 0): None},
    18: _bare_numbers,
}
"""What somebody told otherwise than asked, by the form's place among those that are filled in."""


def _filled(blank: bytes, told: Told) -> bytes:
    """The form with what is told in its cells; the same bytes for the same words."""
    book = io.BytesIO(blank)
    with pd.ExcelWriter(book, engine="openpyxl", mode="a", if_sheet_exists="overlay") as writer:
        (sheet,) = writer.sheets.values()
        rows = {str(cell.value): cell.row for cell in sheet["A"] if cell.value}
        start = rows[WORDS("form.number")]
        columns = {str(cell.value): cell.column for cell in sheet[start]}
        for (header, area), said in told.items():
            cell = sheet.cell(start + area, columns[header]) if area else sheet.cell(rows[header], 2)
            cell.value = said
    return without_clock(book, ZIP_DEFLATED)


def _columns(codebook: Codebook) -> Mapped:
    """The [columns] of round.toml for forms."""
    once = {name: field.header for name, field in FIELDS.items() if field.once}
    by_area = {
        **{step: PARTS[step].header for step in STEPS},
        **{name: field.header for name, field in FIELDS.items() if not field.once},
    }
    return {
        **{role: ROLES[role].header for role in ("municipality", "epj")},
        **once,
        **{
            part: {str(area.number): f"{header} {area.number}" for area in codebook.area}
            for part, header in by_area.items()
        },
    }
