"""A new survey: a folder with survey.toml, in a data folder that has codebook and register."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from ros_analysis.app.onboarding.counties import County, find_county
from ros_analysis.app.onboarding.placing import WrongUse, placed, slug
from ros_analysis.survey import CODEBOOK, SURVEY_NAME, Register, read_survey

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

Kommunene i {name} er bedt om å vurdere åtte risikoområder i utvekslingen av e-meldinger med helseforetak
og fastleger. For hvert område oppgir kommunen hvor sannsynlig en uønsket hendelse er, og hvor alvorlig
konsekvensen blir.
\"\"\"

proposal = \"\"\"
[Skriv forslaget til vedtak.]
\"\"\"
"""


def new_survey(data: Path, county: str, name: str = "") -> Path:
    """The new survey's folder below data/raw, called `name` or after the county.

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
    _complete(data)
    with placed(folder) as staging:
        (staging / "survey.toml").write_text(_text(found), "utf-8", newline="\n")
        read_survey(staging)
    return folder


def _source() -> Path:
    if not (OWN_RAW / "register").is_dir():
        raise WrongUse(
            "Fant ikke prosjektets kodebok og register. Kopier data/raw/codebook.toml og data/raw/register/ "
            "fra prosjektet til raw/ i datamappen."
        )
    return OWN_RAW


def _complete(data: Path) -> None:
    """Codebook and register copied from the project, each only where it is missing."""
    if not (data / "raw" / "register").is_dir():
        with placed(data / "raw" / "register") as staging:
            shutil.copytree(_source() / "register", staging, dirs_exist_ok=True)
    if not (data / CODEBOOK).is_file():
        shutil.copyfile(_source() / "codebook.toml", data / CODEBOOK)


def _text(county: County) -> str:
    return TEMPLATE.format(
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
