"""Answers given as nothing but the colour of a cell: green, yellow or red fill and no text."""

from __future__ import annotations

import colorsys
from collections.abc import Iterator
from typing import Any


def painted_cells(sheet: Any) -> Iterator[tuple[int, int]]:
    """(row from 1, column from 0) of empty cells with a traffic-light fill that is not the row's own shading."""
    rows: dict[int, list[Any]] = {}
    for cell in sheet._cells.values():
        if cell.has_style and cell.fill.fill_type == "solid":
            rows.setdefault(cell.row, []).append(cell)
    for row, cells in rows.items():
        written = {_rgb(cell) for cell in cells if cell.value is not None}
        for cell in cells:
            if cell.value is None and _rgb(cell) not in written and is_traffic_light(_rgb(cell)):
                yield row, cell.column - 1


def _rgb(cell: Any) -> str:
    colour = cell.fill.fgColor
    return str(colour.rgb)[-6:] if colour.type == "rgb" else f"{colour.type}{colour.theme}{colour.tint}"


def is_traffic_light(rgb: str) -> bool:
    """Whether a colour such as «FF0000» reads as green, yellow or red."""
    try:
        red, green, blue = (int(rgb[i : i + 2], 16) / 255 for i in (0, 2, 4))
    except ValueError:
        return False
    hue, lightness, saturation = colorsys.rgb_to_hls(red, green, blue)
    vivid = saturation > 0.4 and 0.2 < lightness < 0.92
    return vivid and (hue < 0.05 or 0.11 < hue < 0.45 or hue > 0.94)
