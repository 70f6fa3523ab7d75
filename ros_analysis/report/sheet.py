"""A member's sheet: its zone, areas, measures and change, beside what the public edition shows of all."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pandas as pd

from ros_analysis import rounds
from ros_analysis.report import text
from ros_analysis.report.blocks import Blocks, Bullets, Cover, KeyFigure, KeyFigures, Paragraph, show
from ros_analysis.report.exhibits import Table
from ros_analysis.report.own import Own, for_member, own, read_once
from ros_analysis.report.public import released
from ros_analysis.report.tables.columns import TEXTS, TableOf, result_cells
from ros_analysis.report.tables.measures import described, described_columns, remains_note
from ros_analysis.report.tables.parts import (
    NOTHING,
    areas_by_level,
    by_level,
    given_note,
    hidden,
    joined,
    needs_answers,
    with_results,
)
from ros_analysis.report.tables.way import way as way_of_answers
from ros_analysis.rounds import Round
from ros_analysis.survey import LEVELS, NBSP, Level

__all__ = ["about", "areas", "cover", "key_figures", "measures", "own", "sentences", "way"]


@for_member
def cover(own: Own) -> Cover:
    """Whose sheet it is, of which round; marked as theirs, and not as public."""
    whole, words = text.cover(own.this), own.this.words
    assert isinstance(whole, Cover)
    return replace(
        whole,
        title=own.name,
        subtitle=f"{whole.title} · {whole.subtitle}",
        marks=(words("mark.member", name=own.name), *whole.marks),
        facts=whole.facts[:-1],
        edition="member",
    )


@for_member
def key_figures(own: Own) -> KeyFigures:
    """The zone, the score, and how many areas are red, each beside the last round's."""
    words, before = own.this.words, own.before
    zone = words(f"zone.{own.level or 'undetermined'}").capitalize()
    label = words("sheet.zone")
    red, n = len(own.at("red")), int(own.answers["level"].notna().sum())
    items = [
        KeyFigure(
            zone,
            label if pd.isna(own.zone["zone_given"]) else words("key.given", label=label),
            (before and _then(own, words(f"zone.{before.level or 'undetermined'}"))) or "",
            own.level,
        )
    ]
    if own.score is not None:
        then = (before and before.score is not None and _then(own, words.number(before.score, 1))) or ""
        items.append(KeyFigure(words.number(own.score, 1), words("sheet.score"), then))
    if n:
        then = _then(own, words.number(len(before.at("red")))) if before else ""
        value = words("number.of", k=words.number(red), n=words.number(n))
        items.append(KeyFigure(value, words("sheet.red"), then, "red" if red else None))
    return KeyFigures(tuple(items))


@for_member
def sentences(own: Own) -> Bullets:
    """Three: where it stands among all, what has changed, and, where areas are known, what is red and what is done."""
    return Bullets(tuple(filter(None, (_standing(own), _change(own), _action(own)))))


@for_member
def areas(own: Own) -> Blocks:
    """Each area's result now and the last time, beside how many of all are at each level, where that is public."""
    words, this, shown = own.this.words, own.this, own.this.shown
    if not this.has_areas:
        return show(needs_answers(this, "areas_too"))
    table = TableOf(this)
    rounds_of = {f"r{one.this.year}": one for one in (own.before, own) if one is not None}
    results = {key: result_cells(one.this, one.answers) for key, one in rounds_of.items()}
    frame = pd.DataFrame({"area": own.answers["area"], **results}).loc[own.answers.index]
    counts = [table.level(level, group=words("sheet.all")) for level in LEVELS]
    if shown.levels is not None:
        frame = frame.join(shown.levels, on="area")
    listed = table(
        "sheet_areas",
        frame,
        (
            table.area(),
            *(
                table.text(key, "center", label=str(one.this.year), group=words("sheet.own"))
                for key, one in rounds_of.items()
            ),
            *(counts if shown.levels is not None else ()),
        ),
        note=joined(words("note.letters" if this.has_results else "note.letters_only"), given_note(this)),
        behind=frame[["area"]],
    )
    missing = shown.levels is None and shown.zones is not None
    return show(listed, *([hidden(words, "areas")] if missing else []))


