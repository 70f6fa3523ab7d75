"""One raw file → a plain table with a row per municipality, whichever way the answers are laid out in it."""

from __future__ import annotations

from pathlib import Path

from ros_analysis.cleaning.questionnaires import from_questionnaires
from ros_analysis.cleaning.suggest import Known
from ros_analysis.exports import PlainTable, open_grids, read_with_problems
from ros_analysis.survey import Codebook


def open_export(
    path: Path, codebook: Codebook, known: Known, *, sheet: str | None = None, header_rows: int | None = None
) -> PlainTable:
    """The table in a file, with the problems of its cells; raises RefusedData for a file with no table in it."""
    if sheet is None and header_rows is None:
        table = from_questionnaires(open_grids(path), codebook, known)
        if table is not None:
            return table
    return read_with_problems(path, sheet=sheet, header_rows=header_rows)
