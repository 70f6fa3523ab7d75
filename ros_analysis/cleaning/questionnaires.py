"""Answers with the areas down the rows, on one sheet per municipality or all below each other → one row each."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from ros_analysis.cleaning.beside import layout_notes, left_out, unread_columns
from ros_analysis.cleaning.identify import fold_name
from ros_analysis.cleaning.layout import (
    HEADERS,
    Layout,
    find_layout,
    form_without_answers,
    label_of,
)
from ros_analysis.cleaning.log import LONGEST
from ros_analysis.cleaning.scale import folded
from ros_analysis.cleaning.suggest import Known
from ros_analysis.exports import (
    Column,
    Grid,
    Kind,
    Line,
    PlainTable,
    Row,
    letter,
    numbered,
    recognise,
    safe,
    safe_problem,
)
from ros_analysis.survey import PARTS, Codebook, Place, Problem, Repair

MUNICIPALITY = ("municipality", "municipality_number")


@dataclass(frozen=True)
class Cell:
    """A text with what kind of cell Excel had, and where it stood."""

    text: str = ""
    kind: Kind = ""
    row: int = 0
    column: str = ""


@dataclass
class Form:
    """One municipality's answers: a cell by role, or by part and area as «likelihood.3»."""

    sheet: str
    row: int
    cells: dict[str, Cell] = field(default_factory=dict)

    @property
    def is_named(self) -> bool:
        return any(role in self.cells for role in MUNICIPALITY)

    @property
    def is_answered(self) -> bool:
        return any(cell.text for key, cell in self.cells.items() if key.partition(".")[0] in PARTS)


def from_questionnaires(grids: Sequence[Grid], codebook: Codebook, known: Known) -> PlainTable | None:
    """The table of sheets that hold areas as rows, one row for each municipality; None for any other layout.

    A sheet that says of no municipality is about the one that it, or else the file, is called after.
    """
    if any(recognise(grid.lines) for grid in grids):
        return None
    laid_out = {grid.sheet: layout for grid in grids if (layout := find_layout(grid, codebook))}
    used = [grid for grid in grids if grid.sheet in laid_out]
    if not used or (
        len(used) > 1 and any(laid_out[grid.sheet].roles.keys() & {*MUNICIPALITY} for grid in used)
    ):
        return None
    forms = [form for grid in used for form in _forms(grid, laid_out[grid.sheet])]
    forms = [form for form in forms if form.is_answered or form.is_named or known(form.sheet)]
    read = {form.sheet for form in forms}
    named = [repair for form in forms for repair in _named(form, grids[0].file, known)]
    unread = [grid for grid in grids if grid.sheet not in read]
    problems = [
        *_unread(used, laid_out, codebook),
        *_painted(used, laid_out),
        *_unlike_the_others(unread, known),
    ]
    columns = (note for grid in used for note in unread_columns(grid, laid_out[grid.sheet], codebook))
    notes = [*layout_notes(used, laid_out, len(forms)), *named, *left_out(unread, known), *columns]
    parts = {part for grid in used for part in laid_out[grid.sheet].parts}
    return replace(_table(used, forms, codebook, parts, notes, problems), sheets=numbered(grids))


def _forms(grid: Grid, layout: Layout) -> Iterator[Form]:
    """Each municipality's lines together; a new one begins where the name changes or an area comes again."""
    form: Form | None = None
    for area, line in layout.lines:
        if not area:
            continue
        named = {role: cell for role, i in layout.roles.items() if (cell := _cell(line, i)).text}
        if form is None or f"area.{area}" in form.cells or _is_other(form, named):
            if form is not None:
                yield form
            form = Form(grid.sheet, line.number, _labels(grid, layout))
        form.cells |= {**named, f"area.{area}": Cell()}
        form.cells |= {f"{part}.{area}": _cell(line, i) for part, i in layout.parts.items()}
    if form is not None:
        yield form


def _is_other(form: Form, named: dict[str, Cell]) -> bool:
    both = named.keys() & form.cells.keys() & {*MUNICIPALITY}
    return any(folded(named[role].text) != folded(form.cells[role].text) for role in both)


def _cell(line: Line, index: int) -> Cell:
    text = line.cells[index] if index < len(line.cells) else ""
    kind: Kind = line.kinds[index] if text and index < len(line.kinds) else ""
    return Cell(safe(text), kind, line.number, letter(index))


def _labels(grid: Grid, layout: Layout) -> dict[str, Cell]:
    """What stands above the header behind a label: «Kommune:» and the cell to its right, or «Kommune: Molde»."""
    found: dict[str, Cell] = {}
    for line in grid.lines[: layout.start]:
        for i, text in enumerate(line.cells):
            label, _, behind = text.partition(":")
            right = next((j for j in range(i + 1, len(line.cells)) if line.cells[j]), None)
            if not (role := label_of(label)):
                continue
            if behind.strip():
                found.setdefault(role, Cell(safe(behind.strip()), "text", line.number, letter(i)))
            elif right is not None and not label_of(line.cells[right].partition(":")[0]):
                found.setdefault(role, _cell(line, right))
    return found


