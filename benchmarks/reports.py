"""Reports against stock papermill and nbconvert: one in a cold process, many in a batch, on one core and on several.

    python benchmarks/reports.py            # a quarter of an hour
    python benchmarks/reports.py --short    # no more than 30 reports in a batch

Ratios are taken within one run, because the machine is never quiet; a single figure is the least of three.
"""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from ros_analysis.app.example import national
from ros_analysis.publish.provenance import ROOT

EDITIONS = ("public", "internal")
BIN = Path(sys.executable).parent
CORES = os.cpu_count() or 1


def main(short: bool) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        one_report(folder, ROOT / "data", "eksempelfylket", "2020")
        stock = one_report(folder, made_up(folder, 1, 5), "eksempelfylke-81", "2018")
        one, ten = least_of(3, folder, [(1, 1, 1), (1, 5, 1)])
        more = (10 * ten - 2 * one) / 8
        print(f"a further report on one core: {more:.2f} s = {more / stock:.2f} × stock (goal 0.1)")
        least_of(1, folder, [(3, 5, 1)] if short else [(3, 5, 1), (10, 5, 1)])
        alone, together = least_of(1 if short else 2, folder, [(3, 10, 1), (3, 10, CORES)])
        print(f"30 rounds on {CORES} cores: {alone / together:.2f} × as fast as on one (goal 1.7)")


def one_report(folder: Path, data: Path, survey: str, year: str) -> float:
    """All three notebooks to HTML + PDF in a cold process, against 3_report alone to HTML; mean stock seconds."""
    out = folder / survey
    ros("report", survey, "--data", str(data), "--out", str(out))
    total = 0.0
    for edition in EDITIONS:
        given = {"survey": survey, "survey_year": year, "edition": edition}
        runs = [
            (
                busy(lambda given=given: as_it_comes(folder, given, data, data / "processed")),
                busy(lambda given=given: one_of_ours(given, data, out)),
            )
            for _ in range(3)
        ]
        (stock, their_core), (ours, our_core) = (
            map(min, zip(*each, strict=True)) for each in zip(*runs, strict=True)
        )
        total += stock / len(EDITIONS)
        what, of_core = f"{survey} {year} {edition}", our_core / their_core
        print(
            f"{what}: stock {stock:.2f} s, ours {ours:.2f} s = {ours / stock:.2f} × (goal 0.3); "
            f"of a core {their_core:.2f} and {our_core:.2f} s = {of_core:.2f} ×"
        )
    return total


def busy(work: Callable[[], float]) -> tuple[float, float]:
    """The seconds that `work` says it took, and what it used of the cores, which others' load lengthens less."""
    before = processor_seconds()
    return work(), processor_seconds() - before


def as_it_comes(folder: Path, given: Mapping[str, str], data: Path, processed: Path) -> float:
    """Seconds of `papermill` and `jupyter nbconvert --to html`, as anybody would run them."""
    parameters = [part for name, value in given.items() for part in ("-p", name, value)]
    executed = str(folder / "executed.ipynb")
    started = time.perf_counter()
    run([str(BIN / "papermill"), *parameters, "notebooks/3_report.ipynb", executed], data, processed)
    run([str(BIN / "jupyter"), "nbconvert", "--to", "html", executed], data, processed)
    return time.perf_counter() - started


def one_of_ours(given: Mapping[str, str], data: Path, out: Path) -> float:
    """Seconds of `ros report` for one report that isn't there, with the earlier rounds as they are."""
    survey, year, edition = given.values()
    shutil.rmtree(out / survey / year / edition)
    return ros("report", survey, year, "--edition", edition, "--data", str(data), "--out", str(out))


def least_of(times: int, folder: Path, batches: Sequence[tuple[int, int, int]]) -> list[float]:
    """The least seconds per report of each batch (counties, rounds, jobs), run in turn, so that noise strikes all."""
    taken = [[batch(folder, *one) for one in batches] for _ in range(times)]
    return [min(each) for each in zip(*taken, strict=True)]


def batch(folder: Path, counties: int, rounds: int, jobs: int) -> float:
    """Seconds per report for every report of a made-up country, `jobs` rounds at a time."""
    data = made_up(folder, counties, rounds)
    reports = counties * rounds * len(EDITIONS)
    before = processor_seconds()
    with tempfile.TemporaryDirectory(dir=folder) as out:
        each = ros("report", "--data", str(data), "--out", out, "--jobs", str(jobs)) / reports
    busy = (processor_seconds() - before) / reports
    memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    print(
        f"{reports:4} reports, {jobs} at a time: {each:.2f} s each, {busy:.2f} s of a core, at most {memory} MB"
    )
    return each


def processor_seconds() -> float:
    """What all processes so far have used of the cores: another's load lengthens it less than the clock's time."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def made_up(folder: Path, counties: int, rounds: int) -> Path:
    place = folder / f"{counties}x{rounds}"
    if not place.exists():
        national(place, ROOT / "data" / "raw", counties=counties, rounds=rounds)
    return place


def ros(*arguments: str) -> float:
    started = time.perf_counter()
    run([sys.executable, "-m", "ros_analysis.app.cli", *arguments])
    return time.perf_counter() - started


def run(command: list[str], data: Path | None = None, processed: Path | None = None) -> None:
    paths = {"ROS_DATA": str(data), "ROS_PROCESSED": str(processed)} if data else {}
    subprocess.run(command, cwd=ROOT, env=os.environ | paths, capture_output=True, check=True)


if __name__ == "__main__":
    main("--short" in sys.argv)
