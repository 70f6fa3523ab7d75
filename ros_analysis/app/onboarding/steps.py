"""What a person does next, once a round has been placed and checked."""

from __future__ import annotations

from pathlib import Path

from ros_analysis.rounds import ABOUT_COLUMNS, RoundVerdict


def next_step(verdict: RoundVerdict, folder: Path, data: str = "") -> str:
    """The next command, or where to make right what was refused; `data` is the option that names the data folder."""
    settings, which = folder / "round.toml", f"{verdict.survey} {verdict.year}{data}"
    if verdict.accepted:
        return f"Neste: se over koblingene i {settings}, og kjør: ros report {which}"
    rules = {problem.rule for file in verdict.files for problem in file.problems}
    again = f"ros check {which}"
    if rules & ABOUT_COLUMNS:
        return f"Neste: koble kolonnene under [columns] i {settings} (et forslag står der), og kjør: {again}"
    if "other_scale" in rules:
        return f"Neste: skriv skalaen som ble brukt, i {folder / 'codebook.toml'}, og kjør: {again}"
    return (
        "Neste: rett regnearket og kjør samme kommando med --replace, eller gjør valgene i "
        f"{settings} og kjør: {again}"
    )
