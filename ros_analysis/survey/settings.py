"""What the regional body says of a survey (survey.toml) and of one round of it (round.toml)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import AliasChoices, Field, model_validator

from ros_analysis.survey.codebook import Level
from ros_analysis.survey.factors import FACTORS, SERVICE, SIZE, Factor, OwnColumn, OwnFactor
from ros_analysis.survey.fields import Columns
from ros_analysis.survey.language import UnitWords, Words
from ros_analysis.survey.locales import LOCALES, Language
from ros_analysis.survey.models import SettingsError, Strict, read_model

PrintedUnit = Literal["percent", "count", "text", "date"]
CountyNumber = Annotated[str, Field(pattern=r"^\d{2}$")]
WHO = ("county_number", "counties", "members")
"""The keys of survey.toml that say who is asked; without them, members.csv does."""


class SurveySettings(Strict):
    """One survey: who it is about, whether it is made up, and the body's own words for the report.

    Those asked are all municipalities of one county or several, or the `members` by number or name; where none of
    the three is said, those of members.csv. `county` is what they are called together, `region` the same.
    `factor` are factors of their own, and `service` is the header of the column that says who share ICT operations.
    `coalition` is the size of a group known to share answers, such as those with one ICT service together.
    """

    name: str
    county_number: CountyNumber | None = None
    counties: tuple[CountyNumber, ...] = ()
    members: tuple[str, ...] = ()
    county: Annotated[str, Field(validation_alias=AliasChoices("county", "region"))]
    organiser: str
    language: Language = "nb"
    synthetic: bool = False
    coalition: Annotated[int, Field(ge=0)] = 0
    source: str = ""
    background: str
    proposal: str
    notes: tuple[str, ...] = ()
    unit: Mapping[str, UnitWords] = {}
    factor: tuple[OwnFactor, ...] = ()
    service: str = ""

    @property
    def factors(self) -> tuple[Factor, ...]:
        """What risk may go with in this survey: size where it is known, EPJ system, and the body's own."""
        ours = FACTORS if self.counted is not None else tuple(one for one in FACTORS if one != SIZE)
        return (*ours, *(own.factor for own in self.factor))

    @property
    def own_columns(self) -> tuple[OwnColumn, ...]:
        """The columns that factors with a header and shared services stand in."""
        own = [OwnColumn(each.name, each.header, each.kind) for each in self.factors if each.header]
        return (*own, OwnColumn(SERVICE, self.service, "group")) if self.service else tuple(own)

    def in_year(self, year: int) -> Self:
        """What is said of the round of `year`: without the factors that came later."""
        return self.model_copy(update={"factor": tuple(own for own in self.factor if own.since <= year)})

    def spoken(self, language: str) -> UnitWords | None:
        """What those asked are called in `language`, None for those of one county; raises SettingsError."""
        if self.unit and language not in self._spoken_languages:
            raise SettingsError(
                f"survey.toml: rapporten på {language} trenger ordene under [unit.{language}]."
            )
        return self.unit.get(language) or (None if self.county_number else UnitWords())

    @property
    def told(self) -> Words:
        """The words of what the program says of the survey, which is bokmål also where its reports are not."""
        own = self.unit.get("nb") or self.unit.get(self.language)
        return Words("nb", own or (None if self.county_number else UnitWords()))

    @property
    def _spoken_languages(self) -> list[str]:
        """The languages whose words are all there, where some are."""
        has_name = any(own.one for own in self.unit.values())
        return [language for language, own in self.unit.items() if own.one or not has_name]

    @property
    def counted(self) -> str | None:
        """What the size of those asked counts: «» for inhabitants of municipalities, None where it isn't known."""
        own = self.unit.get(self.language, UnitWords())
        return (own.counted or None) if own.one else ""

    @property
    def in_counties(self) -> tuple[str, ...]:
        """The numbers of the counties whose municipalities are all asked, if it is said by county."""
        return self.counties or ((self.county_number,) if self.county_number else ())

    @model_validator(mode="after")
    def _says_once_who_is_asked(self) -> Self:
        said = [key for key in WHO if getattr(self, key)]
        if len(said) > 1:
            raise ValueError(f"{' og '.join(said)} sier begge hvem som er spurt; behold én av dem")
        if unknown := sorted(set(self.unit) - set(LOCALES)):
            raise ValueError(f"unit.{unknown[0]} er ukjent; velg {', '.join(LOCALES)}")
        if self.unit and self.language not in self._spoken_languages:
            raise ValueError(f"skriv ordene på undersøkelsens eget språk også, under [unit.{self.language}]")
        if twice := sorted({number for number in self.counties if self.counties.count(number) > 1}):
            raise ValueError(f"counties: {', '.join(twice)} står to ganger; slett den ene")
        names = [own.name for own in self.factor]
        if twice := sorted({name for name in names if names.count(name) > 1}):
            raise ValueError(f"factor: {', '.join(twice)} står to ganger; gi dem hvert sitt navn")
        return self


