"""Page one: the cover, the answer in three sentences, the key figures, and how sure they are."""

from __future__ import annotations

from ros_analysis.blocks import Blocks, Cover, KeyFigure, KeyFigures, Paragraph
from ros_analysis.codebook import LEVELS
from ros_analysis.intervals import worst_case
from ros_analysis.rounds import Round
from ros_analysis.tables.parts import NOTHING, given_text, range_text


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
    ]
    return Cover(
        title=f"{this.survey.name} {this.year}",
        subtitle=this.survey.county,
        language=words.language,  # type: ignore[arg-type]
        marks=tuple(marks),
        facts=tuple(facts),
    )


def lead(this: Round) -> Paragraph:
    """The answer in three sentences: red among those who answered, the silent, the whole county."""
    words, counts = this.words, this.counts
    if not this.shows_zones:
        return Paragraph(words("hidden.zones"), role="lead")
    bounds = worst_case(counts.red, counts.answered, counts.invited)
    silent = counts.invited - counts.answered
    parts = [words("lead.red", share=words.share(counts.red, counts.answered))]
    if silent:
        spelled = words.spelled(silent).capitalize()
        parts.append(words("lead.silent_one" if silent == 1 else "lead.silent", n=spelled))
        of = words.number(counts.invited)
        parts.append(words("lead.county", low=bounds.low, high=bounds.high, n=of))
    else:
        parts.append(words("lead.everybody"))
    return Paragraph(" ".join([*parts, *filter(None, [given_text(this)])]), role="lead")


def key_figures(this: Round) -> KeyFigures | Blocks:
    """Green, yellow and red as «k av n», with the whole county's range below."""
    if not this.shows_zones:
        return NOTHING
    return KeyFigures(tuple(_key_figure(this, level) for level in LEVELS))


def certainty(this: Round) -> Paragraph:
    """How sure the figures are: coverage of the county, few answers for relations, and data quality."""
    words, counts = this.words, this.counts
    parts = [words("certainty.coverage", share=words.share(counts.answered, counts.invited))]
    parts.append(words("certainty.few", n=words.number(counts.answered)))
    if this.has_answers and (warned := int((this.repairs["severity"] == "warning").sum())):
        parts.append(
            words(
                "certainty.warnings" if warned > 1 else "certainty.warning",
                n=words.spelled(warned).capitalize(),
            )
        )
    return Paragraph(f"**{words('certainty.heading')}** {' '.join(parts)}", role="note")


def _key_figure(this: Round, level: str) -> KeyFigure:
    words, counts = this.words, this.counts
    k = getattr(counts, level)
    bounds = worst_case(k, counts.answered, counts.invited)
    note = words.percent(k, counts.answered)
    if counts.invited > counts.answered:
        note = words(
            "key.note",
            percent=note,
            range=range_text(words, bounds.low, bounds.high),
            n=words.number(counts.invited),
        )
    return KeyFigure(
        value=words("number.of", k=words.number(k), n=words.number(counts.answered)),
        label=words("key.given", label=words(f"key.{level}")) if this.given.all else words(f"key.{level}"),
        note=note,
        level=level,  # type: ignore[arg-type]
    )
