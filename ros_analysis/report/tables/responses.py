"""Who answered, which zones came out, and who has to act."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from ros_analysis.analysis import bounds
from ros_analysis.report.blocks import Blocks, Cell, Column, Paragraph, Table
from ros_analysis.report.public import by_edition
from ros_analysis.report.tables.parts import (
    NOTHING,
    Row,
    epj_label,
    given_note,
    joined,
    nbsp,
    needs_answers,
    range_text,
    source,
    unlike_note,
    zone_cell,
)
from ros_analysis.rounds import Round
from ros_analysis.survey import LEVELS, units


@by_edition
def responses(this: Round, last: Round | None) -> Table:
    """Invited, answered and silent municipalities, per round."""
    words, rounds = this.words, _rounds(this, last)
    counts = [each.responses for each in rounds]
    rows: list[Row] = [
        (words("row.invited"), *(words.number(c.invited) for c in counts)),
        (words("row.answered"), *(words.number(c.answered) for c in counts)),
        (words("row.silent"), *(words.number(c.invited - c.answered) for c in counts)),
        (words("row.response_rate"), *(words.share(c.answered, c.invited) for c in counts)),
    ]
    data = [
        {"year": r.year, "invited": c.invited, "answered": c.answered}
        for r, c in zip(rounds, counts, strict=True)
    ]
    years = [Column(f"y{each.year}", str(each.year), "right") for each in rounds]
    return Table(
        id="responses",
        caption=words("table.responses"),
        columns=(Column("what", words("column.municipalities")), *years),
        rows=tuple(rows),
        note=words("note.responses"),
        source=source(this),
        data=tuple(data),
    )


@by_edition
def silent(this: Round) -> Paragraph | Blocks:
    """The municipalities that did not answer: named internally, counted publicly."""
    missing = this.responses.invited - this.responses.answered
    if not missing:
        return Paragraph(this.words("silent.none"))
    if not this.has_answers or this.edition == "public":
        return Paragraph(this.words("silent.count", n=this.words.count("municipality", missing)))
    names = ", ".join(this.zones.loc[~this.zones["answered"], "name"])
    return Paragraph(this.words("silent.names", names=names))


@by_edition
def zones(this: Round, last: Round | None) -> Table | Blocks:
    """Municipalities by zone, last round beside this one."""
    if not this.shows_zones:
        return NOTHING
    words, rounds = this.words, [each for each in _rounds(this, last) if each.shows_zones]
    keys = [*LEVELS, *(["undetermined"] if any(each.counts.undetermined for each in rounds) else [])]
    rows: list[Row] = [
        (zone_cell(words, key), *(text for each in rounds for text in _zone(each, key))) for key in keys
    ]
    total = (
        words("row.answered_in_all"),
        *(text for each in rounds for text in (str(each.counts.answered), "")),
    )
    columns = [
        Column(f"{key}_{each.year}", words(f"column.{key}"), "right", group=str(each.year))
        for each in rounds
        for key in ("count", "share")
    ]
    return Table(
        id="zones",
        caption=words("table.zones"),
        columns=(Column("zone", words("column.zone")), *columns),
        rows=(*rows, total),
        note=joined(words("note.rounding"), given_note(this), unlike_note(this, *rounds)),
        source=source(this),
        data=tuple(
            {"year": each.year, "zone": key, "count": getattr(each.counts, key)}
            for each in rounds
            for key in keys
        ),
        totals=1,
    )


@by_edition
def county(this: Round) -> Table | Blocks:
    """What the answers say of the whole county: worst-case bounds and 95 % interval for each zone."""
    if not this.shows_zones or this.counts.known == this.counts.invited:
        return NOTHING
    counts, words = this.counts, this.words
    rows: list[Row] = []
    data = []
    for bound in bounds(this.year, counts):
        of = words.number(counts.invited)
        rows.append(
            (
                zone_cell(words, bound.zone),
                words.share(bound.k, counts.answered) if counts.answered else "..",
                nbsp(words("number.of", k=range_text(words, bound.low, bound.high), n=of)),
                nbsp(words("number.of", k=range_text(words, bound.likely_low, bound.likely_high), n=of)),
            )
        )
        data.append({"zone": bound.zone, "k": bound.k, "bound_low": bound.low, "bound_high": bound.high,
                     "ci_low": bound.likely_low, "ci_high": bound.likely_high})  # fmt: skip
    headings = ("zone", "answered_share", "bounds", "hypergeometric")
    columns = tuple(
        Column(key, words(f"column.{key}"), "left" if key == "zone" else "right") for key in headings
    )
    return Table(
        id="county",
        caption=words("table.county", county=this.survey.county, year=this.year),
        columns=columns,
        rows=tuple(rows),
        note=joined(words("note.county_open" if counts.undetermined else "note.county"), given_note(this)),
        source=source(this),
        data=tuple(data),
    )


@by_edition
def follow_up(this: Round, last: Round | None) -> Table | Paragraph | Blocks:
    """Who has to act: red municipalities with their red areas internally, their number publicly."""
    if not this.has_answers:
        return needs_answers(this, "follow_up")
    words = this.words
    if this.edition == "public":
        return _red_in_all(this)
    red = this.zones[this.zones["zone"] == "red"].sort_values(
        ["red_areas", "number"], ascending=[False, True]
    )
    if red.empty:
        return Paragraph(words("follow_up.none"))
    rows: list[Row] = [
        (
            str(row.name),
            *([_red_areas(this, row.number)] if this.has_areas else []),
            epj_label(words, row.epj),
            _before(this, last, row.number),
        )
        for row in _named(red)
    ]
    areas = ["red_areas" if this.has_results else "red_areas_only"] if this.has_areas else []
    headings = ("municipality", *areas, "epj", "before")
    return Table(
        id="follow-up",
        caption=words("table.follow_up" if areas else "table.follow_up_zones"),
        columns=tuple(Column(key, words(f"column.{key}")) for key in headings),
        rows=tuple(rows),
        note=joined(
            words("note.follow_up") if this.has_results else "", given_note(this), unlike_note(this, last)
        ),
        source=source(this, len(red)),
    )


def _red_in_all(this: Round) -> Paragraph | Blocks:
    if not this.shows_zones:
        return NOTHING
    words, n = this.words, this.counts.red
    return Paragraph(
        words("follow_up.public", n=words.count("municipality", n)) if n else words("follow_up.none")
    )


def _rounds(this: Round, last: Round | None) -> Sequence[Round]:
    return [this] if last is None else [last, this]


def _zone(each: Round, key: str) -> tuple[str, str]:
    k = getattr(each.counts, key)
    answered = each.counts.answered
    return each.words.number(k) if k else "-", each.words.percent(k, answered) if answered else ".."


def _named(zones: pd.DataFrame) -> list[pd.Series]:
    return [row for _, row in zones.set_index(zones["name"].rename("row")).iterrows()]


def _red_areas(this: Round, number: str) -> str:
    own = this.answers[(this.answers["number"] == number) & (this.answers["level"] == "red")]
    labels = {area.number: area.label[this.words.language] for area in this.codebook.area}
    return "; ".join(
        f"{area} {labels[area]}" + (f" ({result})" if pd.notna(result) else "")
        for area, result in zip(own["area"], own["result"], strict=True)
    )


def _before(this: Round, last: Round | None, number: str) -> Cell | str:
    """The municipality's zone last time, also under another number; of one that was merged or split, each part's."""
    if last is None or not last.has_answers:
        return ".."
    years = last.year, this.year
    same = units(last.zones["number"], this.zones["number"], this.register.successions, years)
    unit = next((unit for unit in same if number in unit.after), None)
    if unit is None:
        return ".."
    before = last.zones[last.zones["number"].isin(unit.before) & last.zones["zone"].notna()]
    zones = [zone_cell(last.words, zone) for zone in before["zone"]]
    if unit.unchanged:
        return zones[0] if zones else ".."
    parts = zip(before["name"], zones, strict=True)
    return "; ".join(f"{name}: {zone.text.lower()}" for name, zone in parts) or ".."
