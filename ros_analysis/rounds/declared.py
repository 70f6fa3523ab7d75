"""Which factors were declared before a round's answers were tested, remembered beside the processed round."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd

from ros_analysis.survey import Factor, SettingsError, bytes_fingerprint, put

MEMORY = "plan"
_GIVEN = ["area", "likelihood", "consequence", "result", "colour"]


@dataclass(frozen=True)
class Memory:
    """Fingerprints of what each respondent has answered, and the factors that were declared when any of these answers
    were first tested."""

    answers: frozenset[str]
    declared: frozenset[str]

    @classmethod
    def read(cls, path: Path) -> Memory | None:
        """What `path` holds, None where nothing is remembered; raises SettingsError for a damaged file."""
        if not path.exists():
            return None
        try:
            said = json.loads(path.read_text("utf-8"))
            return cls(frozenset(said["answers"]), frozenset(said["declared"]))
        except (OSError, ValueError, TypeError, KeyError):
            raise SettingsError(
                f"{path} sier hvilke faktorer som var bestemt på forhånd, og er skadet. Hent den fra en "
                "sikkerhetskopi. Finnes ingen, slett filen; da regnes alle som bestemt på forhånd."
            ) from None

    def write(self, path: Path) -> None:
        said = {"answers": sorted(self.answers), "declared": sorted(self.declared)}
        put(path, f"{json.dumps(said, ensure_ascii=False, indent=1)}\n".encode())


def marked(factors: Sequence[Factor], path: Path, answers: frozenset[str]) -> tuple[Factor, ...]:
    """The factors, the declared ones that any of these answers were tested without marked so."""
    memory = Memory.read(path)
    if memory is None or not memory.answers & answers:
        return tuple(factors)
    known = [not one.declared or _name(one) in memory.declared for one in factors]
    return tuple(replace(one, beforehand=was) for one, was in zip(factors, known, strict=True))


def remember(factors: Sequence[Factor], path: Path, answers: frozenset[str]) -> None:
    """Remember these answers, and what is declared unless some of them have been tested before."""
    memory = Memory.read(path)
    if memory is not None and memory.answers & answers:
        Memory(memory.answers | answers, memory.declared).write(path)
        return
    Memory(answers, frozenset(_name(one) for one in factors if one.declared)).write(path)


def fingerprints(answers: pd.DataFrame, zones: pd.DataFrame) -> frozenset[str]:
    """One for each respondent (contract.ANSWERS and ZONES), that hangs on nothing but what was answered."""
    given = zones.set_index("number")["zone_given"].astype(object).fillna("")
    said = answers.assign(colour=answers["level"].where(answers["result"].isna())).sort_values(
        ["number", "area"]
    )
    cells = said[_GIVEN].astype(object).fillna("").astype(str).agg(" ".join, axis=1)
    return frozenset(
        bytes_fingerprint("\n".join([f"{number} {given[number]}", *rows]).encode())
        for number, rows in cells.groupby(said["number"])
    )


def _name(factor: Factor) -> str:
    """What makes it the same factor, tested in the same way."""
    return f"{factor.name} {factor.kind}"
