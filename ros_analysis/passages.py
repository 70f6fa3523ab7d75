"""The report's running text: cover, lead, key figures, findings and what each section needs said."""

from __future__ import annotations

from ros_analysis import findings as findings_of
from ros_analysis import wording
from ros_analysis.blocks import Blocks, Bullets, Cover, Finding, KeyFigure, KeyFigures, Paragraph, Prose, show
from ros_analysis.codebook import LEVELS
from ros_analysis.findings import Question
from ros_analysis.intervals import worst_case
from ros_analysis.rounds import Round
from ros_analysis.tables.parts import NOTHING, range_text


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
    return Paragraph(" ".join(parts), role="lead")


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


def finding(this: Round, question: Question) -> Finding | Blocks:
    """One finding as its sentence, with the numbers behind it in a smaller line; the table that follows says what
    is needed where only counts are known."""
    found = getattr(this.analysis, question)
    if found.reason == "counts_only":
        return NOTHING
    return Finding(
        heading=wording.heading(found, this.words),
        text=_sentence(this, found),
        details=wording.details(found, this.words) if _says_all(this) else "",
    )


def findings(this: Round) -> Blocks:
    """The three findings in short, for page one."""
    blocks = [
        Finding(wording.heading(found, this.words), _sentence(this, found))
        for found in this.analysis.findings
        if found.reason != "no_last_round"
    ]
    return Blocks(tuple(blocks))


def change(this: Round, last: Round | None) -> Blocks:
    """The finding on change and, from the counts alone, what they prove and what they do not."""
    if last is None:
        return Blocks((Paragraph(this.words("first_round.change")),))
    counted, moved = this.analysis.counts_change, this.analysis.transition
    said = () if counted is None else wording.counts_change(counted, last.year, this.year, this.words)
    said += wording.merged(moved, this.words) if moved is not None and _says_all(this) else ()
    if not said or not (this.shows_zones and last.shows_zones):
        return show(finding(this, "change"))
    return show(Bullets(said)) if moved is None else show(finding(this, "change"), Bullets(said))


def rule(this: Round) -> Paragraph | Blocks:
    """The zone rule in words, as the codebook has it."""
    standard, words = this.codebook.standard, this.words
    if not this.has_answers:
        return NOTHING
    return Paragraph(words("rule.standard", red_from=standard.red_from, yellow=standard.green_yellow_max))


def rule_matters(this: Round) -> Bullets | Blocks:
    """How far the zones and the conclusions hang on the rule."""
    said = wording.rules(this.rules(), this.words) if _says_all(this) else ()
    return Bullets(said) if said else NOTHING


def zones_given(this: Round) -> Paragraph | Blocks:
    """Where the regional body's own zone differs from the rule's: the body's wins, and every difference is said."""
    if not this.has_answers:
        return NOTHING
    zones = this.zones[this.zones["zone_given"].notna()]
    ruled = zones[zones["zone_best"] == zones["zone_worst"]]
    different = ruled[ruled["zone_given"] != ruled["zone_best"]]
    if different.empty:
        return NOTHING
    n = this.words.count("municipality", len(different))
    if not this.shown.names_municipalities:
        return Paragraph(this.words("zones_given.count", n=n), role="warning")
    names = ", ".join(different["name"])
    return Paragraph(this.words("zones_given.names", n=n, names=names), role="warning")


def gaps(this: Round) -> Paragraph | Blocks:
    """How many areas were left unanswered, and how many zones that leaves open."""
    if not this.has_answers:
        return NOTHING
    words = this.words
    missing = this.answers[this.answers["missing"] != ""]
    if missing.empty:
        return Paragraph(words("gaps.none"))
    parts = [
        words(
            "gaps.some",
            answers=words.count("answer", len(missing)),
            n=words.count("municipality", missing["number"].nunique()),
        )
    ]
    undetermined = this.counts.undetermined
    parts.append(
        words("gaps.undetermined", n=words.count("municipality", undetermined))
        if undetermined
        else words("gaps.certain")
    )
    return Paragraph(" ".join(parts))


def background(this: Round) -> Prose:
    return Prose(this.survey.background)


def proposal(this: Round) -> Prose:
    """The body's own proposal for a decision."""
    return Prose(this.survey.proposal)


