"""An executed notebook → one finished document: numbered, cross-referenced, ready to render."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise

from nbformat import NotebookNode

from ros_analysis.publish import prose
from ros_analysis.publish.elements import (
    Conclusion,
    Conclusions,
    DocumentError,
    Element,
    Exhibit,
    Heading,
    Listing,
    Passage,
    settled,
)
from ros_analysis.publish.notebook import NotebookPart, parts
from ros_analysis.report import (
    Bullets,
    Cover,
    Figure,
    KeyFigures,
    Paragraph,
    Prose,
    Statement,
    Stretch,
    Table,
    Text,
    parse_inline,
)
from ros_analysis.survey import Words

INTERN = "INTERN: "
Labels = Mapping[str, tuple[str, str]]


@dataclass(frozen=True)
class Document:
    """A report as its readers meet it: the cover, then the elements in order."""

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
    def opening(self) -> tuple[Element, ...]:
        """Page one: the first section, and all that stands before it."""
        return self.elements[: self._second_section]

    @property
    def body(self) -> tuple[Element, ...]:
        """All sections after the first."""
        return self.elements[self._second_section :]

    @property
    def parts(self) -> tuple[tuple[Element, ...], ...]:
        """The sections after the first, each beginning with its heading."""
        starts = [place for place, e in enumerate(self.body) if isinstance(e, Heading) and e.level == 2]
        return tuple(self.body[a:b] for a, b in pairwise([*starts, len(self.body)]))

    @property
    def is_leaflet(self) -> bool:
        """Whether it is so short that it needs no contents, and nobody takes its tables along."""
        return self.cover.edition == "member"

    @property
    def _second_section(self) -> int:
        return self.elements.index(self.sections[1]) if len(self.sections) > 1 else len(self.elements)


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
    return Document(cover, settled(_gathered(elements)))


def _require_released(found: Iterable[NotebookPart], edition: str) -> None:
    """All but the internal edition holds what has been released for it, and nothing else."""
    for part in found:
        block = part.content
        if edition != "internal" and not isinstance(block, tuple) and not block.public:
            name = block.id if isinstance(block, Table | Figure) else block.kind
            raise DocumentError(
                f"{part.place}: «{name}» er ikke på listen over det den offentlige utgaven viser "
                "(ros_analysis/disclosure/allowed.py), så rapporten er ikke laget."
            )


def _labels(found: Iterable[NotebookPart], words: Words) -> Labels:
    """Id → (label, anchor) of every table and figure, each kind numbered in order."""
    labels: dict[str, tuple[str, str]] = {}
    numbers = {"table": 0, "figure": 0}
    for part in found:
        if isinstance(block := part.content, Table | Figure):
            if f"@{block.id}" in labels:
                raise DocumentError(f"{part.place}: id-en «{block.id}» er brukt før. Gi hver sin id.")
            numbers[block.kind] += 1
            label = f"{words(f'publish.{block.kind}')} {numbers[block.kind]}"
            labels[f"@{block.id}"] = (label, f"{block.kind}-{block.id}")
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
    match part.content:
        case tuple() as written:
            yield from (_translated(element, words) for element in written)
        case Prose(markdown, language):
            written = prose.nested(markdown, below=max(part.level, 2))
            yield from (replace(element, language=_unlike(words, language)) for element in written)
        case Paragraph(text, role):
            yield Passage(_resolved(text, labels), role)
        case Bullets(items, language):
            written = tuple((Passage(_resolved(item, labels)),) for item in items)
            yield Listing(written, language=_unlike(words, language))
        case Statement(heading, text, details):
            conclusion = Conclusion(heading, _resolved(text, labels), _resolved(details, labels))
            yield Conclusions((conclusion,))
        case KeyFigures() as figures:
            yield figures
        case Table() | Figure() as content:
            label, anchor = labels[f"@{content.id}"]
            caption, note = _resolved(content.caption, labels), _resolved(content.note, labels)
            yield Exhibit(content, label, anchor, caption, note)
        case Cover():
            raise DocumentError("rapporten kan bare ha én Cover.")


def _unlike(words: Words, language: str) -> str:
    return "" if language == words.language else language


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


def _gathered(elements: Iterable[Element]) -> list[Element]:
    """`elements` with neighbouring findings as one."""
    gathered: list[Element] = []
    for element in elements:
        before = gathered[-1] if gathered else None
        if isinstance(element, Conclusions) and isinstance(before, Conclusions):
            gathered[-1] = Conclusions((*before.items, *element.items))
        else:
            gathered.append(element)
    return gathered


def _resolved(source: str, labels: Labels) -> Text:
    """`source` with its references saying the number and leading there."""
    return tuple(_led(run, labels) if run.reference else run for run in parse_inline(source))


def _led(run: Stretch, labels: Labels) -> Stretch:
    if run.reference not in labels:
        known = ", ".join(labels) or "ingen"
        raise DocumentError(f"[{run.reference}] viser til noe som ikke finnes. Kjente: {known}.")
    label, anchor = labels[run.reference]
    return replace(run, text=label, address=f"#{anchor}")
