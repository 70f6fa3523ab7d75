"""What a report is made from, as fingerprints, whether it is still current, and what is current made use of again."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from ros_analysis.report import ROOT, code_files
from ros_analysis.survey import Folders, RefusedData, SeenFingerprints, SettingsError, file_fingerprint

MANIFEST = "manifest.json"
DATA = "data/raw/"
PARTS = ("parameters", "outputs")
RECORD_PARTS = (*PARTS, "inputs", "processed")

Parameters = Mapping[str, object]
StateKind = Literal["current", "missing", "damaged", "unknown", "changed", "extra"]
SAID: Mapping[StateKind, str] = {
    "current": "oppdatert",
    "missing": "mangler",
    "damaged": "skadet",
    "unknown": "ukjent, for det som sier hva den er laget av, mangler eller er av en annen bygging",
    "changed": "endret",
    "extra": "oppdatert, men har filer som ikke hører til",
}
CHECKSUM = (
    "Dette er en kontrollsum, ikke en signatur: den viser skade, ikke om noen har byttet ut filene med vilje."
)


@dataclass(frozen=True)
class State:
    """Whether a report is current, and if not, the files or inputs by name that say so."""

    kind: StateKind
    names: tuple[str, ...] = ()

    def __str__(self) -> str:
        listed = ", ".join(self.names[:5]) + (f" og {len(self.names) - 5} til" if len(self.names) > 5 else "")
        return f"{SAID[self.kind]}: {listed}" if listed else SAID[self.kind]

    @property
    def is_current(self) -> bool:
        """Whether the report would come out the same if it were made now."""
        return self.kind in ("current", "extra")


class Evidence:
    """Fingerprints of what reports are made from, each file read once however many reports it is in."""

    def __init__(self, folders: Folders) -> None:
        self.folders = folders
        self._raw = SeenFingerprints(folders.raw)
        self._code = SeenFingerprints(ROOT)
        self._listed: dict[tuple[str, int], list[str]] = {}
        self._years: dict[str, list[int]] = {}

    def made_from(self, parameters: Parameters) -> dict[str, str]:
        """Everything that the report of `parameters` is made from: fingerprints by name."""
        return {**self._data(parameters), **{name: self._code[name] for name in code_files()}}

    def state(self, place: Path, parameters: Parameters, *, by_size: bool = False) -> State:
        """Whether the report at `place`, and the processed round behind it, are what would be made now.

        `by_size` finds what was cut short or is missing without reading the reports, which takes most of the time.
        """
        manifest = read_manifest(place)
        if manifest is None:
            return State("missing")
        record = self.record(place, parameters)
        processed = self.folders.processed_round(*round_of(parameters))
        behind = record["processed"] if record else {}
        if broken := [
            *damaged(place, manifest["outputs"], by_size=by_size),
            *damaged(processed, behind, by_size=by_size),
        ]:
            return State("damaged", tuple(broken))
        if record is None or any(record[part] != manifest[part] for part in PARTS):
            return State("unknown")
        if changed := self.changes(record, parameters):
            return State("changed", tuple(changed))
        more = () if by_size else (*extra(place, (*manifest["outputs"], MANIFEST)), *extra(processed, behind))
        return State("extra", more) if more else State("current")

    def record(self, place: Path, parameters: Parameters) -> dict[str, Any] | None:
        """What the report at `place` was made from, as kept beside its processed round; None where it isn't."""
        return read_record(self.folders.beside_round(*round_of(parameters), place.name))

    def changes(self, record: Mapping[str, Any], parameters: Parameters) -> list[str]:
        """The inputs named in `record`, or new since, whose content is another now.

        No file of code can come into use without one that is already used being changed, so those are enough.
        """
        before: Mapping[str, str] = record["inputs"]
        now = self._data(parameters)
        now |= {name: self._code[name] for name in before if not name.startswith(DATA)}
        changed = {name for name in now.keys() | before.keys() if now.get(name) != before.get(name)}
        if record["parameters"] != dict(parameters):
            changed.add("parameters")
        return sorted(changed)

    def _data(self, parameters: Parameters) -> dict[str, str]:
        survey, year = round_of(parameters)
        if survey not in self._years:
            self._years[survey] = self.folders.years(survey)
        names = {name for known in self._years[survey] if known <= year for name in self._of(survey, known)}
        return {f"{DATA}{name}": self._raw[name] for name in sorted(names)}

    def _of(self, survey: str, year: int) -> list[str]:
        if (survey, year) not in self._listed:
            files = self.folders.raw_files(survey, year)
            self._listed[survey, year] = [path.relative_to(self.folders.raw).as_posix() for path in files]
        return self._listed[survey, year]


