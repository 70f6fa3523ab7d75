"""An executed notebook → one finished document: numbered, cross-referenced, ready to render."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain, count, groupby, pairwise

from nbformat import NotebookNode

from ros_analysis.publish.elements import (
    DocumentError,
    Element,
    Heading,
    NotebookPart,
    Statements,
    nested,
    parts,
)
from ros_analysis.report import (
    Bullets,
    Cover,
    Exhibit,
    KeyFigures,
    Paragraph,
    Prose,
    Running,
    Statement,
    Stretch,
    Text,
    having,
    parse_inline,
)
from ros_analysis.survey import Words, slug

INTERN = "INTERN: "
END = Heading(0, "", "")
Labels = Mapping[str, tuple[str, str]]


@dataclass(frozen=True, eq=False)
class Document:
    """A report as its readers meet it: the cover, then the elements in order; one is the same as itself alone."""

    cover: Cover
    elements: tuple[Element, ...]

    @property
    def title(self) -> str:
        """What the file is called inside: an internal one says so before anything else."""
        names = (self.cover.title, self.cover.subtitle)
        return f"{INTERN if self.cover.edition == 'internal' else ''}{', '.join(filter(None, names))}"

    @cached_property
    def words(self) -> Words:
        return Words(self.cover.language, self.cover.unit)

    @property
    def exhibits(self) -> tuple[Exhibit, ...]:
        return tuple(element for element in self.elements if isinstance(element, Exhibit))

    @property
    def sections(self) -> tuple[Heading, ...]:
        """The headings that the table of contents lists."""
        return tuple(e for e in self.elements if isinstance(e, Heading) and e.level == 2)

    @property
    def parts(self) -> tuple[tuple[Element, ...], ...]:
        """The sections, each beginning with its heading; page one is the first, with all that stands before it."""
        later = [self.elements.index(heading) for heading in self.sections[1:]]
        return tuple(self.elements[a:b] for a, b in pairwise([0, *later, len(self.elements)]))

    @property
    def is_leaflet(self) -> bool:
        """Whether it is so short that it needs no contents, and nobody takes its tables along."""
        return self.cover.edition == "member"


def read(notebook: NotebookNode) -> Document:
    """The document that an executed notebook holds.

    Raises DocumentError, naming cell and remedy, for a missing cover, an output that is no block, a block that may
    not be public, an id used twice, a reference without its table or figure, or a heading level skipped. A heading
    with nothing under it is left out: its section does not apply to these data.
    """
    found = list(parts(notebook))
    if not found or not isinstance(cover := found[0].content, Cover):
        raise DocumentError("Notatboken må begynne med blokken Cover, før overskrifter og annen tekst.")
    _require_released(found, cover.edition)
    words = Words(cover.language, cover.unit)
    labels = {**_labels(found, words), **_sections(found, words)}
    elements = [element for part in found[1:] for element in _placed(part, labels, words)]
    return Document(cover, _settled(elements))


def _require_released(found: Iterable[NotebookPart], edition: str) -> None:
    """All but the internal edition holds what has been released for it, and nothing else."""
    for part in found:
        block = part.content
        if edition != "internal" and not isinstance(block, tuple) and not block.public:
            name = block.id if isinstance(block, Exhibit) else block.kind
            raise DocumentError(
                f"{part.place}: «{name}» er ikke på listen over det den offentlige utgaven viser "
                "(ros_analysis/disclosure/allowed.py), så rapporten er ikke laget."
            )


def _labels(found: Iterable[NotebookPart], words: Words) -> Labels:
    """@id → (label, anchor) of every table and figure, each kind numbered in order."""
    labels: dict[str, tuple[str, str]] = {}
    numbers = {"table": 0, "figure": 0}
    for part in found:
        if isinstance(block := part.content, Exhibit):
            if f"@{block.id}" in labels:
                raise DocumentError(f"{part.place}: id-en «{block.id}» er brukt før. Gi hver sin id.")
            numbers[block.kind] += 1
            labels[f"@{block.id}"] = (f"{words(f'publish.{block.kind}')} {numbers[block.kind]}", block.anchor)
    return labels


def _sections(found: Iterable[NotebookPart], words: Words) -> Labels:
    """#anchor → (heading, anchor) of every section that is named in the notebook."""
    written = (element for part in found if isinstance(part.content, tuple) for element in part.content)
    headings = (element for element in written if isinstance(element, Heading) and element.anchor)
    return {f"#{one.anchor}": (_said(one, words), one.anchor) for one in headings}


