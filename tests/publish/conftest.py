"""One small notebook with every kind of block, and the document read from it."""

import pytest
from nbformat import NotebookNode
from sample_notebook import cells, notebook_of

from ros_analysis.publish.document import Document, read


@pytest.fixture(scope="session")
def notebook() -> NotebookNode:
    return notebook_of(*cells())


@pytest.fixture(scope="session")
def document(notebook: NotebookNode) -> Document:
    return read(notebook)
