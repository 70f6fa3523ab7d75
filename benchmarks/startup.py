"""`ros report` with nothing to do over 30 rounds, beside `python -c pass` and a doit task list with nothing to do."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from ros_analysis.app.example import national
from ros_analysis.publish.provenance import ROOT

GOAL = 0.20
RUNS = 20
DODO = """
def task_report():
    for number in range(60):
        yield {"name": str(number), "actions": ["touch %s.out" % number], "targets": ["%s.out" % number],
               "file_dep": [__file__]}
"""


def main() -> None:
    """Print the least of 20 interleaved runs of each."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        national(folder / "data", ROOT / "data" / "raw", counties=3, rounds=10)
        ours = [sys.executable, "-m", "ros_analysis.app.cli", "report"]
        ours += ["--data", str(folder / "data"), "--out", str(folder / "reports")]
        commands = {"python -c pass": [sys.executable, "-c", "pass"], "ros report": ours, **doit(folder)}
        for command in commands.values():
            subprocess.run(command, cwd=ROOT, capture_output=True, check=True)
        least = dict.fromkeys(commands, float("inf"))
        for _ in range(RUNS):
            least = {what: min(least[what], seconds(command)) for what, command in commands.items()}
    for what, taken in least.items():
        print(f"{what:<16}{taken * 1000:5.0f} ms")
    print(f"goal for ros report: {GOAL * 1000:.0f} ms, {'met' if least['ros report'] <= GOAL else 'missed'}")


def doit(folder: Path) -> dict[str, list[str]]:
    """The same number of targets in doit, where it is installed."""
    program = shutil.which("doit")
    (folder / "dodo.py").write_text(DODO, "utf-8")
    return {"doit": [program, "-f", str(folder / "dodo.py"), "-d", str(folder)]} if program else {}


def seconds(command: list[str]) -> float:
    started = time.perf_counter()
    subprocess.run(command, cwd=ROOT, capture_output=True, check=True)
    return time.perf_counter() - started


if __name__ == "__main__":
    main()
