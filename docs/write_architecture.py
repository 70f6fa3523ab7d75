"""Draws docs/images/house.svg and fills in the rooms of docs/architecture.md, both from the code.

The floors are those of pyproject.toml, a room's sentence is the first line of its docstring. Run by `make docs`.
"""

from __future__ import annotations

import ast
import tomllib
from collections.abc import Iterator
from html import escape
from pathlib import Path

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "architecture.md"
START, END = "<!-- rooms: written by make docs -->", "<!-- end of rooms -->"
WIDTH, FLOOR, LEFT, WAY, GAP = 1160, 76, 150, 790, 8
CHIP, LETTER, LINE = 24, 7.4, 30

FLOORS = [  # name, and what becomes of one answer there
    ("Front doors", "a person opens the page"),
    ("Publishing", "a cell in the HTML and the PDF"),
    ("The page", "«R 12» in a table, a count in a figure"),
    ("The round", "a row of this.answers"),
    ("Editions", "may this edition show it?"),
    ("Rules", "4 × 3 = 12: a red area, part of one zone among 23"),
    ("From outside", "«4 – Svært sannsynlig», text in row 14 of svar.xlsx"),
    ("Ground", "what is asked and of whom; exact distributions"),
]
ENTERS = 6
"""The floor that an answer comes in on; those below know nothing of answers."""


def layers() -> list[list[str]]:
    """The rooms of each floor, top floor first."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    (contract,) = [one for one in project["tool"]["importlinter"]["contracts"] if one["type"] == "layers"]
    return [layer.replace("|", ":").replace(" ", "").split(":") for layer in contract["layers"]]


def drawing() -> str:
    """The whole SVG."""
    floors = list(zip(layers(), FLOORS, strict=True))
    height = FLOOR * len(floors) + 40
    parts = [part for place, (rooms, told) in enumerate(floors) for part in _floor(place, rooms, *told)]
    frame = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img" '
        'font-family="Source Sans Pro, Segoe UI, Helvetica, Arial, sans-serif" font-size="13">'
        "<title>The house: floors, rooms, and the way of one answer from file to page</title>"
        f'<rect width="{WIDTH}" height="{height}" fill="#ffffff"/>'
    )
    return "\n".join([frame, *parts, *_way(), "</svg>", ""])


def _floor(place: int, rooms: list[str], name: str, becomes: str) -> Iterator[str]:
    top, middle = 20 + place * FLOOR, 20 + place * FLOOR + FLOOR // 2 + 3
    fill = "#f3f5f7" if place % 2 else "#e6ebef"
    yield f'<rect x="10" y="{top}" width="{WIDTH - 20}" height="{FLOOR - 4}" fill="{fill}"/>'
    yield _text(22, middle, name, weight="bold")
    yield _text(WAY + 24, middle, becomes)
    shelves = list(_shelves(rooms))
    for number, shelf in enumerate(shelves):
        y = middle - 16 + LINE * number - LINE * (len(shelves) - 1) // 2
        for x, width, room in shelf:
            box = f'x="{x:.0f}" y="{y}" width="{width:.0f}" height="{CHIP}"'
            yield f'<rect {box} rx="4" fill="#fff" stroke="#555"/>'
            yield _text(x + 7, y + 17, room)


def _shelves(rooms: list[str]) -> Iterator[list[tuple[float, float, str]]]:
    """The rooms of a floor on as many lines as they need: place, width and name of each."""
    shelf: list[tuple[float, float, str]] = []
    x: float = LEFT
    for room in rooms:
        width = len(room) * LETTER + 14
        if x + width > WAY - 30:
            yield shelf
            shelf, x = [], LEFT
        shelf.append((x, width, room))
        x += width + GAP
    yield shelf


def _way() -> Iterator[str]:
    """The arrow that an answer follows, in from outside and up through every floor."""
    stops = [20 + place * FLOOR + FLOOR // 2 - 2 for place in range(ENTERS + 1)]
    yield f'<path d="M{WAY} {stops[-1]} V{stops[0]}" stroke="#D55E00" stroke-width="4" fill="none"/>'
    for stop in stops[1:]:
        yield f'<circle cx="{WAY}" cy="{stop}" r="6" fill="#fff" stroke="#D55E00" stroke-width="3"/>'
    head = f"M{WAY - 9} {stops[0] + 8} L{WAY} {stops[0] - 12} L{WAY + 9} {stops[0] + 8} Z"
    yield f'<path d="{head}" fill="#D55E00"/>'


def _text(x: float, y: float, text: str, weight: str = "normal") -> str:
    return f'<text x="{x:.0f}" y="{y}" font-weight="{weight}" fill="#1a1a1a">{escape(text)}</text>'


def sentence(room: str) -> str:
    """What a room knows, by its own docstring."""
    file = ROOT / "ros_analysis" / f"{room}.py"
    file = file if file.exists() else ROOT / "ros_analysis" / room / "__init__.py"
    return (ast.get_docstring(ast.parse(file.read_text("utf-8"))) or "").splitlines()[0]


def page() -> str:
    """docs/architecture.md with its rooms as they are now."""
    before, rest = PAGE.read_text("utf-8").split(START)
    rooms = [
        f"| {name if place == 0 else ''} | `{room}` | {sentence(room)} |"
        for shelf, (name, _) in zip(layers(), FLOORS, strict=True)
        for place, room in enumerate(shelf)
    ]
    table = "\n".join(["| floor | room | what it knows |", "|---|---|---|", *rooms])
    return f"{before}{START}\n\n{table}\n\n{END}{rest.split(END)[1]}"


if __name__ == "__main__":
    (ROOT / "docs" / "images" / "house.svg").write_text(drawing(), "utf-8")
    PAGE.write_text(page(), "utf-8")
