"""One build of every report, shared by all tests that look at reports; and no test against the clock."""

import os
import sys
from pathlib import Path

import pytest
from building import build_into, built_once, private_side, ros_anew
from hypothesis import HealthCheck, settings

from ros_analysis.publish.loading import THREADS

# One thread each, as `ros report` has: on shared cores, small products of matrices wait for threads five times as long
# as they take. Nothing has loaded numpy yet.
os.environ.update(dict.fromkeys(THREADS, "1"))
# Nothing uses it, and jsonschema would spend seconds on it: a run hides it too (publish.loading).
sys.modules.setdefault("rfc3987_syntax", None)
# A busy machine is slow to draw examples and slow to try them: that says nothing of the code.
settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("patient")


@pytest.fixture(scope="session")
def reports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All reports of the committed raw data, built once, as anybody would."""
    return built_once(tmp_path_factory, "reports", lambda out: build_into(out, run=ros_anew))


@pytest.fixture
def cleaned(reports: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The committed rounds need not be cleaned again by each who asks for one."""
    monkeypatch.setenv("ROS_PROCESSED", str(private_side(reports)))
