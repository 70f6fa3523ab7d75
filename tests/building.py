"""Reports built by the real command, once for all who look at them."""

import fcntl
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
ROS = (sys.executable, "-m", "ros_analysis.app.cli")
"""The command, as the environment of the tests has it."""


def built_once(factory: pytest.TempPathFactory, name: str, build: Callable[[Path], object]) -> Path:
    """The folder `name` that `build` fills, once for all test workers."""
    shared = factory.getbasetemp()
    shared = shared.parent if shared.name.startswith("popen-") else shared
    out = shared / name
    with (shared / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not out.exists():
            build(out)
    return out


def private_side(out: Path) -> Path:
    """Where the tests keep the processed rounds of the reports in `out`."""
    return out.with_name(f"{out.name}.processed")


def file_in(report: Path, suffix: str) -> Path:
    """The one file of a report folder that ends with `suffix`, as «.html»."""
    (found,) = report.glob(f"*{suffix}")
    return found


def build_into(out: Path, *arguments: str, data: Path = ROOT / "data") -> str:
    """Run `ros report` as anybody would; the test fails when it does."""
    command = [*ROS, "report", *arguments, "--data", str(data), "--out", str(out)]
    command += ["--processed", str(private_side(out))]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout
