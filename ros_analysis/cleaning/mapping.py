"""Which column of a table holds what, as round.toml says it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from difflib import get_close_matches

from ros_analysis.cleaning.columns import LONG_HEADER, Suggestion, find_columns
from ros_analysis.cleaning.headers import area_told, is_said, part_asked
from ros_analysis.cleaning.log import Log, elided, unnamed
from ros_analysis.cleaning.scale import folded
from ros_analysis.cleaning.suggest import Known, may_answer, nobody, suggest_mapping
from ros_analysis.exports import TYPED, Column, PlainTable, safe
from ros_analysis.survey import (
    BY_AREA,
    FIELDS,
    ONCE,
    PARTS,
    ROLES,
    STEPS,
    UNREAD,
    Area,
    Codebook,
    Columns,
    OwnColumn,
    Place,
)

SHOWN = 30


def map_columns(
    table: PlainTable,
    columns: Columns,
    codebook: Codebook,
    log: Log,
    known: Known = nobody,
    own: Sequence[OwnColumn] = (),
) -> dict[str, int]:
    """Index of the column (from 0) of each role, of each part and area as «likelihood.3», and of each column of the
    body's `own` as «own.distance», that `columns` names by header, variable code or letter.

    Refuses in `log` what is named but not there, named but ambiguous, and required but not named: the
    municipality, and for each area likelihood and consequence, or the result. A table of zones alone is enough
    where it has no column that seems to be an area. What the columns seem to be is only asked where some are lacking.
    """
    _refuse_undeclared(columns, codebook, log)
    roles = ((role, role, named) for role in ONCE if (named := getattr(columns, role)))
    found = _found(table, roles, log)
    answered = [i for i, column in enumerate(table.columns) if column.role == "answered"]
    if "timestamp" not in found and len(answered) == 1:
        (found["timestamp"],) = answered
    areas = _found(table, _areas(columns, codebook, log), log)
    mapping = found | areas | _found(table, _own(table, columns, own, log), log)
    free = (i for i, column in enumerate(table.columns) if not column.personal and not column.role)
    left = [i for i in free if i not in mapping.values()]
    if lacking := _lacking(columns, codebook.area):
        seems = suggest_mapping(table, codebook, known)
        if columns.zone and not seems.has_areas and not areas:
            log.warn(table.place(), "", "bare sone", "zones_only")
            lacking = _lacking(columns, ())
        if lacking:
            _refuse_missing(table, lacking, seems, known, log)
    else:
        seems = may_answer(table, codebook, left)
    _refuse_shared(table, mapping, log)
    _compare_words(table, mapping, codebook, log)
    for role, index in seems.single.items():
        wanted = role in ROLES and ROLES[role].wanted and not getattr(columns, role)
        if wanted and index not in found.values():
            log.warn(table.place(None, table.columns[index]), "", role, "unmapped_column")
    offered = {i for found in seems.found.values() for i in found} if lacking else set()
    _tell_unread(table, [i for i in left if i not in offered], seems, log)
    return mapping


def _refuse_undeclared(columns: Columns, codebook: Codebook, log: Log) -> None:
    for name in FIELDS:
        if getattr(columns, name) and name not in codebook.asked:
            log.refuse(
                Place("round.toml"), "field_not_asked", f"columns.{name}: kodeboken sier ikke at det er spurt om.",
                allowed=", ".join(codebook.asked), remedy=f'Føy "{name}" til fields øverst i {codebook.file}.',
            )  # fmt: skip


def _found(table: PlainTable, named: Iterable[tuple[str, str, str]], log: Log) -> dict[str, int]:
    return {key: index for key, told, name in named if (index := _index(table, name, told, log)) is not None}


def _areas(columns: Columns, codebook: Codebook, log: Log) -> Iterator[tuple[str, str, str]]:
    """Each part and area, which round.toml may call by number or code, with its key there and what stands there."""
    known = {key: area.number for area in codebook.area for key in (str(area.number), area.code)}
    for part in BY_AREA:
        for key, named in columns.of(part).items():
            if key in known:
                yield f"{part}.{known[key]}", f"{part}.{key}", named
            else:
                numbers = ", ".join(str(area.number) for area in codebook.area)
                log.refuse(
                    Place("round.toml"), "unknown_area", f"columns.{part}: området finnes ikke i kodeboken.",
                    value=key, allowed=numbers, remedy="Skriv områdets nummer.",
                )  # fmt: skip


def _own(
    table: PlainTable, columns: Columns, own: Sequence[OwnColumn], log: Log
) -> Iterator[tuple[str, str, str]]:
    """The same of the body's own columns; where round.toml says nothing, by the header in survey.toml, which older
    files may lack."""
    for name in sorted(set(columns.factor) - {one.name for one in own}):
        log.refuse(
            Place("round.toml"), "unknown_factor", "columns.factor: faktoren finnes ikke i survey.toml.", value=name,
            allowed=", ".join(one.name for one in own), remedy="Rett navnet, eller legg til [[factor]] i survey.toml.",
        )  # fmt: skip
    for one in own:
        if one.name in columns.factor or find_columns(table.columns, one.header):
            yield f"own.{one.name}", f"factor.{one.name}", columns.factor.get(one.name, one.header)
        else:
            log.warn(table.place(), "", one.name, "own_column_missing")


def _index(table: PlainTable, named: str, key: str, log: Log) -> int | None:
    found = find_columns(table.columns, named)
    if len(found) > 1:
        letters = ", ".join(table.columns[i].letter for i in found)
        log.refuse(
            table.place(), "ambiguous_column", f"columns.{key} passer på flere kolonner: {letters}.",
            value=named, remedy="Skriv kolonnebokstaven i stedet: «kolonne A».",
        )  # fmt: skip
    elif not found:
        near = ", ".join(f"{column.letter} «{column.header}»" for column in _nearest(table, named))
        log.refuse(
            table.place(), "column_not_found", f"columns.{key} finnes ikke i filen.",
            value=named, allowed=f"nærmest er {near}" if near else "", remedy="Rett navnet i round.toml.",
        )  # fmt: skip
    elif (column := table.columns[found[0]]).personal:
        log.refuse(
            table.place(None, column), "personal_column", f"columns.{key} peker på en kolonne med personopplysninger.",
            remedy="Slike kolonner leses aldri. Pek på en annen kolonne.",
        )  # fmt: skip
    else:
        return found[0]
    return None


def _lacking(columns: Columns, areas: Sequence[Area]) -> list[str]:
    """What is required and not named: «municipality», «likelihood.3» …"""
    lacking = [] if columns.municipality or columns.municipality_number else ["municipality"]
    for area in areas:
        named = {part for part in PARTS if {str(area.number), area.code} & set(columns.of(part))}
        if "result" not in named:
            lacking += [f"{part}.{area.number}" for part in STEPS if part not in named]
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
    seen = ", ".join(
        f"{column.letter} «{elided(column.header, LONG_HEADER)}»" for column in table.columns[:SHOWN]
    )
    to_do = f"Lim inn {'og kontroller' if whole else 'og gjør ferdig'} i round.toml"
    if suggestion.guessed and whole:
        to_do = "Kontroller det som er antatt, og fjern # foran linjene i round.toml; mangler de der, lim inn"
    log.refuse(
        table.place(), "required_column", f"round.toml sier ikke hvilke kolonner som er {_told(lacking)}.",
        allowed="" if whole else f"filens kolonner er {seen}", remedy=f"{to_do}:\n{suggestion.toml(table.columns)}",
    )  # fmt: skip


def _told(lacking: Sequence[str]) -> str:
    """The list, with both parts of many areas told as one."""
    areas = [name.partition(".")[2] for name in lacking if name.startswith("likelihood.")]
    both = [number for number in areas if f"consequence.{number}" in lacking]
    if len(both) < 3:
        return ", ".join(lacking)
    rest = [name for name in lacking if name.partition(".")[2] not in both]
    return ", ".join([*rest, f"likelihood og consequence (eller result) for område {', '.join(both)}"])


def _compare_words(table: PlainTable, mapping: Mapping[str, int], codebook: Codebook, log: Log) -> None:
    """Warns of each answer that is read from a column whose header says another part, or another area, in words."""
    for key, index in mapping.items():
        part, _, number = key.partition(".")
        if part in PARTS:
            column = table.columns[index]
            said = part_asked(column.header) if is_said(column.header, typed=table.tool in TYPED) else ""
            area, sure = area_told(column.header, codebook.area)
            if said not in ("", part) or (sure and area != int(number)):
                log.warn(table.place(None, column), "", f"{PARTS[part].noun} {number}", "mapped_otherwise")


def _refuse_shared(table: PlainTable, mapping: Mapping[str, int], log: Log) -> None:
    used: dict[int, list[str]] = {}
    for key, index in mapping.items():
        used.setdefault(index, []).append(key)
    for index, keys in used.items():
        if len(keys) > 1:
            log.refuse(
                table.place(None, table.columns[index]), "column_used_twice",
                f"kolonnen er koblet til både {' og '.join(keys)}.", remedy="La hver kolonne bety én ting.",
            )  # fmt: skip


def _tell_unread(table: PlainTable, columns: Iterable[int], seems: Suggestion, log: Log) -> None:
    """The columns that nothing is read from, where they stand in the raw file; loudly where they may be an answer."""
    for i in columns:
        note, column = log.warn if i in seems.asking else log.fix, table.columns[i]
        stood = next(filter(None, (row.origins[i][1] for row in table.rows if row.origins)), column.letter)
        shown = replace(column, letter=stood, header=unnamed(safe(column.header)))
        note(table.place(None, shown), "", "ikke lest", UNREAD)


def _nearest(table: PlainTable, named: str) -> list[Column]:
    names = {folded(column.header): column for column in table.columns}
    names |= {folded(column.code): column for column in table.columns if column.code}
    return list(dict.fromkeys(names[name] for name in get_close_matches(folded(named), names, 3, 0.4)))
