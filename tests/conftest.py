"""One build of every report, shared by all tests that look at reports."""

import fcntl
from pathlib import Path

import pytest
from typer.testing import CliRunner

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="session")
def reports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All reports of the committed raw data, built once by the real command, shared between test workers."""
    shared = tmp_path_factory.getbasetemp()
    shared = shared.parent if shared.name.startswith("popen-") else shared
    out = shared / "reports"
    with (shared / "reports.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not out.exists():
            build_into(out)
    return out


def build_into(out: Path, *arguments: str, data: Path = ROOT / "data") -> str:
    """Run `ros report` in this process; the test fails when the command does."""
    from ros_analysis.cli import app

    command = ["report", *arguments, "--data", str(data), "--out", str(out)]
    result = CliRunner().invoke(app, command, catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.output
