"""Which column of a table holds what, as round.toml says it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches

from ros_analysis.cleaning.columns import LONG_HEADER, Suggestion, find_columns
from ros_analysis.cleaning.log import Log, elided, unnamed
from ros_analysis.cleaning.scale import folded
from ros_analysis.cleaning.suggest import Known, nobody, suggest_mapping
from ros_analysis.exports import Column, PlainTable, safe
from ros_analysis.survey import UNREAD, Area, Codebook, Columns, Place

PARTS = ("likelihood", "consequence", "result")
SINGLE = ("municipality", "municipality_number", "epj", "zone", "timestamp", "status", "role")
SHOWN = 30
WORTH_TELLING = ("epj", "zone", "timestamp", "role")


@dataclass(frozen=True)
class Mapping:
    """Index of the column (from 0) for each role, and for each area of each part that has one."""

    single: dict[str, int]
    areas: dict[str, dict[int, int]]

    def area(self, part: str, number: int) -> int | None:
        return self.areas[part].get(number)

    @property
    def all(self) -> set[int]:
        """Every column that is mapped."""
        return {*self.single.values()}.union(*(areas.values() for areas in self.areas.values()))

    @property
    def asked(self) -> set[int]:
        """The columns that say who answers and what, without the circumstances of the answer."""
        asked = {"municipality", "municipality_number", "epj", "zone"}
        single = {index for role, index in self.single.items() if role in asked}
        return single.union(*(areas.values() for areas in self.areas.values()))


def map_columns(
    table: PlainTable, columns: Columns, codebook: Codebook, log: Log, known: Known = nobody
) -> Mapping:
    """The columns of `table` that `columns` names by header, variable code or letter.

    Refuses in `log` what is named but not there, named but ambiguous, and required but not named: the
    municipality, and for each area likelihood and consequence, or the result. A table of zones alone is enough
    where it has no column that seems to be an area.
    """
    suggestion = suggest_mapping(table, codebook, known)
    single = {
        role: index
        for role in SINGLE
        if (named := getattr(columns, role)) and (index := _index(table, named, role, log)) is not None
    }
    areas = {part: dict(_areas(table, columns, codebook, part, log)) for part in PARTS}
    if "timestamp" not in single and (answered := _answered(table)) is not None:
        single["timestamp"] = answered
    mapping = Mapping(single, areas)
    if columns.zone and not suggestion.has_areas and not any(mapping.areas.values()):
        log.warn(table.place(), "", "bare sone", "zones_only")
        lacking = _lacking(columns, ())
    else:
        lacking = _lacking(columns, codebook.area)
    if lacking:
        _refuse_missing(table, lacking, suggestion, known, log)
    _refuse_shared(table, mapping, log)
    _tell_unmapped(table, columns, mapping, suggestion, log)
    _tell_unread(table, mapping.all | (suggestion.named if lacking else set()), suggestion, log)
    return mapping


def _index(table: PlainTable, named: str, key: str, log: Log) -> int | None:
    found = find_columns(table.columns, named)
    if len(found) == 1:
        return None if _emptied(table, table.columns[found[0]], key, log) else found[0]
    if found:
        letters = ", ".join(table.columns[i].letter for i in found)
        log.refuse(
            table.place(), "ambiguous_column", f"columns.{key} passer på flere kolonner: {letters}.",
            value=named, remedy="Skriv kolonnebokstaven i stedet: «kolonne A».",
        )  # fmt: skip
        return None
    near = ", ".join(f"{column.letter} «{column.header}»" for column in _nearest(table, named))
    log.refuse(
        table.place(), "column_not_found", f"columns.{key} finnes ikke i filen.",
        value=named, allowed=f"nærmest er {near}" if near else "", remedy="Rett navnet i round.toml.",
    )  # fmt: skip
    return None


def _emptied(table: PlainTable, column: Column, key: str, log: Log) -> bool:
    if not column.personal:
        return False
    log.refuse(
        table.place(None, column), "personal_column", f"columns.{key} peker på en kolonne med personopplysninger.",
        remedy="Slike kolonner leses aldri. Pek på en annen kolonne.",
    )  # fmt: skip
    return True


def _areas(
    table: PlainTable, columns: Columns, codebook: Codebook, part: str, log: Log
) -> Iterator[tuple[int, int]]:
    known = {str(area.number): area.number for area in codebook.area}
    known |= {area.code: area.number for area in codebook.area}
    for key, named in getattr(columns, part).items():
        if key not in known:
            numbers = ", ".join(str(area.number) for area in codebook.area)
            log.refuse(
                Place("round.toml"), "unknown_area", f"columns.{part}: området finnes ikke i kodeboken.",
                value=key, allowed=numbers, remedy="Skriv områdets nummer.",
            )  # fmt: skip
        elif (index := _index(table, named, f"{part}.{key}", log)) is not None:
            yield known[key], index


def _answered(table: PlainTable) -> int | None:
    found = [i for i, column in enumerate(table.columns) if column.role == "answered"]
    return found[0] if len(found) == 1 else None


def _lacking(columns: Columns, areas: Sequence[Area]) -> list[str]:
    """What is required and not named: «municipality», «likelihood.3» …"""
    lacking = [] if columns.municipality or columns.municipality_number else ["municipality"]
    for area in areas:
        named = {part for part in PARTS if {str(area.number), area.code} & set(getattr(columns, part))}
        if "result" not in named:
            lacking += [f"{part}.{area.number}" for part in PARTS[:2] if part not in named]
    return lacking


def _refuse_missing(
    table: PlainTable, lacking: Sequence[str], suggestion: Suggestion, known: Known, log: Log
) -> None:
    if sum(known(column.header) for column in table.columns) > 2:
        log.refuse(
            table.place(), "municipalities_across", "kommunene står som kolonner, ikke som rader.",
            remedy="Kopier tabellen i Excel, og velg Lim inn utvalg → Transponer, så hver kommune får én rad.",
        )  # fmt: skip
        return
    whole = suggestion.finds(lacking)
    block = suggestion.toml(table.columns)
    seen = ", ".join(
        f"{column.letter} «{elided(column.header, LONG_HEADER)}»" for column in table.columns[:SHOWN]
    )
    log.refuse(
        table.place(), "required_column", f"round.toml sier ikke hvilke kolonner som er {_told(lacking)}.",
        allowed="" if whole else f"filens kolonner er {seen}",
        remedy=f"{_what_to_do(suggestion, whole=whole)}:\n{block}",
    )  # fmt: skip


def _what_to_do(suggestion: Suggestion, *, whole: bool) -> str:
    if suggestion.guessed and whole:
        return "Kontroller det som er antatt, og fjern # foran linjene i round.toml; mangler de der, lim inn"
    return f"Lim inn {'og kontroller' if whole else 'og gjør ferdig'} i round.toml"


def _told(lacking: Sequence[str]) -> str:
    """The list, with both parts of many areas told as one."""
    areas = [name.partition(".")[2] for name in lacking if name.startswith("likelihood.")]
    both = [number for number in areas if f"consequence.{number}" in lacking]
    if len(both) < 3:
        return ", ".join(lacking)
    rest = [name for name in lacking if name.partition(".")[2] not in both]
    return ", ".join([*rest, f"likelihood og consequence (eller result) for område {', '.join(both)}"])


def _refuse_shared(table: PlainTable, mapping: Mapping, log: Log) -> None:
    used: dict[int, list[str]] = {}
    for role, index in mapping.single.items():
        used.setdefault(index, []).append(role)
    for part, areas in mapping.areas.items():
        for number, index in areas.items():
            used.setdefault(index, []).append(f"{part}.{number}")
    for index, keys in used.items():
        if len(keys) > 1:
            log.refuse(
                table.place(None, table.columns[index]), "column_used_twice",
                f"kolonnen er koblet til både {' og '.join(keys)}.", remedy="La hver kolonne bety én ting.",
            )  # fmt: skip


def _tell_unmapped(
    table: PlainTable, columns: Columns, mapping: Mapping, suggestion: Suggestion, log: Log
) -> None:
    for role in WORTH_TELLING:
        index = suggestion.single.get(role)
        if index is not None and not getattr(columns, role) and index not in mapping.single.values():
            log.warn(table.place(None, table.columns[index]), "", role, "unmapped_column")


def _tell_unread(table: PlainTable, used: set[int], suggestion: Suggestion, log: Log) -> None:
    """Every column that is neither `used`, nor personal, nor the tool's own; loudly where it may be an answer."""
    for i, column in enumerate(table.columns):
        if i not in used and not column.personal and not column.role:
            note = log.warn if i in suggestion.asking else log.fix
            shown = replace(column, letter=_letter(table, i), header=unnamed(safe(column.header)))
            note(table.place(None, shown), "", "ikke lest", UNREAD)


def _letter(table: PlainTable, index: int) -> str:
    """Where a column stands in the raw file, also when rows were put together from the cells of a form."""
    origins = (row.origins[index][1] for row in table.rows if row.origins)
    return next(filter(None, origins), table.columns[index].letter)


def _nearest(table: PlainTable, named: str) -> list[Column]:
    names = {folded(column.header): column for column in table.columns}
    names |= {folded(column.code): column for column in table.columns if column.code}
    near = [names[name] for name in get_close_matches(folded(named), names, 3, 0.4)]
    return list(dict.fromkeys(near))
