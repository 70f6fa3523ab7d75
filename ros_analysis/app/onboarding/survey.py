"""A new survey of those that a person means, in a data folder that has codebook and register."""

from __future__ import annotations

import shutil
from pathlib import Path

from ros_analysis.app.onboarding.asked import Asked, WrongUse, toml, who
from ros_analysis.app.onboarding.files import placed
from ros_analysis.app.onboarding.questions import Questions
from ros_analysis.report import PROJECT
from ros_analysis.survey import (
    CODEBOOK,
    MEMBERS,
    SURVEY_NAME,
    Members,
    Register,
    SettingsError,
    Words,
    read_codebook,
    slug,
)

NO_OTHERS = Questions()
OWN_RAW = PROJECT / "data" / "raw"
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


def new_survey(data: Path, asked: Asked, name: str = "", questions: Questions = NO_OTHERS) -> Path:
    """The new survey's folder below data/raw, called `name` or after the county or region, with a codebook for its own
    questions.

    A data folder that lacks codebook or register gets the project's own. Raises WrongUse where those asked are unknown
    or the folder is taken, and leaves nothing behind then.
    """
    raw = data / "raw"
    own = (raw / "register").is_dir()
    register = Register.load(raw / "register" if own else OWN_RAW / "register")
    if len(asked.unit) not in (0, 4, 5):
        raise WrongUse(
            "--unit trenger fire ord, og ett til for det size teller: sykehus,sykehus,sykehuset,sykehusene,senger."
        )
    whole, told = who(register, asked)
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
        text = _text(whole, told, asked, len(codebook.area))
        (staging / "survey.toml").write_text(text, "utf-8", newline="\n")
        if asked.is_file:
            shutil.copyfile(asked.members, staging / MEMBERS)
        _require_readable(staging, register, asked)
    return folder


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


def _codebook(data: Path) -> Path:
    """The shared one, also where it is yet to be copied."""
    own = data / CODEBOOK
    return own if own.is_file() else OWN_RAW / CODEBOOK.name


def _complete(data: Path) -> None:
    """Codebook and register copied from the project, each only where it is missing."""
    if not (data / "raw" / "register").is_dir():
        with placed(data / "raw" / "register") as staging:
            shutil.copytree(OWN_RAW / "register", staging, dirs_exist_ok=True)
    if not (data / CODEBOOK).is_file():
        shutil.copyfile(OWN_RAW / "codebook.toml", data / CODEBOOK)


def _text(whole: str, told: str, asked: Asked, areas: int) -> str:
    unit = asked.unit[:4] or COMMON
    forms = dict(zip(("one", "many", "the", "all"), unit, strict=True))
    text = TEMPLATE.format(
        name=whole,
        areas=Words("nb").spelled(areas),
        who=f'name = "ROS-kartlegging av e-meldinger"\n{told}',
        **forms,
        All=forms["all"].capitalize(),
    )
    own = UNIT.format(**{form: toml(word) for form, word in forms.items()}) if asked.unit else ""
    counted = f"counted = {toml(asked.unit[4])}\n" if len(asked.unit) == 5 else ""
    return text + own + counted


def _other(folder: Path) -> str:
    number = 2
    while (folder.parent / f"{folder.name}-{number}").exists():
        number += 1
    return f"{folder.name}-{number}"
