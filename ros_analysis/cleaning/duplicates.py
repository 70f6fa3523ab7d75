"""Several rows for one municipality → one answer, or a refusal that shows them all."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from ros_analysis.cleaning.entries import Entry, in_order
from ros_analysis.cleaning.identify import fold
from ros_analysis.cleaning.log import Log, unnamed
from ros_analysis.codebook import LEVELS
from ros_analysis.problems import Place
from ros_analysis.settings import Choices


def one_each(
    entries: Iterable[Entry], choices: Choices, log: Log, additions: Mapping[str, int] | None = None
) -> list[Entry]:
    """One entry per municipality, in number order.

    Equal rows count once. Of files added later (`additions` by file name), the last counts. Corrections of an earlier
    answer: the latest complete one. Respondents with different roles, or former units of a merged municipality: as
    `choices.several_answers` says, otherwise refused.
    """
    groups: dict[str, list[Entry]] = {}
    for entry in entries:
        groups.setdefault(entry.number, []).append(entry)
    kept = (
        _one(in_order(_distinct(_last_added(group, additions or {}, log), log)), choices, log)
        for _, group in sorted(groups.items())
    )
    return [entry for entry in kept if entry is not None]


def _last_added(group: list[Entry], additions: Mapping[str, int], log: Log) -> list[Entry]:
    """Those of the last file added, where the municipality is in several; each that gives way is told of."""
    last = max(additions.get(entry.place.file, 0) for entry in group)
    counting = [entry for entry in group if additions.get(entry.place.file, 0) == last]
    for entry in group:
        if entry not in counting:
            told = ", ".join(f"{each.place}: {_told(each)}" for each in counting)
            log.warn(entry.place, f"{entry.name}: {_told(entry)}", f"brukt: {told}", "corrected_answer")
    return counting


def _distinct(group: list[Entry], log: Log) -> list[Entry]:
    latest = {entry.content: entry for entry in in_order(group)}
    for entry in group:
        if latest[entry.content] is not entry:
            log.fix(
                entry.place, entry.name, f"samme svar som {_where(latest[entry.content])}", "duplicate_row"
            )
    return list(latest.values())


def _one(group: list[Entry], choices: Choices, log: Log) -> Entry | None:
    if len(group) == 1:
        return group[0]
    if choices.several_answers == "worst":
        return _worst(group, log)
    if choices.several_answers == "role":
        return _by_role(group, choices.preferred_role, log)
    if choices.several_answers == "refuse" and _are_different_respondents(group):
        _refuse(group, "several_respondents", "flere respondenter har svart ulikt for", log)
        return None
    return _latest(group, log)


def _are_different_respondents(group: list[Entry]) -> bool:
    return len({fold(entry.role) for entry in group}) > 1 or any(entry.former for entry in group)


def _latest(group: list[Entry], log: Log) -> Entry | None:
    complete = [entry for entry in group if entry.complete] or group
    times = [entry.answered_at for entry in complete]
    if None in times or times.count(times[-1]) > 1:
        _refuse(group, "no_timestamp", "flere svar, og tidspunktet sier ikke hvilket som er sist, for", log)
        return None
    return _kept(complete[-1], group, "superseded_answer", log)


def _by_role(group: list[Entry], role: str, log: Log) -> Entry | None:
    named = [entry for entry in group if fold(entry.role) == fold(role)]
    if len(named) != 1:
        _refuse(group, "no_such_role", f"{len(named)} svar har rollen «{role}» for", log)
        return None
    return _kept(named[0], group, "other_role", log)


def _kept(chosen: Entry, group: list[Entry], rule: str, log: Log) -> Entry:
    for entry in group:
        if entry is not chosen:
            log.warn(entry.place, _told(entry), f"brukt: {_where(chosen)}, {_told(chosen)}", rule)
    return chosen


def _worst(group: list[Entry], log: Log) -> Entry:
    """Area by area the worst answer given, the worst zone given, and the EPJ system of the latest that names one."""
    answers = tuple(
        max(rivals, key=lambda a: a.badness) for rivals in zip(*(e.answers for e in group), strict=True)
    )
    zones = [entry.zone for entry in group if entry.zone]
    systems = [entry.epj for entry in group if entry.epj]
    merged = replace(
        group[-1],
        answers=answers,
        zone=max(zones, key=LEVELS.index, default=None),
        epj=systems[-1] if systems else None,
    )
    for entry in group:
        log.warn(entry.place, _told(entry), f"brukt: {_told(merged)}", "worst_of_several")
    return merged


def _refuse(group: list[Entry], rule: str, message: str, log: Log) -> None:
    across = len({(entry.place.file, entry.place.sheet) for entry in group}) > 1
    rows = "; ".join(f"{entry.place if across else _where(entry)}: {_told(entry)}" for entry in group)
    log.refuse(
        Place(group[0].place.file, group[0].place.sheet), rule, f"{message} {group[0].name}.", value="",
        allowed="", remedy=f"Svarene er {rows}. Slett det som ikke gjelder, eller velg several_answers under "
        '[choices] i round.toml: "latest", "worst" eller "role".',
    )  # fmt: skip


def _where(entry: Entry) -> str:
    return f"rad {entry.place.row}"


def _told(entry: Entry) -> str:
    """An answer in short: results by area, «–» where missing, and who gave it."""
    results = " ".join(str(answer.result or answer.level or "–") for answer in entry.answers)
    return f"{results} ({unnamed(entry.role)})" if entry.role else results
