"""Who must act and on what, as page one says it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from operator import itemgetter

from ros_analysis import rounds
from ros_analysis.report.blocks import Blocks, Bullets, Paragraph, show
from ros_analysis.report.public import by_edition
from ros_analysis.report.tables.parts import NOTHING, area_names, nbsp, red_zone
from ros_analysis.rounds import Round

MOST, WORST, SEVERAL = 8, 2, 3
"""How many are named on page one, with how many areas each, and how many areas may be called the most red ones."""


@by_edition
def must_act(this: Round) -> Blocks:
    """Internally those in red zone by name, as many as page one holds, with their worst areas and first deadline."""
    if not this.has_answers or (red := red_zone(this)).empty:
        return NOTHING
    words, deadlines = this.words, _deadlines(this)
    heading = Paragraph(f"**{words('act.worst' if this.has_areas else 'act.named')}**")
    said = [_of_one(this, one["number"], one["name"], deadlines) for _, one in red.head(MOST).iterrows()]
    rest = [words("act.rest", n=words.number(len(red) - MOST))] if len(red) > MOST else []
    return show(heading, Bullets((*said, *rest)))


@by_edition
def most_red(this: Round) -> Paragraph | Blocks:
    """The two areas with most red answers, or those of equally many; where too many are alike, how many they are."""
    levels = this.shown.levels if this.has_areas else None
    if levels is None:
        return NOTHING
    words, names = this.words, area_names(this)
    red = zip(levels["red"], levels.index, strict=True)
    falling = sorted(((k, names[area]) for k, area in red if k), key=itemgetter(0), reverse=True)
    if not falling:
        return NOTHING
    counts = [k for k, _ in falling]
    named = [f"{name} ({_members(this, k)})" for k, name in falling[: _standing_out(counts)]]
    if not named:
        n, each = words.spelled(counts.count(counts[0])), _members(this, counts[0])
        return Paragraph(words("act.most_red_alike", n=n, each=each))
    return Paragraph(words("act.most_red", areas="; ".join(named)))


def _members(this: Round, k: int) -> str:
    return nbsp(this.words.count("municipality", k))


def _standing_out(falling: Sequence[int]) -> int:
    """How many of the counts are the two largest, or the largest alone, with all that equal them; none if too many."""
    for last in falling[1::-1]:
        alike = sum(count >= last for count in falling)
        if alike <= SEVERAL:
            return alike
    return 0


def _of_one(this: Round, number: str, name: str, deadlines: Mapping[str, str]) -> str:
    """«**Solfjord:** 7 Driftsmeldinger; 3 Innkomne; 2 røde til. Første frist er 1. mars 2021.»"""
    words, names = this.words, area_names(this)
    own = this.answers[(this.answers["number"] == number) & (this.answers["level"] == "red")]
    worst = own.sort_values("result", ascending=False, kind="stable").head(WORST)
    areas = [names[area] for area in worst["area"]]
    if more := len(own) - len(worst):
        areas.append(words(f"act.more_{'one' if more == 1 else 'many'}", n=words.number(more)))
    if not areas:
        return f"**{name}**"
    due = words("act.due", date=deadlines[number]) if number in deadlines else ""
    return words("act.of_one", name=name, areas="; ".join(areas), due=due).strip()


def _deadlines(this: Round) -> Mapping[str, str]:
    """The first deadline of a red area, by the member's number."""
    if "due" not in this.codebook.asked:
        return {}
    told = rounds.measures(this)
    first = told[(told["level"] == "red") & told["due"].notna()].groupby("number")["due"].min()
    return {str(number): this.words.date(date.fromisoformat(due)) for number, due in first.items()}
