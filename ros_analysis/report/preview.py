"""How a block shows itself: neutral JSON for the publisher, simple HTML and text for JupyterLab."""

from __future__ import annotations

from dataclasses import field
from typing import Annotated, Any, Literal

from markupsafe import Markup
from pydantic import ConfigDict, StringConstraints, TypeAdapter
from pydantic.dataclasses import dataclass

from ros_analysis.report.inline import parse_inline
from ros_analysis.survey import fill

MIMETYPE = "application/vnd.ros-analysis.v1+json"
STRICT = ConfigDict(extra="forbid")

Level = Literal["green", "yellow", "red"]
Said = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]


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


def to_json(block: Shown) -> Any:
    """`block` as JSON values, everything needed to render it."""
    return TypeAdapter[Any](type(block)).dump_python(block, mode="json")


def running(source: str) -> Markup:
    """Running text, references shown by id because only the publisher numbers them."""
    return Markup("").join(
        fill("<strong>{}</strong>" if run.strong else "{}", run.text or f"[{run.reference}]")
        for run in parse_inline(source)
    )
