"""What the cells of an executed notebook hold: headings, Markdown with nothing passed through raw, and blocks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlsplit

import mistune
from nbformat import NotebookNode
from pydantic import ValidationError

from ros_analysis.report import (
    MIMETYPE,
    Block,
    Blocks,
    Bullets,
    Exhibit,
    KeyFigures,
    Paragraph,
    Running,
    Statement,
    Stretch,
    Text,
    from_json,
)

NOTE, ANCHOR = "note", "anchor"
Token = dict[str, Any]
DEEPEST = 6
SAFE_SCHEMES = ("http", "https", "mailto")

_parse: Any = mistune.create_markdown(renderer="ast")


class DocumentError(ValueError):
    """The notebook cannot become a document; the message names the cell and the remedy."""


@dataclass(frozen=True)
class Heading:
    """A heading of level 2 and deeper; level 1 is the title. `language` as for a Stretch."""

    level: int
    anchor: str
    text: str
    language: str = ""


@dataclass(frozen=True)
class Statements:
    """Neighbouring statements, shown together."""

    items: tuple[Statement, ...]


WrittenElement = Heading | Paragraph | Bullets
Element = WrittenElement | Statements | KeyFigures | Exhibit


@dataclass(frozen=True)
class NotebookPart:
    """What one cell gives, the section level it stands in, and where that is, for error messages."""

    content: tuple[WrittenElement, ...] | Block
    level: int
    place: str


def printed(text: Running) -> Text:
    """The stretches that a page shows; raises TypeError for source, whose references nobody has resolved."""
    match text:
        case "":
            return ()
        case str():
            raise TypeError(f"«{text}» er kilde, og ingen har løst opp henvisningene i den.")
        case _:
            return text


def plain(text: Running) -> str:
    return "".join(run.text for run in printed(text))


def titled(exhibit: Exhibit) -> str:
    """«Tabell 3. Soner i to runder»."""
    return f"{exhibit.label}. {plain(exhibit.caption)}"


def parts(notebook: NotebookNode) -> Iterator[NotebookPart]:
    """The parts of every cell not tagged `note`; an output that is no block is an error naming the cell."""
    section = Heading(1, "", "")
    for number, cell in enumerate(notebook.cells, 1):
        if NOTE in cell.metadata.get("tags", ()):
            continue
        place = _place(number, section)
        if cell.cell_type == "markdown":
            content = _markdown(cell.source, cell.metadata.get(ANCHOR, ""), place)
            section = next((e for e in reversed(content) if isinstance(e, Heading)), section)
            yield NotebookPart(content, section.level, _place(number, section))
        for output in cell.get("outputs", ()):
            for block in _blocks(output, place):
                yield NotebookPart(block, section.level, place)


def _place(number: int, section: Heading) -> str:
    return f"Celle {number} under «{section.text}»" if section.text else f"Celle {number}"


def _markdown(source: str, anchor: str, place: str) -> tuple[WrittenElement, ...]:
    """What is written in a cell, its first heading with the anchor from the cell's metadata."""
    try:
        first, *rest = elements(source)
        return (replace(first, anchor=anchor) if isinstance(first, Heading) else first, *rest)
    except DocumentError as error:
        raise DocumentError(f"{place}: {error}") from error


def _blocks(output: Mapping[str, Any], place: str) -> tuple[Block, ...]:
    data = output.get("data", {})
    if MIMETYPE not in data:
        raise DocumentError(
            f"{place}: resultatet {_describe(output)} er ikke en blokk og ville ha forsvunnet fra rapporten. "
            f"Lag det med ros_analysis.report.tables eller ros_analysis.report.figures, eller merk cellen «{NOTE}»."
        )
    try:
        block = from_json(data[MIMETYPE])
    except ValidationError as error:
        raise DocumentError(f"{place}: blokken kan ikke leses. {error}") from error
    return block.items if isinstance(block, Blocks) else (block,)


def _describe(output: Mapping[str, Any]) -> str:
    if output["output_type"] == "stream":
        return f"på {output['name']} («{str(output['text']).strip()[:80]}»)"
    if output["output_type"] == "error":
        return f"({output['ename']}: {output['evalue']})"
    return f"({', '.join(sorted(output['data']))})"


def elements(markdown: str, language: str = "") -> tuple[WrittenElement, ...]:
    """Headings as written (without anchor), paragraphs and lists; images are refused."""
    try:
        found = tuple(_elements(_parse(markdown), Stretch("", language=language)))
        too_deep = any(_depth(part) > DEEPEST for part in found)
    except RecursionError:
        too_deep = True
    if too_deep:
        raise DocumentError(f"Noe ligger dypere enn {DEEPEST} nivåer inni hverandre. Skriv det flatere.")
    return found


def _depth(part: object) -> int:
    return 1 + max(map(_depth, part.items)) if isinstance(part, Bullets) else 1


def nested(markdown: str, below: int, language: str) -> tuple[WrittenElement, ...]:
    """`elements`, with its headings, whatever their levels, moved to just below level `below`."""
    found = elements(markdown, language)
    levels = sorted({element.level for element in found if isinstance(element, Heading)})
    return tuple(
        replace(element, level=below + 1 + levels.index(element.level))
        if isinstance(element, Heading)
        else element
        for element in found
    )


def _elements(tokens: Sequence[Token], look: Stretch) -> Iterator[WrittenElement]:
    for token in tokens:
        match token["type"]:
            case "heading":
                text = plain(_text(token, look)).strip()
                yield Heading(token["attrs"]["level"], "", text, look.language)
            case "list":
                items = tuple(part for item in token["children"] for part in _item(item, look))
                yield Bullets(items, kind="numbers" if token["attrs"]["ordered"] else "bullets")
            case "paragraph" | "block_text":
                yield Paragraph(_text(token, look))
            case "block_quote":
                for element in _elements(token["children"], look):
                    yield replace(element, role="note") if isinstance(element, Paragraph) else element
            case "block_html" | "block_code":
                yield Paragraph((replace(look, text=token["raw"].strip()),))
            case "blank_line" | "thematic_break":
                pass
            case other:
                raise DocumentError(f"Markdown-elementet «{other}» kan ikke stå i rapporten.")


def _item(token: Token, look: Stretch) -> Iterator[Text | Bullets]:
    """What an item says, its paragraphs as one text, then the lists in it."""
    parts = list(_elements(token["children"], look))
    if any(isinstance(part, Heading) for part in parts):
        raise DocumentError("En overskrift kan ikke stå i et listepunkt.")
    said = [printed(part.text) for part in parts if isinstance(part, Paragraph)]
    space = replace(look, text=" ")
    yield tuple(run for text in said for run in (space, *text))[1:]
    yield from (part for part in parts if isinstance(part, Bullets))


def _text(token: Token, look: Stretch) -> Text:
    return tuple(_runs(token.get("children", []), look))


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
