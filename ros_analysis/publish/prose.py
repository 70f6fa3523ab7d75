"""Markdown from people's own files → document elements, with nothing passed through raw."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

import mistune

from ros_analysis.publish.elements import DocumentError, Heading, Listing, Passage, WrittenElement, plain
from ros_analysis.report import Stretch, Text

Token = dict[str, Any]
DEEPEST = 6
SAFE_SCHEMES = ("http", "https", "mailto")

_parse = mistune.create_markdown(renderer="ast")


def elements(markdown: str) -> tuple[WrittenElement, ...]:
    """Headings as written (without anchor), paragraphs and lists; images are refused."""
    try:
        found = tuple(_elements(_tokens(markdown)))
        too_deep = any(_depth(part) > DEEPEST for part in found)
    except RecursionError:
        too_deep = True
    if too_deep:
        raise DocumentError(f"Noe ligger dypere enn {DEEPEST} nivåer inni hverandre. Skriv det flatere.")
    return found


def _depth(part: WrittenElement) -> int:
    inner = [one for item in part.items for one in item] if isinstance(part, Listing) else []
    return 1 + max(map(_depth, inner), default=0)


def nested(markdown: str, below: int) -> tuple[WrittenElement, ...]:
    """`elements`, with its headings, whatever their levels, moved to just below level `below`."""
    found = elements(markdown)
    levels = sorted({element.level for element in found if isinstance(element, Heading)})
    return tuple(
        Heading(below + 1 + levels.index(element.level), "", element.text)
        if isinstance(element, Heading)
        else element
        for element in found
    )


def _tokens(markdown: str) -> Sequence[Token]:
    tokens = _parse(markdown)
    return [] if isinstance(tokens, str) else tokens


def _elements(tokens: Sequence[Token]) -> Iterator[WrittenElement]:
    for token in tokens:
        match token["type"]:
            case "heading":
                yield _heading(token)
            case "list":
                yield _listing(token)
            case "paragraph" | "block_text":
                yield Passage(text(token))
            case "block_quote":
                yield from _quoted(token)
            case "block_html" | "block_code":
                yield Passage((Stretch(token["raw"].strip()),))
            case "blank_line" | "thematic_break":
                pass
            case other:
                raise DocumentError(f"Markdown-elementet «{other}» kan ikke stå i rapporten.")


def _heading(token: Token) -> Heading:
    return Heading(token["attrs"]["level"], "", plain(text(token)).strip())


def _listing(token: Token) -> Listing:
    items = tuple(
        tuple(part for part in _elements(item["children"]) if isinstance(part, Passage | Listing))
        for item in token["children"]
    )
    return Listing(items, ordered=token["attrs"]["ordered"])


def _quoted(token: Token) -> Iterator[WrittenElement]:
    for element in _elements(token["children"]):
        yield replace(element, role="note") if isinstance(element, Passage) else element


def text(token: Token) -> Text:
    return tuple(_runs(token.get("children", []), Stretch("")))


def _runs(tokens: Sequence[Token], look: Stretch) -> Iterator[Stretch]:
    for token in tokens:
        match token["type"]:
            case "strong":
                yield from _runs(token["children"], replace(look, strong=True))
            case "emphasis":
                yield from _runs(token["children"], replace(look, emphasis=True))
            case "link":
                yield from _runs(token["children"], replace(look, address=_address(token)))
            case "softbreak" | "linebreak":
                yield replace(look, text=" ")
            case "image":
                raise DocumentError("Bilder kan ikke stå i løpende tekst; lag en figur i notatboken.")
            case _:
                yield replace(look, text=token["raw"])


def _address(token: Token) -> str:
    address = str(token["attrs"]["url"])
    if urlsplit(address).scheme not in SAFE_SCHEMES:
        raise DocumentError(f"Lenken «{address}» må begynne med {', '.join(SAFE_SCHEMES)}.")
    return address
