"""What an answer consists of: one entry here for each thing that a column of raw data may hold."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Literal

from ros_analysis.survey.models import Strict

Kind = Literal["step", "choice", "text", "role", "date"]


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


@dataclass(frozen=True)
class Extra:
    """Something that a codebook may ask beside the answers, of each area or, if `once`, of the whole.

    `words` is a pattern of headers that ask for it; a `vague` one is tried after the others. `header` is what its
    column is called in a table made of forms. Of the kinds, «step» is on the codebook's `scale`, «choice» one of
    `choices`, «role» a text that says who by what they do, never by name. All is internal but how many say yes to a
    choice.
    """

    words: str
    header: str
    kind: Kind
    scale: str = ""
    choices: tuple[str, ...] = ()
    once: bool = False
    vague: bool = False


TESTED = r"(?:test|øv)\w*"
MAILBOX = r"(?:meldingsansvarl[ie]g|e-postadresse|mailbox)"
CONTINGENCY = r"(?:beredskap\w*|contingency)"


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
        str | None,
        Role(
            r"kommune(?:ns|navn|namn)?\b|municipality|^(?:svar fr[aå]|answers from)\W*$", "Kommune", says=True
        ),
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
            r"(?<!u)sannsynl?\w*|\blikelihood|probability|how likely",
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

    measure: Annotated[
        Mapping[str, str],
        Extra(
            r"(?:finnes|finst|eksisterende|har (?:vi|dere|kommunen)) tiltak|existing measures?|measures? today|"
            r"\btiltak(?:et)?\b(?: i dag| på plass| finnes)?",
            "Tiltak i dag",
            "choice",
            choices=("yes", "partly", "no"),
            vague=True,
        ),
    ] = {}
    planned: Annotated[
        Mapping[str, str],
        Extra(r"planl\w* (?:nye )?tiltak\w*|nye tiltak|planned measures?", "Planlagt tiltak", "text"),
    ] = {}
    responsible: Annotated[
        Mapping[str, str],
        Extra(r"\bansvar(?:l[ie]g)?\b(?: \(?rolle\)?)?|\bresponsible\b", "Ansvarlig (rolle)", "role"),
    ] = {}
    due: Annotated[
        Mapping[str, str],
        Extra(
            r"\b(?:tiltaks)?frist\w*(?: for \w*tiltak\w*)?|\bdue(?: date)?\b|\bdeadline\b", "Frist", "date"
        ),
    ] = {}
    likelihood_after: Annotated[
        Mapping[str, str],
        Extra(
            r"sannsynl?\w* etter\w*(?: \w*tiltak\w*)?|rest\w*sannsynl?\w*|likelihood after(?: measures?)?",
            "Sannsynlighet etter tiltak",
            "step",
            "likelihood",
        ),
    ] = {}
    consequence_after: Annotated[
        Mapping[str, str],
        Extra(
            r"konsekv?\w* etter\w*(?: \w*tiltak\w*)?|rest\w*konsekv?\w*|consequence after(?: measures?)?",
            "Konsekvens etter tiltak",
            "step",
            "consequence",
        ),
    ] = {}
    mailbox_routine: Annotated[
        str | None,
        Extra(
            rf"(?:rutine|routine)\w*.*{MAILBOX}|{MAILBOX}.*(?:rutine|routine)",
            "Rutine for meldingsansvarlig-adressen",
            "choice",
            choices=("yes", "no"),
            once=True,
            vague=True,
        ),
    ] = None
    mailbox_tested: Annotated[
        str | None,
        Extra(
            rf"{MAILBOX}.*\b{TESTED}|\b{TESTED}.*{MAILBOX}",
            "Meldingsansvarlig-adressen sist testet",
            "date",
            once=True,
        ),
    ] = None
    contingency_answered: Annotated[
        str | None,
        Extra(
            rf"(?:svar|answer)\w*.*{CONTINGENCY}|{CONTINGENCY}.*(?:svar|answer)",
            "Helsepersonell svarer på beredskapsnummeret",
            "choice",
            choices=("yes", "no"),
            once=True,
            vague=True,
        ),
    ] = None
    contingency_tested: Annotated[
        str | None,
        Extra(
            rf"{CONTINGENCY}.*\b{TESTED}|\b{TESTED}.*{CONTINGENCY}",
            "Beredskapsnummeret sist testet",
            "date",
            once=True,
        ),
    ] = None
    factor: Mapping[str, str] = {}
    """Where a factor of the body's own, or «service», stands in another column than survey.toml says."""

    def of(self, part: str) -> Mapping[str, str]:
        """The columns of one part or field, by number or code of the area."""
        named: Mapping[str, str] = getattr(self, part)
        return named


_ENTRIES = [(name, entry) for name, field in Columns.model_fields.items() for entry in field.metadata]
ROLES = {name: entry for name, entry in _ENTRIES if isinstance(entry, Role)}
PARTS = {name: entry for name, entry in _ENTRIES if isinstance(entry, Part)}
FIELDS = {name: entry for name, entry in _ENTRIES if isinstance(entry, Extra)}
SCALES = {name: entry.scale for name, entry in _ENTRIES if isinstance(entry, Part | Extra)}
BY_AREA = (*PARTS, *(name for name, entry in FIELDS.items() if not entry.once))
ONCE = (*ROLES, *(name for name, entry in FIELDS.items() if entry.once))
"""What there is a column of for each area, and one column of in all."""
STEPS = tuple(part for part, entry in PARTS.items() if entry.required)
"""The parts that every area is asked for, each on a scale of its own; the result follows from them."""
