"""What the tests found, as sentences that the edition may print."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ros_analysis.analysis import CHANGE, TREND, Finding, Question, bounds
from ros_analysis.report import wording
from ros_analysis.report.blocks import Blocks, Bullets, Paragraph, Statement, show
from ros_analysis.report.public import by_edition
from ros_analysis.report.tables.parts import NOTHING, area_names, hidden, own_labels, unlike_note
from ros_analysis.rounds import Round
from ros_analysis.survey import Words


@by_edition
def finding(this: Round, question: Question) -> Statement | Blocks:
    """One finding as its sentence, with the numbers behind it in a smaller line; the table that follows says what
    is needed where only counts are known."""
    asked = [found for found in this.analysis.findings if found.question == question]
    if not asked or asked[0].reason == "counts_only":
        return NOTHING
    (found,) = asked
    return Statement(
        heading=wording.heading(found, this.words),
        text=_sentence(this, found, this.words),
        details=wording.details(found, this.words),
    )


@by_edition
def own(this: Round) -> Blocks:
    """The findings on the body's own declared factors."""
    names = [factor.name for factor in this.survey.factors if factor.label and factor.declared]
    return show(*(finding(this, name) for name in names))


@by_edition
def findings(this: Round) -> Blocks:
    """The findings in plain words, for page one, and what the edition hides."""
    return Blocks(tuple(Statement(heading, text) for heading, text in (*_hidden(this), *_plainly(this))))


@by_edition
def change(this: Round, last: Round | None) -> Blocks:
    """The finding on change and, from the counts alone, what they prove and what they do not."""
    if last is None:
        return Blocks((Paragraph(this.words("first_round.change")),))
    if not this.shows_zones:
        return NOTHING
    if not last.shows_zones:
        return show(hidden(this.words))
    counted, moved = this.analysis.counts_change, this.analysis.transition
    said = () if counted is None else wording.counts_change(counted, last.year, this.year, this.words)
    if moved is not None:
        said += (*wording.regression(moved, this.words), *wording.merged(moved, this.words))
    if note := unlike_note(this, last):
        return show(finding(this, "change"), Paragraph(note, role="warning"))
    if not said:
        return show(finding(this, "change"))
    return show(Bullets(said)) if moved is None else show(finding(this, "change"), Bullets(said))


@by_edition
def trend(this: Round) -> Blocks:
    """The finding over all rounds, and the mean risk of the same units in each of them."""
    found, words = this.analysis.trend, this.words
    if found is None:
        return show(finding(this, TREND))
    tested = this.analysis.finding(TREND)
    means = [
        words("trend.mean", mean=words.number(mean, 2), year=year)
        for year, mean in zip(found.years, found.means, strict=True)
    ]
    said = words(
        "trend.means",
        measure=words(f"trend.{tested.basis}"),
        who=wording.who(tested, words),
        means=words.listed(means),
    )
    return show(finding(this, TREND), Paragraph(said))


@by_edition
def conclusions(this: Round) -> Bullets:
    """What the report concludes, in plain words."""
    words, responses, items = this.words, this.responses, [*_zones(this)]
    if responses.invited > responses.answered:
        silent = words.count("municipality", responses.invited - responses.answered)
        items.append(words("conclusion.silent", n=silent))
    if this.shows_zones and this.counts.known < this.counts.invited:
        items.append(_county(this))
    return Bullets((*items, *(text for _, text in _plainly(this))))


def _county(this: Round) -> str:
    """How many can be red and green in the whole county."""
    green, _, red = (wording.county_range(bound, this.words) for bound in bounds(this.year, this.counts))
    return this.words("conclusion.county", green=green, red=red)


@by_edition
def rule_matters(this: Round) -> Bullets | Blocks:
    """How far the zones and the conclusions hang on the rule."""
    said = wording.rules(this.rules(), this.words, own_labels(this))
    return Bullets(said) if said else NOTHING


def _zones(this: Round) -> Iterator[str]:
    """How many are red and green among those who answered."""
    if this.shows_zones:
        green, _, red = bounds(this.year, this.counts)
        said = wording.known(red, this.words)
        yield this.words("conclusion.red", share=said) if red.k else said
        yield wording.known(green, this.words)


def _plainly(this: Round) -> Iterator[tuple[str, str]]:
    """Heading and sentence of each finding, as the edition may say it."""
    if this.edition == "internal" or not this.has_answers:
        yield from _told(this, this.analysis.findings)
        return
    yield from wording.verdicts(this.verdicts, this.words)
    last = this.previous()
    if last is not None and this.shows_zones and last.shows_zones:
        yield from _told(this, [this.analysis.finding(CHANGE)])


def _hidden(this: Round) -> Iterator[tuple[str, str]]:
    """Heading and sentence of what the reader misses, all in one."""
    words, last = this.words, this.previous()
    if not this.shows_zones:
        yield words(f"hidden.zones{'' if last else '_first'}"), words("hidden.said")
    elif last is not None and not last.shows_zones:
        yield words("finding.heading.change"), words("hidden.said")


def _told(this: Round, findings: Iterable[Finding]) -> Iterator[tuple[str, str]]:
    plain = this.words.plain()
    for found in findings:
        if found.reason != "no_last_round":
            yield wording.heading(found, this.words), _sentence(this, found, plain)


def _sentence(this: Round, found: Finding, words: Words) -> str:
    """The finding's sentence; of counts alone, what they prove stands before what may be chance."""
    sentence = wording.finding(found, words, area_names(this))
    counted = this.analysis.counts_change
    if found.method != "red_counts" or counted is None or this.analysis.last_year is None:
        return sentence
    return f"{wording.counts_change(counted, this.analysis.last_year, this.year, this.words)[0]} {sentence}"
