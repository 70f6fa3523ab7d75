"""Page one, with the answer, its key figures, how sure they are and who must act; and the body's own words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date

import pandas as pd

from ros_analysis import rounds
from ros_analysis.analysis import Bound, bounds
from ros_analysis.report import wording
from ros_analysis.report.blocks import Blocks, Bullets, Cover, KeyFigure, KeyFigures, Paragraph, Prose, show
from ros_analysis.report.public import by_edition
from ros_analysis.report.tables.parts import (
    NOTHING,
    area_names,
    given_text,
    joined,
    nbsp,
    range_text,
    red_zone,
)
from ros_analysis.rounds import Round
from ros_analysis.survey import placeholders

MOST, WORST, SEVERAL = 8, 2, 3
"""How many are named on page one, with how many areas each, and how many areas may be called the most red ones."""


@by_edition
def cover(this: Round) -> Cover:
    """Title, county, dates, and the marks that every page carries."""
    words, settings = this.words, this.settings
    sent = words.date(settings.sent) if settings.sent else settings.sent_text
    facts = [
        (words("cover.organiser"), this.survey.organiser),
        *([(words("cover.sent"), sent)] if sent else []),
        *([(words("cover.deadline"), words.date(settings.deadline))] if settings.deadline else []),
        (words("cover.edition"), words(f"edition.{this.edition}")),
    ]
    marks = [
        *([words("mark.synthetic")] if this.survey.synthetic else []),
        *([words("mark.internal")] if this.edition == "internal" else []),
        *([words("mark.unwritten")] if placeholders(this.survey, settings, this.codebook) else []),
    ]
    return Cover(
        title=f"{this.survey.name} {this.year}",
        subtitle=this.survey.county,
        language=words.language,  # type: ignore[arg-type]
        marks=tuple(marks),
        facts=tuple(facts),
        edition=this.edition,
        unit=this.survey.spoken(words.language),
    )


@by_edition
def lead(this: Round) -> Paragraph:
    """The answer in three sentences: red among those who answered, the silent, the whole county."""
    if not this.shows_zones:
        return Paragraph(wording.responses(this.responses, this.words), role="lead")
    *_, red = bounds(this.year, this.counts)
    everybody = "" if red.silent else this.words("bounds.everybody")
    return Paragraph(joined(wording.share(red, this.words), everybody, given_text(this)), role="lead")


@by_edition
def key_figures(this: Round) -> KeyFigures | Blocks:
    """Green, yellow and red as «k av n», with the whole county's range below."""
    if not this.shows_zones:
        return NOTHING
    return KeyFigures(tuple(_key_figure(this, bound) for bound in bounds(this.year, this.counts)))


@by_edition
def certainty(this: Round) -> Paragraph | Blocks:
    """How sure the figures are: coverage of the county, few answers for relations, and data quality."""
    if not this.shows_zones:
        return NOTHING
    words = this.words
    parts = [wording.certainty(this.counts, words)]
    reads_answers = this.edition == "internal" and this.has_answers
    if warned := int((this.repairs["severity"] == "warning").sum()) if reads_answers else 0:
        key = "certainty.warnings" if warned > 1 else "certainty.warning"
        parts.append(words(key, n=words.spelled(warned).capitalize()))
    return Paragraph(f"**{words('certainty.heading')}** {' '.join(parts)}", role="note")


@by_edition
def background(this: Round) -> Prose:
    """The body's own: of the survey, and then of this round."""
    told = "\n\n".join(filter(None, (this.survey.background, this.settings.background)))
    return Prose(told, this.survey.language)


@by_edition
def proposal(this: Round) -> Prose:
    """The body's own proposal for a decision: the round's, else the survey's."""
    return Prose(this.settings.proposal or this.survey.proposal, this.survey.language)


@by_edition
def misprints(this: Round, last: Round | None) -> Paragraph | Blocks:
    """How many published figures were found wrong, and how many can't be checked."""
    checks = [check for each in (last, this) if each is not None for check in each.published]
    if not checks:
        return NOTHING
    n = Counter(check.verdict for check in checks)
    told = {key: this.words.count("figure", n[key]) for key in ("match", "misprint", "cannot")}
    return Paragraph(this.words("published.summary", **told))


