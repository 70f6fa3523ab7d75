"""Who answered, which zones came out, and who has to act."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pandas as pd

from ros_analysis.analysis import bounds
from ros_analysis.report.blocks import Blocks, Paragraph
from ros_analysis.report.exhibits import Cell, Table
from ros_analysis.report.public import by_edition
from ros_analysis.report.tables.columns import TEXTS, TableOf, zone_cell
from ros_analysis.report.tables.parts import (
    NOTHING,
    given_note,
    joined,
    nbsp,
    range_text,
    red_zone,
    unlike_note,
    with_results,
)
from ros_analysis.rounds import Round
from ros_analysis.survey import LEVELS, Unit, units


@by_edition
def responses(this: Round, last: Round | None) -> Table:
    """Invited, answered and silent municipalities, per round."""
    words, table = this.words, TableOf(this)
    counts = {each.year: each.responses for each in _rounds(this, last)}
    keys = ("invited", "answered", "silent", "response_rate")
    texts = {
        f"y{year}": (
            *map(words.number, (c.invited, c.answered, c.invited - c.answered)),
            words.share(c.answered, c.invited),
        )
        for year, c in counts.items()
    }
    return table(
        "responses",
        pd.DataFrame({"what": [words(f"row.{key}") for key in keys], **texts}),
        (
            table.text("what", label=words("column.municipalities")),
            *(table.text(f"y{year}", "right", label=str(year)) for year in counts),
        ),
        note=words("note.responses"),
        behind=pd.DataFrame(
            {"year": year, "invited": c.invited, "answered": c.answered} for year, c in counts.items()
        ),
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
    words, table = this.words, TableOf(this)
    rounds = [each for each in _rounds(this, last) if each.shows_zones]
    keys = [*LEVELS, *(["undetermined"] if any(each.counts.undetermined for each in rounds) else [])]
    texts: dict[str, tuple[str, ...]] = {}
    for each in rounds:
        counts, shares = zip(*(_zone(each, key) for key in keys), strict=True)
        texts[f"count_{each.year}"] = (*counts, str(each.counts.answered))
        texts[f"share_{each.year}"] = (*shares, "")
    zone = [*(zone_cell(words, key) for key in keys), words("row.answered_in_all")]
    return table(
        "zones",
        pd.DataFrame({"zone": zone, **texts}),
        (
            table.text("zone"),
            *(
                table.text(f"{key}_{each.year}", "right", label=words(f"column.{key}"), group=str(each.year))
                for each in rounds
                for key in ("count", "share")
            ),
        ),
        note=joined(words("note.rounding"), given_note(this), unlike_note(this, *rounds)),
        behind=pd.DataFrame(
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
    counts, words, table = this.counts, this.words, TableOf(this)
    found = [
        (one.zone, one.k, one.low, one.high, one.likely_low, one.likely_high)
        for one in bounds(this.year, counts)
    ]
    frame = pd.DataFrame(found, columns=["zone", "k", "bound_low", "bound_high", "ci_low", "ci_high"])

    def reach(low: int, high: int) -> str:
        return nbsp(words("number.of", k=range_text(words, low, high), n=words.number(counts.invited)))

    return table(
        "county",
        frame.assign(
            answered_share=[words.share(k, counts.answered) if counts.answered else ".." for k in frame["k"]],
            bounds=[*map(reach, frame["bound_low"], frame["bound_high"])],
            hypergeometric=[*map(reach, frame["ci_low"], frame["ci_high"])],
        ),
        (
            table.zone("zone"),
            *(table.text(key, "right") for key in ("answered_share", "bounds", "hypergeometric")),
        ),
        county=this.survey.county,
        year=this.year,
        note=joined(words("note.county_open" if counts.undetermined else "note.county"), given_note(this)),
        behind=frame,
    )


@by_edition
def follow_up(this: Round, last: Round | None) -> Table | Paragraph | Blocks:
    """Who has to act: red municipalities with their red areas internally, their number publicly."""
    if not this.has_answers:
        return NOTHING
    words, table = this.words, TableOf(this)
    if this.edition == "public":
        return _red_in_all(this)
    red = red_zone(this)[["number", "name", "epj"]]
    if red.empty:
        return Paragraph(words("follow_up.none"))
    areas = ["red_areas" if this.has_results else "red_areas_only"] if this.has_areas else []
    before = pd.Series(_before(this, last, red["number"]), red.index, dtype=object)
    return table(
        "follow_up" if areas else "follow_up_zones",
        red.rename(columns={"name": "municipality"}).assign(
            **{key: _red_areas(this, red["number"]) for key in areas},
            before=before,
        ),
        (
            table.text("municipality"),
            *(table.text(key) for key in areas),
            *([table.epj()] if red["epj"].notna().any() else []),
            *([table.text("before")] if any(zone != ".." for zone in before) else []),
        ),
        id="follow-up",
        n=len(red),
        note=joined(
            words("note.follow_up") if this.has_results else "", given_note(this), unlike_note(this, last)
        ),
        behind=TEXTS,
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


def _red_areas(this: Round, numbers: Iterable[str]) -> list[str]:
    red = this.answers[this.answers["level"] == "red"]
    return ["; ".join(with_results(this, red[red["number"] == number])) for number in numbers]


def _before(this: Round, last: Round | None, numbers: Iterable[str]) -> list[Cell | str]:
    """The zone of each municipality last time, also under another number."""
    if last is None or not last.has_answers:
        return [".." for _ in numbers]
    years = last.year, this.year
    same = units(last.zones["number"], this.zones["number"], this.register.successions, years)
    known = {number: unit for unit in same for number in unit.after}
    return [_was(last, known[number]) if number in known else ".." for number in numbers]


def _was(last: Round, unit: Unit) -> Cell | str:
    """The zone last time; of one that was merged or split, each part's."""
    before = last.zones[last.zones["number"].isin(unit.before) & last.zones["zone"].notna()]
    zones = [zone_cell(last.words, zone) for zone in before["zone"]]
    if unit.unchanged:
        return zones[0] if zones else ".."
    parts = zip(before["name"], zones, strict=True)
    return "; ".join(f"{name}: {zone.text.lower()}" for name, zone in parts) or ".."
