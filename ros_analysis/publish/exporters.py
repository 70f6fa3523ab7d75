"""The pages as formats of nbconvert, which no report needs: `jupyter nbconvert --to ros-html|ros-pdf run.ipynb`."""

from __future__ import annotations

from typing import Any

from nbconvert.exporters import Exporter
from nbformat import NotebookNode

from ros_analysis.publish import html, pdf
from ros_analysis.publish.document import read


class _PageExporter(Exporter):
    page: Any
    suffix: str

    def _file_extension_default(self) -> str:
        return self.suffix

    def from_notebook_node(
        self, nb: NotebookNode, resources: Any = None, **kwargs: Any
    ) -> tuple[Any, dict[str, Any]]:
        prepared, resources = super().from_notebook_node(nb, resources, **kwargs)
        return self.page.render(read(prepared)), resources


class HtmlExporter(_PageExporter):
    """The page as HTML."""

    export_from_notebook = "ROS-rapport (HTML)"
    output_mimetype = "text/html"
    page, suffix = html, ".html"


class PdfExporter(_PageExporter):
    """The page as PDF."""

    export_from_notebook = "ROS-rapport (PDF)"
    output_mimetype = "application/pdf"
    page, suffix = pdf, ".pdf"
