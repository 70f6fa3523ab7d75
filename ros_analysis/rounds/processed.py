"""The processed folder of a round: what a notebook leaves for the next one."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from ros_analysis.rounds.intake import Intake, Sources
from ros_analysis.survey import file_fingerprints, put

SCHEMA = 4
FINDINGS, FINDINGS_SOURCES = "findings.json", "findings_sources.json"
FRAMES = ("answers.parquet", "zones.parquet", "follow_up.parquet")
FORMULA = re.compile(r"(\A\s*|[;\t\r\n]\s*)(?=[=+\-@])|\A(?=[\t\r])")
REPAIR_COLUMNS = ["file", "sheet", "row", "column", "before", "after", "rule", "severity"]


@dataclass(frozen=True)
class Processed:
    """Reads and writes FRAMES, repairs.csv and findings.json in `folder`, each beside what it was made from."""

    folder: Path

    def is_made_from(self, sources: Sources) -> bool:
        """Whether the folder was written from exactly these raw files, and its frames are as they were written."""
        return self._says("sources.json", self._stamp([sources], FRAMES))

    def write(self, intake: Intake | None, sources: Sources) -> None:
        """All of the round; without answers only repairs.csv (empty) and sources.json, which is written last."""
        self.folder.mkdir(parents=True, exist_ok=True)
        for name in ("sources.json", FINDINGS_SOURCES, FINDINGS, *FRAMES):
            (self.folder / name).unlink(missing_ok=True)
        if intake is not None:
            for name, frame in zip(FRAMES, (intake.answers, intake.zones, intake.follow_up), strict=True):
                put(self.folder / name, _parquet(frame))
        repairs = intake.repairs if intake is not None else pd.DataFrame(columns=REPAIR_COLUMNS)
        put(self.folder / "repairs.csv", repairs_csv(repairs).encode())
        put(self.folder / "sources.json", _json(self._stamp([sources], FRAMES)))

    def read(self) -> Intake:
        """The round's frames, which were checked against the contract before they were written."""
        answers, zones, follow_up = (pd.read_parquet(self.folder / name) for name in FRAMES)
        repairs = pd.read_csv(self.folder / "repairs.csv", dtype=str, keep_default_na=False)
        return Intake(answers, zones, follow_up, repairs)

    def has_findings(self, rounds: Iterable[Sources]) -> bool:
        """Whether findings.json was written from exactly the raw files of these rounds, and is as it was written."""
        return self._says(FINDINGS_SOURCES, self._stamp(rounds, [FINDINGS]))

    def write_findings(self, findings: str, rounds: Iterable[Sources]) -> None:
        """findings.json of the last of `rounds`, with the fingerprints of all that it was made from."""
        put(self.folder / FINDINGS, findings.encode())
        put(self.folder / FINDINGS_SOURCES, _json(self._stamp(rounds, [FINDINGS])))

    def read_findings(self) -> str:
        return (self.folder / FINDINGS).read_text("utf-8")

    def _says(self, name: str, stamp: dict[str, object]) -> bool:
        try:
            return bool(json.loads((self.folder / name).read_text("utf-8")) == stamp)
        except (OSError, ValueError):
            return False

    def _stamp(self, rounds: Iterable[Sources], names: Iterable[str]) -> dict[str, object]:
        written = [path for name in names if (path := self.folder / name).is_file()]
        return {
            "schema": SCHEMA,
            "inputs": {name: value for each in rounds for name, value in each.unnamed_inputs.items()},
            "written": file_fingerprints(written, self.folder),
        }


def repairs_csv(repairs: pd.DataFrame) -> str:
    """Repairs as CSV, text that a spreadsheet would run as a formula made harmless by a leading apostrophe."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(REPAIR_COLUMNS)
    for row in repairs[REPAIR_COLUMNS].itertuples(index=False):
        writer.writerow(["" if pd.isna(value) else harmless(str(value)) for value in row])
    return out.getvalue()


def harmless(text: str) -> str:
    """`text` that no spreadsheet takes for a formula, nor any part of it where «;» begins a new cell (OWASP)."""
    return FORMULA.sub(_quoted, text)


def _quoted(start: re.Match[str]) -> str:
    return f"'{start[0]}" if start.start() == 0 and start[0][:1] != ";" else f"{start[0]}'"


def _json(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def _parquet(frame: pd.DataFrame) -> bytes:
    out = io.BytesIO()
    frame.to_parquet(out, index=False)
    return out.getvalue()
