"""What a round leaves for later: its frames and findings for the next notebook, and which factors were declared
before its answers were tested."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from operator import itemgetter
from pathlib import Path

import pandas as pd
from pyarrow.parquet import ParquetFile

from ros_analysis.rounds.intake import Intake, Sources
from ros_analysis.survey import Factor, SettingsError, bytes_fingerprint, file_fingerprints, put

SCHEMA = 4
FINDINGS, FINDINGS_SOURCES = "findings.json", "findings_sources.json"
FRAMES = ("answers.parquet", "zones.parquet", "follow_up.parquet")
FORMULA = re.compile(r"(\A\s*|[;\t\r\n]\s*)(?=[=+\-@])|\A(?=[\t\r])")
REPAIR_COLUMNS = ["file", "sheet", "row", "column", "before", "after", "rule", "severity"]
MEMORY = "plan"
_GIVEN = ["area", "likelihood", "consequence", "result", "colour"]


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
                put(self.folder / name, frame.to_parquet(index=False))
        repairs = intake.repairs if intake is not None else pd.DataFrame(columns=REPAIR_COLUMNS)
        put(self.folder / "repairs.csv", repairs_csv(repairs).encode())
        put(self.folder / "sources.json", _json(self._stamp([sources], FRAMES)))

    def read(self) -> Intake:
        """The round's frames, which were checked against the contract before they were written."""
        # pd.read_parquet takes twice as long, for it looks for partitions and starts threads
        tables = (ParquetFile(self.folder / name).read(use_threads=False) for name in FRAMES)
        answers, zones, follow_up = (table.to_pandas(use_threads=False) for table in tables)
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
    plain = repairs[REPAIR_COLUMNS].astype(object).fillna("").map(lambda value: harmless(str(value)))
    return plain.to_csv(index=False, lineterminator="\n")


def harmless(text: str) -> str:
    """`text` that no spreadsheet takes for a formula, nor any part of it where «;» begins a new cell (OWASP)."""
    return FORMULA.sub(_quoted, text)


def _quoted(start: re.Match[str]) -> str:
    return f"'{start[0]}" if start.start() == 0 and start[0][:1] != ";" else f"{start[0]}'"


def _json(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


@dataclass(frozen=True)
class Memory:
    """Fingerprints of what each respondent has answered, and the factors that were declared when any of these answers
    were first tested."""

    answers: frozenset[str]
    declared: frozenset[str]

    @classmethod
    def of(cls, answers: frozenset[str], path: Path) -> Memory | None:
        """What `path` holds where any of these answers were tested before; raises SettingsError for a damaged file."""
        if not path.exists():
            return None
        try:
            said = json.loads(path.read_text("utf-8"))
            memory = cls(frozenset(said["answers"]), frozenset(said["declared"]))
        except (OSError, ValueError, TypeError, KeyError):
            raise SettingsError(
                f"{path} sier hvilke faktorer som var bestemt på forhånd, og er skadet. Hent den fra en "
                "sikkerhetskopi. Finnes ingen, slett filen; da regnes alle som bestemt på forhånd."
            ) from None
        return memory if memory.answers & answers else None


def marked(factors: Sequence[Factor], path: Path, answers: frozenset[str]) -> tuple[Factor, ...]:
    """The factors, the declared ones that any of these answers were tested without marked so."""
    memory = Memory.of(answers, path)
    if memory is None:
        return tuple(factors)
    known = [not one.declared or _name(one) in memory.declared for one in factors]
    return tuple(replace(one, beforehand=was) for one, was in zip(factors, known, strict=True))


def remember(factors: Sequence[Factor], path: Path, answers: frozenset[str]) -> None:
    """Remember these answers, and what is declared unless some of them have been tested before."""
    declared = frozenset(_name(one) for one in factors if one.declared)
    memory = Memory.of(answers, path) or Memory(frozenset(), declared)
    told = {"answers": sorted(memory.answers | answers), "declared": sorted(memory.declared)}
    put(path, _json(told))


def fingerprints(answers: pd.DataFrame, zones: pd.DataFrame) -> frozenset[str]:
    """One for each respondent (contract.ANSWERS and ZONES), that hangs on nothing but what was answered."""
    given = zones.set_index("number")["zone_given"].astype(object).fillna("")
    coloured = answers.assign(colour=answers["level"].where(answers["result"].isna()))
    said = coloured.sort_values(["number", "area"])[["number", *_GIVEN]].astype(object).fillna("")
    rows = [(number, " ".join(map(str, cells))) for number, *cells in said.to_numpy().tolist()]
    return frozenset(
        bytes_fingerprint("\n".join([f"{number} {given[number]}", *(row for _, row in own)]).encode())
        for number, own in groupby(rows, itemgetter(0))
    )


def _name(factor: Factor) -> str:
    """What makes it the same factor, tested in the same way."""
    return f"{factor.name} {factor.kind}"
