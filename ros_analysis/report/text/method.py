"""What the reader must know of answers, edition, rules and analysis plan, with the codebook's own numbers."""

from __future__ import annotations

from ros_analysis.analysis import TREND
from ros_analysis.report.blocks import Blocks, Bullets, Paragraph, show
from ros_analysis.report.public import by_edition
from ros_analysis.report.tables.parts import NOTHING, given_text, joined, range_text
from ros_analysis.report.wording import factor
from ros_analysis.report.wording.figures import opening
from ros_analysis.rounds import Round
from ros_analysis.survey import FACTORS, LEVELS

PLAN = ("size", "epj", "own", "change", "trend", "areas", "holm", "few", "silent")
IN_PUBLIC = ("county", "relations_public", "change_public")


@by_edition
def rule(this: Round) -> Paragraph | Blocks:
    """The zone rule in words, as the codebook has it; where the body gave the zones, that no rule decided them."""
    return Paragraph(_rule(this)) if this.has_answers else NOTHING


@by_edition
def method(this: Round) -> Blocks:
    """The body's own notes, the analysis plan in plain words, declared before the data, and what isn't shown."""
    words = this.words
    zones = given_text(this) if this.has_answers and this.given.all else words("method.zones")
    if not this.has_answers:
        said = [words("method.county"), *_plan(this)]
    elif this.edition == "internal":
        said = [_asked(this), zones, words("method.county"), *_plan(this)]
    else:
        rule = [] if this.given.all else [_rule(this)]
        said = [_asked(this), zones, *rule, *(words(f"method.{key}") for key in IN_PUBLIC)]
    if other := this.settings.population_year:
        said.append(words("method.population_year", year=this.year, other=other))
    notes = this.survey.notes
    blocks = [Bullets(notes, language=this.survey.language)] if notes else []
    left_out = [Paragraph(words("method.left_out"))] if this.has_answers and this.edition == "public" else []
    return show(*blocks, Bullets(tuple(said)), *left_out)


@by_edition
def needs_answers(this: Round) -> Blocks:
    """Of a round of published counts, what else there would be to show, and what it would need; all in one list."""
    if this.has_answers:
        return NOTHING
    last, words = this.previous(), this.words
    is_compared = last is not None and not this.unlike(last)
    factors = [factor.name for factor in FACTORS]
    keys = ["follow_up", "areas", *factors, *(["change"] if is_compared else []), "rule"]
    return show(Paragraph(words("needs.counts_only")), Bullets(tuple(words(f"needs.{key}") for key in keys)))


@by_edition
def area_texts(this: Round) -> Bullets:
    """The areas as the form words them, in its own language."""
    language = this.survey.language
    return Bullets(
        tuple(f"**{area.number} {area.label[language]}.** {area.text}" for area in this.codebook.area),
        language=language,
    )


@by_edition
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
    names = ", ".join(different["name"])
    return Paragraph(this.words("zones_given.names", n=n, names=names), role="warning")


@by_edition
def gaps(this: Round) -> Paragraph | Blocks:
    """How many areas were left unanswered, and how many zones that leaves open."""
    if not this.has_answers:
        return NOTHING
    words = this.words
    if not this.has_areas:
        return Paragraph(words("method.zones_only"))
    missing = this.answers[this.answers["missing"] != ""]
    if missing.empty:
        return Paragraph(words("gaps.none"))
    members, undetermined = missing["number"].nunique(), this.counts.undetermined
    some = words(
        "gaps.some" if members > 1 else "gaps.some_one",
        answers=words.count("answer", len(missing)),
        n=words.count("municipality", members),
    )
    left_open = words(
        "gaps.undetermined" if undetermined else "gaps.certain", n=words.count("municipality", undetermined)
    )
    return Paragraph(f"{some} {left_open}")


@by_edition
def editions(this: Round) -> Paragraph:
    return Paragraph(this.words(f"edition_note.{this.edition}"), role="note")


def _plan(this: Round) -> list[str]:
    """The plan: which tests were decided before the data, and what each of them does."""
    words, found = this.words, this.analysis.findings
    declared = words.listed([factor(finding, words) for finding in found if finding.beforehand])
    late = words.listed([factor(finding, words) for finding in found if not finding.beforehand])
    measured = ["score"] if all(finding.basis == "score" for finding in found) else ["score", "basis_zone"]
    without = {
        "size": this.survey.counted is None,
        "own": not this.survey.factor,
        "trend": all(one.question != TREND for one in found),
    }
    keys = [key for key in (*measured, *PLAN) if not without.get(key)]
    head = words("method.plan", plan=this.analysis.plan, declared=declared)
    shared = "services" if any(finding.services for finding in found) else "independent"
    said = {key: words(f"method.{key}") for key in (*keys, shared)}
    if late:
        said["holm"] = words("method.holm_late", late=opening(late))
    return [head, *said.values()]


def _rule(this: Round) -> str:
    standard, words = this.codebook.standard, this.words
    text = words("rule.standard", red_from=standard.red_from, yellow=standard.green_yellow_max)
    return given_text(this) if this.given.all else joined(text, given_text(this))


def _asked(this: Round) -> str:
    """What each municipality answered: likelihood and consequence, only results, or only its zone."""
    if this.has_steps:
        return _scale(this)
    areas = this.words.spelled(len(this.codebook.area))
    return this.words("method.results" if this.has_areas else "method.zones_only", areas=areas)


def _scale(this: Round) -> str:
    """The scales and the matrix in one sentence, with the codebook's numbers."""
    book, words = this.codebook, this.words
    found = {level: [n for n, levels in book.results.items() if level in levels] for level in LEVELS}
    return words(
        "method.scale",
        likelihood=len(book.likelihood),
        consequence=len(book.consequence),
        areas=words.spelled(len(book.area)),
        **{
            level: range_text(words, min(all_of_it), max(all_of_it))
            for level, all_of_it in found.items()
            if all_of_it
        },
    )
