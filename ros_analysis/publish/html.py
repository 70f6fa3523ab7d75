"""The document as one HTML file that needs nothing else: no script, no address outside."""

from __future__ import annotations

from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup
from nbconvert.exporters import Exporter
from nbformat import NotebookNode

from ros_analysis.publish.document import Document, read
from ros_analysis.publish.drawing import inlined
from ros_analysis.publish.elements import Exhibit
from ros_analysis.survey import FILLS

_templates = Environment(
    loader=PackageLoader("ros_analysis.publish", "template"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_templates.filters["kind"] = lambda element: type(element).__name__
_templates.filters["drawing"] = lambda exhibit: _drawing(exhibit)
_templates.get_template(
    "elements.html.j2"
)  # compiled once, before processes are forked, as the page that uses it
_page = _templates.get_template("report.html.j2")


class HtmlExporter(Exporter):
    """`jupyter nbconvert --to ros-html executed.ipynb`."""

    export_from_notebook = "ROS-rapport (HTML)"
    output_mimetype = "text/html"

    def _file_extension_default(self) -> str:
        return ".html"

    def from_notebook_node(
        self, nb: NotebookNode, resources: Any = None, **kwargs: Any
    ) -> tuple[Any, dict[str, Any]]:
        prepared, resources = super().from_notebook_node(nb, resources, **kwargs)
        return render(read(prepared)), resources


def render(document: Document) -> str:
    """The whole page as text, the same for the same document."""
    return _page.render(document=document, words=document.words, fills=FILLS)


def page_from(template: str, **values: Any) -> str:
    """The page that one of the templates makes of `values`, in the report's colours."""
    return _templates.get_template(template).render(fills=FILLS, **values)


def _drawing(exhibit: Exhibit) -> Markup:
    figure = exhibit.content
    assert figure.kind == "figure"
    return Markup(inlined(figure.svg, f"f{exhibit.label.split()[-1]}", figure.alt))
