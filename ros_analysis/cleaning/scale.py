"""One cell → one step of a scale, one reason for having no answer, or a refusal."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Literal

from ros_analysis.survey import Level, Step, fold

Absence = Literal["blank", "unknown", "not_applicable"]

ABSENT: dict[Absence, frozenset[str]] = {
    "blank": frozenset({"", "-", "–", "—", "ikke svart", "ikke besvart", "ikkje svart", "(blank)"}),
    "unknown": frozenset({"vet ikke", "veit ikkje", "veit ikke", "usikker", "don't know", "ved ikke"}),
    "not_applicable": frozenset(
        {"ikke aktuelt", "ikkje aktuelt", "ikke relevant", "ikkje relevant", "ikke aktuell", "n/a", "i/a"}
    ),
}
LEVEL_WORDS: dict[Level, frozenset[str]] = {
    "green": frozenset({"grønn", "grøn", "grønt", "green", "gr"}),
    "yellow": frozenset({"gul", "gult", "yellow", "gu"}),
    "red": frozenset({"rød", "raud", "rødt", "raudt", "red", "r", "rø"}),
}
WHOLE = re.compile(r"([+-]?[0-9]+)(?:[.,]0+)?")
FRACTION = re.compile(r"[+-]?[0-9]+[.,][0-9]+")
BETWEEN = re.compile(r"[0-9]+\s*(?:[-–—/]|til|eller|og)\s*[0-9]+|.*\?.*")
ENCLOSED = re.compile(r"\(([0-9]+)\)|([0-9]+)[.):]")
LEADING = re.compile(r"\(?([0-9]+)\)?\s*[-–—:.=,)]?\s*([^0-9\s].*)")
TRAILING = re.compile(r"(.*[^0-9\s(])\s*[-–—:=,]?\s*\(?([0-9]+)\)?")
DATE = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?:[t ].*)?|[0-9]{1,2}[. -]\s?"
    r"(?:jan|feb|mars?|apr|mai|may|juni?|juli?|aug|sept?|okt|oct|nov|des|dec)\.?(?:\s?[0-9]{2,4})?"
)


@dataclass(frozen=True)
class Value:
    """A step read; `rule` names the repair where the cell held more or other than the plain number."""

    value: int
    rule: str = ""


@dataclass(frozen=True)
class Absent:
    """No answer, and why; `rule` names the repair where a tool's code said so."""

    why: Absence
    rule: str = ""


@dataclass(frozen=True)
class Graded:
    """A level given in words."""

    level: Level
    rule: str = "level_in_words"


@dataclass(frozen=True)
class Refused:
    """A cell that isn't guessed at: the rule broken, and in words why."""

    rule: str
    message: str
    remedy: str = ""


Reading = Value | Graded | Absent | Refused
OFF_SCALE = Refused(
    "off_scale", "verdien er utenfor skalaen.",
    "Rett verdien. Er den en kode for manglende svar, la cellen stå tom.",
)  # fmt: skip
EXCEL_DATE = Refused(
    "excel_date", "cellen er en dato: Excel gjør «2-3» om til 2. mars.",
    "Skriv tallet på nytt i en celle med tekstformat.",
)  # fmt: skip


def read_step(
    text: str, steps: Sequence[Step], missing_codes: Collection[str] = ()
) -> Value | Absent | Refused:
    """The step of the scale that `text` says: by number, by label, or by both where they agree.

    `missing_codes` are those the survey tool declares. Everything else is refused, never rounded or averaged.
    """
    plain = folded(text)
    values = {name: step.value for step in steps for name in map(folded, step.names)}
    if plain in values:
        return Value(values[plain], "label_as_number")
    if (common := _not_a_number(plain, missing_codes)) is not None:
        return common
    if number := WHOLE.fullmatch(plain) or ENCLOSED.fullmatch(plain):
        value = int(next(group for group in number.groups() if group))
        known = any(step.value == value for step in steps)
        return Value(value, "" if str(value) == text else "number_spelt_otherwise") if known else OFF_SCALE
    if FRACTION.fullmatch(plain):
        return OFF_SCALE
    return _number_with_label(plain, values)


def read_result(text: str, products: Collection[int], missing_codes: Collection[str] = ()) -> Reading:
    """A result as the respondent gave it: one of the scale's `products`, or a colour in words."""
    plain = folded(text)
    if (common := _not_a_number(plain, missing_codes)) is not None:
        return common
    if number := WHOLE.fullmatch(plain):
        value = int(number[1])
        if value not in products:
            return Refused("result_off_scale", "resultatet er ikke et produkt av to trinn.")
        return Value(value, "" if str(value) == text else "number_spelt_otherwise")
    return read_level(text)


def read_level(text: str) -> Graded | Absent | Refused:
    """A zone or level in words or by letter; «G» alone may be grønn or gul and is refused."""
    plain = folded(text).removesuffix(" sone")
    if plain in ABSENT["blank"]:
        return Absent("blank")
    for level, words in LEVEL_WORDS.items():
        if plain in words:
            return Graded(level)
    if plain == "g":
        return Refused("ambiguous_level", "«G» kan være grønn eller gul.", "Skriv hele ordet.")
    return Refused("unknown_level", "er ingen farge.", "Skriv grønn, gul eller rød.")


def folded(text: str) -> str:
    """A cell as it is compared: folded, no full stop at the end."""
    plain = fold(text)
    return plain if re.fullmatch(r"[0-9]+\.", plain) else plain.rstrip(".")


def _not_a_number(plain: str, missing_codes: Collection[str]) -> Absent | Refused | None:
    if DATE.fullmatch(plain):
        return EXCEL_DATE
    if plain in missing_codes:
        return Absent("blank", "declared_missing_code")
    if absent := absent_in(plain):
        return absent
    if BETWEEN.fullmatch(plain):
        return Refused("between_steps", "svaret er ikke ett trinn.", "Be kommunen velge ett trinn.")
    return None


def absent_in(plain: str) -> Absent | None:
    """Why a folded cell says that there is no answer; None where it says anything else."""
    return next((Absent(why) for why, words in ABSENT.items() if plain in words), None)


def _number_with_label(plain: str, values: dict[str, int]) -> Value | Absent | Refused:
    found = LEADING.fullmatch(plain)
    number, label = (found[1], found[2]) if found else ("", plain)
    if found is None and (found := TRAILING.fullmatch(plain)):
        number, label = found[2], found[1]
    label = label if label in values else label.strip("()[]")
    if absent := absent_in(label):
        return absent
    if label not in values:
        return Refused(
            "unknown_label", "svaret er ikke på skalaen.", "Rett svaret, eller før ordet opp i kodeboken."
        )
    if number and int(number) != values[label]:
        return Refused(
            "label_disagrees", f"tallet sier {int(number)}, ordene {values[label]}.", "Rett det som er feil."
        )
    return Value(values[label], "label_as_number")
