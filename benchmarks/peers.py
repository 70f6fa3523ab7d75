"""R Markdown and Quarto beside `ros report`: HTML with the tables and charts of one internal report, from the same
numbers. A peer that isn't there is skipped with a word; ours makes HTML, PDF and Excel, and cleans and tests too."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from ros_analysis.publish.provenance import ROOT

RUNS = 3
SOURCE = Path(__file__).with_name("peers") / "report.Rmd"
REPORT = ("eksempelfylket", "2020", "internal")


def main() -> None:
    """Print the least of three, in turn."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        ours, out = build(folder), folder / "reports"
        figures = out.joinpath(*REPORT) / "figures.csv"
        shutil.copyfile(SOURCE, folder / SOURCE.name)
        peers = {what: command for what, command in commands(figures).items() if is_there(what, command)}
        least = dict.fromkeys(peers, float("inf"))
        for _ in range(RUNS):
            shutil.rmtree(out)
            ours = min(ours, build(folder))
            least = {what: min(least[what], seconds(command, folder)) for what, command in peers.items()}
    print(f"ros report, HTML, PDF and Excel: {ours:.2f} s")
    for what, taken in least.items():
        print(f"{what}, HTML: {taken:.2f} s; ours is {ours / taken:.2f} ×")


def commands(figures: Path) -> dict[str, list[str]]:
    """How each peer renders the document."""
    render = f"rmarkdown::render('{SOURCE.name}', params = list(figures = '{figures}'), quiet = TRUE)"
    quarto = ["quarto", "render", SOURCE.name, "--to", "html", "--quiet", "-P", f"figures:{figures}"]
    return {"R Markdown": ["Rscript", "-e", render], "Quarto": quarto}


def is_there(what: str, command: list[str]) -> bool:
    there = shutil.which(command[0]) is not None and shutil.which("Rscript") is not None
    if not there:
        print(f"{what} is skipped: {command[0]}, or R, is not installed.")
    return there


def build(folder: Path) -> float:
    survey, year, edition = REPORT
    ros = [sys.executable, "-m", "ros_analysis.app.cli", "report", survey, year, "--edition", edition]
    return seconds([*ros, "--out", str(folder / "reports"), "--processed", str(folder / "processed")], ROOT)


def seconds(command: list[str], folder: Path) -> float:
    started = time.perf_counter()
    subprocess.run(command, cwd=folder, capture_output=True, check=True)
    return time.perf_counter() - started


if __name__ == "__main__":
    main()
