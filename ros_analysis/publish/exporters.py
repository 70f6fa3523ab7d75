"""The pages as formats of nbconvert, which no report needs: `jupyter nbconvert --to ros-html|ros-pdf run.ipynb`."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from nbconvert.exporters import Exporter
from nbformat import NotebookNode
from traitlets import Unicode

from ros_analysis.publish import html, pdf
from ros_analysis.publish.document import Document, read
from ros_analysis.publish.templates import EPOCH


class _PageExporter(Exporter):
    page: Any
    suffix: str

    def _file_extension_default(self) -> str:
        return self.suffix

    def from_notebook_node(
        self, nb: NotebookNode, resources: Any = None, **kwargs: Any
    ) -> tuple[Any, dict[str, Any]]:
        prepared, resources = super().from_notebook_node(nb, resources, **kwargs)
        return self.rendered(nb, read(prepared)), resources

    def rendered(self, nb: NotebookNode, document: Document) -> Any:
        return self.page.render(document)


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
    timestamp = Unicode(
        help="When the report was made, as ISO 8601; else the notebook's metadata ros.timestamp, else 2020-01-01."
    ).tag(config=True)

    def rendered(self, nb: NotebookNode, document: Document) -> bytes:
        made = self.timestamp or nb.metadata.get("ros", {}).get("timestamp", "")
        return pdf.render(document, datetime.fromisoformat(made) if made else EPOCH)
