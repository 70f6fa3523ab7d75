"""A new survey of the county that a person means, in a data folder that has codebook and register."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from itertools import groupby
from pathlib import Path

from ros_analysis.app.onboarding.placing import WrongUse, placed, slug
from ros_analysis.app.onboarding.questions import Questions
from ros_analysis.cleaning import fold_name
from ros_analysis.survey import (
    CODEBOOK,
    HOW_TO_ADD,
    SURVEY_NAME,
    Register,
    Words,
    day_text,
    read_codebook,
    read_survey,
)

NO_OTHERS = Questions()
OWN_RAW = Path(__file__).resolve().parents[3] / "data" / "raw"
TEMPLATE = """\
# Undersøkelsen i {name}. Tekstene i hakeparentes er plassholdere: rapporten viser det som står her.
# Fylkesnummeret er {county}.
name = "ROS-kartlegging av e-meldinger"
county_number = "{number}"
county = {quoted}
organiser = "[Skriv hvem som gjennomfører kartleggingen]"
source = "Svar fra kommunene i {name}"

background = \"\"\"
[Skriv bakgrunnen for saken: hvorfor kartleggingen er gjort, hvem som ba om den, og hva den skal brukes til.]

Kommunene i {name} er bedt om å vurdere {areas} risikoområder i utvekslingen av e-meldinger med helseforetak
og fastleger. For hvert område oppgir kommunen hvor sannsynlig en uønsket hendelse er, og hvor alvorlig
konsekvensen blir.
\"\"\"

proposal = \"\"\"
[Skriv forslaget til vedtak.]
\"\"\"
"""


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


def new_survey(data: Path, county: str, name: str = "", questions: Questions = NO_OTHERS) -> Path:
    """The new survey's folder below data/raw, called `name` or after the county, with a codebook for its own questions.

    A data folder that lacks codebook or register gets the project's own. Raises WrongUse where the county is unknown
    or the folder is taken, and leaves nothing behind then.
    """
    raw = data / "raw"
    own = (raw / "register").is_dir()
    register = Register.load(raw / "register" if own else _source() / "register")
    found = find_county(register, county)
    name = name or slug(found.name)
    if not SURVEY_NAME.fullmatch(name) or name == "register":
        raise WrongUse(f"«{name}» kan ikke være mappenavn. Bruk små bokstaver a–z, tall og bindestrek.")
    folder = raw / name
    if folder.exists():
        raise WrongUse(
            f"{folder} finnes allerede. Velg et annet mappenavn med --name, for eksempel {_other(folder)}."
        )
    codebook = read_codebook(_codebook(data), str(CODEBOOK))
    own_questions = questions.codebook(codebook) if questions else ""
    _complete(data)
    with placed(folder) as staging:
        if own_questions:
            (staging / CODEBOOK.name).write_text(own_questions, "utf-8", newline="\n")
            codebook = read_codebook(staging / CODEBOOK.name)
        (staging / "survey.toml").write_text(_text(found, len(codebook.area)), "utf-8", newline="\n")
        read_survey(staging)
    return folder


def _source() -> Path:
    if not (OWN_RAW / "register").is_dir():
        raise WrongUse(
            "Fant ikke prosjektets kodebok og register. Kopier data/raw/codebook.toml og data/raw/register/ "
            "fra prosjektet til raw/ i datamappen."
        )
    return OWN_RAW


def _codebook(data: Path) -> Path:
    """The shared one, also where it is yet to be copied."""
    own = data / CODEBOOK
    return own if own.is_file() else _source() / CODEBOOK.name


def _complete(data: Path) -> None:
    """Codebook and register copied from the project, each only where it is missing."""
    if not (data / "raw" / "register").is_dir():
        with placed(data / "raw" / "register") as staging:
            shutil.copytree(_source() / "register", staging, dirs_exist_ok=True)
    if not (data / CODEBOOK).is_file():
        shutil.copyfile(_source() / "codebook.toml", data / CODEBOOK)


def _text(county: County, areas: int) -> str:
    return TEMPLATE.format(
        areas=Words("nb").spelled(areas),
        name=county.name,
        number=county.number,
        county=county,
        quoted=json.dumps(county.name, ensure_ascii=False),
    )


def _other(folder: Path) -> str:
    number = 2
    while (folder.parent / f"{folder.name}-{number}").exists():
        number += 1
    return f"{folder.name}-{number}"


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


def require_year(register: Register, number: str, year: int) -> None:
    """Raises WrongUse, with the way out, where the register can't say who was asked in `year`."""
    populated = sorted({int(known) for known in register.population["year"]})
    if year not in populated:
        raise WrongUse(
            f"Registeret har ikke folketall for {year}, bare for {_listed(populated)}. {HOW_TO_ADD.format(year=year)} "
            "Er noen kommuner nye siden sist, skal de også inn i municipalities.csv og successions.csv."
        )
    if year not in _county(register, number).years:
        county = _county(register, number)
        raise WrongUse(
            f"Fylket {county} finnes ikke med kommuner 1. januar {year}.{_elsewhere(register, number, year)} "
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
    return County(number, row["name"], _valid(row["valid_from"], row["valid_to"]), tuple(sorted(years)))


def _valid(start: str, end: str) -> str:
    since = f"fra {day_text(date.fromisoformat(start))}" if start else ""
    until = f"til {day_text(date.fromisoformat(end))}" if end else ""
    return " ".join(part for part in (since, until) if part) or "hele tiden"


def _names(register: Register, county: County) -> set[str]:
    short = str(register.counties.loc[county.number, "short_forms"]).split(";")
    return {fold_name(name) for name in (county.name, *short) if name.strip()}


def _listed(years: Iterable[int]) -> str:
    """«2018, 2020–2023»: years that follow each other as one stretch."""
    stretches = [
        [year for _, year in own] for _, own in groupby(enumerate(years), lambda one: one[1] - one[0])
    ]
    return ", ".join(str(own[0]) if len(own) == 1 else f"{own[0]}–{own[-1]}" for own in stretches)
