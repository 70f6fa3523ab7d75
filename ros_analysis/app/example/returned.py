"""A round as forms that came back: one for each that was asked, as `ros form --each` writes it, filled in by people."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any
from zipfile import ZIP_DEFLATED

import numpy as np
import pandas as pd

from ros_analysis.app.example.answers import MadeUpRound, Values
from ros_analysis.app.example.measures import draw_beside, draw_way
from ros_analysis.app.example.mess import replies, with_other_spellings
from ros_analysis.app.example.raw_files import Files, Mapped, step_label, without_clock
from ros_analysis.publish import blank_form
from ros_analysis.survey import FIELDS, PARTS, ROLES, STEPS, Codebook, Words

WAY = "Kilometer til nærmeste sykehus"
"""The column of the body's own factor in survey.toml."""
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
    spelt = with_other_spellings(replies(made_up), made_up.plan.year)
    for place, (number, reply) in enumerate(zip(sorted(made_up.values), spelt, strict=True)):
        told = _answers(reply.values, asked) | {
            (WORDS("form.epj"), 0): reply.epj,
            (f"{WAY}:", 0): draw_way(rng),
        }
        for (field, area), said in draw_beside(reply.values, asked, made_up.plan.sent, rng).items():
            told[_header(field), area] = _as_chosen(field, said, asked)
        forms[number] = _filled(forms[number], SLIPS.get(place, _as_asked)(told))
    silent = sorted(set(names) - set(made_up.values))
    return {f"{n} {names[n]}.xlsx": forms[n] for n in sorted(forms) if n not in silent[1:]}, _columns(asked)


def _answers(values: Values, codebook: Codebook) -> Told:
    """Each step as it is chosen from the list; nothing where an area was left open."""
    return {
        (WORDS(f"form.{part}"), area): step_label(value, codebook.steps(part))
        for part, side in zip(STEPS, values, strict=True)
        for area, value in enumerate(side, 1)
        if value
    }


def _header(field: str) -> str:
    return f"{WORDS(f'field.{field}')}{':' if FIELDS[field].once else ''}"


def _as_chosen(field: str, said: object, codebook: Codebook) -> object:
    return step_label(said, codebook.steps(field)) if isinstance(said, int) else said


def _as_asked(told: Told) -> Told:
    return told


def _name_deleted(told: Told) -> Told:
    return told | {(WORDS("form.municipality"), 0): None}


def _dates_as_text(told: Told) -> Told:
    return {key: f"{said:%d.%m.%Y}" if isinstance(said, date) else said for key, said in told.items()}


def _deadline_not_known(told: Told) -> Told:
    first = next(key for key in told if key[0] == _header("due"))
    return told | {first: "Vet ikke"}


def _way_left_open(told: Told) -> Told:
    return told | {(f"{WAY}:", 0): None}


def _bare_numbers(told: Told) -> Told:
    steps = {WORDS(f"form.{part}") for part in STEPS}
    return {key: int(str(said)[0]) if key[0] in steps else said for key, said in told.items()}


SLIPS: Mapping[int, Callable[[Told], Told]] = {
    2: _dates_as_text,
    5: _name_deleted,
    9: _deadline_not_known,
    14: _way_left_open,
    18: _bare_numbers,
}
"""What somebody did otherwise than asked, by the form's place among those that are filled in."""


def _filled(blank: bytes, told: Told) -> bytes:
    """The form with what is told in its cells; the same bytes for the same words."""
    book = io.BytesIO(blank)
    with pd.ExcelWriter(book, engine="openpyxl", mode="a", if_sheet_exists="overlay") as writer:
        (sheet,) = writer.sheets.values()
        above, columns, start = _places(sheet)
        for (header, area), said in told.items():
            cell = sheet.cell(start + area, columns[header]) if area else sheet.cell(above[header], 2)
            cell.value = said
    return without_clock(book, ZIP_DEFLATED)


def _places(sheet: Any) -> tuple[dict[str, int], dict[str, int], int]:
    """The row of each label, the column of each header, and the row of the headers."""
    rows = {str(cell.value): cell.row for cell in sheet["A"] if cell.value}
    start = rows[WORDS("form.number")]
    return rows, {str(cell.value): cell.column for cell in sheet[start]}, start


def _columns(codebook: Codebook) -> Mapped:
    """The [columns] of round.toml for forms."""
    once = {name: field.header for name, field in FIELDS.items() if field.once}
    beside = {name: field.header for name, field in FIELDS.items() if not field.once}
    return {
        **{role: ROLES[role].header for role in ("municipality", "epj")},
        **once,
        **{
            part: {str(area.number): f"{header} {area.number}" for area in codebook.area}
            for part, header in {**{step: PARTS[step].header for step in STEPS}, **beside}.items()
        },
    }
