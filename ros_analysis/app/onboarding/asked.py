"""Who a new survey or round is to ask, as a person says it, held against the register."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from itertools import groupby
from pathlib import Path
from typing import Any

from ros_analysis.cleaning import fold_name
from ros_analysis.survey import HOW_TO_ADD, MEMBERS, Members, Register, day_text


class WrongUse(Exception):
    """Asked for something that can't be made as asked; the text says why and what to do instead."""


@dataclass(frozen=True)
class Asked:
    """Who is asked, as a person says it: one county, or several, or members by number and name or in a csv file.

    `region` is what they are called together. `unit`: the units' own words, one, many and both definite, and what
    their size counts where members.csv has one: «sykehus», «sykehus», «sykehuset», «sykehusene», «senger».
    """

    county: str = ""
    counties: tuple[str, ...] = ()
    members: str = ""
    region: str = ""
    unit: tuple[str, ...] = ()

    @property
    def is_file(self) -> bool:
        return Path(self.members).suffix.lower() == ".csv"


@dataclass(frozen=True)
class County:
    """A county number with its name, when it was in use and the years that a round can be made for."""

    number: str
    name: str
    valid: str
    years: tuple[int, ...]

    def __str__(self) -> str:
        years = _listed(self.years) or "ingen år i registeret"
        return f"{self.number} {self.name} ({self.valid}; folketall for {years})"


def who(register: Register, asked: Asked) -> tuple[str, str]:
    """What those asked are called together, and the lines of survey.toml that say who they are."""
    said = [text for text in (asked.county, ",".join(asked.counties), asked.members) if text]
    if len(said) != 1:
        raise WrongUse(
            "Oppgi hvem som er spurt: et fylke, eller --counties 15,50, eller --members NAVN eller FIL."
        )
    if asked.county:
        county = find_county(register, asked.county)
        whole = asked.region or county.name
        return whole, _lines(f"# Fylkesnummeret er {county}.", county_number=county.number, county=whole)
    if asked.counties:
        found = [find_county(register, text) for text in asked.counties]
        region = asked.region or " og ".join(county.name for county in found)
        about = [f"# Fylkesnummeret er {county}." for county in found]
        return region, _lines(*about, counties=[county.number for county in found], region=region)
    if not asked.region:
        raise WrongUse("Oppgi hva de som er spurt, kalles samlet, for eksempel --region Lofoten.")
    if asked.is_file and not Path(asked.members).is_file():
        raise WrongUse(f"{asked.members}: filen finnes ikke.")
    if asked.is_file:
        return asked.region, _lines(f"# De som er spurt, står i {MEMBERS}.", region=asked.region)
    return asked.region, _lines(
        members=[text.strip() for text in asked.members.split(",")], region=asked.region
    )


def _lines(*comments: str, **values: str | list[str]) -> str:
    return "\n".join([*comments, *pairs(values)])


def pairs(values: Mapping[str, Any]) -> list[str]:
    """Lines of TOML."""
    return [f"{key} = {toml(value)}" for key, value in values.items()]


def toml(value: Any) -> str:
    """A text, number, list of texts, or table of texts on one line."""
    if isinstance(value, Mapping):
        return f"{{ {', '.join(pairs(value))} }}"
    return json.dumps(value, ensure_ascii=False)


def find_county(register: Register, text: str) -> County:
    """The county that a number or a name says; raises WrongUse with all numbers of a shared name, or the nearest."""
    asked = fold_name(text).removesuffix(" fylke").removesuffix(" fylkeskommune")
    known = [_county(register, str(number)) for number in register.counties.index]
    found = [
        county for county in known if asked.zfill(2) == county.number or asked in _names(register, county)
    ]
    if len(found) == 1:
        return found[0]
    if found:
        listed = "\n".join(f"  {county}" for county in found)
        raise WrongUse(
            f"«{text}» har hatt flere fylkesnumre. Oppgi nummeret som gjaldt i undersøkelsesåret:\n{listed}"
        )
    names = {fold_name(county.name): county.name for county in known}
    near = [names[name] for name in get_close_matches(asked, names, 3, 0.6)]
    hint = f"Mente du {' eller '.join(near)}?" if near else "Registeret har:"
    listed = "" if near else "".join(f"\n  {county}" for county in known)
    raise WrongUse(f"«{text}» er verken navnet på et fylke eller et fylkesnummer. {hint}{listed}")


def require_year(members: Members, year: int, population_year: int | None = None) -> None:
    """Raises WrongUse, with the way out, where the register can't say who was asked in `year`, or how many live there
    by the population of `population_year` or else that year."""
    if members.own:
        return
    register = members.register
    populated = sorted({int(known) for known in register.population["year"]})
    if population_year is not None and population_year not in populated:
        raise WrongUse(f"Registeret har ikke folketall for {population_year}, bare for {_listed(populated)}.")
    if population_year is None and year not in populated:
        raise WrongUse(
            f"Registeret har ikke folketall for {year}, bare for {_listed(populated)}. {HOW_TO_ADD.format(year=year)}"
        )
    for county in (_county(register, number) for number in members.counties):
        if population_year is None and year not in county.years:
            raise WrongUse(
                f"Fylket {county} finnes ikke med kommuner 1. januar {year}."
                f"{_elsewhere(register, county.number, year)} "
                "Lag en undersøkelse for fylket som gjaldt det året: «ros new-survey NUMMER»."
            )


def _elsewhere(register: Register, number: str, year: int) -> str:
    """The counties that hold in `year` what this county holds, or held, in other years."""
    here = [unit for unit in register.units.values() if unit.number.startswith(number)]
    places = set()
    for unit in here:
        earlier = unit.valid_to is not None and unit.valid_to < date(year, 1, 1)
        steps = (register.successors if earlier else register.predecessors)(unit.number, year)
        places |= {(step.new if earlier else step.old)[:2] for step in steps} - {number}
    named = [f"{place} {register.county_name(place)}" for place in sorted(places)]
    return f" Kommunene hørte da til {' og '.join(named)}." if named else ""


def _county(register: Register, number: str) -> County:
    row = {str(key): str(value) for key, value in register.counties.loc[number].items()}
    here = register.population["number"].str.startswith(number)
    years = {int(year) for year in register.population.loc[here, "year"]}
    limits = (("fra", row["valid_from"]), ("til", row["valid_to"]))
    valid = " ".join(f"{word} {day_text(date.fromisoformat(day))}" for word, day in limits if day)
    return County(number, row["name"], valid or "hele tiden", tuple(sorted(years)))


def _names(register: Register, county: County) -> set[str]:
    short = str(register.counties.loc[county.number, "short_forms"]).split(";")
    return {fold_name(name) for name in (county.name, *short) if name.strip()}


def _listed(years: Iterable[int]) -> str:
    """«2018, 2020–2023»: years that follow each other as one stretch."""
    stretches = [
        [year for _, year in own] for _, own in groupby(enumerate(years), lambda one: one[1] - one[0])
    ]
    return ", ".join(str(own[0]) if len(own) == 1 else f"{own[0]}–{own[-1]}" for own in stretches)
