"""The tutorial's code runs from top to bottom and gives what the page says it gives."""

from __future__ import annotations

import ast
import contextlib
import io
import re
from pathlib import Path

import pandas as pd
import pytest

PAGE = Path(__file__).parents[1] / "docs" / "tutorial.md"
STEP = re.compile(r"```python\n(.*?)```\n\n```text\n(.*?)```", re.DOTALL)


def shown(code: str, names: dict[str, object]) -> str:
    """What a notebook cell of `code` would show: what it prints, and its last expression."""
    *body, last = ast.parse(code).body
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed), pd.option_context("display.width", 120):
        exec(compile(ast.Module(body, []), "tutorial", "exec"), names)
        if not isinstance(last, ast.Expr):
            exec(compile(ast.Module([last], []), "tutorial", "exec"), names)
        elif (value := eval(compile(ast.Expression(last.value), "tutorial", "eval"), names)) is not None:
            print(repr(value))
    return printed.getvalue()


def steps() -> list[tuple[str, str]]:
    return STEP.findall(PAGE.read_text("utf-8"))


def test_the_tutorial_does_what_it_says(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(PAGE.parent)
    names: dict[str, object] = {}
    assert len(steps()) == PAGE.read_text("utf-8").count("```python")
    for code, expected in steps():
        assert shown(code, names) == expected, code
