"""A grid of text → the plain table: answers kept, personal data out, labels put in, times read."""

from __future__ import annotations

import re
from dataclasses import replace

from ros_analysis.exports.cells import lost_signs, mended, mending
from ros_analysis.exports.cutting import cut
from ros_analysis.exports.dates import read_times
from ros_analysis.exports.headers import find_heading
from ros_analysis.exports.plain import Grid, PlainTable
from ros_analysis.exports.privacy import drop_personal, safe_problem, safe_repair
from ros_analysis.exports.progress import keep_answers
from ros_analysis.exports.tools import SURVEYXACT, UNKNOWN, Tool
from ros_analysis.exports.triple import Labels, apply_labels
from ros_analysis.survey import Problem, Repair

MAX_PROBLEMS = 200


def plain_table(grid: Grid, header_rows: int | None, labels: Labels | None) -> PlainTable:
    """The grid as a plain table, with all that can't be read safely as its problems."""
    raw, grid = grid, mended(grid)
    heading = find_heading(grid, header_rows)
    tool = SURVEYXACT if labels and heading.tool is UNKNOWN else heading.tool
    table, problems = cut(grid, heading, tool)
    table = drop_personal(keep_answers(table, tool), tool)
    table = apply_labels(table, labels) if labels else _without_labels(table, tool)
    table, unread = read_times(table, tool)
    found = [*grid.problems, *problems, *lost_signs(table), *unread, *_contradicts_name(table)]
    repairs = tuple(map(safe_repair, (*table.repairs, *mending(raw, table))))
    return replace(table, repairs=repairs, problems=_limited(found))


def _without_labels(table: PlainTable, tool: Tool) -> PlainTable:
    """SurveyXact's dataset alone holds codes, unless it was exported as texts: only the labels explain them."""
    answers = [
        value for i, column in enumerate(table.columns) if not column.role for value in table.values(i)
    ]
    coded = sum(re.fullmatch(r"\d{1,3}(\.0)?", value) is not None for value in answers)
    if tool is not SURVEYXACT or coded * 2 <= len(answers):
        return table
    note = Repair(table.place(), "labels-filen mangler", "koder uten tekst", "labels_missing", "warning")
    return replace(table, repairs=(*table.repairs, note))


def _contradicts_name(table: PlainTable) -> list[Problem]:
    """A year in the file name that none of the answers was given in."""
    named = re.findall(r"(?<!\d)(20\d\d)(?!\d|[-_.]?\d\d)", table.file)
    at = next((i for i, column in enumerate(table.columns) if column.role == "answered"), None)
    years = (
        {value[:4] for value in table.values(at) if re.match(r"\d{4}-", value)} if at is not None else set()
    )
    if len(set(named)) != 1 or not years or named[0] in years:
        return []
    message = f"Filnavnet sier {named[0]}, men svarene er fra {', '.join(sorted(years))}."
    remedy = "Sjekk at det er riktig fil, og gi den riktig årstall."
    return [Problem(table.place(), message, remedy=remedy, rule="year_contradicts_name")]


def _limited(problems: list[Problem]) -> tuple[Problem, ...]:
    shown = [safe_problem(problem) for problem in problems[:MAX_PROBLEMS]]
    left = len(problems) - len(shown)
    more = [Problem(shown[0].place, f"… og {left} feil til.", rule="more_problems")] if left else []
    return (*shown, *more)