def _placed(part: NotebookPart, labels: Labels, words: Words) -> Sequence[Element]:
    try:
        return list(_elements(part, labels, words))
    except DocumentError as error:
        raise DocumentError(f"{part.place}: {error}") from error


def _elements(part: NotebookPart, labels: Labels, words: Words) -> Iterator[Element]:
    def said(text: Running, language: str = "") -> Text:
        unlike = "" if language == words.language else language
        return tuple(_led(replace(run, language=unlike), labels) for run in parse_inline(text))

    def listed(block: Bullets) -> Bullets:
        items = (
            listed(item) if isinstance(item, Bullets) else said(item, block.language) for item in block.items
        )
        return replace(block, items=tuple(items))

    match part.content:
        case tuple() as written:
            yield from (_translated(element, words) for element in written)
        case Prose(markdown, language):
            yield from nested(markdown, max(part.level, 2), "" if language == words.language else language)
        case Paragraph() as block:
            yield replace(block, text=said(block.text))
        case Bullets() as block:
            yield listed(block)
        case Statement() as block:
            yield Statements((replace(block, text=said(block.text), details=said(block.details)),))
        case KeyFigures() as block:
            yield block
        case Exhibit() as block:
            label, _ = labels[f"@{block.id}"]
            yield having(block, label=label, caption=said(block.caption), note=said(block.note))
        case Cover():
            raise DocumentError("rapporten kan bare ha én Cover.")


def _translated(element: Element, words: Words) -> Element:
    """A heading of the notebook in the document's language, where its catalogue has it."""
    if not isinstance(element, Heading):
        return element
    if element.level == 1:
        raise DocumentError("nivå 1 er rapportens tittel og kommer fra Cover; bruk ## i notatboken.")
    return replace(element, text=_said(element, words))


def _said(heading: Heading, words: Words) -> str:
    key = f"section.{heading.anchor}"
    return words(key) if heading.anchor and words.has(key) else heading.text


def _led(run: Stretch, labels: Labels) -> Stretch:
    """`run`, which says the number and leads there where it is a reference."""
    if not run.reference:
        return run
    if run.reference not in labels:
        known = ", ".join(labels) or "ingen"
        raise DocumentError(f"[{run.reference}] viser til noe som ikke finnes. Kjente: {known}.")
    label, anchor = labels[run.reference]
    return replace(run, text=label, address=f"#{anchor}")


def _settled(elements: Iterable[Element]) -> tuple[Element, ...]:
    """`elements` with neighbouring statements as one, without empty sections, every heading anchored.

    Raises DocumentError naming the heading.
    """
    kept = _filled(_gathered(elements))
    _check_levels(kept)
    return tuple(_anchored(kept))


def _gathered(elements: Iterable[Element]) -> Iterator[Element]:
    for _, group in groupby(elements, key=type):
        neighbours = list(group)
        found = [item for element in neighbours if isinstance(element, Statements) for item in element.items]
        yield from [Statements(tuple(found))] if found else neighbours


def _filled(elements: Iterable[Element]) -> list[Element]:
    kept: list[Element] = []
    for element in reversed(list(elements)):
        match element, kept[-1] if kept else END:
            case Heading(level), Heading(after) if after <= level:
                pass  # nothing stands under it
            case _:
                kept.append(element)
    return kept[::-1]


def _check_levels(elements: Iterable[Element]) -> None:
    above = 1
    for heading in (element for element in elements if isinstance(element, Heading)):
        if heading.level > above + 1:
            raise DocumentError(
                f"Overskriften «{heading.text}» hopper fra nivå {above} til {heading.level}; bruk nivå {above + 1}."
            )
        above = heading.level


def _anchored(elements: Sequence[Element]) -> Iterator[Element]:
    named = [e.anchor for e in elements if isinstance(e, Exhibit | Heading) and e.anchor]
    if twice := {anchor for anchor in named if named.count(anchor) > 1}:
        raise DocumentError(f"Ankeret «{', '.join(sorted(twice))}» er brukt to ganger. Gi hver sin id.")
    taken = set(named)
    for element in elements:
        if isinstance(element, Heading) and not element.anchor:
            name = slug(element.text) or "avsnitt"
            free = (
                one for one in chain([name], (f"{name}-{number}" for number in count(2))) if one not in taken
            )
            element = replace(element, anchor=next(free))
            taken.add(element.anchor)
        yield element
