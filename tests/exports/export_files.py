"""What the tests of one export ask of it."""

from __future__ import annotations

from pathlib import Path

import pytest
from own_files import read_export

from ros_analysis.exports import PlainTable
from ros_analysis.survey.problems import Problem, RefusedData

FILES = Path(__file__).parent.parent / "files"


def problems(path: Path, **options: object) -> list[Problem]:
    """What reading the file is refused for."""
    with pytest.raises(RefusedData) as refused:
        read_export(path, **options)
    return list(refused.value.problems)


def cells(table: PlainTable) -> list[tuple[str, ...]]:
    return [row.cells for row in table.rows]


def rules(table: PlainTable) -> dict[str, str]:
    """Each rule that was used, with its severity."""
    return {repair.rule: repair.severity for repair in table.repairs}
