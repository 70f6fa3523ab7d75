"""What an answer consists of: one entry here for each thing that a column of raw data may hold."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

from ros_analysis.survey.models import Strict


@dataclass(frozen=True)
class Role:
    """Something said once by each who answers.

    `words`: a pattern of headers that ask for it, «» where none is known; those more `specific` are tried first, as
    «Kommunens fagsystem» is about the system. `header`: what its column is called in a table made of forms.
    `says`: whether it is a part of the answer, not one of its circumstances. `wanted`: worth telling of if not read.
    """

    words: str = ""
    header: str = ""
    specific: int = 0
    says: bool = False
    wanted: bool = False


@dataclass(frozen=True)
class Part:
    """Something said of each area, as a number: a step of the codebook's `scale`, or with none what follows from steps.

    `words` and `letter` (as in «S1») ask for it in headers; `header` is what its column is called in a table made of
    forms, and `noun` what people call it. Each that is `required` must be there, or the result.
    """

    words: str
    letter: str
    header: str
    noun: str
    scale: str = ""
    required: bool = False

    @property
    def asked(self) -> str:
        """The pattern of headers that ask for it, in words or by its letter."""
        by_letter = rf"|\b{self.letter}[_ .]?\d*\b|(?<=[\d_]){self.letter}\b" if self.letter else ""
        return self.words + by_letter


class Columns(Strict):
    """Which column holds what: header text, variable code or column letter; areas by their number as text."""

    municipality_number: Annotated[
        str | None,
        Role(
            r"komm(?:une)?\.?\s?(?:nummer|nr)\.?|\bknr\b|kommunenr|municipality number",
            "Kommunenummer",
            specific=1,
            says=True,
        ),
    ] = None
    municipality: Annotated[
        str | None, Role(r"kommune(?:ns|navn|namn)?\b|municipality", "Kommune", says=True)
    ] = None
    epj: Annotated[
        str | None,
        Role(
            r"\bepj\b|fagsystem|journalsystem|pasientjournal|fagprogram|\behr\b|patient record",
            "Fagsystem",
            specific=2,
            says=True,
            wanted=True,
        ),
    ] = None
    zone: Annotated[
        str | None,
        Role(
            r"\bsone\b|risikosone|\bkategori\b|samlet vurdering|\bzone\b",
            "Sone",
            specific=2,
            says=True,
            wanted=True,
        ),
    ] = None
    timestamp: Annotated[
        str | None,
        Role(r"\btidspunkt\b|\btidsstempel\b|svardato|innsendt|\btimestamp\b", wanted=True),
    ] = None
    status: Annotated[str | None, Role()] = None
    role: Annotated[
        str | None, Role(r"\brolle\b|\bstilling\b|\bfunksjon\b|\brole\b", specific=2, wanted=True)
    ] = None
    likelihood: Annotated[
        Mapping[str, str],
        Part(
            r"sannsynl?\w*|likelihood|probability|how likely",
            "s",
            "Sannsynlighet",
            "sannsynlighet",
            "likelihood",
            required=True,
        ),
    ] = {}
    consequence: Annotated[
        Mapping[str, str],
        Part(
            r"konsekv?\w*|consequence|alvorlighet\w*|(?:hvor|kor) alvorl[ei]g|severity|how serious|\bimpact\b",
            "k",
            "Konsekvens",
            "konsekvens",
            "consequence",
            required=True,
        ),
    ] = {}
    result: Annotated[
        Mapping[str, str],
        Part(
            r"resultat\w*|produkt\w*|\brisiko(?:verdi|nivå|score)?\b|\bresult\b|s\s?[x×*]\s?k",
            "r",
            "Resultat",
            "resultat",
        ),
    ] = {}

    def of(self, part: str) -> Mapping[str, str]:
        """The columns of one part, by number or code of the area."""
        named: Mapping[str, str] = getattr(self, part)
        return named


_ENTRIES = [(name, entry) for name, field in Columns.model_fields.items() for entry in field.metadata]
ROLES = {name: entry for name, entry in _ENTRIES if isinstance(entry, Role)}
PARTS = {name: entry for name, entry in _ENTRIES if isinstance(entry, Part)}
STEPS = tuple(part for part, entry in PARTS.items() if entry.required)
"""The parts that every area is asked for, each on a scale of its own; the result follows from them."""