@by_edition
def contradictions(this: Round, last: Round | None) -> Bullets | Blocks:
    """What the source says in two ways."""
    found = [text for each in (last, this) if each is not None for text in each.settings.contradictions]
    return Bullets(tuple(found)) if found else NOTHING


def _key_figure(this: Round, bound: Bound) -> KeyFigure:
    words, answered = this.words, bound.invited - bound.silent
    note = words.percent(bound.k, answered) if answered else ".."
    if bound.n < bound.invited:
        reach = range_text(words, bound.low, bound.high)
        note = words("key.note", percent=note, range=reach, n=words.number(bound.invited))
    none = f"key.{bound.zone}_none"
    label = words(none if not bound.k and words.has(none) else f"key.{bound.zone}")
    return KeyFigure(
        value=words("number.of", k=words.number(bound.k), n=words.number(answered)),
        label=words("key.given", label=label) if this.given.all else label,
        note=note,
        level=bound.zone,
    )


@by_edition
def must_act(this: Round) -> Blocks:
    """Internally those in red zone by name, as many as page one holds, with their worst areas and first deadline."""
    if not this.has_answers or (red := red_zone(this)).empty:
        return NOTHING
    words, deadlines = this.words, _deadlines(this)
    heading = Paragraph(f"**{words('act.worst' if this.has_areas else 'act.named')}**")
    answers = this.answers[this.answers["level"] == "red"]
    named = zip(red["number"].head(MOST), red["name"], strict=False)
    said = [_of_one(this, name, answers[answers["number"] == n], deadlines.get(n, "")) for n, name in named]
    rest = [words("act.rest", n=words.number(len(red) - MOST))] if len(red) > MOST else []
    return show(heading, Bullets((*said, *rest)))


@by_edition
def most_red(this: Round) -> Paragraph | Blocks:
    """The two areas with most red answers, or those of equally many; where too many are alike, how many they are."""
    levels = this.shown.levels if this.has_areas else None
    if levels is None:
        return NOTHING
    words, red = this.words, levels["red"].astype(int).rename(index=area_names(this))
    if not red.any():
        return NOTHING
    if not (named := _standing_out(red[red > 0])).empty:
        areas = [f"{area} ({nbsp(words.count('municipality', k))})" for area, k in named.items()]
        return Paragraph(words("act.most_red", areas="; ".join(areas)))
    alike = words.spelled(int((red == red.max()).sum()))
    each = nbsp(words.count("municipality", red.max()))
    return Paragraph(words("act.most_red_alike", n=alike, each=each))


def _standing_out(red: pd.Series) -> pd.Series:
    """The two largest counts, or the largest alone, with all that equal them; none if too many."""
    largest = (red.nlargest(n, keep="all") for n in (2, 1))
    return next((few for few in largest if len(few) <= SEVERAL), red[:0])


def _of_one(this: Round, name: str, red: pd.DataFrame, deadline: str) -> str:
    """«**Solfjord:** 7 Driftsmeldinger; 3 Innkomne; 2 røde til. Første frist er 1. mars 2021.»"""
    words, names = this.words, area_names(this)
    worst = red.sort_values("result", ascending=False, kind="stable").head(WORST)
    areas = [names[area] for area in worst["area"]]
    if more := len(red) - len(worst):
        areas.append(words(f"act.more_{'one' if more == 1 else 'many'}", n=words.number(more)))
    if not areas:
        return f"**{name}**"
    due = words("act.due", date=deadline) if deadline else ""
    return words("act.of_one", name=name, areas="; ".join(areas), due=due).strip()


def _deadlines(this: Round) -> Mapping[str, str]:
    """The first deadline of a red area, by the member's number."""
    if "due" not in this.codebook.asked:
        return {}
    told = rounds.measures(this)
    first = told[(told["level"] == "red") & told["due"].notna()].groupby("number")["due"].min()
    return {str(number): this.words.date(date.fromisoformat(due)) for number, due in first.items()}
