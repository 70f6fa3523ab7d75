"""Markup for JupyterLab: values put into a frame, and the colours of the levels."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from markupsafe import Markup

FILLS: Mapping[str, str] = {"green": "#009E73", "yellow": "#F0E442", "red": "#D55E00"}
LEFT = "text-align:left"


def fill(frame: str, *values: object) -> Markup:
    """`frame` with the values put in, escaped unless they are markup."""
    return Markup(frame).format(*values)


def fill_each(frame: str, rows: Sequence[Sequence[object]]) -> Markup:
    return Markup("").join(fill(frame, *row) for row in rows)


def facts(title: str, rows: Iterable[tuple[object, object]]) -> Markup:
    """What something is, as a short table: a label and a value a row."""
    styled = [(LEFT, label, LEFT, value) for label, value in rows]
    body = fill_each('<tr><th style="{}">{}</th><td style="{}">{}</td></tr>', styled)
    return fill("<table><caption>{}</caption>{}</table>", title, body)
