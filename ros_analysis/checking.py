"""A round's raw files held against the rules, told in lines that a person can act on."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from typing import Any

import pandas as pd

from ros_analysis.folders import Folders
from ros_analysis.intake import read_sources, take_in
from ros_analysis.language import Words
from ros_analysis.models import SettingsError
from ros_analysis.problems import RefusedData


def check(folders: Folders, survey: str, year: int, tell: Callable[[str], None]) -> bool:
    """Read and validate one round, telling each repair and each problem; True when it can be used."""
    tell(f"{survey} {year}")
    try:
        sources = read_sources(folders, survey, year)
        if not sources.round.has_answers:
            tell("  Bare publiserte antall, ingen svar per kommune. Innstillingene kan leses.")
            return True
        intake = take_in(folders, survey, year)
    except (RefusedData, SettingsError) as refused:
        for line in str(refused).splitlines():
            tell(f"  AVVIST  {line}")
        return False
    for repair in intake.repairs.to_dict("records"):
        tell(f"  {_line(repair)}")
    answered = int(intake.zones["answered"].sum())
    tell(f"  Godtatt: {answered} av {len(intake.zones)} kommuner har svart.")
    return True


def _line(repair: Mapping[Hashable, Any]) -> str:
    words = Words("nb")
    where = ", ".join(
        str(repair[key])
        for key in ("file", "sheet", "row", "column")
        if not pd.isna(repair[key]) and repair[key]
    )
    change = f"«{repair['before']}» → «{repair['after']}»"
    return (
        f"{words('severity.' + repair['severity'])}: {words('repair.' + repair['rule'])} ({where}: {change})"
    )
