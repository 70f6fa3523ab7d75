"""The body's own columns: a number or a group said once by each who answers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ros_analysis.cleaning.entry import Entry
from ros_analysis.cleaning.log import AnswerCell, Log
from ros_analysis.cleaning.scale import absent_in, folded
from ros_analysis.survey import OwnColumn, fold

NUMBER = re.compile(r"[-−]?\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?:[.,]\d+)?|[-−]?\d+(?:[.,]\d+)?")
EITHER = re.compile(r"[-−]?[1-9]\d{0,2}[.,]\d{3}")
Value = str | float | None


def read_own(cell: AnswerCell, column: OwnColumn) -> Value:
    """The cell's number or group, None where there is none; refuses in the log what is no number."""
    try:
        value = (
            float(cell.text)
            if cell.kind == "decimal" and column.kind == "number"
            else own_value(cell.text, column)
        )
    except ValueError as error:
        cell.refuse(
            "own_number",
            f"«{column.header}» er et tall i survey.toml, men {error}.",
            allowed="et tall som 12, 12,5 eller 1 200, eller tom",
            remedy='Rett cellen, eller skriv kind = "group" under [[factor]].',
        )
        return None
    if value is None and cell.text:
        cell.fix("ikke svart", "field_not_known")
    return value


def own_value(said: str, column: OwnColumn) -> Value:
    """The number or group that a text says, None for none; raises ValueError for no number, or one that may be two."""
    text = " ".join(said.split())
    if absent_in(folded(text)):
        return None
    if column.kind == "group":
        return text
    if EITHER.fullmatch(text):
        raise ValueError(f"«{text}» kan bety {re.sub('[.,]', '', text)} eller {text.replace('.', ',')}")
    if not NUMBER.fullmatch(text):
        raise ValueError(f"«{text}» er ikke det")
    return float(re.sub(r"[ \u00a0\u202f]", "", text).replace(",", ".").replace("−", "-"))


def spelt_alike(entries: Sequence[Entry], columns: Sequence[OwnColumn], log: Log) -> list[Entry]:
    """The entries with groups that differ in case or spacing alone as the first was spelt, each told in the log."""
    first: dict[tuple[int, str], str] = {}
    spelt = []
    for entry in entries:
        values = list(entry.own)
        for place, (value, column) in enumerate(zip(entry.own, columns, strict=True)):
            if column.kind == "group" and isinstance(value, str):
                values[place] = first.setdefault((place, fold(value)), value)
                if values[place] != value:
                    log.fix(entry.place, value, str(values[place]), "own_spelling")
        spelt.append(replace(entry, own=tuple(values)))
    return spelt
