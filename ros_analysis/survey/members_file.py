"""members.csv: the units that a body asks, when they are its own, as hospitals and GP offices are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from ros_analysis.survey.folding import fold
from ros_analysis.survey.municipalities import COLUMNS, Municipality, Register
from ros_analysis.survey.register_file import Key, RegisterRow, read_each, stop

MEMBERS = "members.csv"
NAMES = ("id", "name")
SIZE = "size"


@dataclass(frozen=True)
class Member:
    """One unit: its id and name, its size where one is given, and every other cell by its folded header."""

    id: str
    name: str
    size: int | None
    more: Mapping[str, str]
    row: int


def read_members(path: Path) -> tuple[Member, ...]:
    """The units of a members.csv; raises RegisterError by row for what can't be read, is double, or lacks a size that
    others have."""
    members = read_each(path, NAMES, _member, _keys)
    lacking = [one for one in members if one.size is None]
    if len(lacking) < len(members):
        stop(
            path,
            [
                f"rad {one.row}: {SIZE} er tom for «{one.name}». Fyll ut alle, eller ta bort kolonnen."
                for one in lacking
            ],
        )
    if not members:
        stop(path, ["filen har ingen rader. Skriv én rad for hver som er spurt."])
    return tuple(members)


def own_register(members: Iterable[Member]) -> Register:
    """The units as a register: each the same by its id in every year, whatever its name, and none become another."""
    names: dict[str, dict[str, None]] = {}
    for one in members:
        names.setdefault(one.id, {})[one.name] = None
    units = {key: Municipality(key, [*own][-1], (*own,), None, None) for key, own in names.items()}
    nobody = pd.DataFrame(columns=COLUMNS["counties.csv"]).set_index("number")
    return Register(units, pd.DataFrame(columns=["year", "number", "population"]), (), nobody, {})


def _member(row: RegisterRow) -> Member:
    size = row.count(SIZE) if row.cells.get(SIZE) else None
    more = {column: cell for column, cell in row.cells.items() if column and column not in (*NAMES, SIZE)}
    return Member(row.word("id"), row.text("name"), size, more, row.number)


def _keys(member: Member) -> Sequence[Key]:
    """Id and name, either of which an answer may be signed with, so that no two share one."""
    return [(said, f"{member.id}, {member.name}") for said in {fold(member.id), fold(member.name)}]
