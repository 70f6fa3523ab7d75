"""What cleaning did to raw data and what stands in its way, and what a file that is kept may say of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from ros_analysis.exports import is_person_by_given_name
from ros_analysis.survey import UNREAD, Place, Problem, RefusedData, Repair, fold

LONGEST = 60
NAME = "[navn skjult]"

KNOWN = frozenset(
    """
    byte_order_mark other_encoding delimiter_found title_lines blank_rows header_rows_joined merged_header merged_cells
    note_row hidden_rows hidden_columns hidden_sheet formula_value labels_missing labels_applied unanswered
    control_signs partial_answer test_row test_name id_gap time_rewritten personal_column personal_masked blank_row
    row_without_answers partial_left_out other_county former_unit name_normalised name_alias name_shared
    label_as_number number_spelt_otherwise level_in_words declared_missing_code missing_blank missing_unknown
    missing_not_applicable result_recomputed duplicate_row epj_alias local_time superseded_answer corrected_answer
    other_role worst_of_several after_deadline zones_only form_layout named_by_sheet unmapped_column
    unread_column formula_zero step_never_used field_not_known date_rewritten own_column_missing words_of_another_scale
    another_year_named low_results mapped_otherwise
    """.split()  # noqa: SIM905
)
"""Rules whose values are counts, times, or words of the register, the codebook, the list of systems or the program."""
KNOWN_AFTER = frozenset(
    """
    total_row sheets_left_out number_padded epj_unknown epj_first_of_several area_by_number zone_differs
    """.split()  # noqa: SIM905
)
"""Rules that replace whatever stood there by such a value."""
HIDDEN = frozenset({"mojibake", "own_spelling"})
UNKNOWN = "ukjent verdi"
SEE = "Navn og verdier vises av «ros check»."


@dataclass
class Log:
    """Repairs and problems in the order they were met."""

    repairs: list[Repair] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def fix(self, place: Place, before: str, after: str, rule: str) -> None:
        """A repair that an analyst may look up."""
        self.repairs.append(Repair(brief(place), _short(before), after, rule))

    def warn(self, place: Place, before: str, after: str, rule: str) -> None:
        """A repair that the report's readers are told of."""
        self.repairs.append(Repair(brief(place), _short(before), after, rule, "warning"))

    def refuse(
        self, place: Place, rule: str, message: str, *, value: str = "", allowed: str = "", remedy: str = ""
    ) -> None:
        """Something that only the owner of the data can settle."""
        if name := name_in(value):
            message = message.replace(name, NAME)
        self.problems.append(Problem(brief(place), message, _short(value), allowed, remedy, rule))


def brief(place: Place) -> Place:
    """The place with the middle of a long header left out: its end tells likelihood from consequence."""
    return replace(place, column=elided(place.column, LONGEST)) if len(place.column) > LONGEST else place


def elided(text: str, longest: int) -> str:
    """`text` with its middle replaced by «…» where it is longer than `longest` characters."""
    half = longest // 2
    return text if len(text) <= longest else f"{text[:half].rstrip()} … {text[-half:].lstrip()}"


def name_in(text: str) -> str:
    """The person that a cell names, «» for none: a column of names may have been taken for another."""
    bare = re.sub(r"^[\W\d]+|[\W\d]+$", "", text)
    return bare if bare and is_person_by_given_name(bare) else ""


def unnamed(text: str) -> str:
    """The cell with a person's name masked."""
    name = name_in(text)
    return text.replace(name, NAME) if name else text


def _short(text: str) -> str:
    text = unnamed(text)
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


@dataclass(frozen=True)
class AnswerCell:
    """A cell of an answer: its text, where it stands, and the log to tell of it in."""

    text: str
    place: Place
    log: Log

    def fix(self, after: str, rule: str) -> None:
        """A repair that an analyst may look up."""
        self.log.fix(self.place, self.text, after, rule)

    def warn(self, after: str, rule: str) -> None:
        """A repair that the report's readers are told of."""
        self.log.warn(self.place, self.text, after, rule)

    def refuse(self, rule: str, message: str, *, allowed: str = "", remedy: str = "") -> None:
        """Something that only the owner of the data can settle."""
        self.log.refuse(self.place, rule, message, value=self.text, allowed=allowed, remedy=remedy)


@dataclass(frozen=True)
class Anonymous:
    """What a written file says: files and sheets by number, columns by letter, no value that is unknown.

    `files`: what a raw file is called, by its folded name; `sheets`: the number of a sheet, by file and name.
    """

    files: Mapping[str, str] = field(default_factory=dict)
    sheets: Mapping[tuple[str, str], int] = field(default_factory=dict)

    def place(self, place: Place) -> Place:
        """The place as «fil 3», «ark 2», row and column letter."""
        number = self.sheets.get((place.file, place.sheet), "")
        sheet = f"ark {number}".strip() if place.sheet else ""
        return Place(self._file(place.file), sheet, place.row, place.column.partition(" ")[0])

    def row(self, repair: Repair) -> dict[str, object]:
        """The repair as a flat row of repairs.csv."""
        place = self.place(repair.place)
        if repair.rule == UNREAD:  # a question, which the analyst must see was not counted
            place = replace(place, column=repair.place.column)
        unknown = f"{UNKNOWN} ({where})" if (where := _within(place)) else UNKNOWN
        before = repair.before if repair.rule in KNOWN or not repair.before else unknown
        after = repair.after if repair.rule in KNOWN | KNOWN_AFTER or not repair.after else UNKNOWN
        return replace(repair, place=place, before=before, after=after).row()

    def refusal(self, problems: Iterable[Problem]) -> RefusedData:
        """The problems as an error whose text may be kept in a notebook or a log."""
        found = tuple(problems)
        return RefusedData(found, "\n".join([*map(self._text, found), SEE]))

    def _text(self, problem: Problem) -> str:
        place = self.place(problem.place)
        where = ", ".join(part for part in (place.file, place.sheet, _within(place)) if part)
        remedy = problem.remedy.partition("\n")[0]
        return f"{where}: {_unquoted(problem.message)} {_unquoted(remedy)}".strip()

    def _file(self, name: str) -> str:
        return name if name.endswith(".toml") else self.files.get(fold(name), "en fil")


def _within(place: Place) -> str:
    parts = [f"rad {place.row}"] if place.row is not None else []
    parts += [f"kolonne {place.column}"] if place.column else []
    return ", ".join(parts)


def _unquoted(text: str) -> str:
    """Without all that stands between the first « and the last »."""
    return re.sub(r"«.*»", "«…»", text, flags=re.DOTALL)
