"""Eksempelfylket: two made-up rounds with the published margins and a third of its own, risk unrelated to size and
weakly tied to EPJ."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd

from ros_analysis.app.example.answers import MadeUpRound, Plan
from ros_analysis.app.example.drawing import deal_systems, draw_round, draw_strain
from ros_analysis.app.example.raw_files import as_forms, as_surveyxact, write_round
from ros_analysis.app.example.returned import as_returned
from ros_analysis.survey import Codebook, Register

COUNTY = "98"
NAME = "ROS-kartlegging av e-meldinger"
# Chosen among 1 000 seeds: with so few municipalities many draws show an effect of size that isn't there.
SEED = 850
OF_2020 = """\
Mellom 2018 og 2020 ble flere av kommunene slått sammen, to gikk til et nabofylke, og én kom til fra et annet. Derfor \
var det 36 kommuner i 2018 og 26 i 2020."""
OF_2024 = """\
Mellom 2020 og 2024 ble én av kommunene delt i to, så de ble 27.

I 2024 ble kommunene også spurt om tiltak på områdene, om kontroller, og om hvor langt det er til nærmeste sykehus. \
Svarene kom på skjemaer i Excel, ett fra hver kommune."""
PLANS = (
    Plan(2018, date(2018, 4, 4), date(2018, 4, 27), (13, 7, 13), unanswered="blank"),
    Plan(2020, date(2020, 9, 8), date(2020, 10, 2), (11, 7, 5), unanswered="unknown", background=OF_2020),
    Plan(2024, date(2024, 9, 3), date(2024, 10, 4), (13, 7, 4), unanswered="blank", background=OF_2024),
)


def generate(register: Register, codebook: Codebook, seed: int = SEED) -> tuple[MadeUpRound, ...]:
    """The rounds of eksempelfylket, oldest first; the same seed gives the same answers.

    A municipality keeps its system, and some of its risk, from the most populous part that it was made of.
    """
    rng = np.random.default_rng(seed)
    rounds: list[MadeUpRound] = []
    systems: dict[str, str] = {}
    strain: dict[str, float] = {}
    for plan in PLANS:
        units = register.of(COUNTY, plan.year)
        origin = _origins(rounds[-1].register, register, plan.year) if rounds else {}
        systems = deal_systems(units, origin, systems, rng)
        strain = draw_strain(units, origin, strain, rng)
        rounds.append(draw_round(plan, units, systems, strain, codebook, rng))
    return tuple(rounds)


def write_raw(folder: Path, register: Register, codebook: Codebook, seed: int = SEED) -> list[Path]:
    """Eksempelfylket's rounds below `folder`: from SurveyXact, from Microsoft Forms, and as forms of our own."""
    first, second, third = generate(register, codebook, seed)
    rng = np.random.default_rng((seed, third.plan.year))
    return [
        *write_round(folder, first.plan, *as_surveyxact(first)),
        *write_round(folder, second.plan, *as_forms(second, codebook)),
        *write_round(folder, third.plan, *as_returned(third, f"{NAME} {third.plan.year}", codebook, rng)),
    ]


def _origins(before: pd.DataFrame, register: Register, year: int) -> dict[str, str]:
    """For each number of `year`, that of its most populous part in the round before."""
    ascending = before.sort_values("population")["number"]
    return {step.new: number for number in ascending for step in register.successors(number, year)}
