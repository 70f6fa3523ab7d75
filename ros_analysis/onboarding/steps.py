"""What a person does next, once a round has been placed and checked."""

from __future__ import annotations

from pathlib import Path

from ros_analysis.checking import ABOUT_COLUMNS, Verdict


def next_step(verdict: Verdict, folder: Path) -> str:
    """The next command, or where to make right what was refused."""
    settings = folder / "round.toml"
    if verdict.accepted:
        return f"Neste: se over koblingene i {settings}, og kjør ros report {verdict.survey} {verdict.year}."
    rules = {problem.rule for file in verdict.files for problem in file.problems}
    again = f"ros check {verdict.survey} {verdict.year}"
    if rules & ABOUT_COLUMNS:
        return f"Neste: koble kolonnene i {settings}, og kjør {again}."
    return (
        f"Neste: rett regnearket og kjør ros new-round med --replace, eller gjør valgene i {settings} "
        f"og kjør {again}."
    )
