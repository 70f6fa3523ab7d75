"""What several tables share: source lines, cells with a level, what is hidden."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from ros_analysis.analysis import Question
from ros_analysis.report.blocks import Blocks, Paragraph
from ros_analysis.report.exhibits import Cell
from ros_analysis.report.wording.figures import p_number
from ros_analysis.rounds import Round
from ros_analysis.survey import LEVELS, NBSP, OTHER, Level, Words

NOTHING = Blocks()
ALL = -1
"""All municipalities that answered."""


def source(this: Round, n: int | None = ALL) -> str:
    """«ROS-kartlegging av e-meldinger. Eksempelfylket 2020, n = 23.», or the paper where only counts are known.

    `n` is the number of municipalities in the table or figure: all that answered, or None where it has several.
    """
    told = {
        "source": this.survey.source.rstrip(".") or this.survey.name,
        "county": this.survey.county,
        "year": this.year,
    }
    if n is None:
        return this.words("source.several", **told)
    answered = this.responses.answered if n == ALL else n
    return this.words("source.round", **told, n=this.words.number(answered))


def needs_answers(this: Round, key: str) -> Paragraph:
    """What one table would need that published counts don't give: «Krever svar per kommune. …»."""
    return Paragraph(f"**{this.words('needs.heading')}** {this.words(f'needs.{key}')}", role="needs")


def hidden(words: Words, what: str = "") -> Paragraph:
    """«Vises ikke i den offentlige utgaven», always in the same words, after what it is where no heading says so."""
    return Paragraph(
        words("hidden.said") if not what else words("hidden.named", what=words(f"hidden.{what}"))
    )


def joined(*notes: str) -> str:
    """The notes that say something, as one."""
    return " ".join(filter(None, notes))


def unlike_note(this: Round, *others: Round | None) -> str:
    """What was not the same in `others`, and that they therefore stand side by side only; empty where all was."""
    years = [other.year for other in others if other is not None and this.unlike(other)]
    if not years:
        return ""
    aspects = dict.fromkeys(aspect for other in others if other is not None for aspect in this.unlike(other))
    words = this.words
    return words(
        "unlike.note",
        years=words.listed([str(year) for year in years]),
        aspects=words.listed([words(f"unlike.{aspect}") for aspect in aspects]),
        year=this.year,
    )


def given_note(this: Round) -> str:
    """That zones are given by the body, and of how many where not all; the public edition says only that they are."""
    found, words = this.given, this.words
    if not found.n:
        return ""
    key = "all" if found.all else "some" if this.edition == "internal" else "some_public"
    return words(f"zones_given.{key}", n=words.number(found.n), of=words.number(found.of))


def given_text(this: Round) -> str:
    """`given_note` and, internally, how many of the zones given differ from the rule's."""
    found, words = this.given, this.words
    if not found.ruled or this.edition == "public":
        return given_note(this)
    ruled = words.count("municipality", found.ruled)
    key = "differ" if found.differ else "same"
    return f"{given_note(this)} {words(f'zones_given.{key}', k=words.number(found.differ), n=ruled)}"


def zone_cell(words: Words, level: str | float | None) -> Cell:
    """The zone in words with its colour; «uavklart» where missing areas leave it open."""
    known = next((name for name in LEVELS if name == level), None)
    return (
        Cell(words(f"zone.{known}").capitalize(), known)
        if known
        else Cell(words("zone.undetermined").capitalize())
    )


def red_zone(this: Round) -> pd.DataFrame:
    """Those in red zone, the ones with most red areas first."""
    red = this.zones[this.zones["zone"] == "red"]
    return red.sort_values(["red_areas", "number"], ascending=[False, True])


def epj_label(words: Words, name: object) -> str:
    """The system's name, the words for other and unknown ones, «..» where none is stated."""
    if not isinstance(name, str):
        return ".."
    return words("epj.other") if name == OTHER else name


def area_names(this: Round) -> dict[int, str]:
    """«3 Innkomne e-meldinger, dagtid» of each area's number, in the codebook's order."""
    return {area.number: f"{area.number} {area.label[this.words.language]}" for area in this.codebook.area}


def own_labels(this: Round) -> dict[str, str]:
    """What the body calls each factor of its own, by name."""
    return {factor.name: factor.label for factor in this.survey.factors if factor.label}


def p_label(this: Round, question: Question, key: str = "column") -> str:
    """What a column or row of a question's p is called."""
    own = own_labels(this)
    if question in own:
        return this.words("column.p_own", factor=own[question])
    return this.words(f"{key}.p_{question}")


def p_text(words: Words, p: float | None) -> str:
    """A p-value without «p =»; «..» where nothing could be tested."""
    return ".." if p is None or pd.isna(p) else p_number(p, words)


def count(words: Words, value: object) -> str:
    """A count, and «-» for none (SSB's symbol)."""
    return words.number(float(str(value))) if int(str(value)) else "-"


def level_cell(words: Words, value: object, level: Level) -> Cell:
    """A count with the colour of what it counts, uncoloured where there are none."""
    text = count(words, value)
    return Cell(text, level if text != "-" else None)


def median(words: Words, value: object) -> str:
    """A median with one decimal where it is no whole number; «..» where there is none."""
    if pd.isna(value):  # type: ignore[call-overload]
        return ".."
    middle = float(str(value))
    return words.number(middle, 0 if middle == int(middle) else 1)


def by_level(words: Words, counts: Mapping[Level, int], *, areas: bool = False) -> str:
    """«1 rød, 3 gule og 4 grønne», the worst first, without those that there are none of; of `areas`, «1 rødt»."""
    told = []
    for level in reversed(LEVELS):
        single = words(f"sheet.one.{level}") if areas else words(f"bounds.one.{level}")
        if n := counts[level]:
            told.append(f"{words.number(n)} {single if n == 1 else words(f'bounds.many.{level}')}")
    return words.listed(told) if told else ""


def range_text(words: Words, low: float, high: float) -> str:
    """«5–8», or «5» where both ends are the same."""
    ends = [words.number(low), words.number(high)]
    return ends[0] if ends[0] == ends[1] else f"{ends[0]}–{ends[1]}"


def nbsp(text: str) -> str:
    return text.replace(" ", NBSP)
