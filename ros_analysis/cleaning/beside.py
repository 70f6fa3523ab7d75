"""One cell beside the answers → a measure, who is responsible, a deadline, a control: each read by its kind."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from ros_analysis.cleaning.log import AnswerCell
from ros_analysis.cleaning.scale import ABSENT, Refused, Value, folded, read_step
from ros_analysis.exports import day_of, without_names
from ros_analysis.survey import Codebook

CHOICES: Mapping[str, frozenset[str]] = {
    "yes": frozenset({"ja", "yes", "sann", "true"}),
    "partly": frozenset({"delvis", "delvist", "til dels", "partly"}),
    "no": frozenset({"nei", "no", "usann", "false"}),
}
CHOICE_NAMES = {"yes": "ja", "partly": "delvis", "no": "nei"}
MASKED = ("personopplysning", "skjult", "personal_masked")


def read_field(cell: AnswerCell, name: str, codebook: Codebook) -> str:
    """What the cell says of a field, as contract.FOLLOW_UP keeps it; empty where it is blank, or refused in the log."""
    field = codebook.asked[name]
    plain = folded(cell.text)
    if plain in ABSENT["blank"]:
        return ""
    if field.kind not in ("text", "role") and any(plain in words for words in ABSENT.values()):
        cell.fix("ikke svart", "field_not_known")
        return ""
    return _READERS[field.kind](cell, name, codebook)


def _step(cell: AnswerCell, name: str, codebook: Codebook) -> str:
    steps = codebook.steps(name)
    reading = read_step(cell.text, steps, is_date=cell.kind == "date")
    if isinstance(reading, Value):
        if reading.rule:
            cell.fix(str(reading.value), reading.rule)
        return str(reading.value)
    if isinstance(reading, Refused):
        allowed = ", ".join(f"{step.value} {step.label.nb}" for step in steps)
        cell.refuse(
            reading.rule,
            reading.message,
            allowed=allowed,
            remedy=f"{reading.remedy} {codebook.where(name)}".strip(),
        )
    return ""


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
