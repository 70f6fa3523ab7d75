"""What JupyterLab shows of a round: its facts in a short table, its zones in their colours."""

from __future__ import annotations

from markupsafe import Markup

from ros_analysis.survey import FILLS, LEVELS, Counts, SurveySettings, Words, facts, fill

FRAMES = ("zones", "answers", "repairs")
PLATE = '<span style="background:{};color:#000;padding:0 .5em">{} {}</span>'


def html(survey: SurveySettings, year: int, counts: Counts, has_answers: bool, words: Words) -> Markup:
    """Whose round it is, who answered, the zones as counts, and what to ask it for next."""
    marks = [words("mark.synthetic")] * survey.synthetic + [words("round.counts_only")] * (not has_answers)
    ask = ("counts", *(FRAMES if has_answers else ("published",)), "analysis", "previous()")
    rows = [
        (words("round.round"), " · ".join([f"{survey.county} {year}", *marks])),
        (words("row.answered"), words.share(counts.answered, counts.invited)),
        (words("column.zone"), _plates(counts, words)),
        (words("round.ask"), Markup(" ").join(fill("<code>{}</code>", name) for name in ask)),
    ]
    return facts(survey.name, rows)


def refusal(title: str, refused: Exception, words: Words) -> Markup:
    """The same table for a round whose raw files can't be used: what stands in the way."""
    return facts(title, [(words("round.refused"), str(refused))])


def _plates(counts: Counts, words: Words) -> Markup:
    plates = [fill(PLATE, FILLS[level], getattr(counts, level), words(f"zones.{level}")) for level in LEVELS]
    rest = [f"{counts.undetermined} {words('zone.undetermined')}"] if counts.undetermined else []
    return Markup(" ").join([*plates, *rest])
