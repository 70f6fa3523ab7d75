"""One build of every report, shared by all tests that look at reports."""

from pathlib import Path

import pytest
from building import build_into, built_once


@pytest.fixture(scope="session")
def reports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All reports of the committed raw data, built once by the real command."""
    return built_once(tmp_path_factory, "reports", build_into)
