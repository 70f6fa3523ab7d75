"""The real command, and reports built by it, once for all who look at them."""

import atexit
import fcntl
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
Runs = Callable[..., subprocess.CompletedProcess[str]]
ROS = (sys.executable, "-m", "ros_analysis.app.cli")
"""The command, as the environment of the tests has it."""


def ros(*arguments: object) -> subprocess.CompletedProcess[str]:
    """Run `ros` in a process of its own, forked from one that has loaded the libraries: that takes longer than most of
    what is asked for."""
    server = _loaded()
    assert server.stdin is not None
    assert server.stdout is not None
    said = [str(each) for each in arguments]
    with tempfile.TemporaryDirectory() as folder:
        out, err = Path(folder, "out"), Path(folder, "err")
        asked = {"arguments": said, "environment": dict(os.environ), "out": str(out), "err": str(err)}
        print(json.dumps(asked), file=server.stdin, flush=True)
        code = int(server.stdout.readline())
        return subprocess.CompletedProcess(said, code, out.read_text("utf-8"), err.read_text("utf-8"))


@cache
def _loaded() -> "subprocess.Popen[str]":
    command = [sys.executable, str(Path(__file__).with_name("loaded.py"))]
    server = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    atexit.register(server.communicate)
    return server


def ros_anew(*arguments: object, cwd: Path = ROOT, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run `ros` as anybody would, in a fresh process, with more in its environment."""
    command = [*ROS, *map(str, arguments)]
    return subprocess.run(command, cwd=cwd, env={**os.environ, **environment}, capture_output=True, text=True)


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


def build_into(out: Path, *arguments: str, data: Path = ROOT / "data", run: Runs = ros) -> str:
    """Run `ros report`; the test fails when it does."""
    done = run("report", *arguments, "--data", data, "--out", out, "--processed", private_side(out))
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout
