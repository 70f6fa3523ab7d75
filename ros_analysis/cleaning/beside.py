"""One cell beside the answers → a measure, a role, a deadline, a control, or what the body itself asks: by its kind."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from ros_analysis.cleaning.log import AnswerCell
from ros_analysis.cleaning.scale import ABSENT, Graded, Reading, Refused, Value, absent_in, folded, read_step
from ros_analysis.exports import day_of, kind_of, without_names
from ros_analysis.survey import Codebook, Level, OwnColumn, Step

CHOICES: Mapping[str, frozenset[str]] = {
    "yes": frozenset({"ja", "yes", "sann", "true"}),
    "partly": frozenset({"delvis", "delvist", "til dels", "partly"}),
    "no": frozenset({"nei", "no", "usann", "false"}),
}
CHOICE_NAMES = {"yes": "ja", "partly": "delvis", "no": "nei"}
NUMBER = re.compile(r"[-−]?\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?:[.,]\d+)?|[-−]?\d+(?:[.,]\d+)?")
EITHER = re.compile(r"[-−]?[1-9]\d{0,2}[.,]\d{3}")
OwnValue = str | float | None
LEVEL_NAMES: Mapping[Level, str] = {"green": "grønn", "yellow": "gul", "red": "rød"}
MASKED = ("personopplysning", "skjult", "personal_masked")


def read_field(cell: AnswerCell, name: str, codebook: Codebook) -> str:
    """What the cell says of a field, as contract.FOLLOW_UP keeps it; empty where it is blank, or refused in the log."""
    field = codebook.asked[name]
    plain = folded(cell.text)
    if plain in ABSENT["blank"]:
        return ""
    if field.kind not in ("text", "role") and absent_in(plain):
        cell.fix("ikke svart", "field_not_known")
        return ""
    return _READERS[field.kind](cell, name, codebook)


def _step(cell: AnswerCell, name: str, codebook: Codebook) -> str:
    steps = codebook.steps(name)
    reading = read_step(cell.text, steps)
    tell(cell, reading, listed(steps), codebook.where(name))
    return str(reading.value) if isinstance(reading, Value) else ""


def tell(cell: AnswerCell, reading: Reading, allowed: str, where: str = "") -> None:
    """Log what a cell was read as; one that isn't on its scale with what is `allowed`, and `where` that is written."""
    if isinstance(reading, Refused):
        remedy = f"{reading.remedy} {where}".strip()
        cell.refuse(reading.rule, reading.message, allowed=allowed, remedy=remedy)
    elif isinstance(reading, Graded):
        cell.fix(LEVEL_NAMES[reading.level], reading.rule)
    elif reading.rule == "formula_zero":
        cell.warn("ikke lest", reading.rule)
    elif reading.rule:
        cell.fix(str(reading.value) if isinstance(reading, Value) else "ikke svart", reading.rule)


def listed(steps: Sequence[Step]) -> str:
    """The steps of a scale, as in a list of what is allowed."""
    return ", ".join(f"{step.value} {step.label.nb}" for step in steps)


def _choice(cell: AnswerCell, name: str, codebook: Codebook) -> str:
    choices = codebook.asked[name].choices
    said = next((choice for choice in choices if folded(cell.text) in CHOICES[choice]), "")
    if not said:
        allowed = ", ".join(CHOICE_NAMES[choice] for choice in choices)
        cell.refuse(
            "unknown_choice", "svaret er ikke et av valgene.", allowed=allowed, remedy="Skriv et av dem."
        )
    return said


def _text(cell: AnswerCell, name: str, codebook: Codebook) -> str:
    told = without_names(" ".join(cell.text.split()), first_too=codebook.asked[name].kind == "role")
    if told != " ".join(cell.text.split()):
        cell.log.warn(cell.place, *MASKED)
    return told


def _date(cell: AnswerCell, name: str, codebook: Codebook) -> str:
    day = day_of(cell.text)
    if day is None:
        cell.refuse(
            "no_date", "er ingen dato.", allowed="en dato, som 30.06.2024 eller 2024-06-30",
            remedy="Skriv dag, måned og år; er bare måneden kjent, skriv den siste dagen i den.",
        )  # fmt: skip
        return ""
    if day.isoformat() != cell.text:
        cell.fix(day.isoformat(), "date_rewritten")
    return day.isoformat()


_READERS: Mapping[str, Callable[[AnswerCell, str, Codebook], str]] = {
    "step": _step,
    "choice": _choice,
    "text": _text,
    "role": _text,
    "date": _date,
}


def read_own(cell: AnswerCell, column: OwnColumn) -> OwnValue:
    """The cell's number or group, None where there is none; refuses in the log what is no number."""
    try:
        value = (
            float(cell.text)
            if kind_of(cell.text) == "decimal" and column.kind == "number"
            else own_value(cell.text, column)
        )
    except ValueError as error:
        cell.refuse(
            "own_number", f"«{column.header}» er et tall i survey.toml, men {error}.",
            allowed="et tall som 12, 12,5 eller 1 200, eller tom",
            remedy='Rett cellen, eller skriv kind = "group" under [[factor]].',
        )  # fmt: skip
        return None
    if value is None and cell.text:
        cell.fix("ikke svart", "field_not_known")
    return value


def own_value(said: str, column: OwnColumn) -> OwnValue:
    """The number or group that a text says, None for none; raises ValueError for no number, or one that may be two."""
    text = " ".join(said.split())
    if absent_in(folded(text)):
        return None
    if column.kind == "group":
        return text
    if EITHER.fullmatch(text):
        raise ValueError(f"«{text}» kan bety {re.sub('[.,]', '', text)} eller {text.replace('.', ',')}")
    if not NUMBER.fullmatch(text):
        raise ValueError(f"«{text}» er ikke det")
    return float(re.sub(r"[ \u00a0\u202f]", "", text).replace(",", ".").replace("−", "-"))