def _named(form: Form, file: str, known: Known) -> Iterator[Repair]:
    """The form named after its sheet or its file, where it doesn't say whose it is."""
    if form.is_named:
        return
    texts = form.sheet, file.rpartition(".")[0]
    name = next((name for text in texts if (name := text if known(text) else named_in(text, known))), "")
    form.cells["municipality"] = Cell(name, "text" if name else "", form.row)
    if name:
        yield Repair(Place(file, form.sheet), "", name, "named_by_sheet")


def named_in(text: str, known: Known) -> str:
    """The one name that stands among other words, as in «ROS 2024 Vik kommune»; "" for none or for several.

    Digits alone are a year, or whatever else, and name nobody.
    """
    words = [word.strip(".,;()-") for word in re.split(r"[\s_]+", text)]
    found: dict[str, str] = {}
    free = list(range(len(words) + 1))
    for length in range(len(words), 0, -1):
        for start in range(len(words) - length + 1):
            name = " ".join(words[start : start + length])
            if {*range(start, start + length)} <= {*free} and re.search(r"[^\W\d]", name) and known(name):
                found[fold_name(name)] = name
                free = [place for place in free if not start <= place < start + length]
    return next(iter(found.values())) if len(found) == 1 else ""


def _unread(grids: Sequence[Grid], layouts: dict[str, Layout], codebook: Codebook) -> Iterator[Problem]:
    """Answered lines whose area is not one of the codebook's."""
    numbers = ", ".join(str(area.number) for area in codebook.area)
    for grid in grids:
        layout = layouts[grid.sheet]
        for line in (line for area, line in layout.lines if not area):
            yield Problem(
                grid.place(line.number, layout.area),
                "raden har svar, men området er ikke et av kodebokens, eller nummer og tekst sier hvert sitt.",
                _cell(line, layout.area).text[:LONGEST],
                f"{numbers}, eller områdets tekst",
                "Rett området, eller slett raden.",
                "area_unread",
            )


def _painted(grids: Sequence[Grid], layouts: dict[str, Layout]) -> Iterator[Problem]:
    """Answers that are nothing but a colour, and cells that the workbook shows as an error."""
    for grid in grids:
        yield from map(safe_problem, grid.problems)
        layout = layouts[grid.sheet]
        first = grid.lines[layout.start].number
        for row, index in grid.painted:
            if row > first and index in layout.parts.values():
                message, remedy = (
                    "Cellen har bare en farge, ingen tekst.",
                    "Skriv grønn, gul eller rød som tekst.",
                )
                yield Problem(grid.place(row, index), message, remedy=remedy, rule="colour_only")


def _unlike_the_others(grids: Sequence[Grid], known: Known) -> Iterator[Problem]:
    """A sheet that must be somebody's answer, but can't be read as the others are."""
    for grid in grids:
        blank = form_without_answers(grid)
        if blank is False or (blank is None and known(grid.sheet)):
            message = "Arket ser ut til å være svar, men områdene kan ikke leses som i de andre arkene."
            remedy = (
                "Skriv områdene 1–8 nedover og sannsynlighet og konsekvens bortover, som i de andre arkene."
            )
            yield Problem(grid.place(), message, remedy=remedy, rule="sheet_unlike_others")


def _table(
    grids: Sequence[Grid],
    forms: Sequence[Form],
    codebook: Codebook,
    parts: set[str],
    repairs: Sequence[Repair],
    problems: Sequence[Problem],
) -> PlainTable:
    """A column for each part of every area, so that forms with different gaps make tables alike."""
    keys = {key for form in forms for key in form.cells}
    keys |= {f"{part}.{area.number}" for part in {*PART_HEADERS} & parts for area in codebook.area}
    headers = {role: header for role, header in HEADERS.items() if role in keys}
    headers |= {
        f"{part}.{area.number}": f"{field.header} {area.number}"
        for area in codebook.area
        for part, field in PARTS.items()
        if f"{part}.{area.number}" in keys
    }
    columns = tuple(Column(letter(i), header) for i, header in enumerate(headers.values()))
    rows = tuple(_row(form, list(headers)) for form in forms)
    sheet = grids[0].sheet if len(grids) == 1 else ""
    return PlainTable(
        grids[0].file, sheet, "", grids[0].encoding, grids[0].delimiter, columns, rows, tuple(repairs),
        problems=tuple(problems),
    )  # fmt: skip


def _row(form: Form, keys: Sequence[str]) -> Row:
    cells = [form.cells.get(key, Cell(row=form.row)) for key in keys]
    texts, kinds = tuple(cell.text for cell in cells), tuple(cell.kind for cell in cells)
    return Row(form.row, texts, kinds, "", form.sheet, tuple((cell.row, cell.column) for cell in cells))