def conclusions(this: Round) -> Bullets:
    """What the report concludes, each with its figure."""
    words, counts = this.words, this.counts
    items = [words("conclusion.red", share=words.share(counts.red, counts.answered))]
    items.append(words("conclusion.green", share=words.share(counts.green, counts.answered)))
    if not this.shows_zones:
        items = [words("hidden.zones")]
    if counts.invited > counts.answered:
        items.append(
            words("conclusion.silent", n=words.count("municipality", counts.invited - counts.answered))
        )
    items += [_sentence(this, found) for found in this.analysis.findings if found.reason != "no_last_round"]
    return Bullets(tuple(items))


def misprints(this: Round, last: Round | None) -> Paragraph | Blocks:
    """How many published figures were found wrong, and how many can't be checked."""
    checks = [check for each in (last, this) if each is not None for check in each.published]
    if not checks:
        return Paragraph(this.words("published.none"))
    n = {
        verdict: sum(check.verdict == verdict for check in checks)
        for verdict in ("match", "misprint", "cannot")
    }
    return Paragraph(
        this.words(
            "published.summary", **{key: this.words.count("figure", value) for key, value in n.items()}
        )
    )


def contradictions(this: Round, last: Round | None) -> Bullets | Blocks:
    """What the source says in two ways."""
    found = [text for each in (last, this) if each is not None for text in each.settings.contradictions]
    return Bullets(tuple(found)) if found else NOTHING


def method(this: Round) -> Bullets:
    """The analysis plan in plain words, declared before the data."""
    keys = ("county", "size", "epj", "change", "holm", "few")
    ours = (_scale(this), this.words("method.zones")) if this.has_answers else ()
    return Bullets((*this.survey.notes, *ours, *(this.words(f"method.{key}") for key in keys)))


def area_texts(this: Round) -> Bullets:
    """The areas as the form words them."""
    return Bullets(
        tuple(
            f"**{area.number} {area.label[this.words.language]}.** {area.text}" for area in this.codebook.area
        )
    )


def editions(this: Round) -> Paragraph:
    return Paragraph(this.words(f"edition_note.{this.edition}"), role="note")


def population_note(this: Round) -> Paragraph | Blocks:
    """Why the public edition has no chart of population against risk."""
    if not this.has_answers:
        return NOTHING
    return Paragraph(this.words("population.public"), role="note") if this.edition == "public" else NOTHING


def _sentence(this: Round, found: findings_of.Finding) -> str:
    """The finding's sentence; of counts alone, what they prove stands before what may be chance."""
    sentence = wording.finding(found, this.words) if _says_all(this) else _public_sentence(this, found)
    counted = this.analysis.counts_change
    if found.method != "red_counts" or counted is None or this.analysis.last_year is None:
        return sentence
    return f"{wording.counts_change(counted, this.analysis.last_year, this.year, this.words)[0]} {sentence}"


def _says_all(this: Round) -> bool:
    """Whether nothing that a sentence says could give a hidden count away."""
    return not this.has_answers or this.shown.names_municipalities


def _public_sentence(this: Round, found: findings_of.Finding) -> str:
    last = this.previous()
    if not this.shows_zones or (found.question == "change" and last is not None and not last.shows_zones):
        return this.words("hidden.zones")
    moves: str | None = ""
    if found.question == "change" and this.shown.moves is not None:
        better, same, worse = this.shown.moves
        moves = wording.moves(better, same, worse, this.words)
    elif found.question == "change" and found.method == "paired_steps" and not this.shown.compared:
        moves = None
    return wording.public_finding(
        found, this.words, with_p=this.shown.may_print_p(found.question), moves=moves
    )


def _scale(this: Round) -> str:
    """The scales and the matrix in one sentence, with the codebook's numbers."""
    book = this.codebook
    products = {
        level: sorted(
            {
                a.value * b.value
                for a in book.likelihood
                for b in book.consequence
                if book.level(a.value, b.value) == level
            }
        )
        for level in LEVELS
    }
    ranges = {
        level: range_text(this.words, found[0], found[-1]) for level, found in products.items() if found
    }
    return this.words("method.scale", likelihood=len(book.likelihood), consequence=len(book.consequence),
                      areas=this.words.spelled(len(book.area)), **ranges)  # fmt: skip


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
        label=words(f"key.{level}"),
        note=note,
        level=level,  # type: ignore[arg-type]
    )
