"""The headings of a document: none empty, none skipping a level, each with an anchor of its own."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from ros_analysis.publish.elements import DocumentError, Element, Exhibit, Heading

LETTERS = str.maketrans({"æ": "ae", "ø": "o", "å": "a", "é": "e"})


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
            element = replace(element, anchor=_free(_slug(element.text), taken))
            taken.add(element.anchor)
        yield element


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.lower().translate(LETTERS)).strip("-") or "avsnitt"


def _free(slug: str, taken: set[str]) -> str:
    number = 2
    free = slug
    while free in taken:
        free, number = f"{slug}-{number}", number + 1
    return free
