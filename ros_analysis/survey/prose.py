"""The body's own texts that a report prints, and those of them that a person has yet to write."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ros_analysis.survey.codebook import Codebook
from ros_analysis.survey.settings import RoundSettings, SurveySettings

PLACEHOLDER = re.compile(r"^[^\S\n]*(\[[^\[\]]*[^\W\d_]{2}[^\[\]]*\])[^\S\n]*$", re.MULTILINE)
"""A text in brackets that stands alone, as `ros new-survey` writes what is to be filled in; «[1]» is a reference."""

READ_BY_ALL = (
    *("name", "county", "organiser", "source", "background", "proposal", "notes"),
    *("sent_text", "counts_source", "contradictions"),
)
"""The keys of survey.toml and round.toml whose texts the report prints."""


@dataclass(frozen=True)
class Placeholder:
    """A text that a person has yet to write: which file and key, and what stands there."""

    file: str
    key: str
    text: str

    def __str__(self) -> str:
        return f"{self.file}, {self.key}: «{self.text}» er en plassholder"


def placeholders(
    survey: SurveySettings, settings: RoundSettings, codebook: Codebook
) -> tuple[Placeholder, ...]:
    """The texts of a round's report that still are placeholders, in the order of the files."""
    written = [
        (file, key, text)
        for file, model in (("survey.toml", survey), (f"{settings.year}/round.toml", settings))
        for key in READ_BY_ALL
        for text in _texts(getattr(model, key, ""))
    ]
    written += [(codebook.file, f"area {area.number}, text", area.text) for area in codebook.area]
    return tuple(
        Placeholder(file, key, " ".join(found.split()))
        for file, key, text in written
        for found in PLACEHOLDER.findall(text)
    )


def own_texts(survey: SurveySettings, settings: RoundSettings) -> tuple[str, ...]:
    """The body's own texts that a report prints."""
    models = (survey, settings)
    return tuple(text for model in models for key in READ_BY_ALL for text in _texts(getattr(model, key, "")))


def _texts(value: str | tuple[str, ...]) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else value
