"""What a notebook cell shows: blocks with one neutral meaning, from which every page is rendered."""

from __future__ import annotations

from dataclasses import field
from typing import Annotated, Any, Literal

import mistune
from markupsafe import Markup
from pydantic import Discriminator, Field, TypeAdapter
from pydantic.dataclasses import dataclass

from ros_analysis.report.exhibits import Figure, Table
from ros_analysis.report.shown import STRICT, Running, Said, Shown, Text, running
from ros_analysis.survey import Language, Level, UnitWords, fill, fill_each

Role = Literal["body", "lead", "note", "warning", "needs"]


@dataclass(frozen=True, config=STRICT)
class Cover(Shown):
    """The first block: title, marks that every page carries, facts as (label, value), and what those asked are called.

    Every block of a document must have been released for its `edition`: without another word, that is the public one;
    what is for one «member» holds its own answers too.
    """

    title: Said
    subtitle: str = ""
    language: Language = "nb"
    marks: tuple[Said, ...] = ()
    facts: tuple[tuple[str, str], ...] = ()
    edition: Literal["internal", "public", "member"] = "public"
    unit: UnitWords | None = None
    kind: Literal["cover"] = field(default="cover", kw_only=True, repr=False)

    def html(self) -> Markup:
        facts = fill_each("<dt>{}</dt><dd>{}</dd>", self.facts)
        marks = fill_each("<p><strong>{}</strong></p>", [(mark,) for mark in self.marks])
        return fill("<h1>{}</h1><p>{}</p>{}<dl>{}</dl>", self.title, self.subtitle, marks, facts)


@dataclass(frozen=True, config=STRICT)
class Paragraph(Shown):
    """Running text; `needs` says what a result would require, `warning` what no reader may miss."""

    text: Running
    role: Role = "body"
    kind: Literal["paragraph"] = field(default="paragraph", kw_only=True, repr=False)

    def html(self) -> Markup:
        return fill("<p>{}</p>", running(self.text))


@dataclass(frozen=True, config=STRICT)
class Statement(Shown):
    """One thing found: what it is about, the sentence to remember, and a smaller technical line."""

    heading: Said
    text: Running
    details: str | Text = ""
    kind: Literal["finding"] = field(default="finding", kw_only=True, repr=False)

    def html(self) -> Markup:
        body = fill("<p>{}</p><p><small>{}</small></p>", running(self.text), running(self.details))
        return fill("<blockquote><p><strong>{}</strong></p>{}</blockquote>", self.heading, body)


@dataclass(frozen=True, config=STRICT)
class Bullets(Shown):
    """A short list, one sentence an item; `language` where it isn't the document's.

    A list among the items belongs to the item before it.
    """

    items: Annotated[tuple[Running | Bullets, ...], Field(min_length=1)]
    language: Language | Literal[""] = ""
    kind: Literal["bullets", "numbers"] = field(default="bullets", kw_only=True, repr=False)

    def html(self) -> Markup:
        shown = [(item.html() if isinstance(item, Bullets) else running(item),) for item in self.items]
        return fill("<ul>{}</ul>", fill_each("<li>{}</li>", shown))


@dataclass(frozen=True, config=STRICT)
class KeyFigure:
    """One number to remember, as text: «5 av 23», what it counts, a caveat, and the level it is about."""

    value: Said
    label: Said
    note: str = ""
    level: Level | None = None


@dataclass(frozen=True, config=STRICT)
class KeyFigures(Shown):
    """One to four numbers that carry the first page."""

    items: Annotated[tuple[KeyFigure, ...], Field(min_length=1, max_length=4)]
    kind: Literal["key-figures"] = field(default="key-figures", kw_only=True, repr=False)

    def html(self) -> Markup:
        rows = [(item.value, item.label, item.note) for item in self.items]
        return fill("<ul>{}</ul>", fill_each("<li><strong>{}</strong> {} <small>{}</small></li>", rows))


@dataclass(frozen=True, config=STRICT)
class Prose(Shown):
    """The body's own words in Markdown, as survey.toml holds them; raw HTML is text, images are refused.

    `language` is theirs where it isn't the document's.
    """

    markdown: str
    language: Language | Literal[""] = ""
    kind: Literal["prose"] = field(default="prose", kw_only=True, repr=False)

    def html(self) -> Markup:
        return Markup(mistune.create_markdown(escape=True)(self.markdown))


Single = Cover | Paragraph | Statement | Bullets | KeyFigures | Prose | Table | Figure


@dataclass(frozen=True, config=STRICT)
class Blocks(Shown):
    """Several blocks shown by one cell, in order; none at all where a section does not apply."""

    items: tuple[Annotated[Single, Discriminator("kind")], ...] = ()
    kind: Literal["blocks"] = field(default="blocks", kw_only=True, repr=False)

    def html(self) -> Markup:
        return Markup("").join(item.html() for item in self.items)

    def plain(self) -> str:
        return "\n".join(item.plain() for item in self.items)


Block = Single | Blocks
_adapter: TypeAdapter[Any] = TypeAdapter(Annotated[Block, Discriminator("kind")])


def from_json(value: object) -> Block:
    """The block that `to_json` wrote; anything else raises pydantic.ValidationError naming the field."""
    block: Block = _adapter.validate_python(value)
    return block


def show(*blocks: Block) -> Blocks:
    """Several blocks as the one output of a cell, in order."""
    singles = [
        single for block in blocks for single in (block.items if isinstance(block, Blocks) else (block,))
    ]
    return Blocks(tuple(singles))
