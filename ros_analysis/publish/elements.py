"""What a finished document consists of: elements with numbers given, references resolved and headings settled."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from ros_analysis.report import Figure, KeyFigures, Role, Table, Text
from ros_analysis.survey import slug


class DocumentError(ValueError):
    """The notebook cannot become a document; the message names the cell and the remedy."""


@dataclass(frozen=True)
class Heading:
    """A heading of level 2 and deeper; level 1 is the title.

    `language` is given where it isn't the document's, for those who listen (WCAG 2.2, 3.1.2).
    """

    level: int
    anchor: str
    text: str
    language: str = ""


@dataclass(frozen=True)
class Passage:
    """A paragraph and its role; `language` as for a Heading."""

    text: Text
    role: Role = "body"
    language: str = ""


@dataclass(frozen=True)
class Listing:
    """A bulleted or numbered list; an item may hold a list of its own. `language` as for a Heading."""

    items: tuple[tuple[Passage | Listing, ...], ...]
    ordered: bool = False
    language: str = ""


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


WrittenElement = Heading | Passage | Listing
Element = WrittenElement | Conclusions | KeyFigures | Exhibit


def plain(text: Text) -> str:
    return "".join(run.text for run in text)


def settled(elements: Sequence[Element]) -> tuple[Element, ...]:
    """`elements` without empty sections, every heading anchored; raises DocumentError naming the heading."""
    kept = _filled(elements)
    _check_levels(kept)
    return tuple(_anchored(kept))


def _filled(elements: Iterable[Element]) -> list[Element]:
    kept: list[Element] = []
    for element in reversed(list(elements)):
        if not isinstance(element, Heading) or _has_content(element, kept):
            kept.append(element)
    return kept[::-1]


def _has_content(heading: Heading, after: Sequence[Element]) -> bool:
    return bool(after) and not (isinstance(after[-1], Heading) and after[-1].level <= heading.level)


def _check_levels(elements: Iterable[Element]) -> None:
    above = 1
    for heading in (element for element in elements if isinstance(element, Heading)):
        if heading.level > above + 1:
            raise DocumentError(
                f"Overskriften «{heading.text}» hopper fra nivå {above} til {heading.level}; bruk nivå {above + 1}."
            )
        above = heading.level


def _anchored(elements: Sequence[Element]) -> Iterator[Element]:
    named = [
        element.anchor for element in elements if isinstance(element, Exhibit | Heading) and element.anchor
    ]
    taken = set(named)
    if twice := {anchor for anchor in named if named.count(anchor) > 1}:
        raise DocumentError(f"Ankeret «{', '.join(sorted(twice))}» er brukt to ganger. Gi hver sin id.")
    for element in elements:
        if isinstance(element, Heading) and not element.anchor:
            element = replace(element, anchor=_free(slug(element.text) or "avsnitt", taken))
            taken.add(element.anchor)
        yield element


def _free(slug: str, taken: set[str]) -> str:
    number = 2
    free = slug
    while free in taken:
        free, number = f"{slug}-{number}", number + 1
    return free
