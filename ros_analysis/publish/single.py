"""One table or figure as a file of its own, to be taken along."""

from __future__ import annotations

import csv
import io

from ros_analysis.publish import typesetting
from ros_analysis.publish.numbers import spreadsheet_safe
from ros_analysis.report import Figure, Table, parse_inline

PPI = 200


def as_csv(exhibit: Table | Figure) -> bytes:
    """The numbers behind a table or figure, one record a line; UTF-8 with the mark that Excel knows it by."""
    records = exhibit.records
    keys = list(dict.fromkeys(key for record in records for key in record))
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(keys)
    writer.writerows([spreadsheet_safe(record.get(key)) for key in keys] for record in records)
    return out.getvalue().encode("utf-8-sig")


def as_png(figure: Figure) -> bytes:
    """The chart as a picture with its caption, note and source, so that they follow it wherever it is pasted."""
    data = {
        "caption": _plain(figure.caption),
        "note": _plain(figure.note),
        "source": figure.source,
        "svg": figure.svg,
    }
    return typesetting.png(typesetting.template("single.typ"), data, PPI)


def _plain(running: str) -> str:
    return "".join(run.text for run in parse_inline(running))