class RawFile(Strict):
    """One raw file of a round, by name inside the round's folder, with the hash it had when it was put there.

    `columns` is for a file laid out otherwise than the round's others. One that `corrects` has the last word on the
    municipalities in it, over the files before it.
    """

    path: Annotated[str, Field(pattern=r"^[^/\\]+$")]
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    sheet: str | None = None
    header_rows: Annotated[int, Field(ge=1, le=3)] | None = None
    columns: Columns | None = None
    corrects: bool = False


class Choices(Strict):
    """What the body has decided where raw data may be read in more than one way."""

    several_answers: Literal["refuse", "worst", "latest", "role"] = "refuse"
    preferred_role: str = ""
    several_epj: Literal["refuse", "first"] = "refuse"
    former_units: Literal["refuse", "whole_unit"] = "refuse"


class Published(Strict):
    """One figure as it was printed: what, value, unit, where it stands, and from which counts it follows."""

    id: Annotated[str, Field(pattern=r"^[a-z0-9_]+$")]
    what: str
    printed: str
    where: str
    unit: PrintedUnit
    numerator: str = ""
    denominator: str = ""
    why_not: str = ""

    @model_validator(mode="after")
    def _is_recomputable_or_says_why_not(self) -> Self:
        if not self.numerator and not self.why_not:
            raise ValueError("oppgi hva tallet regnes ut fra (numerator, denominator), eller why_not")
        if self.unit == "percent" and self.numerator and not self.denominator:
            raise ValueError("en prosent trenger denominator")
        return self


class Responses(Strict):
    """How many were asked and how many answered."""

    invited: Annotated[int, Field(ge=1)]
    answered: Annotated[int, Field(ge=0)]


class Counts(Responses):
    """Counts of a round: who answered, zones, and `undetermined` where missing areas leave the zone open.

    `never_green` and `never_red`: how many of the undetermined can't be that, whatever the missing answers are.
    """

    green: Annotated[int, Field(ge=0)]
    yellow: Annotated[int, Field(ge=0)]
    red: Annotated[int, Field(ge=0)]
    undetermined: Annotated[int, Field(ge=0)] = 0
    never_green: Annotated[int, Field(ge=0)] = 0
    never_red: Annotated[int, Field(ge=0)] = 0

    @property
    def known(self) -> int:
        """How many have a known zone."""
        return self.green + self.yellow + self.red

    def most(self, level: Level) -> int:
        """How many of all invited can be in a zone: those known to be, the silent, and the undetermined that may be."""
        never = {"green": self.never_green, "red": self.never_red}.get(level, 0)
        return int(getattr(self, level)) + self.invited - self.known - never

    @model_validator(mode="after")
    def _adds_up(self) -> Self:
        if self.green + self.yellow + self.red + self.undetermined != self.answered:
            raise ValueError("green + yellow + red (+ undetermined) må være lik answered")
        if self.answered > self.invited:
            raise ValueError("flere har svart enn de som er spurt")
        if max(self.never_green, self.never_red) > self.undetermined:
            raise ValueError("never_green og never_red kan ikke være flere enn undetermined")
        return self


class RoundSettings(Strict):
    """One round: when, whom, which raw files or published counts, how columns are read, what was printed.

    `population_year`: the year whose population is used where the register lacks the round's own; the report says so.
    `background` goes on from the survey's; `proposal` stands in place of it, so that an old round keeps its own.
    """

    year: Annotated[int, Field(ge=2000, le=2100)]
    population_year: Annotated[int | None, Field(ge=2000, le=2100)] = None
    sent: date | None = None
    sent_text: str = ""
    deadline: date | None = None
    file: tuple[RawFile, ...] = ()
    columns: Columns = Columns()
    choices: Choices = Choices()
    background: str = ""
    proposal: str = ""
    counts: Counts | None = None
    counts_source: str = ""
    published: tuple[Published, ...] = ()
    contradictions: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _has_answers_or_counts(self) -> Self:
        if not self.file and self.counts is None:
            raise ValueError("oppgi minst én [[file]] med svar, eller [counts] med kjente antall")
        if self.file and self.counts is not None:
            raise ValueError("[counts] skal bare brukes når svar per kommune mangler")
        names = [published.id for published in self.published]
        if len(set(names)) < len(names):
            raise ValueError("samme id på to [[published]]")
        return self

    @property
    def has_answers(self) -> bool:
        """Whether the round has answers per municipality, not only counts."""
        return bool(self.file)

    def columns_of(self, file: str) -> Columns:
        """How the columns of one raw file are read: by its own block, else by the round's."""
        own = (raw.columns for raw in self.file if raw.path == file)
        return next((columns for columns in own if columns is not None), self.columns)


def read_survey(folder: Path) -> SurveySettings:
    """survey.toml of the survey in `folder`."""
    return read_model(folder / "survey.toml", SurveySettings)


def read_round(folder: Path) -> RoundSettings:
    """round.toml of the round in `folder`, whose name must be the survey year."""
    return read_model(folder / "round.toml", RoundSettings)
