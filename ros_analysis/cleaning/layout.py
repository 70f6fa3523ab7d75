"""Where on a sheet the answers stand when the areas go down the rows, and what on it is not read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ros_analysis.cleaning.headers import area_named, area_told, field_asked, part_asked, role_asked
from ros_analysis.cleaning.log import LONGEST, elided, unnamed
from ros_analysis.cleaning.naming import MUNICIPALITY
from ros_analysis.cleaning.scale import folded
from ros_analysis.exports import TOTALS, Grid, Row, letter, safe, safe_problem, spread_merged
from ros_analysis.survey import (
    FIELDS,
    ONCE,
    ROLES,
    STEPS,
    UNREAD,
    Area,
    Codebook,
    Problem,
    Repair,
    fold,
    visible,
)

HEADERS = {role: asked.header for role, asked in (ROLES | FIELDS).items() if asked.header and role in ONCE}
LONGEST_LABEL = 60
SEARCHED_LINES = 30


@dataclass(frozen=True)
class Layout:
    """A sheet with index of the header line and of the columns by part, role and field beside the answers, and of the
    areas; answers and totals below.

    Answers are lines by area; 0 where a line names none.
    """

    grid: Grid
    start: int
    parts: dict[str, int]
    roles: dict[str, int]
    area: int
    lines: tuple[tuple[int, Row], ...]
    totals: tuple[Row, ...]
    beside: dict[str, int]

    @property
    def answers(self) -> tuple[int, ...]:
        """Index of all columns with answers."""
        return *self.parts.values(), *self.beside.values()


def find_layout(grid: Grid, codebook: Codebook, *, may_be_empty: bool = False) -> Layout | None:
    """A header with one column for each part, and below it answers that name the areas; None for any other.

    An area that comes twice needs a column that tells whose answer it is; another form above is not passed over. One
    that `may_be_empty` may have come back as it was sent.
    """
    for start, line in enumerate(grid.lines[: min(SEARCHED_LINES, len(grid.lines) - 1)]):
        if parts := _parts(line, codebook):
            roles = {role: i for i, cell in enumerate(line.cells) if (role := label_of(cell, codebook))}
            fields = {name: i for i, cell in enumerate(line.cells) if (name := _field_of(cell, codebook))}
            beside = {name: i for name, i in fields.items() if name not in ONCE}
            body = spread_merged(grid, grid.lines[start + 1].number, grid.lines[-1].number).lines[start + 1 :]
            totals = tuple(line for line in body if _is_filled(line, parts) and not _is_answer(line, parts))
            tried = (
                Layout(grid, start, parts, roles, i, (), totals, beside) for i in range(min(parts.values()))
            )
            found = (_with_lines(one, body, codebook, may_be_empty=may_be_empty) for one in tried)
            if layout := next(filter(None, found), None):
                above = (other.cells[layout.area] for other in grid.lines[:start] if _is_answer(other, parts))
                return None if any(area_named(cell, codebook.area) for cell in above) else layout
    return None


def _with_lines(
    sheet: Layout, body: Sequence[Row], codebook: Codebook, *, may_be_empty: bool
) -> Layout | None:
    """The layout with the answers in `body`, where its column of areas can be one."""
    answered = [line for line in body if _is_answer(line, sheet.parts | sheet.beside)]
    if may_be_empty and not answered:
        answered = [line for line in body if area_named(line.cells[sheet.area], codebook.area)]
    areas = [_area(line, sheet.area, min(sheet.parts.values()), codebook.area) for line in answered]
    whose = [i for role, i in sheet.roles.items() if role in MUNICIPALITY]
    names = {line.cells[whose[0]] for line in answered if line.cells[whose[0]]} if whose else {""}
    enough = len(codebook.area) // 2
    distinct, unread = {*areas} - {0}, areas.count(0)
    once = bool(whose) or len(distinct) == len(areas) - unread
    if len(distinct) <= enough or not once or len(areas) < enough * len(names) or unread * 4 > len(areas):
        return None
    return replace(sheet, lines=tuple(zip(areas, answered, strict=True)))


def form_without_answers(grid: Grid, codebook: Codebook) -> bool | None:
    """Whether nothing stands below a header of likelihood and consequence; None where there is no such header."""
    for start, line in enumerate(grid.lines[:SEARCHED_LINES]):
        parts = _parts(line, codebook)
        if {*STEPS} <= parts.keys():
            return not any(_is_answer(below, parts) for below in grid.lines[start + 1 :])
    return None


def label_of(cell: str, codebook: Codebook) -> str:
    """The role, or the field asked once, that a short header or label names."""
    role = _field_of(cell, codebook) or (role_asked(cell) if 0 < len(cell) < LONGEST_LABEL else "")
    return role if role in HEADERS else ""


def _field_of(cell: str, codebook: Codebook) -> str:
    return field_asked(cell, codebook)[0] if 0 < len(cell) < LONGEST_LABEL else ""


def _parts(line: Row, codebook: Codebook) -> dict[str, int]:
    """The column of each part, where each that is there is there once, and they are enough for an answer."""
    named = [
        (part_asked(cell), i)
        for i, cell in enumerate(line.cells)
        if 0 < len(cell) < LONGEST_LABEL and not _field_of(cell, codebook)
    ]
    found = [(part, i) for part, i in named if part]
    parts = dict(found)
    enough = {*STEPS} <= parts.keys() or "result" in parts
    return parts if enough and len(parts) == len(found) else {}


def _is_answer(line: Row, parts: dict[str, int]) -> bool:
    """Whether a line holds a cell for any part, and is no total."""
    total = any(TOTALS.fullmatch(fold(cell)) for cell in line.cells if cell)
    return not total and _is_filled(line, parts)


def _is_filled(line: Row, parts: dict[str, int]) -> bool:
    return any(i < len(line.cells) and line.cells[i] for i in parts.values())


def _area(line: Row, index: int, end: int, areas: Sequence[Area]) -> int:
    """The area that the cell at `index` names; 0 for none, or where words before `end` name another."""
    named = area_named(line.cells[index], areas)
    others = {area_told(cell, areas)[0] for cell in line.cells[:end]} - {0, named}
    return 0 if others else named


def cell_of(line: Row, index: int) -> str:
    """The cell of a line that may be shorter; where nothing is masked the very cell, as it may carry its kind."""
    text = line.cells[index] if index < len(line.cells) else ""
    return text if safe(text) == text else safe(text)


def repairs_of(sheet: Layout, codebook: Codebook) -> Iterator[Repair]:
    """What opening the sheet repaired, totals below the answers, columns that nothing is read from, and what is masked
    in the others."""
    grid, head = sheet.grid, sheet.grid.lines[sheet.start]
    yield from grid.repairs
    for line in sheet.totals:
        yield Repair(grid.place(line.number), "sum eller snitt", "utelatt", "total_row", "warning")
    for i in (i for i in range(grid.width) if i not in {*sheet.answers, *sheet.roles.values(), sheet.area}):
        cells = [(area, text) for area, line in sheet.lines if (text := "".join(line.cells[i : i + 1]))]
        if cells and not all(area_named(text, codebook.area) == area for area, text in cells):
            header = elided(unnamed(visible(cell_of(head, i))), LONGEST)
            place = replace(grid.place(), column=f"{letter(i)} «{header}»" if header else letter(i))
            if i < min(sheet.parts.values()) and _tells_areas_apart(cells):
                yield Repair(place, cells[0][1], "nummeret er brukt", "area_by_number", "warning")
            else:
                yield Repair(place, "", "ikke lest", UNREAD)
    for line, i in ((line, i) for _, line in sheet.lines for i in sheet.answers):
        if "".join(line.cells[i : i + 1]) != cell_of(line, i):
            place = grid.place(line.number, i)
            yield Repair(place, "personopplysning", "skjult", "personal_masked", "warning")


def _tells_areas_apart(cells: Sequence[tuple[int, str]]) -> bool:
    """Whether each area has a text of its own, the same each time, as a column with the questions has."""
    areas, texts = {area for area, _ in cells}, {folded(text) for _, text in cells}
    return len(areas) > 1 and len({(area, folded(text)) for area, text in cells}) == len(areas) == len(texts)


def problems_of(sheet: Layout, codebook: Codebook) -> Iterator[Problem]:
    """Cells that Excel shows as an error, answers that are but a colour, and answered lines with none of the areas."""
    grid, numbers = sheet.grid, ", ".join(str(area.number) for area in codebook.area)
    yield from map(safe_problem, grid.problems)
    below = {row for row, _ in grid.painted if row > grid.lines[sheet.start].number}
    yield from grid.only_coloured(below, [*sheet.parts.values()])
    for line in (line for area, line in sheet.lines if not area):
        yield Problem(
            grid.place(line.number, sheet.area),
            "raden har svar, men området er ikke et av kodebokens, eller nummer og tekst sier hvert sitt.",
            cell_of(line, sheet.area)[:LONGEST],
            f"{numbers}, eller områdets tekst",
            "Rett området, eller slett raden.",
            "area_unread",
        )
