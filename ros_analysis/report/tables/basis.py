"""What the report rests on: repairs between raw file and answers, published figures recomputed, code and versions."""

from __future__ import annotations

import pandas as pd

from ros_analysis.analysis import PLAN, Check, plan_fingerprint
from ros_analysis.report.blocks import Blocks, Paragraph, show
from ros_analysis.report.exhibits import Table
from ros_analysis.report.public import by_edition
from ros_analysis.report.software import code_fingerprint, versions
from ros_analysis.report.tables.columns import TEXTS, TableOf
from ros_analysis.report.tables.parts import NOTHING
from ros_analysis.rounds import Round
from ros_analysis.survey import UNREAD, Words, combined_fingerprint, letter_and_header

MANY_FILES = 5
SIGN = {"match": "✓", "misprint": "✗", "cannot": "–"}


@by_edition
def repairs(this: Round) -> Table | Paragraph | Blocks:
    """How many repairs of each kind were made, and how many of them the reader should know of; columns not read, by
    letter and header, with in how many files."""
    words, table = this.words, TableOf(this)
    if not this.has_answers:
        return NOTHING
    found = this.repairs.groupby(["rule", "severity"], sort=True).size().rename("count").reset_index()
    if found.empty:
        return Paragraph(words("quality.none"))
    kinds = table(
        "repairs",
        found.sort_values(["severity", "rule"], ascending=[False, True]),
        (
            table.of("rule", lambda rule: words(f"repair.{rule}")),
            table.of("severity", lambda severity: words(f"severity.{severity}")),
            table.number("count"),
        ),
        told="",
    )
    unread = this.repairs[this.repairs["rule"] == UNREAD].groupby("column", sort=False)["file"].nunique()
    if unread.empty:
        return kinds
    named = [(*(text or "-" for text in letter_and_header(str(name))), n) for name, n in unread.items()]
    columns = table(
        "unread",
        pd.DataFrame(named, columns=["letter", "header", "files"]),
        (table.text("letter"), table.text("header"), table.number("files")),
        told="",
        behind=TEXTS,
    )
    return show(kinds, columns)


@by_edition
def published(this: Round, last: Round | None) -> Table | Blocks:
    """Each published figure of this round and the last, recomputed: what was printed, what it should have been, and
    what can't be recomputed."""
    words, table = this.words, TableOf(this)
    checks = [(each.year, check) for each in (last, this) if each is not None for check in each.published]
    if not checks:
        return NOTHING
    return table(
        "published",
        pd.DataFrame(
            {
                "figure": check.published.what,
                "year": year,
                "printed": _printed(words, check),
                "recomputed": _recomputed(words, check),
                "verdict": f"{SIGN[check.verdict]} {_verdict(words, check)}",
            }
            for year, check in checks
        ),
        (
            table.text("figure"),
            table.text("year"),
            table.text("printed", "right"),
            table.text("recomputed", "right"),
            table.text("verdict"),
        ),
        told=words("source.published", source=this.survey.source) if this.survey.source else "",
        behind=pd.DataFrame(
            [
                (check.published.id, check.published.printed, check.recomputed, check.verdict)
                for _, check in checks
            ],
            columns=["id", "printed", "recomputed", "verdict"],
            dtype=object,
        ),
    )


def _printed(words: Words, check: Check) -> str:
    figure = check.published
    return words.percent_of(figure.printed) if figure.unit == "percent" else figure.printed


def _recomputed(words: Words, check: Check) -> str:
    if check.k is None:
        return ".."
    return words.share(check.k, check.n) if check.n is not None else words.number(check.k)


def _verdict(words: Words, check: Check) -> str:
    if check.verdict == "cannot":
        return words("verdict.cannot", why=check.published.why_not)
    return words(f"verdict.{check.verdict}", printed=check.published.printed, right=check.recomputed)


def _plan(this: Round) -> str:
    """The plan's number, and internally the fingerprint of all that it declares, the body's own factors too."""
    return str(PLAN) if this.edition == "public" else f"{PLAN} ({plan_fingerprint(this.survey.factors)[:16]})"


def _inputs(this: Round) -> dict[str, str]:
    """The fingerprint of each raw file of the survey; of many that hold answers, one of them all."""
    own = {name: value for name, value in this.sources.unnamed_inputs.items() if name.startswith(this.name)}
    folder = f"{this.name}/{this.year}"
    answers = {
        name: value
        for name, value in own.items()
        if name.startswith(f"{folder}/") and not name.endswith(".toml")
    }
    if len(answers) <= MANY_FILES:
        return own
    rest = {name: value for name, value in own.items() if name not in answers}
    told = this.words("about.files", folder=folder, n=this.words.number(len(answers)))
    return rest | {told: combined_fingerprint(answers)}


@by_edition
def about(this: Round) -> Table:
    """Parameters, code and versions; in the internal edition the fingerprint of each raw file too, by its number in
    round.toml, since names of files may name those who answered."""
    words, table = this.words, TableOf(this)
    libraries = {name: version for name, version in versions().items() if name != "ros-analysis"}
    rows = [
        (words("about.parameters"), f"survey={this.name}, survey_year={this.year}, edition={this.edition}"),
        (words("about.version"), f"ros-analysis {versions()['ros-analysis']}"),
        (words("about.plan"), _plan(this)),
        (words("about.code"), code_fingerprint()[:16]),
        (words("about.libraries"), ", ".join(f"{name} {version}" for name, version in libraries.items())),
    ]
    if this.edition == "internal":
        rows.append((words("about.inputs"), combined_fingerprint(this.sources.inputs)[:16]))
        rows += [(name, value[:16]) for name, value in _inputs(this).items()]
    return table(
        "about",
        pd.DataFrame(rows, columns=["what", "value"]),
        (table.text("what"), table.text("value")),
        told="",
        note=words("note.about") if this.edition == "internal" else "",
        behind=TEXTS,
    )
