"""Answers with the areas down the rows, on one sheet per municipality or all below each other → one row each."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from ros_analysis.cleaning.layout import (
    HEADERS,
    Layout,
    cell_of,
    find_layout,
    form_without_answers,
    label_of,
    problems_of,
    repairs_of,
)
from ros_analysis.cleaning.naming import MUNICIPALITY, named_in
from ros_analysis.cleaning.scale import folded
from ros_analysis.cleaning.suggest import Known
from ros_analysis.exports import (
    Column,
    Grid,
    PlainTable,
    Row,
    letter,
    numbered,
    open_grids,
    recognise,
    safe,
    table_of,
    title_of,
    years_of,
)
from ros_analysis.survey import BY_AREA, FIELDS, PARTS, Codebook, Place, Problem, Repair


class FormCell(NamedTuple):
    """A text, and where it stood."""

    text: str
    row: int
    column: str


@dataclass
class Form:
    """One municipality's answers: a cell by role, or by part and area as «likelihood.3»."""

    sheet: str
    row: int
    cells: dict[str, FormCell] = field(default_factory=dict)

    @property
    def is_named(self) -> bool:
        return any(role in self.cells and self.cells[role].text for role in MUNICIPALITY)

    @property
    def is_answered(self) -> bool:
        return any(cell.text for key, cell in self.cells.items() if key.partition(".")[0] in PARTS)


def open_export(
    path: Path,
    codebook: Codebook,
    known: Known,
    own: Sequence[str] = (),
    *,
    sheet: str | None = None,
    header_rows: int | None = None,
) -> PlainTable:
    """The table in a file, a row per municipality whichever way the answers are laid out in it, with the problems of
    its cells; raises RefusedData for a file with no table in it. `own` are the headers of the body's own columns."""
    grids = open_grids(path)
    headers = {folded(header): header for header in own}
    form = _from_forms(grids, codebook, headers, known) if sheet is None and header_rows is None else None
    return form or table_of(grids, path, sheet=sheet, header_rows=header_rows)


def _from_forms(
    grids: Sequence[Grid], codebook: Codebook, own: Mapping[str, str], known: Known
) -> PlainTable | None:
    """The table of sheets that hold areas as rows, one row for each municipality; None for any other layout.

    A sheet that says of no municipality is about the one that it, or else the file, is called after. Where none is
    about anybody, and another sheet names municipalities, it is no form but a summary of that.
    """
    if any(recognise(grid.lines) for grid in grids):
        return None
    alone = len(grids) == 1
    sheets = [layout for grid in grids if (layout := find_layout(grid, codebook, may_be_empty=alone))]
    if not sheets or (len(sheets) > 1 and any(sheet.roles.keys() & {*MUNICIPALITY} for sheet in sheets)):
        return None

    def asked(text: str) -> str:
        return own.get(folded(text)) or label_of(text, codebook)

    forms = [form for sheet in sheets for form in _forms(sheet, asked)]
    forms = [form for form in forms if alone or form.is_answered or form.is_named or known(form.sheet)]
    read, file = {form.sheet for form in forms}, grids[0].file
    unread = [grid for grid in grids if grid.sheet not in read]
    named = any(form.is_named or _name_of(form, file, known) for form in forms)
    cells = (cell for grid in unread for line in grid.lines for cell in line.cells if cell)
    if not named and any(map(known, cells)):
        return None
    repairs = [
        Repair(Place(file), f"skjema: {len(forms)}", f"rader: {len(forms)}", "form_layout"),
        *(note for form in forms for note in _named(form, file, known)),
        *(_left_out(grid, known) for grid in unread),
        *(note for sheet in sheets for note in repairs_of(sheet, codebook)),
    ]
    problems = [
        *(problem for sheet in sheets for problem in problems_of(sheet, codebook)),
        *(problem for grid in unread for problem in _unlike_the_others(grid, known, codebook)),
    ]
    columns, rows = _table(forms, codebook, own)
    titled = frozenset[int]().union(*(years_of(title_of(one.grid.lines[: one.start])) for one in sheets))
    first, name = sheets[0].grid, sheets[0].grid.sheet if len(sheets) == 1 else ""
    return PlainTable(
        file, name, "", first.encoding, first.delimiter, columns, rows, tuple(repairs),
        problems=tuple(problems), sheets=numbered(grids), titled=titled,
    )  # fmt: skip


