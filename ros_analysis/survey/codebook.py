"""What the municipalities are asked, the scales they answer on, and how eight results become one zone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import Field, PrivateAttr, model_validator

from ros_analysis.survey.fields import FIELDS, SCALES, STEPS, Extra
from ros_analysis.survey.folders import nearest
from ros_analysis.survey.folding import fold
from ros_analysis.survey.locales import LOCALES
from ros_analysis.survey.models import Strict, read_model

Level = Literal["green", "yellow", "red"]
LEVELS: tuple[Level, ...] = ("green", "yellow", "red")
FILLS: Mapping[str, str] = {"green": "#009E73", "yellow": "#F0E442", "red": "#D55E00"}
ANOTHER_SCALE = "En kodebok med en annen skala lages med: ros new-survey … --scale 3x3, 4x4 eller 5x5."
Aspect = Literal["areas", "scale", "matrix", "rule"]


class Label(Strict):
    """The same short label in every language of the report; for one that isn't given stands another's, bokmål first."""

    nb: str = ""
    nn: str = ""
    en: str = ""

    @model_validator(mode="after")
    def _falls_back(self) -> Self:
        first = next((self[language] for language in LOCALES if self[language]), "")
        if not first:
            raise ValueError('navnet mangler: skriv det på minst ett språk, som { nb = "…" }')
        for language in LOCALES:
            self.__dict__[language] = self[language] or first
        return self

    def __getitem__(self, language: str) -> str:
        return str(getattr(self, language))


class Area(Strict):
    """One of the risk areas: its number in the form, a stable code, the form's text and a short label."""

    number: Annotated[int, Field(ge=1)]
    code: Annotated[str, Field(pattern=r"^[a-z0-9_]+$")]
    text: str
    label: Label


class Step(Strict):
    """One step of a scale: its value, its label, and other spellings that mean the same."""

    value: int
    label: Label
    also: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        return (*dict.fromkeys(self.label[language] for language in LOCALES), *self.also)


class Matrix(Strict):
    """Level of each likelihood (rows, lowest first) × consequence (columns, lowest first)."""

    levels: tuple[tuple[Level, ...], ...]


class ZoneRule(Strict):
    """Red from `red_from` red areas; green with no red and at most `green_yellow_max` yellow; else yellow."""

    label: Label
    red_from: Annotated[int, Field(ge=1)]
    green_yellow_max: Annotated[int, Field(ge=0)]
    also: tuple[str, ...] = ()

    def zone(self, red: int, yellow: int) -> Level:
        """The zone of a municipality with `red` red and `yellow` yellow areas."""
        if red >= self.red_from:
            return "red"
        return "green" if red == 0 and yellow <= self.green_yellow_max else "yellow"


class SizeClass(Strict):
    """Municipalities with a population below `below` (and not in a smaller class); None is the largest."""

    code: str
    below: int | None = None
    label: Label


ALL_SIZES = SizeClass(code="all", label=Label(nb="Alle", nn="Alle", en="All"))


