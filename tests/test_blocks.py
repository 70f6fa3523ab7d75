"""A block says the same in JSON, HTML and text, and refuses what could not be rendered."""

from __future__ import annotations

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from ros_analysis.report.blocks import (
    Blocks,
    Cover,
    KeyFigure,
    KeyFigures,
    Paragraph,
    Prose,
    Statement,
    from_json,
)
from ros_analysis.report.exhibits import Cell, Figure, Table, TableColumn
from ros_analysis.report.shown import MIMETYPE, Stretch, parse_inline, to_json

SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"/>'
COLUMNS = (TableColumn("zone", "Sone"), TableColumn("n", "Antall", "right"))
TABLE = Table("zones", "Soner", COLUMNS, (("grønn", "11"), (Cell("rød", "red"), "5")))


def test_every_block_survives_the_notebook_file() -> None:
    blocks = Blocks(
        (
            Cover("Tittel", marks=("Syntetiske eksempeldata",), facts=(("Frist", "1. oktober"),)),
            Paragraph("Se **[@zones]**.", "lead"),
            Statement("Størrelse", "Setning.", "p = 0,20"),
            KeyFigures((KeyFigure("5", "røde", level="red"),)),
            Prose("# Bakgrunn"),
            TABLE,
            Figure("bars", "Søyler", "Fem røde.", SVG, data=({"n": 5, "share": 0.22, "zone": "red"},)),
        )
    )
    assert from_json(json.loads(json.dumps(to_json(blocks)))) == blocks


def test_the_bundle_offers_json_html_and_text() -> None:
    bundle = TABLE._repr_mimebundle_()
    assert set(bundle) == {MIMETYPE, "text/html", "text/plain"}
    assert bundle["text/plain"] == "Soner\nSone\tAntall\ngrønn\t11\nrød\t5"


@given(st.text(min_size=1).filter(str.strip))
def test_text_never_becomes_markup_in_jupyterlab(text: str) -> None:
    shown = str(Paragraph(f"<b>{text}").html())
    assert "<b>" not in shown


def test_numbers_of_numpy_become_plain_and_nan_is_nothing() -> None:
    data = ({"n": np.int64(3), "share": np.float64("nan")},)
    assert Table("t", "T", COLUMNS, (("a", "b"),), data=data).records == ({"n": 3, "share": None},)


def test_without_numbers_the_texts_are_the_records() -> None:
    assert TABLE.records[1] == {"zone": "rød", "n": "5"}


def test_neighbouring_columns_share_a_group() -> None:
    columns = (
        COLUMNS[0],
        TableColumn("a", "A", group="2018"),
        TableColumn("b", "B", group="2018"),
        TableColumn("c", "C"),
    )
    groups = Table("t", "T", columns, (("", "", "", ""),)).groups
    assert [(group.label, len(group.columns)) for group in groups] == [("", 1), ("2018", 2), ("", 1)]


@pytest.mark.parametrize(
    ("attempt", "named"),
    [
        (lambda: Table("t", "T", COLUMNS, (("bare én",),)), "rad 1: 1 celler"),
        (lambda: Table("t", "T", (COLUMNS[0], COLUMNS[0]), (("a", "b"),)), "samme key"),
        (lambda: Table("t", "T", COLUMNS, (("a", "b"),), totals=1), "større enn tabellen"),
        (lambda: Table("Tabell 1", "T", COLUMNS, (("a", "b"),)), "pattern"),
        (lambda: Figure("f", "F", "Alt", "<svg"), "ikke gyldig SVG"),
        (lambda: Figure("f", "F", "Alt", "<p/>"), "ikke SVG"),
        (lambda: Figure("f", "F", " ", SVG), "too_short"),
        (
            lambda: Figure("f", "F", "No description has been provided for this image", SVG),
            "alternativ tekst",
        ),
        (lambda: from_json({"kind": "chart"}), "chart"),
        (lambda: from_json({"kind": "prose", "markdown": "", "html": "<b>"}), "html"),
    ],
)
def test_what_cannot_be_rendered_is_refused(attempt, named: str) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(ValidationError, match=named):
        attempt()


def test_running_text_knows_strong_and_references_only() -> None:
    assert parse_inline("a **b [@c]** *d* ** e") == (
        Stretch("a "),
        Stretch("b ", strong=True),
        Stretch("", strong=True, reference="@c"),
        Stretch(" *d* ** e"),
    )


@given(st.text(alphabet="ab *[]@"))
def test_running_text_loses_nothing_but_its_marks(source: str) -> None:
    kept = "".join(run.text + run.reference for run in parse_inline(source))
    assert [c for c in kept if c in "ab"] == [c for c in source if c in "ab"]
