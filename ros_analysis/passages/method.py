"""The rules and the analysis plan in plain words, with the codebook's own numbers."""

from __future__ import annotations

from ros_analysis.blocks import Blocks, Bullets, Paragraph, show
from ros_analysis.codebook import LEVELS
from ros_analysis.rounds import Round
from ros_analysis.tables.parts import NOTHING, given_text, range_text


def rule(this: Round) -> Paragraph | Blocks:
    """The zone rule in words, as the codebook has it; where the body gave the zones, that no rule decided them."""
    standard, words = this.codebook.standard, this.words
    if not this.has_answers:
        return NOTHING
    text = words("rule.standard", red_from=standard.red_from, yellow=standard.green_yellow_max)
    said = [given_text(this)] if this.given.all else [text, given_text(this)]
    return Paragraph(" ".join(filter(None, said)))


def method(this: Round) -> Blocks:
    """The body's own notes, and the analysis plan in plain words, declared before the data."""
    keys = ("county", "size", "epj", "change", "holm", "few")
    zones = given_text(this) if this.given.all else this.words("method.zones")
    ours = (_asked(this), zones) if this.has_answers else ()
    plan = Bullets((*ours, *(this.words(f"method.{key}") for key in keys)))
    notes = this.survey.notes
    return show(Bullets(notes, language=this.survey.language), plan) if notes else show(plan)


def area_texts(this: Round) -> Bullets:
    """The areas as the form words them, in its own language."""
    language = this.survey.language
    return Bullets(
        tuple(f"**{area.number} {area.label[language]}.** {area.text}" for area in this.codebook.area),
        language=language,
    )


def _asked(this: Round) -> str:
    """What each municipality answered: likelihood and consequence, only results, or only its zone."""
    if this.has_steps:
        return _scale(this)
    areas = this.words.spelled(len(this.codebook.area))
    return this.words("method.results" if this.has_areas else "method.zones_only", areas=areas)


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
