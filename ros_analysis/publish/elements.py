"""What a finished document consists of: elements with numbers given and references resolved."""

from __future__ import annotations

from dataclasses import dataclass, replace

from ros_analysis.report import Figure, KeyFigures, Role, Table


class DocumentError(ValueError):
    """The notebook cannot become a document; the message names the cell and the remedy."""


@dataclass(frozen=True)
class Run:
    """A stretch of text with one look; `target` is an anchor in the document (#…) or an address outside.

    `language` is given where it isn't the document's, for those who listen (WCAG 2.2, 3.1.2).
    """

    text: str
    strong: bool = False
    emphasis: bool = False
    target: str = ""
    language: str = ""


Text = tuple[Run, ...]


@dataclass(frozen=True)
class Heading:
    """A heading of level 2 and deeper; level 1 is the title. `language` as for a Run."""

    level: int
    anchor: str
    text: str
    language: str = ""


@dataclass(frozen=True)
class Passage:
    """A paragraph and its role."""

    text: Text
    role: Role = "body"


@dataclass(frozen=True)
class Listing:
    """A bulleted or numbered list; an item may hold a list of its own."""

    items: tuple[tuple[Passage | Listing, ...], ...]
    ordered: bool = False


@dataclass(frozen=True)
class Conclusion:
    """A finding with its references resolved."""

    heading: str
    text: Text
    details: Text


@dataclass(frozen=True)
class Conclusions:
    """Neighbouring findings, shown together."""

    items: tuple[Conclusion, ...]


@dataclass(frozen=True)
class Exhibit:
    """A table or figure with its number: `label` is «Tabell 3», `anchor` where references lead."""

    content: Table | Figure
    label: str
    anchor: str
    caption: Text
    note: Text


Element = Heading | Passage | Listing | Conclusions | KeyFigures | Exhibit


def spoken(element: Element, language: str) -> Element:
    """A heading, passage or list as text in `language`."""
    if isinstance(element, Heading):
        return replace(element, language=language)
    return _spoken(element, language) if isinstance(element, Passage | Listing) else element


def _spoken(part: Passage | Listing, language: str) -> Passage | Listing:
    if isinstance(part, Passage):
        return replace(part, text=tuple(replace(run, language=language) for run in part.text))
    return replace(part, items=tuple(tuple(_spoken(one, language) for one in item) for item in part.items))


def plain(text: Text) -> str:
    return "".join(run.text for run in text)
