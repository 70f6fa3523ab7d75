"""A survey's own words for those it asks, put in the place of the catalogue's: «sykehuset» for «kommunen»."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from ros_analysis.survey.models import Strict

Word = Annotated[str, Field(pattern=r"^(\w[^{}\n]*)?$")]


class UnitWords(Strict):
    """What those asked are called in one language, each word as it stands inside a sentence; «» is the catalogue's.

    one: «sykehus» · many: «sykehus» · the: «sykehuset» · all: «sykehusene» (in English the first two will do) · whole:
    what they belong to, «regionen» · counted: what their size counts, «senger» · compound: the first part of a longer
    word, if it isn't `one`: «avdelings» · gender: if the ending of `the` doesn't tell it.
    """

    one: Word = ""
    many: Word = ""
    the: Word = ""
    all: Word = ""
    whole: Word = ""
    counted: Word = ""
    compound: Word = ""
    gender: Literal["", "m", "f", "n"] = ""

    @model_validator(mode="after")
    def _has_every_form(self) -> Self:
        given = [form for form in ("one", "many", "whole") if getattr(self, form)]
        lacking = sorted({"one", "many", "whole"} - {*given})
        if lacking and {*given} - {"whole"}:
            raise ValueError(f"skriv også {', '.join(lacking)}")
        return self

    @property
    def agreement(self) -> str:
        """The key of the catalogue's words that agree with the noun: «hvert» for «hver»."""
        told = "n" if self.the.endswith("t") else "f" if self.the.endswith("a") else "m"
        return {"n": "neuter", "f": "feminine", "m": ""}[self.gender or told]


def in_own_words(texts: Mapping[str, str], own: UnitWords | None, population_year: int = 0) -> dict[str, str]:
    """The catalogue's `texts` with `own` words, if any, for those that stand under [unit], but for what they quote.

    Where those asked are no municipalities, their size is not from Statistics Norway; where population is of another
    year than the round, that year is said.
    """
    ours = {key.removeprefix("unit."): text for key, text in texts.items() if key.startswith("unit.")}
    whole = {} if own is None else {ours["whole"]: own.whole or ours["region"]}
    own = own or UnitWords()
    nouns, agreeing = {**whole, **_nouns(ours, own)}, _agreeing(ours, own)
    longer = {ours["one"]: own.compound or own.one or ours["one"]}
    sizes = {ours["day"]: f"{ours['day']} {population_year}"} if population_year else {}
    sizes |= dict.fromkeys(ours["ssb"].split("|"), "") if own.one else {}
    pattern = re.compile(
        rf"(?P<place>\{{[^}}]*\}}|«[^»]*»)|(?P<size>{_any(sizes)})"
        rf"|\b(?P<agreeing>{_any(agreeing)})(?= (?:\w+ )?{ours['stem']})"
        rf"|\b(?P<noun>{_any(nouns)})(?=s?\b)|\b(?P<longer>{_any(longer)})(?=\w)",
        re.IGNORECASE,
    )
    instead = {"size": sizes, "agreeing": agreeing, "noun": nouns, "longer": longer}

    def other(found: re.Match[str]) -> str:
        kind, text = str(found.lastgroup), found[0]
        if kind == "place":
            return text
        word = instead[kind].get(text) or instead[kind].get(text.lower(), "")
        return word[:1].upper() + word[1:] if text[0].isupper() else word

    return {key: pattern.sub(other, text) for key, text in texts.items() if not key.startswith("unit.")}


def _nouns(ours: Mapping[str, str], own: UnitWords) -> dict[str, str]:
    if not own.one:
        return {}
    kind = "own" if own.counted else "no"
    sizes = {ours[key]: ours[f"{kind}_{key}"].replace("…", own.counted) for key in ("measure", "the_measure")}
    forms = {"one": own.one, "the": own.the or own.one, "many": own.many, "all": own.all or own.many}
    return {**sizes, ours["counted"]: own.counted or ours["no_measure"]} | {
        ours[form]: word for form, word in forms.items()
    }


def _agreeing(ours: Mapping[str, str], own: UnitWords) -> dict[str, str]:
    """«hver > hvert, en > et» of the catalogue, as each word and what it becomes."""
    listed = [ours[own.agreement]] if own.one and own.agreement else []
    listed += [ours["vowel"]] if own.one[:1] in tuple("aeiouAEIOU") else []
    return dict(pair.split(" > ") for each in listed for pair in each.split(", ") if pair)


def _any(words: Mapping[str, str]) -> str:
    """A pattern of any of the words, the longest first; of none, one that nothing fits."""
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True)) or "(?!)"