class Codebook(Strict):
    """The survey's questions and rules, as one checked whole; `fields` are those of FIELDS that are asked too.

    `size_of`: what the size classes count, as survey.toml calls it in bokmål («senger»); «» is inhabitants.
    """

    version: int
    profile: str
    area: tuple[Area, ...]
    likelihood: tuple[Step, ...]
    consequence: tuple[Step, ...]
    matrix: Matrix
    rule: Mapping[str, ZoneRule]
    size_class: tuple[SizeClass, ...] = (ALL_SIZES,)
    size_of: str = ""
    fields: tuple[str, ...] = ()
    _file: str = PrivateAttr("codebook.toml")

    @model_validator(mode="after")
    def _is_consistent(self) -> Self:
        _require_run([area.number for area in self.area], "area.number")
        _require_run([step.value for step in self.likelihood], "likelihood.value")
        _require_run([step.value for step in self.consequence], "consequence.value")
        shape = {len(row) for row in self.matrix.levels}
        if len(self.matrix.levels) != len(self.likelihood) or shape != {len(self.consequence)}:
            raise ValueError("matrix.levels må ha én rad per sannsynlighet og én kolonne per konsekvens")
        *limits, last = (size.below for size in self.size_class)
        known = [limit for limit in limits if limit is not None]
        if last is not None or len(known) < len(limits) or known != sorted(set(known)):
            raise ValueError("size_class må ha stigende «below», og bare den siste uten grense")
        for key in ("likelihood", "consequence"):
            _require_distinct([fold(name) for step in getattr(self, key) for name in set(step.names)], key)
        if unknown := [name for name in self.fields if name not in FIELDS]:
            raise ValueError(f"fields: «{unknown[0]}» er ikke et felt.{nearest(unknown[0], FIELDS)}")
        self.rule_named(self.profile)
        return self

    def _facts(self) -> Iterator[tuple[object, object]]:
        for area in self.area:
            yield f"area {area.number}", area.label.nb
        for name in STEPS:
            yield name, " · ".join(f"{step.value} {step.label.nb}" for step in getattr(self, name))
        for name, rule in self.rule.items():
            chosen = " (profile)" if rule is self.rule_named(self.profile) else ""
            limits = f"red_from {rule.red_from}, green_yellow_max {rule.green_yellow_max}"
            yield f"rule {name}{chosen}", f"{rule.label.nb}: {limits}"

    def rule_named(self, profile: str) -> ZoneRule:
        """The zone rule called `profile`, by its name or another name it goes by."""
        for name, rule in self.rule.items():
            if profile == name or profile in rule.also:
                return rule
        raise ValueError(f"profile «{profile}» finnes ikke; velg {', '.join(self.rule)}")

    @property
    def file(self) -> str:
        """Where it was read from, for people who are to change it."""
        return self._file

    @property
    def standard(self) -> ZoneRule:
        return self.rule_named(self.profile)

    @property
    def unlabelled(self) -> tuple[str, ...]:
        """The languages that some labels are not given in, so that another language's stand for them."""
        steps = (*self.likelihood, *self.consequence)
        labels = [
            *(area.label for area in self.area),
            *(step.label for step in steps),
            *(rule.label for rule in self.rule.values()),
            *(size.label for size in self.size_class),
        ]
        given = [label.model_fields_set for label in labels]
        return tuple(language for language in LOCALES if any(language not in own for own in given))

    @property
    def asked(self) -> Mapping[str, Extra]:
        """What is asked beside the answers, in the order of a form."""
        return {name: field for name, field in FIELDS.items() if name in self.fields}

    @property
    def asks_for_measures(self) -> bool:
        return bool({"measure", "planned"} & self.asked.keys())

    def sized(self, counted: str | None) -> Codebook:
        """The codebook for those whose size counts this: its size classes, or one for all where they count another."""
        return self if counted == self.size_of else self.model_copy(update={"size_class": (ALL_SIZES,)})

    def steps(self, part: str) -> tuple[Step, ...]:
        """The scale that a part or field is answered on; none for the result, which follows from the others."""
        scale = SCALES[part]
        return tuple(getattr(self, scale)) if scale else ()

    def where(self, part: str) -> str:
        """Where the scale of a part is set, and how another is made, for people who met a value that isn't on it."""
        scale = SCALES[part]
        keys = " og ".join(f"[[{key}]]" for key in ([scale] if scale else STEPS))
        return f"Skalaen står under {keys} i {self.file}. {ANOTHER_SCALE}"

    def result(self, likelihood: int, consequence: int) -> int:
        """The result of one answer."""
        return likelihood * consequence

    @property
    def results(self) -> Mapping[int, frozenset[Level]]:
        """Every result that there can be, with the levels of all the answers that give it."""
        found: dict[int, frozenset[Level]] = {}
        for a, b in product(self.likelihood, self.consequence):
            result = self.result(a.value, b.value)
            found[result] = found.get(result, frozenset()) | {self.level(a.value, b.value)}
        return found

    def level(self, likelihood: int, consequence: int) -> Level:
        """The matrix' level of one answer; both values counted from 1."""
        return self.matrix.levels[likelihood - 1][consequence - 1]

    def size(self, population: int) -> SizeClass:
        """The size class of one with `population` inhabitants, or of that size."""
        return next(size for size in self.size_class if size.below is None or population < size.below)


def unlike(one: Codebook, other: Codebook) -> tuple[Aspect, ...]:
    """In what two codebooks ask or decide differently, so that zones under one can't be held against the other's.

    Areas: numbers, labels and texts. Scale: steps and their labels. Rule: thresholds of the rule in force. Labels
    and texts are compared in bokmål, without case and spacing; other spellings and size classes don't count.
    """
    mine, theirs = (
        {
            "areas": [(area.number, fold(area.label.nb), fold(area.text)) for area in book.area],
            "scale": [[fold(step.label.nb) for step in each] for each in (book.likelihood, book.consequence)],
            "matrix": book.matrix.levels,
            "rule": (book.standard.red_from, book.standard.green_yellow_max),
        }
        for book in (one, other)
    )
    aspects: tuple[Aspect, ...] = ("areas", "scale", "matrix", "rule")
    return tuple(aspect for aspect in aspects if mine[aspect] != theirs[aspect])


def _require_distinct(names: Sequence[str], key: str) -> None:
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise ValueError(f"{key}: samme navn på to trinn: {', '.join(twice)}")


def _require_run(values: Sequence[int], key: str) -> None:
    if list(values) != list(range(1, len(values) + 1)):
        raise ValueError(f"{key} må være 1, 2, 3 … i rekkefølge")


def read_codebook(path: Path, name: str = "") -> Codebook:
    """The codebook at `path`, called `name`; raises SettingsError naming each key that is unknown, missing or wrong."""
    codebook = read_model(path, Codebook)
    codebook._file = name or path.name
    return codebook
