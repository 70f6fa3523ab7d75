"""Earlier rounds as they were processed, lent to a round that builds on them, so that none is tested twice."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from ros_analysis.provenance import Evidence, damaged, read_manifest


def lend(evidence: Evidence, out: Path, survey: str, year: int, processed: Path) -> None:
    """Copy into `processed` every round of `survey` before `year` that would come out the same if made now.

    A round that isn't lent is read from its raw files when it is needed, with the same result.
    """
    for before in evidence.folders.years(survey):
        if before < year and (manifest := _current(evidence, out / survey / str(before))):
            copy = processed / survey / str(before)
            _copy(evidence.folders.processed_round(survey, before), copy, manifest["processed"])


def _current(evidence: Evidence, reports: Path) -> Mapping[str, Any] | None:
    """The manifest of a report of the round that is made from what lies there now."""
    current = (one for one in _manifests(reports) if not evidence.changes(one, one["parameters"]))
    return next(current, None)


def _manifests(reports: Path) -> Iterator[Mapping[str, Any]]:
    for folder in sorted(reports.glob("*")):
        if manifest := read_manifest(folder):
            yield manifest


def _copy(source: Path, copy: Path, files: Mapping[str, Mapping[str, object]]) -> None:
    """Copy the folder unless it is no longer what the manifest says, as when another run has just replaced it."""
    try:
        shutil.copytree(source, copy)
    except (OSError, shutil.Error):
        shutil.rmtree(copy, ignore_errors=True)
    if copy.is_dir() and damaged(copy, files):
        shutil.rmtree(copy)
