"""The analyst's bench in JupyterLab: choose, look, ask «what if», and take along what is shown."""

from __future__ import annotations

from typing import Any

import ipywidgets as widgets

from ros_analysis import text
from ros_analysis.app.exploring.views import UNDER_RULE, VIEWS, Choice, message, page
from ros_analysis.report import Cover
from ros_analysis.rounds import Round, WhatIf, under
from ros_analysis.survey import Folders, NotFoundError, RefusedData, SettingsError, ZoneRule

OWN = "egen"
WIDE = {"description_width": "12em"}
ROW = widgets.Layout(width="32em")


class Bench(widgets.VBox):  # type: ignore[misc]
    """Controls for survey, round, area, municipality and zone rule above a page that follows them.

    Always the internal edition: municipalities are named. Begins at `survey` and `survey_year`, else at the first
    survey with answers and its last round. `round` and `tried` are what is shown, for use in the cells below.
    """

    def __init__(self, survey: str = "", survey_year: int = 0, *, folders: Folders | None = None) -> None:
        self._folders = folders or Folders.find()
        self._rounds: dict[tuple[str, int], Round] = {}
        self._leading = False
        self.survey = _dropdown("Undersøkelse", self._folders.surveys())
        self.year = _dropdown("Runde", [])
        self.view = widgets.ToggleButtons(options=list(VIEWS), style={"button_width": "auto"})
        self.area = _dropdown("Område", [])
        self.municipality = _dropdown("Kommune", [])
        self.profile = _dropdown("Soneregel", [])
        self.red_from = _slider("Rød: røde områder ≥", 1)
        self.green_yellow_max = _slider("Grønn: gule områder ≤", 0)
        self.reload = widgets.Button(description="Les råfilene på nytt", icon="refresh", layout=ROW)
        self.page = widgets.HTML()
        self._begin(survey, survey_year)
        choose = widgets.VBox([self.survey, self.year, self.area, self.municipality])
        rule = widgets.VBox([self.profile, self.red_from, self.green_yellow_max, self.reload])
        super().__init__([widgets.HBox([choose, rule]), self.view, self.page])

    @property
    def round(self) -> Round:
        """The round chosen, as reported."""
        key = self.survey.value, self.year.value
        if key not in self._rounds:
            self._rounds[key] = Round(*key, "internal", folders=self._folders)
        return self._rounds[key]

    @property
    def tried(self) -> Round:
        """The round chosen under the rule chosen; the round itself when that is the rule in force."""
        red_from, green_yellow_max = self._limits
        if not self.round.has_answers or self._limits == _limits(self.round.codebook.standard):
            return self.round
        return under(self.round, red_from=red_from, green_yellow_max=green_yellow_max)

    @property
    def _limits(self) -> tuple[int, int]:
        return self.red_from.value, self.green_yellow_max.value

    def _begin(self, survey: str, survey_year: int) -> None:
        if survey:
            self._folders.survey(survey)
        if survey_year:
            self._folders.round(survey or self._first_with_answers(), survey_year)
        self._follow(lambda: self._choose(survey, survey_year))
        for control in self._controls:
            control.observe(self._changed, names="value")
        self.reload.on_click(self._read_again)

    def _choose(self, survey: str, survey_year: int) -> None:
        self.survey.value = survey or self._first_with_answers()
        self._offer_years()
        self.year.value = survey_year or self.year.value
        self._offer_round()

    @property
    def _controls(self) -> tuple[Any, ...]:
        where = (self.survey, self.year, self.area, self.municipality, self.view)
        return (*where, self.profile, self.red_from, self.green_yellow_max)

    def _first_with_answers(self) -> str:
        names = self._folders.surveys()
        if not names:
            raise NotFoundError(f"{self._folders.raw} har ingen undersøkelser. Lag en med ros new-survey.")
        return next((name for name in names if self._has_answers(name)), names[0])

    def _has_answers(self, survey: str) -> bool:
        years = self._folders.years(survey)
        try:
            return bool(years) and Round(survey, years[-1], folders=self._folders).has_answers
        except SettingsError:
            return False

    def _changed(self, change: dict[str, Any]) -> None:
        """One control was moved: the others follow without being heard, then the page is drawn once."""
        if self._leading:
            return
        moved = change["owner"]
        self._follow(lambda: self._lead(moved))

    def _follow(self, lead: Any) -> None:
        self._leading = True
        try:
            lead()
            self._draw()
        except RefusedData as refused:
            self.page.value = message(refused.told)
        except (SettingsError, NotFoundError) as error:
            self.page.value = message(str(error))
        finally:
            self._leading = False

    def _lead(self, moved: object) -> None:
        if moved is self.survey:
            self._offer_years()
        if moved is self.survey or moved is self.year:
            self._offer_round()
        elif moved is self.area:
            self.view.value = "Områder"
        elif moved is self.municipality:
            self.view.value = "Kommune"
        elif moved is not self.view:
            if moved is self.profile:
                self._take_profile()
            else:
                self.profile.value = self._named()
            self.view.value = self.view.value if self.view.value in UNDER_RULE else "Soner"

    def _offer_years(self) -> None:
        years = self._folders.years(self.survey.value)
        self.year.options = list(reversed(years))
        last = max(years, default=0)
        self._folders.round(self.survey.value, last)
        self.year.value = last

    def _offer_round(self) -> None:
        """What can be chosen in the round: its areas, municipalities and rules; a choice that still exists is kept."""
        this = self.round
        names = this.municipalities.sort_values("name")
        areas = [
            (f"{area.number} {area.label[this.words.language]}", area.number) for area in this.codebook.area
        ]
        _offer(self.area, [("Alle områder", 0), *areas])
        _offer(self.municipality, list(zip(names["name"], names["number"], strict=True)))
        rules = [(rule.label[this.words.language], name) for name, rule in this.codebook.rule.items()]
        _offer(self.profile, [*rules, ("Egen", OWN)], this.codebook.profile)
        self._take_profile()
        for control in (self.area, self.municipality, self.profile, self.red_from, self.green_yellow_max):
            control.disabled = not this.has_answers

    def _take_profile(self) -> None:
        if self.profile.value != OWN:
            rule = self.round.codebook.rule_named(self.profile.value)
            self.red_from.max = self.green_yellow_max.max = len(self.round.codebook.area)
            self.red_from.value, self.green_yellow_max.value = rule.red_from, rule.green_yellow_max

    def _named(self) -> str:
        """The rule whose limits are those chosen."""
        rules = self.round.codebook.rule.items()
        return next((name for name, rule in rules if _limits(rule) == self._limits), OWN)

    def _read_again(self, _button: object) -> None:
        self._rounds.clear()
        self._follow(self._offer_round)

    def _draw(self) -> None:
        choice = Choice(self.round, self.tried, self.area.value or 0, self.municipality.value or "")
        cover = text.cover(self.round)
        marks = " · ".join(cover.marks) if isinstance(cover, Cover) else ""
        self.page.value = page(
            VIEWS[self.view.value](choice), self._file_name(choice), marks, self.round.words
        )

    def _file_name(self, choice: Choice) -> str:
        name = f"{self.survey.value}-{self.year.value}"
        if isinstance(choice.tried, WhatIf) and self.view.value in UNDER_RULE:
            return "-".join([name, "tenkt-regel", *map(str, self._limits)])
        return name


def _limits(rule: ZoneRule) -> tuple[int, int]:
    return rule.red_from, rule.green_yellow_max


def _dropdown(label: str, options: list[Any]) -> widgets.Dropdown:
    return widgets.Dropdown(description=label, options=options, style=WIDE, layout=ROW)


def _slider(label: str, low: int) -> widgets.IntSlider:
    return widgets.IntSlider(
        description=label, min=low, max=8, continuous_update=False, style=WIDE, layout=ROW
    )


def _offer(control: widgets.Dropdown, options: list[tuple[str, Any]], default: Any = None) -> None:
    kept = control.value
    control.options = options
    values = [value for _, value in options]
    control.value = default if default is not None else kept if kept in values else values[0]
