"""`Round`: the one object an analyst holds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from functools import cached_property
from itertools import takewhile
from pathlib import Path
from typing import Literal, Self, get_args

import pandas as pd

from ros_analysis import disclosure
from ros_analysis.analysis import (
    Analysis,
    Check,
    CountedRound,
    Given,
    Question,
    RuleRow,
    ScoredRound,
    Study,
    Verdict,
    analyse,
    by_chance,
    check_published,
    given,
)
from ros_analysis.disclosure import Disclosed, Internal, shares
from ros_analysis.exact import Chance
from ros_analysis.rounds import summary
from ros_analysis.rounds.intake import Intake, Sources, read_sources, take_in
from ros_analysis.rounds.processed import MEMORY, Processed, fingerprints, marked, remember
from ros_analysis.survey import (
    Aspect,
    Codebook,
    Counts,
    Factor,
    Folders,
    Language,
    Members,
    NotFoundError,
    RefusedData,
    Register,
    Responses,
    RoundSettings,
    SurveySettings,
    UserError,
    Words,
    nearest,
    unlike,
)

Edition = Literal["public", "internal"]


class NeedsAnswers(UserError):
    """Asked for answers per municipality of a round known only by its published counts."""

    @classmethod
    def of(cls, this: Round) -> Self:
        return cls(f"«{this.name}» {this.year} er bare kjent som antall: dette krever svar fra hver enkelt.")


class Round:
    """One round of a survey: its settings, answers, zones and findings, each read when first asked for.

    The surveys and years are those of the folder `data` (or `folders`, else ROS_DATA, else the nearest data/). The
    `edition` decides what tables and figures may show; the frames below always hold everything. Raises
    NotFoundError with the nearest name for a survey or year that isn't there.

    >>> this = Round("eksempelfylket", 2020)
    >>> this.counts.red
    5
    """

    def __init__(
        self,
        survey: str = "eksempelfylket",
        survey_year: int = 2020,
        edition: Edition = "public",
        language: str = "",
        *,
        data: str | Path | None = None,
        folders: Folders | None = None,
    ) -> None:
        self.name = survey
        self.year = survey_year
        self.edition = edition
        self.folders = folders or (Folders.find() if data is None else Folders.at(Path(data).expanduser()))
        languages = ("", *get_args(Language))
        for what, value, allowed in (("utgave", edition, get_args(Edition)), ("språk", language, languages)):
            if value not in allowed:
                raise NotFoundError(f"Kjenner ikke {what} «{value}».{nearest(str(value), allowed)}")
        if not isinstance(survey_year, int):
            raise NotFoundError(f"Året «{survey_year}» er ikke et helt tall.")
        self.folders.round(survey, survey_year)
        self._language = language

    def __repr__(self) -> str:
        return f'Round("{self.name}", {self.year}, "{self.edition}")'

    def _repr_html_(self) -> str:
        try:
            return str(summary.html(self.survey, self.year, self.counts, self.has_answers, self.words))
        except RefusedData as refused:
            return str(summary.refusal(repr(self), refused, self.words))

    def __dir__(self) -> list[str]:
        """What an analyst asks for, so that Tab shows nothing else."""
        return [name for name in super().__dir__() if not name.startswith("_")]

    @cached_property
    def sources(self) -> Sources:
        """Settings, codebook and fingerprints of the raw files; raises SettingsError."""
        return read_sources(self.folders, self.name, self.year)

    @property
    def survey(self) -> SurveySettings:
        """What survey.toml says: county, organiser, background, proposal."""
        return self.sources.survey

    @property
    def settings(self) -> RoundSettings:
        """What round.toml says: dates, files, columns, published figures."""
        return self.sources.round

    @property
    def codebook(self) -> Codebook:
        """Areas, scales, matrix, zone rules and size classes."""
        return self.sources.codebook

    @cached_property
    def words(self) -> Words:
        """The words of the round's language, and how it writes numbers."""
        language = self._language or self.survey.language
        return Words(language, self.survey.spoken(language), self.settings.population_year or 0)

    @property
    def has_answers(self) -> bool:
        """Whether answers per municipality are known, not only published counts."""
        return self.settings.has_answers

    @cached_property
    def processed(self) -> Processed:
        """The folder that `save` and `save_findings` write to."""
        return Processed(self.folders.processed_round(self.name, self.year))

    @cached_property
    def members(self) -> Members:
        """Those asked in every round, and their register; raises SettingsError."""
        return self._before[0].members if self._before else Members.load(self.folders, self.name)

    @cached_property
    def register(self) -> Register:
        """Municipalities and successions of every year, the survey's own or the national register."""
        return self.members.register

    @cached_property
    def municipalities(self) -> pd.DataFrame:
        """Those asked this year: number, name, population (contract.REGISTER)."""
        return self.members.of(self.year, self.settings.population_year)

    @cached_property
    def invited(self) -> tuple[str, ...]:
        """The numbers of those asked this year, in order."""
        return tuple(sorted(self.members.numbers(self.year)))

    @property
    def answers(self) -> pd.DataFrame:
        """One row per municipality that answered × area (contract.ANSWERS).

        number: municipality number, or own id · area: number in the form · likelihood, consequence: steps from 1
        · result: their product · level: green, yellow, red · missing: why there is no answer, "" where there is.
        Raises NeedsAnswers where only counts are known, RefusedData where the raw files can't be used.
        """
        return self._intake.answers

    @property
    def zones(self) -> pd.DataFrame:
        """One row per invited municipality (contract.ZONES).

        number, name · population: persons, 1 January, or own size · size: class by population · answered: bool · epj:
        system · green_areas, yellow_areas, red_areas, missing_areas: number of areas · total: sum of results · score:
        their mean · zone_given: as the regional body gave it · zone_best, zone_worst: with missing areas green, red ·
        zone: as reported.
        Raises as `answers`.
        """
        return self._intake.zones

    @property
    def follow_up(self) -> pd.DataFrame:
        """One row per municipality × area × field that was filled in beside the answers (contract.FOLLOW_UP).

        number · area: NA of what is asked once · field: «measure», «planned», «responsible», «due» … · value: text.
        Raises as `answers`.
        """
        return self._intake.follow_up

    @property
    def repairs(self) -> pd.DataFrame:
        """One row per repair between raw file and answers: file, sheet, row, column, before, after, rule, severity.

        Empty where only counts are known.
        """
        return self._intake.repairs if self.has_answers else pd.DataFrame(columns=["rule", "severity"])

    @cached_property
    def counts(self) -> Counts:
        """Who was invited, who answered, and the zones as counts."""
        return self.settings.counts or self.scored.counts

    @property
    def responses(self) -> Responses:
        """Who was invited and who answered."""
        return self.counts

    @cached_property
    def given(self) -> Given:
        """How many zones the regional body gave itself; none where only counts are known."""
        return given(self.zones) if self.has_answers else Given()

    @cached_property
    def has_steps(self) -> bool:
        """Whether likelihood or consequence is known of any answer, not only results or zones."""
        return self.has_answers and bool(self.answers[["likelihood", "consequence"]].notna().any(axis=None))

    @cached_property
    def has_areas(self) -> bool:
        """Whether any area is answered, not only zones."""
        return self.has_answers and bool(self.answers["level"].notna().any())

    @cached_property
    def has_results(self) -> bool:
        """Whether any result is known as a number, not only as a colour."""
        return self.has_answers and bool(self.answers["result"].notna().any())

    @cached_property
    def published(self) -> tuple[Check, ...]:
        """Every published figure of the round, recomputed."""
        return check_published(self.settings.published, self.counts, len(self.invited))

    def previous(self) -> Round | None:
        """The survey's last round before this one, None for the first."""
        return self._before[-1] if self._before else None

    def unlike(self, other: Round | None) -> tuple[Aspect, ...]:
        """In what `other` was asked or decided differently, so that the two are not compared; empty for none."""
        return () if other is None else unlike(self.codebook, other.codebook)

    def history(self) -> list[Round]:
        """This round and all before it, oldest first."""
        return [*self._before, self]

    def comparable(self) -> list[Round]:
        """This round and those before it, oldest first, back to where anything was asked or decided differently."""
        alike = takewhile(lambda each: not self.unlike(each), reversed(self._before))
        return [*reversed(list(alike)), self]

    @cached_property
    def _before(self) -> tuple[Round, ...]:
        years = [year for year in self.folders.years(self.name) if year < self.year]
        if not years:
            return ()
        last = Round(self.name, max(years), self.edition, self._language, folders=self.folders)
        return (*last._before, last)

    @cached_property
    def analysis(self) -> Analysis:
        """The findings and what belongs to them, from findings.json where it is made from the rounds as they are."""
        if self.processed.has_findings(self._all_sources):
            with suppress(ValueError):  # of another version of the program
                return Analysis.from_json(self.processed.read_findings())
        return self.analyse()

    def analyse(self) -> Analysis:
        """The findings, computed now."""
        return analyse(self._study)

    def by_chance(self, question: Question) -> Chance | None:
        """What chance alone would have given in a declared test; None where it wasn't made, or on counts alone."""
        tested = self.has_answers and self.analysis.finding(question).p is not None
        return by_chance(question, self._study) if tested else None

    @property
    def _study(self) -> Study:
        """What the tests are given."""
        last = self.previous()
        before = None if last is None else last._counted()
        years = [each._counted() for each in self.comparable()[:-1]]
        steps, unlike_last = self.register.successions, self.unlike(last)
        return Study(self._counted(), before, steps, self.codebook, unlike_last, self._factors, years)

    @property
    def _all_sources(self) -> list[Sources]:
        return [each.sources for each in self.history()]

    @cached_property
    def scored(self) -> ScoredRound:
        """Zones and answers as the tests take them; raises NeedsAnswers where only counts are known."""
        return ScoredRound(self.year, self.zones, self.answers)

    @property
    def _factors(self) -> tuple[Factor, ...]:
        """The survey's factors, marked where they were not declared beforehand."""
        if not self.has_answers:
            return self.survey.factors
        return marked(self.survey.factors, self._memory, self._fingerprints)

    @cached_property
    def _fingerprints(self) -> frozenset[str]:
        return fingerprints(self.answers, self.zones)

    @property
    def _memory(self) -> Path:
        return self.folders.beside_round(self.name, self.year, MEMORY)

    def _counted(self) -> ScoredRound | CountedRound:
        if self.has_answers:
            return self.scored
        return CountedRound(self.year, self.counts, self.invited)

    @cached_property
    def internal(self) -> Internal:
        """Every count of the answers; raises NeedsAnswers where only counts are known."""
        return Internal(self.scored, self.codebook)

    @cached_property
    def shown(self) -> Disclosed:
        """What this edition shows of all who answered together: None where it is hidden, or not known."""
        if not self.has_answers:
            return Disclosed(self.counts)
        of = self._all_of if self.edition == "internal" else self._public_of
        return of(self.internal)

    def public_of(self, numbers: Iterable[str]) -> Disclosed:
        """What a public edition would show if only the municipalities in `numbers` had been asked."""
        zones, answers = (frame[frame["number"].isin(set(numbers))] for frame in (self.zones, self.answers))
        return self._public_of(Internal(ScoredRound(self.year, zones, answers), self.codebook))

    def _public_of(self, own: Internal) -> Disclosed:
        return disclosure.public(self._all_of(own), own.steps.values(), self._caution)

    def _all_of(self, own: Internal) -> Disclosed:
        beside = self.follow_up[self.follow_up["number"].isin(set(own.this.numbers))]
        of_all = shares(beside, own.this.counts.answered, self.codebook)
        return Disclosed(own.this.counts, own.levels, own.medians, own.matrix(), of_all)

    @property
    def shows_zones(self) -> bool:
        """Whether this edition may say how many are in each zone; what is published already, it may."""
        return self.shown.zones is not None

    @property
    def verdicts(self) -> Mapping[str, Verdict]:
        """What the public edition tells of what risk goes with: question → verdict."""
        return disclosure.verdicts(self.analysis.findings, self.shown, self._caution)

    @property
    def _caution(self) -> int:
        return disclosure.known_together(self.survey.coalition)

    def rules(self) -> tuple[RuleRow, ...]:
        """The zones as reported, then under other rules; none for published counts, or where all zones are given."""
        return self.analysis.rules

    def save(self) -> None:
        """Clean the raw files now and write answers, zones and repairs to the processed folder."""
        intake = take_in(self.folders, self.name, self.year) if self.has_answers else None
        self.processed.write(intake, self.sources)

    def save_findings(self) -> None:
        """Test now, write findings.json to the processed folder, and remember what was declared."""
        self.processed.write_findings(self.analyse().to_json(), self._all_sources)
        if self.has_answers:
            remember(self.survey.factors, self._memory, self._fingerprints)

    @cached_property
    def _intake(self) -> Intake:
        if not self.has_answers:
            raise NeedsAnswers.of(self)
        if self.processed.is_made_from(self.sources):
            return self.processed.read()
        return take_in(self.folders, self.name, self.year)
