"""What a written file says of raw data: files and sheets by number, columns by letter, no value that is unknown."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from ros_analysis.survey import UNREAD, Place, Problem, RefusedData, Repair, fold

KNOWN = frozenset(
    """
    byte_order_mark other_encoding delimiter_found title_lines blank_rows header_rows_joined merged_header merged_cells
    note_row hidden_rows hidden_columns hidden_sheet formula_value labels_missing labels_applied unanswered
    control_signs partial_answer test_row test_name id_gap time_rewritten personal_column personal_masked blank_row
    row_without_answers partial_left_out other_county former_unit name_normalised name_alias name_shared
    label_as_number number_spelt_otherwise level_in_words declared_missing_code missing_blank missing_unknown
    missing_not_applicable result_recomputed duplicate_row epj_alias local_time superseded_answer corrected_answer
    other_role worst_of_several after_deadline zones_only form_layout named_by_sheet unmapped_column
    unread_column formula_zero step_never_used
    """.split()  # noqa: SIM905
)
"""Rules whose values are counts, times, or words of the register, the codebook, the list of systems or the program."""
KNOWN_AFTER = frozenset(
    {"total_row", "sheets_left_out", "number_padded", "epj_unknown", "epj_first_of_several"}
)
"""Rules that replace whatever stood there by such a value."""
HIDDEN = frozenset({"mojibake"})
UNKNOWN = "ukjent verdi"
SEE = "Navn og verdier vises av «ros check»."


@dataclass(frozen=True)
class Anonymous:
    """`files`: what a raw file is called, by its folded name; `sheets`: the number of a sheet, by file and name."""

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
