"""`Round`: the one object an analyst holds."""

from __future__ import annotations

from functools import cached_property
from typing import Literal

import pandas as pd

from ros_analysis import disclosure
from ros_analysis.analysis import Analysis, CountedRound, analyse
from ros_analysis.codebook import LEVELS, Codebook
from ros_analysis.folders import Folders
from ros_analysis.intake import Intake, Sources, read_sources, take_in
from ros_analysis.language import Words
from ros_analysis.municipalities import Register
from ros_analysis.processed import Processed
from ros_analysis.published import Check, check_published
from ros_analysis.sensitivity import RuleRow, ScoredRound
from ros_analysis.settings import Counts, RoundSettings, SurveySettings

Edition = Literal["public", "internal"]


class NeedsAnswers(Exception):
    """Asked for answers per municipality of a round known only by its published counts."""


class Round:
    """One round of a survey: its settings, answers, zones and findings, each read when first asked for.

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
        folders: Folders | None = None,
    ) -> None:
        self.name = survey
        self.year = survey_year
        self.edition = edition
        self.folders = folders or Folders.find()
        self.folders.round(survey, survey_year)
        self._language = language

    @cached_property
    def sources(self) -> Sources:
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
        return self.sources.codebook

    @cached_property
    def words(self) -> Words:
        return Words(self._language or self.survey.language)

    @property
    def has_answers(self) -> bool:
        """Whether answers per municipality are known, not only published counts."""
        return self.settings.has_answers

    @cached_property
    def processed(self) -> Processed:
        return Processed(self.folders.processed_round(self.name, self.year))

    @cached_property
    def register(self) -> Register:
        return Register.load(self.folders.register(self.name))

    @cached_property
    def municipalities(self) -> pd.DataFrame:
        """The county's municipalities this year: number, name, population (persons, 1 January)."""
        return self.register.of(self.survey.county_number, self.year)

    @property
    def answers(self) -> pd.DataFrame:
        """One row per municipality that answered × area: likelihood, consequence, result, level."""
        return self._intake.answers

    @property
    def zones(self) -> pd.DataFrame:
        """One row per invited municipality: population, EPJ system, counts of areas by level, zone."""
        return self._intake.zones

    @property
    def repairs(self) -> pd.DataFrame:
        """One row per repair between raw file and answers; empty where only counts are known."""
        return self._intake.repairs if self.has_answers else pd.DataFrame(columns=["rule", "severity"])

    @cached_property
    def counts(self) -> Counts:
        """Who was invited, who answered, and the zones as counts."""
        if self.settings.counts is not None:
            return self.settings.counts
        zones = self.zones["zone"].value_counts()
        known = {level: int(zones.get(level, 0)) for level in LEVELS}
        answered = int(self.zones["answered"].sum())
        undetermined = answered - sum(known.values())
        return Counts(invited=len(self.zones), answered=answered, undetermined=undetermined, **known)

    @cached_property
    def published(self) -> tuple[Check, ...]:
        """Every published figure of the round, recomputed."""
        return check_published(self.settings.published, self.counts, len(self.municipalities))

    def previous(self) -> Round | None:
        """The survey's last round before this one, None for the first."""
        before = [year for year in self.folders.years(self.name) if year < self.year]
        if not before:
            return None
        return Round(self.name, before[-1], self.edition, self._language, folders=self.folders)

    def history(self) -> list[Round]:
        """This round and all before it, oldest first."""
        years = [year for year in self.folders.years(self.name) if year < self.year]
        before = [
            Round(self.name, year, self.edition, self._language, folders=self.folders) for year in years
        ]
        return [*before, self]

    @cached_property
    def analysis(self) -> Analysis:
        """The three findings and what belongs to them, from findings.json where it is current."""
        if self.processed.is_made_from(self.sources) and self.processed.has_findings():
            return Analysis.from_json(self.processed.read_findings())
        return self.analyse()

    def analyse(self) -> Analysis:
        """The three findings, computed now."""
        last = self.previous()
        before = None if last is None else last._counted()
        return analyse(self._counted(), before, self.register.successions, self.codebook)

    def _counted(self) -> ScoredRound | CountedRound:
        if self.has_answers:
            return ScoredRound(self.year, self.zones, self.answers)
        return CountedRound(self.year, self.counts, tuple(self.municipalities["number"]))

    def transition_counts(self) -> pd.DataFrame | None:
        """Municipalities by last zone (rows) and zone now; NA where the public edition hides them."""
        moved = self.analysis.transition
        if moved is None:
            return None
        counts = pd.DataFrame(
            [{level: row[level] for level in LEVELS} for row in moved.rows], index=list(LEVELS)
        )
        counts = counts.astype("Int64")
        return (
            counts
            if self.edition == "internal"
            else disclosure.protect(counts, row_totals_known=False, column_totals_known=False)
        )

    def rules(self) -> tuple[RuleRow, ...]:
        """The zones as reported, then under other rules; none for published counts. The rule in force is a row of
        its own only where the body's own zones differ from it."""
        standard = self.codebook.standard
        return tuple(
            row
            for row in self.analysis.rules
            if row.change != "profile" or row.moved or self.codebook.rule[row.name] != standard
        )

    def save(self) -> None:
        """Clean the raw files now and write answers, zones and repairs to the processed folder."""
        intake = take_in(self.folders, self.name, self.year) if self.has_answers else None
        self.processed.write(intake, self.sources)

    def save_findings(self) -> None:
        """Test now and write findings.json to the processed folder."""
        self.processed.write_findings(self.analyse().to_json())

    @cached_property
    def _intake(self) -> Intake:
        if not self.has_answers:
            raise NeedsAnswers(
                f"«{self.name}» {self.year} er bare kjent som antall: dette krever svar per kommune."
            )
        if self.processed.is_made_from(self.sources):
            return self.processed.read()
        return take_in(self.folders, self.name, self.year)
