"""«Kontroll mot publiserte tall»: what was printed, what it should have been, and what can't be recomputed."""

from __future__ import annotations

from ros_analysis.analysis import Check
from ros_analysis.report.blocks import Blocks, Column, Table
from ros_analysis.report.public import by_edition
from ros_analysis.report.tables.parts import NOTHING
from ros_analysis.rounds import Round
from ros_analysis.survey import Words

SIGN = {"match": "✓", "misprint": "✗", "cannot": "–"}


@by_edition
def published(this: Round, last: Round | None) -> Table | Blocks:
    """Each published figure of this round and the last, recomputed, with its verdict."""
    words = this.words
    checks = [(each.year, check) for each in (last, this) if each is not None for check in each.published]
    if not checks:
        return NOTHING
    headings = ("figure", "year", "printed", "recomputed", "verdict")
    return Table(
        id="published",
        caption=words("table.published"),
        columns=tuple(
            Column(key, words(f"column.{key}"), "right" if key in ("printed", "recomputed") else "left")
            for key in headings
        ),
        rows=tuple(_row(words, year, check) for year, check in checks),
        source=words("source.published", source=this.survey.source) if this.survey.source else "",
        data=tuple(
            {
                "id": c.published.id,
                "printed": c.published.printed,
                "recomputed": c.recomputed,
                "verdict": c.verdict,
            }
            for _, c in checks
        ),
    )


def _row(words: Words, year: int, check: Check) -> tuple[str, ...]:
    figure = check.published
    printed = words.percent_of(figure.printed) if figure.unit == "percent" else figure.printed
    return (
        figure.what,
        str(year),
        printed,
        _recomputed(words, check),
        f"{SIGN[check.verdict]} {_verdict(words, check)}",
    )


def _recomputed(words: Words, check: Check) -> str:
    if check.k is None:
        return ".."
    return words.share(check.k, check.n) if check.n is not None else words.number(check.k)


def _verdict(words: Words, check: Check) -> str:
    if check.verdict == "cannot":
        return words("verdict.cannot", why=check.published.why_not)
    return words(f"verdict.{check.verdict}", printed=check.published.printed, right=check.recomputed)
