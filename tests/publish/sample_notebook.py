"""A small executed notebook with every kind of block, and what it is published as."""

from __future__ import annotations

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from ros_analysis.report.blocks import (
    Blocks,
    Bullets,
    Cover,
    KeyFigure,
    KeyFigures,
    Paragraph,
    Prose,
    Statement,
)
from ros_analysis.report.exhibits import Cell, Figure, Table, TableColumn
from ros_analysis.report.shown import Shown

SVG = """<?xml version="1.0" encoding="utf-8"?>
<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 300 90">
<defs><clipPath id="area"><rect width="300" height="90"/></clipPath><path id="mark" d="M0 0h20v20h-20z"/></defs>
<g clip-path="url(#area)"><rect x="10" y="10" width="220" height="20" fill="#009E73" stroke="#222"/>
<rect x="10" y="50" width="100" height="20" fill="#D55E00" stroke="#222"/>
<use xlink:href="#mark" x="250" y="10"/><text x="14" y="25" font-size="12">Grønn 11</text></g></svg>"""

PROSE = """# Bakgrunn for saken

Kommunene *skal* følge **Normen**. Se [Normen](https://www.ehelse.no/normen) & <script>alert(1)</script>.

## Vedtak

1. Første punkt
   - underpunkt
2. Andre punkt
"""


def shown(*blocks: Shown) -> NotebookNode:
    """A code cell that has shown `blocks`."""
    outputs = [new_output("display_data", data=block._repr_mimebundle_()) for block in blocks]
    return new_code_cell("show()", outputs=outputs)


def zones(identity: str = "zones") -> Table:
    columns = (
        TableColumn("zone", "Sone"),
        TableColumn("n2018", "Antall", "right", group="2018"),
        TableColumn("p2018", "Andel", "right", unit="%", group="2018"),
        TableColumn("n2020", "Antall", "right", group="2020"),
        TableColumn("p2020", "Andel", "right", unit="%", group="2020"),
    )
    rows = (
        (Cell("grønn", "green"), "13", "39", "11", "48"),
        (Cell("gul", "yellow"), "7", "21", "7", "30"),
        (Cell("rød", "red"), "13", "39", "5", "22"),
        ("i alt", "33", "100", "23", "100"),
    )
    data = ({"zone": "red", "n2018": 13, "n2020": 5},)
    return Table(
        identity,
        "Soner i to runder",
        columns,
        rows,
        note="Se [@bars].",
        source="Rundene.",
        data=data,
        totals=1,
    )


def areas(rows: int) -> Table:
    """A table with as many rows as wanted, for what happens at a page's end."""
    columns = (TableColumn("area", "Område"), TableColumn("text", "Tekst"), TableColumn("n", "Røde", "right"))
    text = "Manglende overvåking av meldingstjener utenom ordinær arbeidstid, helg og høytid"
    return Table(
        f"areas-{rows}",
        f"Områdene, {rows} rader",
        columns,
        tuple((str(i), text, str(i)) for i in range(1, rows + 1)),
    )


def cells() -> list[NotebookNode]:
    cover = Cover(
        "Risiko og sårbarhet i e-meldinger",
        "Eksempelfylket, runden 2020",
        marks=("Syntetiske eksempeldata",),
        facts=(("Svarfrist", "1. oktober 2020"), ("Utgave", "offentlig")),
        edition="internal",
    )
    key = KeyFigures(
        (
            KeyFigure("23 av 26", "kommuner svarte", "88 %"),
            KeyFigure("5", "kommuner er røde", "22 % av dem som svarte", "red"),
        )
    )
    finding = Statement("Kommunestørrelse", "Vi fant **ingen sikker** sammenheng, se [@zones].", "p = 0,20")
    bars = Figure(
        "bars", "Soner i 2020", "Søyler: 11 grønne og 5 røde.", SVG, source="Runden.", data=({"green": 11},)
    )
    return [
        new_markdown_cell("Et notat til analytikeren.", metadata={"tags": ["note"]}),
        shown(cover),
        new_markdown_cell("## Sammendrag", metadata={"anchor": "sammendrag"}),
        shown(Blocks((Paragraph("Fem kommuner må handle.", "lead"), key, finding))),
        new_markdown_cell("## Soner", metadata={"anchor": "soner"}),
        shown(zones(), bars, Bullets(("Først [@zones].", "Så [@bars].")), Paragraph("En merknad.", "note")),
        new_markdown_cell("### Områdene"),
        shown(areas(5), areas(60), Paragraph("Pass på.", "warning"), Paragraph("Krever svar.", "needs")),
        new_markdown_cell("## Tomt kapittel"),
        shown(Blocks()),
        new_markdown_cell("## Bakgrunn", metadata={"anchor": "bakgrunn"}),
        shown(Prose(PROSE)),
    ]


def notebook_of(*content: NotebookNode) -> NotebookNode:
    notebook = new_notebook(cells=list(content))
    nbformat.validate(notebook)
    return notebook
