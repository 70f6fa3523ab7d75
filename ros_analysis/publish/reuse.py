"""Earlier rounds as they were processed, for a round that builds on them, so that none is cleaned or tested twice."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from ros_analysis.publish.provenance import Evidence, damaged, read_record
from ros_analysis.rounds import Round
from ros_analysis.survey import Folders, RefusedData, SettingsError


def reuse(evidence: Evidence, survey: str, year: int, processed: Path) -> None:
    """Copy into `processed` every round of `survey` before `year` that would come out the same if made now.

    A round that isn't reused is cleaned anew, with the same result, by `clean_others`.
    """
    for before in evidence.folders.years(survey):
        if before < year and (record := _current(evidence, survey, before)):
            copy = processed / survey / str(before)
            _copy(evidence.folders.processed_round(survey, before), copy, record["processed"])


def clean_others(survey: str, year: int, folders: Folders) -> None:
    """Clean every round before `year` that isn't processed in `folders`, once for all who ask for it; one that is
    refused is told of by the notebook that needs it."""
    for before in folders.years(survey):
        if before < year:
            with suppress(RefusedData, SettingsError):
                earlier = Round(survey, before, folders=folders)
                if earlier.has_answers and not earlier.processed.is_made_from(earlier.sources):
                    earlier.save()


def _current(evidence: Evidence, survey: str, year: int) -> Mapping[str, Any] | None:
    """The record of a report of the round that is made from what lies there now."""
    records = _records(evidence.folders, survey, year)
    return next((one for one in records if not evidence.changes(one, one["parameters"])), None)


def _records(folders: Folders, survey: str, year: int) -> Iterator[Mapping[str, Any]]:
    for path in sorted(folders.processed_round(survey, year).parent.glob(f"{year}.*.json")):
        if record := read_record(path):
            yield record


def _copy(source: Path, copy: Path, files: Mapping[str, Mapping[str, object]]) -> None:
    """Copy the folder unless it is no longer what the record says, as when another run has just replaced it."""
    try:
        shutil.copytree(source, copy)
    except (OSError, shutil.Error):
        shutil.rmtree(copy, ignore_errors=True)
    if copy.is_dir() and damaged(copy, files):
        shutil.rmtree(copy)
