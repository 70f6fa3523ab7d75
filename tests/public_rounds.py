"""Small rounds of the made-up county with answers of their own, and what their reports hold."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from pathlib import Path

import nbformat
import numpy as np
import pandas as pd
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_output

from ros_analysis import show
from ros_analysis.analysis.scoring import score, zones
from ros_analysis.report import figures, tables, text
from ros_analysis.report.shown import Shown
from ros_analysis.rounds.intake import Intake
from ros_analysis.rounds.round import Edition, Round
from ros_analysis.survey.contract import ANSWERS, FOLLOW_UP, REGISTER, RESPONDENTS
from ros_analysis.survey.folders import Folders
from ros_analysis.survey.problems import Place, Repair

ROOT = Path(__file__).parents[1]
EPJ = ("Gerica", "Visma Profil", "CosDoc")
Answers = Sequence[Sequence[tuple[int, int] | None]]
"""For each who answered, likelihood and consequence of each of the eight areas."""

GREEN, YELLOW, RED = ([(step, step)] * 8 for step in (1, 2, 4))
OPEN = [*[(4, 4)] * 2, *[None] * 6]
"""Two red areas and the rest not answered: yellow or red."""


def drawn(seed: int) -> Answers:
    """Between 5 and 15 municipalities' answers, at random; now and then an area is left out."""
    draw = np.random.default_rng(seed)
    n, lean = int(draw.integers(5, 16)), draw.dirichlet([1, 1, 1, 1])
    picked = draw.choice([1, 2, 3, 4], size=(n, 8, 2), p=lean)
    left_out = draw.random((n, 8)) < (0.1 if seed % 3 == 0 else 0)
    return [
        [None if out else (int(a), int(b)) for (a, b), out in zip(row, gone, strict=True)]
        for row, gone in zip(picked, left_out, strict=True)
    ]


def round_of(
    edition: Edition, now: Answers, before: Answers | None = None, *, language: str = "", coalition: int = 0
) -> Round:
    """The round of 2020 with the answers of `now`; the first of its survey without `before`."""
    folders = Folders.at(ROOT / "data", Path("nowhere"))
    this, last = (Round("eksempelfylket", year, edition, language, folders=folders) for year in (2020, 2018))
    this.__dict__["_before"] = () if before is None else (last,)
    last.__dict__["_before"] = ()
    for one, answers in ((this, now), (last, before)):
        survey = one.sources.survey.model_copy(update={"coalition": coalition})
        one.__dict__["sources"] = type(one.sources)(survey, one.settings, one.codebook, one.sources.inputs)
        if answers is not None:
            one.__dict__["_intake"] = intake_of(one, answers)
    return this


def notebook_of_report(this: Round) -> NotebookNode:
    """3_report.ipynb as executed on `this`, in this process."""
    notebook = nbformat.read(ROOT / "notebooks" / "3_report.ipynb", as_version=4)
    names = {"this": this, "last": this.previous(), "show": show}
    names |= {"tables": tables, "figures": figures, "text": text}
    for cell in notebook.cells:
        if cell.cell_type == "code" and "parameters" not in cell.metadata.get("tags", ()):
            block = eval(ast.unparse(ast.parse(cell.source).body[-1]), dict(names))
            cell.outputs = [new_output("display_data", data=block._repr_mimebundle_())]
    return notebook


def with_block(notebook: NotebookNode, block: Shown) -> NotebookNode:
    """`notebook` with one more cell that shows `block`."""
    outputs = [new_output("display_data", data=block._repr_mimebundle_())]
    return nbformat.from_dict({**notebook, "cells": [*notebook.cells, new_code_cell("x", outputs=outputs)]})


def intake_of(one: Round, answers: Answers) -> Intake:
    register = one.municipalities[list(REGISTER.columns)].reset_index(drop=True)
    numbers = list(register["number"])[: len(answers)]
    rows = [
        (number, area, *(pair or (pd.NA, pd.NA)), pd.NA, None, "" if pair else "blank")
        for number, own in zip(numbers, answers, strict=True)
        for area, pair in enumerate(own, 1)
    ]
    respondents = [(number, EPJ[place % 3], None, pd.NaT) for place, number in enumerate(numbers)]
    book = one.codebook
    scored = score(_frame(rows, ANSWERS), book)
    found = zones(scored, _frame(respondents, RESPONDENTS), register, book)
    repair = Repair(
        place=Place("hemmelig.csv"), before="x", after="y", rule="row_without_answers", severity="warning"
    )
    return Intake(scored, found, _frame([], FOLLOW_UP), pd.DataFrame([repair.row()]))


def _frame(rows: Sequence[tuple[object, ...]], schema: object) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=list(schema.columns))  # type: ignore[attr-defined]
    types = {name: str(column.dtype) for name, column in schema.columns.items()}  # type: ignore[attr-defined]
    return frame.astype(types)
