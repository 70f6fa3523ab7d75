"""What lies beside the answers of forms and is not read: totals, columns, sheets."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from ros_analysis.cleaning.headers import area_named
from ros_analysis.cleaning.layout import Layout
from ros_analysis.cleaning.log import LONGEST, elided, unnamed
from ros_analysis.cleaning.suggest import Known
from ros_analysis.exports import Grid, letter, one_line, safe
from ros_analysis.survey import UNREAD, Codebook, Place, Repair


def layout_notes(grids: Sequence[Grid], layouts: dict[str, Layout], forms: int) -> Iterator[Repair]:
    """What opening repaired, totals below the answers, and that `forms` forms became rows."""
    for grid in grids:
        yield from grid.repairs
        for line in layouts[grid.sheet].totals:
            yield Repair(grid.place(line.number), "sum eller snitt", "utelatt", "total_row", "warning")
    yield Repair(Place(grids[0].file), f"skjema: {forms}", f"rader: {forms}", "form_layout")


def unread_columns(grid: Grid, layout: Layout, codebook: Codebook) -> Iterator[Repair]:
    """Columns with something in them beside the answers, that hold neither parts, roles nor the names of areas."""
    head = grid.lines[layout.start].cells
    used = {*layout.parts.values(), *layout.roles.values(), layout.area}
    for i in (i for i in range(grid.width) if i not in used):
        cells = [
            (area, line.cells[i]) for area, line in layout.lines if i < len(line.cells) and line.cells[i]
        ]
        if cells and not all(area_named(cell, codebook.area) == area for area, cell in cells):
            header = (
                f" «{elided(unnamed(safe(one_line(head[i]))), LONGEST)}»" if i < len(head) and head[i] else ""
            )
            yield Repair(replace(grid.place(), column=f"{letter(i)}{header}"), "", "ikke lest", UNREAD)


def left_out(grids: Sequence[Grid], known: Known) -> Iterator[Repair]:
    """Sheets that hold no answers."""
    for grid in grids:
        if known(grid.sheet):
            yield Repair(grid.place(), grid.sheet, "ikke svart", "row_without_answers")
        else:
            yield Repair(Place(grid.file), f"«{safe(grid.sheet)}»", "ikke lest", "sheets_left_out")
