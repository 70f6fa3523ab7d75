"""What the tests found, as sentences that the edition may print."""

from __future__ import annotations

from ros_analysis import wording
from ros_analysis.blocks import Blocks, Bullets, Finding, Paragraph, show
from ros_analysis.bounds import bounds
from ros_analysis.findings import Finding as Found
from ros_analysis.findings import Question
from ros_analysis.rounds import Round
from ros_analysis.tables.parts import NOTHING, unlike_note


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
    if note := unlike_note(this, last):
        return show(finding(this, "change"), Paragraph(note, role="warning"))
    if not said or not (this.shows_zones and last.shows_zones):
        return show(finding(this, "change"))
    return show(Bullets(said)) if moved is None else show(finding(this, "change"), Bullets(said))


def conclusions(this: Round) -> Bullets:
    """What the report concludes, each with its figure."""
    words = this.words
    items = _zones(this) if this.shows_zones else [words("hidden.zones")]
    if silent := this.counts.invited - this.counts.answered:
        items.append(words("conclusion.silent", n=words.count("municipality", silent)))
    if this.shows_zones and this.counts.known < this.counts.invited:
        items.append(_county(this))
    items += [_sentence(this, found) for found in this.analysis.findings if found.reason != "no_last_round"]
    return Bullets(tuple(items))


def _zones(this: Round) -> list[str]:
    """How many are red and green among those who answered."""
    green, _, red = bounds(this.year, this.counts)
    said = wording.known(red, this.words)
    return [this.words("conclusion.red", share=said) if red.k else said, wording.known(green, this.words)]


def _county(this: Round) -> str:
    """How many can be red and green in the whole county."""
    green, _, red = (wording.county_range(bound, this.words) for bound in bounds(this.year, this.counts))
    return this.words("conclusion.county", green=green, red=red)


def rule_matters(this: Round) -> Bullets | Blocks:
    """How far the zones and the conclusions hang on the rule."""
    said = wording.rules(this.rules(), this.words) if _says_all(this) else ()
    return Bullets(said) if said else NOTHING


def _sentence(this: Round, found: Found) -> str:
    """The finding's sentence; of counts alone, what they prove stands before what may be chance."""
    sentence = wording.finding(found, this.words) if _says_all(this) else _public_sentence(this, found)
    counted = this.analysis.counts_change
    if found.method != "red_counts" or counted is None or this.analysis.last_year is None:
        return sentence
    return f"{wording.counts_change(counted, this.analysis.last_year, this.year, this.words)[0]} {sentence}"


def _says_all(this: Round) -> bool:
    """Whether nothing that a sentence says could give a hidden count away."""
    return not this.has_answers or this.shown.names_municipalities


def _public_sentence(this: Round, found: Found) -> str:
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
