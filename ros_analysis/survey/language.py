"""One catalogue of words per language, a survey's own words in it, and how that language writes numbers and dates."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from copy import copy
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from importlib import resources
from typing import Annotated, Literal, Self

from babel.dates import format_date
from babel.lists import format_list
from babel.numbers import get_decimal_symbol, get_group_symbol
from pydantic import Field, model_validator

from ros_analysis.survey.locales import LOCALES
from ros_analysis.survey.models import Strict

FIGURES = re.compile(r" \([^()]*\{[^()]*\)")
NBSP = "\u00a0"
MINUS = "\u2212"


class Words:
    """The words of one language: texts by dotted key, and numbers the way that language writes them.

    With `own`, those asked are called what the survey calls them; with `population_year`, that is said of their size.

    >>> Words("nb").share(11, 23)
    '11 av 23 (48\\xa0%)'
    """

    def __init__(self, language: str = "nb", own: UnitWords | None = None, population_year: int = 0) -> None:
        if language not in LOCALES:
            raise ValueError(f"Ukjent språk «{language}». Velg {', '.join(LOCALES)}.")
        self.language = language
        self.locale = LOCALES[language]
        self._own = own
        self._texts = _spoken(language, own, population_year)

    def __call__(self, key: str, /, **values: object) -> str:
        """The text at `key` with `values` put in; a missing key raises KeyError naming language and key."""
        if key not in self._texts:
            raise KeyError(f"{self.language}.toml mangler «{key}»")
        return self._texts[key].format(**values) if values else self._texts[key]

    @property
    def texts(self) -> Mapping[str, str]:
        """Every text of the language by dotted key."""
        return catalogue(self.language)

    def has(self, key: str) -> bool:
        return key in self._texts

    def told(self, text: str) -> str:
        """`text`, which the program says of any survey, with this survey's own words; what it quotes is not changed."""
        unit = {key: word for key, word in self.texts.items() if key.startswith("unit.")}
        return in_own_words({**unit, "": text}, self._own)[""]

    def plain(self) -> Words:
        """The words for those who read no statistics: each text as [plain] has it, else without figures in brackets."""
        plain = copy(self)
        plain._texts = {
            key: self._texts.get(f"plain.{key}", FIGURES.sub("", text)) for key, text in self._texts.items()
        }
        return plain

    def number(self, value: float, decimals: int = 0) -> str:
        """`value` half-up to `decimals`: «26 000», «0,36», «−18»."""
        if not decimals and 0 <= value < 1000 and value == int(value):
            return f"{int(value)}"  # as in every language, and most of what is printed
        rounded = half_up(value, decimals)
        unsigned = rounded or abs(rounded)  # «0,00», never «−0,00»
        return f"{unsigned:,.{decimals}f}".translate(_marks(self.locale))

    def percent(self, k: float, n: float) -> str:
        """k of n as whole percent, half-up: «48 %»."""
        return self.percent_of(str(whole_percent(k, n)))

    def percents(self, low: float, high: float, n: float) -> str:
        """From low to high of n as whole percent: «36–44 %»."""
        return f"{whole_percent(low, n)}–{self.percent(high, n)}"

    def percent_of(self, figure: str) -> str:
        """`figure` with the percent sign: «48 %», in English «48%»."""
        return f"{figure}%" if self.language == "en" else f"{figure}{NBSP}%"

    def share(self, k: int, n: int) -> str:
        """«11 av 23 (48 %)»."""
        return f"{self('number.of', k=self.number(k), n=self.number(n))} ({self.percent(k, n)})"

    def spelled(self, n: int) -> str:
        """Small whole numbers in words, larger ones in figures: «tre», «14»."""
        return self(f"cardinal.{n}") if self.has(f"cardinal.{n}") else self.number(n)

    def count(self, noun: str, n: int) -> str:
        """A number with its noun: «1 kommune», «5 kommuner»."""
        return f"{self.number(n)} {self(f'noun.{noun}_one' if n == 1 else f'noun.{noun}_many')}"

    def listed(self, items: Sequence[str]) -> str:
        """«skalaen, matrisen og områdene»."""
        return str(format_list(items, locale=self.locale))

    def p_value(self, p: float) -> str:
        """A p-value to two figures that matter: «p = 0,20», «p = 0,004», «p < 0,001»."""
        if p < 0.001:
            return f"p{NBSP}<{NBSP}{self.number(0.001, 3)}"
        decimals = 3 if p < 0.1 else 2
        while p < 0.05 and half_up(p, decimals) >= Decimal("0.05"):
            decimals += 1
        return f"p{NBSP}={NBSP}{self.number(p, decimals)}"

    def short_date(self, day: date) -> str:
        """«04.09.2020», for tables."""
        pattern = "dd/MM/yyyy" if self.language == "en" else "dd.MM.yyyy"
        return str(format_date(day, pattern, locale=self.locale))

    def date(self, day: date) -> str:
        """«4. september 2020»."""
        return str(format_date(day, "long", locale=self.locale))


def half_up(value: float, decimals: int = 0) -> Decimal:
    """`value` rounded half-up on its shortest decimal, because Python rounds half to even."""
    return Decimal(str(value)).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


def whole_percent(k: float, n: float) -> int:
    """100·k/n as whole percent, half-up, computed without a float in between."""
    if n <= 0:
        raise ValueError("En andel trenger minst ett svar i nevneren.")
    return int((Decimal(str(k)) * 100 / Decimal(str(n))).quantize(Decimal(1), ROUND_HALF_UP))


@cache
def _marks(locale: str) -> Mapping[int, str]:
    """What Python's signs in numbers are in a language: babel's own formatting takes fifteen times as long."""
    group = get_group_symbol(locale).replace("\u202f", NBSP)
    return {ord(","): group, ord("."): get_decimal_symbol(locale), ord("-"): MINUS}


@cache
def catalogue(language: str) -> Mapping[str, str]:
    """All texts of `language` by dotted key, from catalogue/<language>.toml."""
    source = resources.files("ros_analysis.survey").joinpath("catalogue", f"{language}.toml")
    return dict(_flat(tomllib.loads(source.read_text("utf-8"))))


@cache
def _spoken(language: str, own: UnitWords | None, population_year: int) -> Mapping[str, str]:
    return in_own_words(catalogue(language), own, population_year)


def _flat(tree: Mapping[str, object], prefix: str = "") -> Iterator[tuple[str, str]]:
    for key, value in tree.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{prefix}{key}.")
        else:
            yield prefix + key, str(value)


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