@for_member
def measures(own: Own) -> Table | Blocks:
    """What is told to be done, in the areas that are red or have a measure."""
    this, found = own.this, own.measures
    if not own.this.codebook.asks_for_measures:
        return NOTHING
    told = found[(found["level"] == "red") | rounds.has_measure(found)]
    if told.empty:
        return NOTHING
    return TableOf(this)(
        "sheet_measures",
        described(this, told),
        described_columns(this),
        told="",
        note=remains_note(this),
        behind=TEXTS,
    )


@for_member
def about(own: Own) -> Paragraph:
    """Whose answers the sheet is made of, and whom to ask."""
    words, this = own.this.words, own.this
    return Paragraph(words("sheet.about", name=own.name, organiser=this.survey.organiser), role="note")


def way(this: Round, member: str) -> Blocks:
    """The way of the member's own answer, cell by cell, for its sheet: no file's name, and nobody else's row."""
    return released(way_of_answers(read_once(this), member, kept=True))


def _standing(own: Own) -> str:
    words, shown = own.this.words, own.this.shown
    counts: dict[Level, int] = {level: len(own.at(level)) for level in LEVELS}
    key = "open" if own.level is None else "in_zone" if pd.isna(own.zone["zone_given"]) else "given"
    here = words(f"sheet.{key}", name=own.name, zone=words(f"zone.{own.level or 'undetermined'}"))
    areas = areas_by_level(words, counts)
    if (zones := shown.zones) is None:
        return joined(here, areas, str(hidden(words, "zones_first").text))
    total: dict[Level, int] = {level: getattr(zones, level) for level in LEVELS}
    others = words("sheet.of_all", n=words.number(zones.answered), levels=by_level(words, total))
    return joined(here, areas, others)


def _change(own: Own) -> str:
    words, last, before = own.this.words, own.this.previous(), own.before
    if last is None:
        return words("sheet.first")
    told = ""
    if before is not None:
        alike = not own.this.unlike(before.this)
        zones = [words(f"zone.{one.level}") if alike and one.level else "" for one in (before, own)]
        scores = ["" if one.score is None else words.number(one.score, 1) for one in (before, own)]
        told = joined(_step(own, "zone", *zones), _step(own, "score", *scores), _moved(own, before))
    return told or words("sheet.no_before", year=last.year)


def _step(own: Own, what: str, then: str, now: str) -> str:
    """From what to what the zone or the score has moved, or that it is the same; nothing where either isn't known."""
    if not then or not now:
        return ""
    how = "same" if then == now else "moved"
    last = own.this.previous()
    assert last is not None
    return own.this.words(f"sheet.{what}_{how}", year=last.year, now=now, before=then)


def _moved(own: Own, before: Own) -> str:
    """The areas with another result than the last time, by number."""
    words = own.this.words
    both = pd.DataFrame({"now": own.answers["result"], "then": before.answers["result"]}).dropna()
    worse, better = (
        words.listed([str(area) for area in both.index[rows]])
        for rows in (both["now"] > both["then"], both["now"] < both["then"])
    )
    return joined(
        words("sheet.worse", areas=worse) if worse else "",
        words("sheet.better", areas=better) if better else "",
    )


def _action(own: Own) -> str:
    words, red, known = own.this.words, own.at("red"), own.answers.dropna(subset=["level"])
    if known.empty:
        return ""
    if not red:
        results = known["result"].dropna()
        highest = list(results.index[results == results.max()])
        told = words("sheet.highest", areas=_listed(own, highest)) if highest else ""
        return joined(words("sheet.none_red", n=words.number(len(known))), told)
    said = words("sheet.are_red", areas=_listed(own, red))
    if not own.this.codebook.asks_for_measures:
        return said
    found = own.measures.loc[own.measures["level"] == "red"]
    has = rounds.has_measure(found)
    told = words("sheet.with_measure", k=words.number(int(has.sum())), n=words.number(len(found)))
    without = list(found.index[~has])
    return joined(
        said,
        told,
        words("sheet.without", areas=_listed(own, without)) if without and has.any() else "",
        words("sheet.due", day=words.date(min(_days(found)))) if _days(found) else "",
    )


def _then(own: Own, value: str) -> str:
    assert own.before is not None
    return own.this.words("sheet.then", year=own.before.this.year, value=value)


def _listed(own: Own, areas: list[int]) -> str:
    return "; ".join(name.replace(" ", NBSP, 1) for name in with_results(own.this, own.answers.loc[areas]))


def _days(found: pd.DataFrame) -> list[date]:
    return [date.fromisoformat(day) for day in found["due"].dropna()]
