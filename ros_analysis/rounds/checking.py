"""A round's raw files held against the rules: what was read, dropped, repaired and refused, file by file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from ros_analysis.cleaning import Examined, suggest_mapping
from ros_analysis.rounds.intake import Raw, open_raw, read_sources
from ros_analysis.survey import (
    UNREAD,
    Folders,
    Place,
    Placeholder,
    Problem,
    RefusedData,
    Repair,
    SettingsError,
    Words,
    placeholders,
)

LEFT_OUT = frozenset(
    {"blank_row", "unanswered", "row_without_answers", "partial_left_out", "test_name", "other_county"}
    | {"duplicate_row", "superseded_answer", "corrected_answer", "other_role"}
)
ABOUT_COLUMNS = frozenset(
    {"required_column", "column_not_found", "ambiguous_column", "column_used_twice", "personal_column"}
    | {"unknown_area", "field_not_asked"}
)


@dataclass(frozen=True)
class Repaired:
    """All repairs of a file by one rule."""

    rule: str
    severity: str
    each: tuple[Repair, ...]


@dataclass(frozen=True)
class FileVerdict:
    """One raw file: how it was read, and what became of its rows.

    `kept` and `dropped` count rows of answers (rule → how many); `suggestion` is a [columns] block for round.toml
    where the columns could not be told; `unread` are the columns that nothing is read from, as «S «S9»».
    Nothing but `file` and `problems` is known of a file that did not open.
    """

    file: str
    sheet: str = ""
    tool: str = ""
    encoding: str = ""
    delimiter: str = ""
    opened: bool = False
    kept: int = 0
    dropped: tuple[tuple[str, int], ...] = ()
    repaired: tuple[Repaired, ...] = ()
    problems: tuple[Problem, ...] = ()
    suggestion: str = ""
    unread: tuple[str, ...] = ()

    @property
    def is_quiet(self) -> bool:
        """Whether there is nothing that a person must see."""
        warned = any(repaired.severity == "warning" for repaired in self.repaired)
        return not (self.problems or self.unread or warned)


@dataclass(frozen=True)
class RoundVerdict:
    """One round: its files, problems of no single file, and how many of those asked have answered, in its `words`.

    `unlabelled` are the languages that the codebook lacks names in.
    """

    survey: str
    year: int
    files: tuple[FileVerdict, ...] = ()
    problems: tuple[Problem, ...] = ()
    answered: int = 0
    invited: int = 0
    silent: tuple[str, ...] = ()
    counts_only: bool = False
    placeholders: tuple[Placeholder, ...] = ()
    unlabelled: tuple[str, ...] = ()
    words: Words = field(default_factory=Words)

    @property
    def accepted(self) -> bool:
        """Whether a report can be made of the round."""
        return not self.problems and not any(file.problems for file in self.files)


def check(folders: Folders, survey: str, year: int) -> RoundVerdict:
    """The verdict on one round; settings and registers that can't be read are problems of it, never an error."""
    try:
        sources = read_sources(folders, survey, year)
        verdict = RoundVerdict(
            survey,
            year,
            counts_only=not sources.round.has_answers,
            placeholders=placeholders(sources.survey, sources.round, sources.codebook),
            words=sources.survey.told,
        )
        return verdict if verdict.counts_only else _read(verdict, open_raw(folders, survey, year, sources))
    except RefusedData as refused:
        return RoundVerdict(survey, year, problems=refused.problems)
    except SettingsError as error:
        return RoundVerdict(survey, year, problems=tuple(_settings_problems(error)))


def _settings_problems(error: SettingsError) -> Iterable[Problem]:
    for line in str(error).splitlines():
        file, _, message = line.partition(": ")
        yield (
            Problem(Place(file), message, rule="settings") if message else Problem(Place("round.toml"), line)
        )


def _read(verdict: RoundVerdict, raw: Raw) -> RoundVerdict:
    """The verdict with what is found in the raw files."""
    found = raw.examine()
    problems = [*map(raw.told, [*raw.problems, *found.problems])]
    invited = raw.asked
    answered = {entry.number for entry in found.entries}
    names = [file.path for file in raw.sources.round.file]
    return replace(
        verdict,
        files=tuple(_file(name, raw, found, [p for p in problems if p.place.file == name]) for name in names),
        problems=tuple(problem for problem in problems if problem.place.file not in names),
        answered=len(answered),
        invited=len(invited),
        silent=tuple(invited.loc[~invited["number"].isin(answered), "name"]),
        unlabelled=raw.sources.codebook.unlabelled,
    )


def _file(name: str, raw: Raw, found: Examined, problems: Sequence[Problem]) -> FileVerdict:
    table = next((table for table in raw.tables if table.file == name), None)
    if table is None:
        return FileVerdict(name, problems=tuple(problems))
    cleaned = [repair for repair in found.repairs if repair.place.file == name]
    repairs = [*table.repairs, *cleaned]
    left_out = Counter(rule for _, rule in table.dropped)
    left_out.update(repair.rule for repair in cleaned if repair.rule in LEFT_OUT)
    total = len(table.rows) + len(table.dropped)
    unclear = any(problem.rule in ABOUT_COLUMNS for problem in problems)
    return FileVerdict(
        name,
        table.sheet,
        table.tool,
        table.encoding,
        table.delimiter,
        True,
        total - left_out.total(),
        tuple(left_out.most_common()),
        _by_rule(repairs),
        tuple(problems),
        suggest_mapping(table, raw.sources.codebook, raw.matcher.knows).toml(table.columns)
        if unclear
        else "",
        tuple(dict.fromkeys(repair.place.column for repair in repairs if repair.rule == UNREAD)),
    )


def _by_rule(repairs: Iterable[Repair]) -> tuple[Repaired, ...]:
    """Repairs by rule: warnings before logs, otherwise in the order they were met."""
    groups: dict[tuple[str, str], list[Repair]] = {}
    for repair in repairs:
        groups.setdefault((repair.severity, repair.rule), []).append(repair)
    ordered = sorted(groups.items(), key=lambda group: group[0][0] != "warning")
    return tuple(Repaired(rule, severity, tuple(each)) for (severity, rule), each in ordered)
