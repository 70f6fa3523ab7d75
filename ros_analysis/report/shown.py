"""What every block is: JSON for the publisher, HTML for JupyterLab, and running text that both read."""

from __future__ import annotations

import re
from copy import copy
from dataclasses import dataclass as plain_dataclass
from dataclasses import field
from typing import Annotated, Any, TypeVar

from markupsafe import Markup
from pydantic import ConfigDict, InstanceOf, StringConstraints, TypeAdapter
from pydantic.dataclasses import dataclass

from ros_analysis.survey import fill

MIMETYPE = "application/vnd.ros-analysis.v1+json"
STRICT = ConfigDict(extra="forbid")

Said = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
STRONG = re.compile(r"\*\*(?=\S)(.+?)(?<=\S)\*\*")
REFERENCE = re.compile(r"\[(@[^\]\s]+|#[a-z][\w-]*)\]")


Block = TypeVar("Block", bound="Shown")


@dataclass(frozen=True, config=STRICT)
class Shown:
    """What JupyterLab and the publisher read of any block; `public` is set by disclosure alone."""

    public: bool = field(default=False, kw_only=True, repr=False)

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, object]:
        return {MIMETYPE: to_json(self), "text/html": str(self.html()), "text/plain": self.plain()}

    def html(self) -> Markup:
        raise NotImplementedError

    def plain(self) -> str:
        return self.html().striptags()


def having(block: Block, **parts: object) -> Block:
    """The same block with these parts, which are known to be right: nothing of it is checked once more."""
    same = copy(block)
    vars(same).update(parts)
    return same


def to_json(block: Shown) -> Any:
    """`block` as JSON values, everything needed to render it."""
    return TypeAdapter[Any](type(block)).dump_python(block, mode="json")


@plain_dataclass(frozen=True)
class Stretch:
    """A stretch of text with one look, which may point to a table or figure (@id), a section (#id) or outside."""

    text: str
    strong: bool = False
    emphasis: bool = False
    reference: str = ""
    address: str = ""
    language: str = ""
    """Given where it isn't the document's, for those who listen (WCAG 2.2, 3.1.2)."""


Text = tuple[InstanceOf[Stretch], ...]
Running = Said | Text
"""What a cell says, as source that may refer; in a document, as stretches whose references are resolved."""


def running(text: str | Text) -> Markup:
    """Running text, references shown by id because only the publisher numbers them."""
    return Markup("").join(
        fill("<strong>{}</strong>" if run.strong else "{}", run.text or f"[{run.reference}]")
        for run in parse_inline(text)
    )


def parse_inline(source: str | Text) -> Text:
    """`source` with **strong**, [@id] and [#id] understood and all else literal; a reference has no text yet."""
    if not isinstance(source, str):
        return source
    runs: list[Stretch] = []
    end = 0
    for match in STRONG.finditer(source):
        runs += _references(source[end : match.start()], strong=False)
        runs += _references(match[1], strong=True)
        end = match.end()
    return (*runs, *_references(source[end:], strong=False))


def _references(source: str, *, strong: bool) -> list[Stretch]:
    pieces = REFERENCE.split(source)
    return [
        Stretch("", strong, reference=piece) if place % 2 else Stretch(piece, strong)
        for place, piece in enumerate(pieces)
        if piece
    ]
