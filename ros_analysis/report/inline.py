"""What a line of running text may hold: strong words and references to numbered tables and figures."""

from __future__ import annotations

import re
from dataclasses import dataclass

STRONG = re.compile(r"\*\*(?=\S)(.+?)(?<=\S)\*\*")
REFERENCE = re.compile(r"\[@([^\]\s]+)\]")


@dataclass(frozen=True)
class Stretch:
    """A stretch of text with one look, which may point to a table or figure (by id) or outside."""

    text: str
    strong: bool = False
    emphasis: bool = False
    reference: str = ""
    address: str = ""


Text = tuple[Stretch, ...]


def parse_inline(source: str) -> Text:
    """`source` with **strong** and [@id] understood and all else literal; a reference has no text yet."""
    runs: list[Stretch] = []
    end = 0
    for match in STRONG.finditer(source):
        runs += _references(source[end : match.start()], strong=False)
        runs += _references(match[1], strong=True)
        end = match.end()
    return (*runs, *_references(source[end:], strong=False))


def plain_inline(source: str) -> str:
    """`source` as a reader without markup sees it, references as their ids."""
    return "".join(run.text or run.reference for run in parse_inline(source))


def _references(source: str, *, strong: bool) -> list[Stretch]:
    pieces = REFERENCE.split(source)
    return [
        Stretch("", strong, reference=piece) if place % 2 else Stretch(piece, strong)
        for place, piece in enumerate(pieces)
        if piece
    ]
