"""Cells and rows that are not what was written: mojibake, lost signs, cells too many, totals and notes below."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from ros_analysis.exports.plain import Column, Grid, Kind, Line, PlainTable, Row, letter, name_of
from ros_analysis.survey import Problem, Repair

TOTALS = re.compile(
    r"(sum|snitt|gjennomsnitt|totalt?|total sum|i alt|antall|average|mean|median|count)( .{0,20})?[:.]?"
)
LOST = "Tegnet � betyr at bokstaver gikk tapt da filen ble lagret."
RESAVE = "Eksporter på nytt fra undersøkelsesverktøyet som «CSV UTF-8» eller xlsx."


def split_tail(grid: Grid, lines: Sequence[Line]) -> tuple[list[Line], list[tuple[int, str]], list[Repair]]:
    """Answers, then what was dropped below them: totals, and single notes after a blank line."""
    kept = [line for line in lines if line.filled]
    dropped: list[tuple[int, str]] = []
    repairs: list[Repair] = []
    while len(kept) > 1 and (rule := _tail_rule(kept, grid)):
        line = kept.pop()
        dropped.insert(0, (line.number, rule))
        repairs.insert(0, Repair(grid.place(line.number), _shown(line, rule), "utelatt", rule, "warning"))
    return kept, dropped, repairs


def _shown(line: Line, rule: str) -> str:
    """The label and the numbers of a total; of a note only its length, as it may name persons."""
    cells = [cell for cell in line.cells if cell]
    if rule == "note_row":
        return f"tegn: {len(cells[0])}"
    return "; ".join([cells[0], *(cell for cell in cells[1:] if re.fullmatch(r"[\d .,%]{1,12}", cell))])


def _tail_rule(lines: Sequence[Line], grid: Grid) -> str:
    last, before = lines[-1], lines[-2]
    first = next(cell for cell in last.cells if cell)
    if TOTALS.fullmatch(name_of(first)):
        return "total_row"
    return "note_row" if last.filled == 1 and last.number > before.number + 1 and grid.width > 2 else ""


def too_wide(grid: Grid, lines: Sequence[Line], width: int) -> Iterator[Problem]:
    """Rows with text beyond the last header: a delimiter in a text that lacks quotes, or a forgotten header."""
    for line in lines:
        if any(line.cells[width:]):
            message = f"Raden har {len(line.cells)} celler, men overskriften har {width}."
            remedy = "Sett teksten i anførselstegn, eller gi kolonnen en overskrift."
            yield Problem(
                grid.place(line.number, len(line.cells) - 1), message, remedy=remedy, rule="row_too_wide"
            )


def painted_answers(grid: Grid, rows: Sequence[Line], width: int) -> Iterator[Problem]:
    """Empty cells among the answers that hold nothing but a colour."""
    numbers = {line.number for line in rows}
    for row, column in grid.painted:
        if row in numbers and column < width:
            message = "Cellen har bare en farge, ingen tekst."
            yield Problem(
                grid.place(row, column),
                message,
                remedy="Skriv grønn, gul eller rød som tekst.",
                rule="colour_only",
            )


def mended(grid: Grid) -> Grid:
    """The grid with text that was once read in the wrong encoding turned back, where that is exact."""
    return replace(
        grid, lines=tuple(replace(line, cells=tuple(map(unscrambled, line.cells))) for line in grid.lines)
    )


def unscrambled(text: str) -> str:
    """«Ã˜rsta» → «Ørsta»: UTF-8 once read as cp1252 or latin-1, if it reverses exactly; else the text itself."""
    if not re.search(r"[ÃÂâ][^\s\w]|[ÃÂâ][\u0080-\u00ff…†‡ˆ‰Š‹Œ‘’“”•–—˜™š›œž]", text):
        return text
    for encoding in ("cp1252", "latin-1"):
        try:
            return text.encode(encoding).decode("utf-8")
        except UnicodeError:
            continue
    return text


def mending(grid: Grid, table: PlainTable) -> Iterator[Repair]:
    """What `mended` changed in the columns that are kept; `grid` is the one before."""
    for line in grid.lines:
        for column, before in zip(table.columns, line.cells, strict=False):
            if not column.personal and (after := unscrambled(before)) != before:
                place = replace(table.place(column=column), row=line.number)
                yield Repair(place, before, after, "mojibake", "warning")


def lost_signs(table: PlainTable) -> Iterator[Problem]:
    """Headers and cells with U+FFFD, where the letter that stood there is gone."""
    for column in table.columns:
        if "\ufffd" in column.header:
            yield Problem(table.place(column=column), LOST, remedy=RESAVE, rule="lost_signs")
    for row in table.rows:
        for column, cell in zip(table.columns, row.cells, strict=True):
            if "\ufffd" in cell:
                yield Problem(table.place(row, column), LOST, cell, remedy=RESAVE, rule="lost_signs")


def rows_of(lines: Sequence[Line], width: int) -> tuple[Row, ...]:
    """Lines as rows of exactly `width` cells."""
    empty: Kind = ""
    blank = (empty,) * width
    return tuple(_row(line, width, blank) for line in lines)


def _row(line: Line, width: int, blank: tuple[Kind, ...]) -> Row:
    return Row(line.number, (line.cells + ("",) * width)[:width], (line.kinds + blank)[:width])


def columns_of(headers: Sequence[str], codes: Sequence[str]) -> tuple[Column, ...]:
    """Headers and variable names as columns A, B, C …"""
    return tuple(
        Column(letter(i), header, code) for i, (header, code) in enumerate(zip(headers, codes, strict=True))
    )
