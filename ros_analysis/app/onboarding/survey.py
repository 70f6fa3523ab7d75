"""A new survey of those that a person means, in a data folder that has codebook and register."""

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
    MEMBERS,
    SURVEY_NAME,
    Members,
    Register,
    SettingsError,
    Words,
    day_text,
    read_codebook,
)

NO_OTHERS = Questions()
OWN_RAW = Path(__file__).resolve().parents[3] / "data" / "raw"
TEMPLATE = """\
# Undersøkelsen i {name}. Tekstene i hakeparentes er plassholdere: rapporten viser det som står her.
{who}
organiser = "[Skriv hvem som gjennomfører kartleggingen]"
source = "Svar fra {all} i {name}"

background = \"\"\"
[Skriv bakgrunnen for saken: hvorfor kartleggingen er gjort, hvem som ba om den, og hva den skal brukes til.]

{All} i {name} er bedt om å vurdere {areas} risikoområder i utvekslingen av e-meldinger med helseforetak
og fastleger. For hvert område oppgir {the} hvor sannsynlig en uønsket hendelse er, og hvor alvorlig
konsekvensen blir.
\"\"\"

proposal = \"\"\"
[Skriv forslaget til vedtak.]
\"\"\"
"""
UNIT = """
# Ordene for dem som svarer, og for dem alle samlet. Skal rapporten lages på nynorsk eller engelsk, skriv dem også under
# [unit.nn] eller [unit.en].
[unit.nb]
one = {one}
many = {many}
the = {the}
all = {all}
whole = "regionen"
"""
NO_WORDS = (
    "filen har andre enn kommuner. Skriv hva de kalles, i fire former, med --unit: "
    "sykehus,sykehus,sykehuset,sykehusene. Har den kolonnen size, skriv hva den teller som det femte ordet: senger."
)
COMMON = ("kommune", "kommuner", "kommunen", "kommunene")


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


def new_survey(data: Path, asked: Asked, name: str = "", questions: Questions = NO_OTHERS) -> Path:
    """The new survey's folder below data/raw, called `name` or after the county or region, with a codebook for its own
    questions.

    A data folder that lacks codebook or register gets the project's own. Raises WrongUse where those asked are unknown
    or the folder is taken, and leaves nothing behind then.
    """
    raw = data / "raw"
    own = (raw / "register").is_dir()
    register = Register.load(raw / "register" if own else _source() / "register")
    whole, who = _who(register, asked)
    name = name or slug(whole)
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
        text = _text(whole, who, asked, len(codebook.area))
        (staging / "survey.toml").write_text(text, "utf-8", newline="\n")
        if _is_file(asked):
            shutil.copyfile(asked.members, staging / MEMBERS)
        _require_readable(staging, register, asked)
    return folder


def _who(register: Register, asked: Asked) -> tuple[str, str]:
    """What those asked are called together, and the lines of survey.toml that say who they are."""
    said = [text for text in (asked.county, ",".join(asked.counties), asked.members) if text]
    if len(said) != 1:
        raise WrongUse(
            "Oppgi hvem som er spurt: et fylke, eller --counties 15,50, eller --members NAVN eller FIL."
        )
    if asked.county:
        county = find_county(register, asked.county)
        return county.name, _lines(
            f"# Fylkesnummeret er {county}.", county_number=county.number, county=county.name
        )
    if asked.counties:
        found = [find_county(register, text) for text in asked.counties]
        region = asked.region or " og ".join(county.name for county in found)
        about = [f"# Fylkesnummeret er {county}." for county in found]
        return region, _lines(*about, counties=[county.number for county in found], region=region)
    if not asked.region:
        raise WrongUse("Oppgi hva de som er spurt, kalles samlet, for eksempel --region Lofoten.")
    if _is_file(asked):
        return asked.region, _lines(f"# De som er spurt, står i {MEMBERS}.", region=asked.region)
    return asked.region, _lines(
        members=[text.strip() for text in asked.members.split(",")], region=asked.region
    )


def _lines(*comments: str, **values: str | list[str]) -> str:
    return "\n".join([*comments, *(f"{key} = {_quoted(value)}" for key, value in values.items())])


def _quoted(value: str | list[str]) -> str:
    return json.dumps(value, ensure_ascii=False)


def _is_file(asked: Asked) -> bool:
    return bool(asked.members) and Path(asked.members).suffix.lower() == ".csv"


def _require_readable(folder: Path, register: Register, asked: Asked) -> None:
    """Raises WrongUse where those asked can't be told in the last year that the register knows."""
    try:
        members = Members.read(folder, register)
        if not members.counties:
            members.of(max(register.population["year"]))
    except SettingsError as error:
        lacks_words = "[unit." in str(error)
        told = f"{asked.members}: {NO_WORDS}" if lacks_words else str(error).replace(f"{folder}/", "")
        raise WrongUse(told) from None


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


def _text(whole: str, who: str, asked: Asked, areas: int) -> str:
    unit = asked.unit[:4] if len(asked.unit) in (4, 5) else COMMON
    forms = dict(zip(("one", "many", "the", "all"), unit, strict=True))
    text = TEMPLATE.format(
        name=whole,
        areas=Words("nb").spelled(areas),
        who=f'name = "ROS-kartlegging av e-meldinger"\n{who}',
        **forms,
        All=forms["all"].capitalize(),
    )
    own = UNIT.format(**{form: _quoted(word) for form, word in forms.items()}) if asked.unit else ""
    counted = f"counted = {_quoted(asked.unit[4])}\n" if len(asked.unit) == 5 else ""
    return text + own + counted


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