def round_of(parameters: Parameters) -> tuple[str, int]:
    """Survey and year of the round that `parameters` name."""
    return str(parameters["survey"]), int(str(parameters["survey_year"]))


def file_stem(parameters: Parameters) -> str:
    """What the files of a report are called, so that none is taken for another: «more-og-romsdal-2020-public»."""
    survey, year = round_of(parameters)
    edition = "INTERN" if parameters["edition"] == "internal" else parameters["edition"]
    return ".".join(filter(None, (f"{survey}-{year}-{edition}", str(parameters["language"]))))


def read_manifest(folder: Path) -> dict[str, Any] | None:
    """The manifest of the report in `folder`, which says nothing of raw files; None where none can be read."""
    return _read(folder / MANIFEST, PARTS)


def read_record(path: Path) -> dict[str, Any] | None:
    """What a report was made from, as it is kept on the private side; None where it can't be read."""
    return _read(path, RECORD_PARTS)


def _read(path: Path, parts: Iterable[str]) -> dict[str, Any] | None:
    try:
        content = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return None
    known = isinstance(content, dict) and all(isinstance(content.get(part), dict) for part in parts)
    return content if known else None


def written(content: Mapping[str, object]) -> str:
    """A manifest or record as text, the same for the same content."""
    return json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def outputs(folder: Path, names: Iterable[str]) -> dict[str, dict[str, object]]:
    """Hash and size of each of the files called `names`."""
    return {
        name: {"sha256": file_fingerprint(folder / name), "bytes": (folder / name).stat().st_size}
        for name in sorted(names)
    }


def damaged(folder: Path, files: Mapping[str, Mapping[str, object]], *, by_size: bool = False) -> list[str]:
    """Those of `files` in a manifest that are missing from `folder` or no longer what it says."""
    return [name for name, said in files.items() if not _is_as_said(folder / name, said, by_size)]


def extra(folder: Path, names: Iterable[str]) -> list[str]:
    """What lies in `folder` and is none of `names`."""
    return sorted({path.name for path in folder.glob("*")} - set(names)) if folder.is_dir() else []


def _is_as_said(path: Path, said: Mapping[str, object], by_size: bool) -> bool:
    try:
        if path.stat().st_size != said["bytes"]:
            return False
        return by_size or file_fingerprint(path) == said["sha256"]
    except (OSError, KeyError, TypeError):
        return False


def reuse(evidence: Evidence, survey: str, year: int, processed: Path) -> None:
    """Copy into `processed` every round of `survey` before `year` that would come out the same if made now.

    A round that isn't reused is cleaned anew, with the same result, by `clean_others`.
    """
    for before in (known for known in evidence.folders.years(survey) if known < year):
        source = evidence.folders.processed_round(survey, before)
        records = map(read_record, sorted(source.parent.glob(f"{before}.*.json")))
        current = (one for one in records if one and not evidence.changes(one, one["parameters"]))
        if record := next(current, None):
            _copy(source, processed / survey / str(before), record["processed"])


def _copy(source: Path, copy: Path, files: Mapping[str, Mapping[str, object]]) -> None:
    """Copy the folder unless it is no longer what the record says, as when another run has just replaced it."""
    with suppress(OSError, shutil.Error):
        shutil.copytree(source, copy)
    if damaged(copy, files):
        shutil.rmtree(copy, ignore_errors=True)


def clean_others(survey: str, year: int, folders: Folders) -> None:
    """Clean every round before `year` that isn't processed in `folders`, once for all who ask for it; one that is
    refused is told of by the notebook that needs it."""
    from ros_analysis.rounds import Round

    for before in (known for known in folders.years(survey) if known < year):
        with suppress(RefusedData, SettingsError):
            earlier = Round(survey, before, folders=folders)
            if earlier.has_answers and not earlier.processed.is_made_from(earlier.sources):
                earlier.save()
