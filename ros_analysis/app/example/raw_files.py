"""Made-up rounds written as the raw files of a survey, each beside its round.toml."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path

from ros_analysis.app.example import forms, surveyxact
from ros_analysis.app.example.county import SEED, generate
from ros_analysis.app.example.made_up import MadeUpRound, Plan
from ros_analysis.app.example.mess import unanswered, untidy
from ros_analysis.survey import Codebook, Register

Mapped = Mapping[str, str | dict[str, str]]


def write_raw(folder: Path, register: Register, codebook: Codebook, seed: int = SEED) -> list[Path]:
    """Eksempelfylket's rounds below `folder`: 2018 from SurveyXact, 2020 from Microsoft Forms."""
    first, second = generate(register, codebook, seed)
    return [
        *write_round(folder, first.plan, "svar.csv", *as_surveyxact(first)),
        *write_round(folder, second.plan, "svar.xlsx", *as_forms(second, codebook)),
    ]


def as_surveyxact(made_up: MadeUpRound) -> tuple[bytes, Mapped]:
    """A round's untidy export, the silent ones listed in it, and how its columns are read."""
    rows = [*untidy(made_up), *unanswered(made_up)]
    return surveyxact.surveyxact_csv(rows, made_up.plan.sent), surveyxact.columns(
        len(rows[0].values.likelihood)
    )


def as_forms(made_up: MadeUpRound, codebook: Codebook) -> tuple[bytes, Mapped]:
    """A round's untidy export, and how its columns are read."""
    return forms.forms_xlsx(untidy(made_up), codebook), forms.columns(codebook)


def write_round(folder: Path, plan: Plan, name: str, content: bytes, columns: Mapped) -> tuple[Path, Path]:
    """The raw file and the round.toml that points at it, in the round's folder."""
    place = folder / str(plan.year)
    place.mkdir(parents=True, exist_ok=True)
    (place / name).write_bytes(content)
    (place / "round.toml").write_text(_round_toml(plan, name, content, columns), "utf-8", newline="\n")
    return place / name, place / "round.toml"


def _round_toml(plan: Plan, name: str, content: bytes, columns: Mapped) -> str:
    lines = [
        "# Syntetiske eksempeldata: svarene er diktet opp. Laget av ros_analysis/app/example.",
        f"year = {plan.year}",
        f"sent = {plan.sent}",
        f"deadline = {plan.deadline}",
        *("", "[[file]]", f'path = "{name}"', f'sha256 = "{hashlib.sha256(content).hexdigest()}"'),
        *("", "[columns]"),
        *_pairs({key: value for key, value in columns.items() if isinstance(value, str)}),
    ]
    for key, value in columns.items():
        if isinstance(value, dict):
            lines += ["", f"[columns.{key}]", *_pairs(value)]
    return "\n".join([*lines, ""])


def _pairs(values: Mapping[str, str]) -> list[str]:
    return [f'{key} = "{value}"' for key, value in values.items()]