def _forms(sheet: Layout, asked: Callable[[str], str]) -> Iterator[Form]:
    """Each municipality's lines together; a new one begins where the name changes or an area comes again."""
    form: Form | None = None
    for area, line in ((area, line) for area, line in sheet.lines if area):
        named = {role: cell for role, i in sheet.roles.items() if (cell := _cell(line, i)).text}
        if form is None or f"area.{area}" in form.cells or _is_other(form, named):
            if form is not None:
                yield form
            form = Form(sheet.grid.sheet, line.number, _labels(sheet, asked))
        form.cells |= {**named, f"area.{area}": FormCell("", line.number, "")}
        form.cells |= {f"{part}.{area}": _cell(line, i) for part, i in (sheet.parts | sheet.beside).items()}
    if form is not None:
        yield form


def _is_other(form: Form, named: dict[str, FormCell]) -> bool:
    both = [role for role in MUNICIPALITY if role in named and role in form.cells]
    return any(folded(named[role].text) != folded(form.cells[role].text or named[role].text) for role in both)


def _cell(line: Row, index: int) -> FormCell:
    return FormCell(cell_of(line, index), line.number, letter(index))


def _labels(sheet: Layout, asked: Callable[[str], str]) -> dict[str, FormCell]:
    """What stands above the header behind a label: «Kommune:» and the cell to its right, or «Kommune: Molde».

    Nothing behind it is an empty cell, so that forms with different gaps make tables alike.
    """
    found: dict[str, FormCell] = {}
    for line in sheet.grid.lines[: sheet.start]:
        for i, text in enumerate(line.cells):
            label, _, behind = text.partition(":")
            right = next((j for j in range(i + 1, len(line.cells)) if line.cells[j]), None)
            if not (role := asked(label)):
                continue
            if behind.strip():
                found.setdefault(role, FormCell(safe(behind.strip()), line.number, letter(i)))
            elif right is not None and not asked(line.cells[right].partition(":")[0]):
                found.setdefault(role, _cell(line, right))
            elif text.rstrip().endswith(":"):
                found.setdefault(role, FormCell("", line.number, letter(i + 1)))
    return found


def _table(
    forms: Sequence[Form], codebook: Codebook, own: Mapping[str, str]
) -> tuple[tuple[Column, ...], tuple[Row, ...]]:
    """A column for each part of every area, so that forms with different gaps make tables alike."""
    keys = {key for form in forms for key in form.cells}
    parts = {key.partition(".")[0] for key in keys}
    headers = {role: header for role, header in HEADERS.items() if role in keys}
    headers |= {header: header for header in own.values() if header in keys}
    headers |= {
        f"{part}.{area.number}": f"{(PARTS | FIELDS)[part].header} {area.number}"
        for area in codebook.area
        for part in BY_AREA
        if part in parts
    }
    columns = tuple(Column(letter(i), header) for i, header in enumerate(headers.values()))
    rows = [(form, [form.cells.get(key, FormCell("", form.row, "")) for key in headers]) for form in forms]
    return columns, tuple(
        Row(form.row, tuple(cell.text for cell in cells), "", form.sheet, tuple(cell[1:] for cell in cells))
        for form, cells in rows
    )


def _named(form: Form, file: str, known: Known) -> Iterator[Repair]:
    """The form named after its sheet or its file, where it doesn't say whose it is."""
    if form.is_named:
        return
    name = _name_of(form, file, known)
    form.cells["municipality"] = FormCell(name, form.row, "")
    if name:
        yield Repair(Place(file, form.sheet), "", name, "named_by_sheet")


def _name_of(form: Form, file: str, known: Known) -> str:
    """The municipality that the sheet, or else the file, is called after; empty for none."""
    texts = form.sheet, file.rpartition(".")[0]
    return next((name for text in texts if (name := text if known(text) else named_in(text, known))), "")


def _left_out(grid: Grid, known: Known) -> Repair:
    """A sheet that holds no answers."""
    if known(grid.sheet):
        return Repair(grid.place(), grid.sheet, "ikke svart", "row_without_answers")
    return Repair(Place(grid.file), f"«{safe(grid.sheet)}»", "ikke lest", "sheets_left_out")


def _unlike_the_others(grid: Grid, known: Known, codebook: Codebook) -> Iterator[Problem]:
    """A sheet that must be somebody's answer, but can't be read as the others are."""
    blank = form_without_answers(grid, codebook)
    if blank is False or (blank is None and known(grid.sheet)):
        message = "Arket ser ut til å være svar, men områdene kan ikke leses som i de andre arkene."
        remedy = (
            f"Skriv områdene 1–{len(codebook.area)} nedover og sannsynlighet og konsekvens bortover, som i de andre "
            "arkene."
        )
        yield Problem(grid.place(), message, remedy=remedy, rule="sheet_unlike_others")
