"""What tables, figures and texts share: sources, notes, names of areas, and what is hidden."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from ros_analysis.report.blocks import Blocks, Paragraph
from ros_analysis.report.exhibits import Figure, Records, records
from ros_analysis.report.wording.figures import opening
from ros_analysis.rounds import Round
from ros_analysis.survey import LEVELS, NBSP, Level, Words

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


def figure(
    this: Round,
    key: str,
    svg: str,
    data: Iterable[Mapping[str, Any]],
    *,
    id: str = "",
    n: int | None = ALL,
    note: str = "",
    **said: object,
) -> Figure:
    """A drawing with the caption and the alt text of figure.`key`, with what is `said` in them; named so, or `id`."""
    return Figure(
        id=(id or key).replace("_", "-"),
        caption=opening(this.words(f"figure.{key}.caption", **said)),
        alt=this.words(f"figure.{key}.alt", **said),
        svg=svg,
        note=note,
        source=source(this, n),
        data=tuple(data),
    )


def cells(counts: pd.DataFrame, row: str, column: str) -> Records:
    """A record for each cell of a table of counts: the row's name, the column's, and how many (`count`)."""
    return tuple(
        {row: name, column: key, "count": n}
        for name, numbers in zip(counts.index.tolist(), records(counts), strict=True)
        for key, n in zip(counts.columns.tolist(), numbers.values(), strict=True)
    )


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


def red_zone(this: Round) -> pd.DataFrame:
    """Those in red zone, the ones with most red areas first."""
    red = this.zones[this.zones["zone"] == "red"]
    return red.sort_values(["red_areas", "number"], ascending=[False, True])


def area_names(this: Round) -> dict[int, str]:
    """«3 Innkomne e-meldinger, dagtid» of each area's number, in the codebook's order."""
    return {area.number: f"{area.number} {area.label[this.words.language]}" for area in this.codebook.area}


def with_results(this: Round, answers: pd.DataFrame) -> list[str]:
    """«3 Innkomne e-meldinger, dagtid (12)» of each answer; the area alone where its result isn't known."""
    names = area_names(this)
    pairs = zip(answers["area"], answers["result"], strict=True)
    return [names[area] if pd.isna(result) else f"{names[area]} ({result})" for area, result in pairs]


def own_labels(this: Round) -> dict[str, str]:
    """What the body calls each factor of its own, by name."""
    return {factor.name: factor.label for factor in this.survey.factors if factor.label}


def by_level(words: Words, counts: Mapping[Level, int], of: str = "bounds") -> str:
    """«1 rød, 3 gule og 4 grønne», the worst first, without those that there are none of; `of` says of what."""
    known = {level: counts[level] for level in reversed(LEVELS) if counts[level]}
    return words.listed(
        [
            f"{words.number(n)} {words(f'{of}.one.{level}' if n == 1 else f'bounds.many.{level}')}"
            for level, n in known.items()
        ]
    )


def areas_by_level(words: Words, counts: Mapping[Level, int]) -> str:
    """«Av 8 områder er 1 rødt, 3 gule og 4 grønne.», empty where there are none."""
    n = sum(counts.values())
    return words("sheet.levels", n=words.number(n), levels=by_level(words, counts, "sheet")) if n else ""


def range_text(words: Words, low: float, high: float) -> str:
    """«5–8», or «5» where both ends are the same."""
    ends = [words.number(low), words.number(high)]
    return ends[0] if ends[0] == ends[1] else f"{ends[0]}–{ends[1]}"


def nbsp(text: str) -> str:
    return text.replace(" ", NBSP)
