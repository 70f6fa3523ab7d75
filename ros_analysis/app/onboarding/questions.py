"""A survey's own questions: a codebook with other areas, another scale, or fields beside the answers."""

from __future__ import annotations

import csv
import re
import textwrap
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any, Literal

from ros_analysis.app.onboarding.asked import WrongUse, pairs, toml
from ros_analysis.exports import open_grids
from ros_analysis.survey import FIELDS, Codebook, RefusedData, fold

Scale = Literal["3x3", "4x4", "5x5"]
OWN_SCALE: Scale = "4x4"
"""The one of the project's codebook."""
MOST_AREAS = 16
"""So many matrices have room on a page."""
LONGEST_LABEL = 60
HEADINGS = {"tekst", "område", "risikoområde", "spørsmål", "text", "area"}

HEAD = """\
# Kodeboken: hva dere spør om, hvordan svarene måles, og hvordan resultatene blir én sone. Laget av «ros new-survey».
# Navnene (label) står på bokmål. En rapport på et annet språk bruker dem til det også står nn = "…" eller en = "…".
"""
ASKED_TOO = """\
# Det dere også spør om: tiltak, ansvarlig, frist og restrisiko for hvert område, og kontroller. Stryk det dere ikke
# spør om; en linje som begynner med #, gjelder ikke. Skjemaet fra «ros form» får feltene med."""
AREAS = "# Områdene: text er spørsmålet slik det blir stilt, label et kort navn til tabeller og figurer."
STEPS = "# Skalaen {scale}. Bruk ordene som dere spør med; also er andre skrivemåter av samme trinn."
MATRIX = """\
# Én rad per sannsynlighet (1 øverst), én kolonne per konsekvens. DERE MÅ BEKREFTE MATRISEN: hva som er akseptabel
# risiko, bestemmer den som eier undersøkelsen. Denne er prosjektets forslag (docs/assumptions.md, nr. 2 og 22)."""
RULES = """\
# Rød sone fra og med `red_from` røde områder; grønn uten røde og med høyst `green_yellow_max` gule; ellers gul.
# Tallene er 3 og 2 av 8, rundet ned, av deres {n} områder. DERE MÅ BEKREFTE DEM, eller skrive andre."""
SIZES = "# Folketall 1. januar i undersøkelsesåret. Klassene brukes bare til beskrivelse."


@dataclass(frozen=True)
class Questions:
    """What is to be asked otherwise than in the shared codebook: «5x5», a number of areas or a file with them, and the
    measures too."""

    scale: Scale | None = None
    areas: str = ""
    measures: bool = False

    def __bool__(self) -> bool:
        return bool(self.scale or self.areas or self.measures)

    def codebook(self, shared: Codebook) -> str:
        """The text of codebook.toml; raises WrongUse where there are no areas to read."""
        areas = numbered(self.areas) if self.areas else [_plain(area) for area in shared.area]
        scale = self.scale or OWN_SCALE
        steps, levels = _scale(scale, shared)
        rules = {name: _plain(rule) for name, rule in shared.rule.items()}
        rules[shared.profile] |= thresholds(len(areas))
        sections = [
            f"{HEAD}\nversion = {shared.version}\nprofile = {toml(shared.profile)}",
            f"{ASKED_TOO}\n{'' if self.measures else '# '}fields = {toml(list(FIELDS))}",
            AREAS,
            *(_table("[area]", area) for area in areas),
            STEPS.format(scale=scale.replace("x", " × ")),
            *(_table(f"[{part}]", step) for part, own in steps.items() for step in own),
            f"{MATRIX}\n[matrix]\nlevels = [\n{_rows(levels)}]",
            RULES.format(n=len(areas)),
            *(_table(f"rule.{name}", rule) for name, rule in rules.items()),
            SIZES,
            *(_table("[size_class]", _plain(size)) for size in shared.size_class),
        ]
        return "\n\n".join(sections) + "\n"


def thresholds(areas: int) -> dict[str, int]:
    """The zone rule for a number of areas: as 3 red and 2 yellow are of 8, rounded down, and at least one red."""
    return {"red_from": max(1, 3 * areas // 8), "green_yellow_max": areas // 4}


def numbered(said: str) -> list[dict[str, Any]]:
    """The areas: so many with texts that are to be written, or those of a file; raises WrongUse."""
    texts = [*_unwritten(int(said))] if said.isdecimal() else _read(Path(said))
    if not 1 <= len(texts) <= MOST_AREAS:
        raise WrongUse(f"--areas {said}: {len(texts)} områder. Velg fra 1 til {MOST_AREAS}.")
    folded = [fold(text) for text, _ in texts]
    if twice := sorted({text for text, plain in zip(texts, folded, strict=True) if folded.count(plain) > 1}):
        raise WrongUse(f"--areas {said}: «{twice[0][0]}» står to ganger. Hvert område må ha sin egen tekst.")
    return [
        {"number": number, "code": f"area_{number}", "text": text, "label": {"nb": label or _short(text)}}
        for number, (text, label) in enumerate(texts, 1)
    ]


def _unwritten(count: int) -> Iterable[tuple[str, str]]:
    for number in range(1, min(count, MOST_AREAS + 1) + 1):
        yield f"[Skriv spørsmålet om område {number}]", f"Område {number}"


def _read(path: Path) -> list[tuple[str, str]]:
    """Text and label («» for none) of each line; a heading and a first column of numbers are passed over."""
    lines = [tuple(cell.strip() for cell in line) for line in _lines(path)]
    lines = [line for line in lines if any(line)]
    if lines and HEADINGS & set(map(fold, lines[0])):
        lines = lines[1:]
    if lines and all(re.fullmatch(r"[0-9]+\.?", line[0]) for line in lines):
        lines = [line[1:] for line in lines]
    for number, line in enumerate(lines, 1):
        if not line or not line[0] or any(line[2:]):
            found = "; ".join(line)
            raise WrongUse(
                f"{path}, område {number}: fant «{found}». Skriv ett område per linje: tekst, og om dere vil, et kort "
                "navn etter semikolon (i Excel: i neste kolonne)."
            )
    return [(line[0], line[1] if len(line) > 1 else "") for line in lines]


def _lines(path: Path) -> Sequence[Sequence[str]]:
    """The cells of a workbook's first sheet with any, or of a text with «;» or tabs between them."""
    if not path.is_file():
        raise WrongUse(f"--areas {path}: verken et antall eller en fil som finnes.")
    try:
        if path.suffix.lower() == ".xlsx":
            return [line.cells for line in next((g.lines for g in open_grids(path) if g.lines), ())]
        text = path.read_text("utf-8-sig")
    except RefusedData as refused:
        raise WrongUse(str(refused)) from None
    except UnicodeDecodeError:
        raise WrongUse(f"{path} er ikke lagret som UTF-8. Lagre som «CSV UTF-8» eller xlsx.") from None
    return list(csv.reader(text.splitlines(), delimiter="\t" if "\t" in text else ";"))


def _short(text: str) -> str:
    return textwrap.shorten(text, LONGEST_LABEL, placeholder=" …")


def _scale(scale: Scale, shared: Codebook) -> tuple[dict[str, list[dict[str, Any]]], Sequence[Sequence[str]]]:
    """The steps of both parts and the matrix."""
    known = tomllib.loads(resources.files(__package__).joinpath("scales.toml").read_text("utf-8"))
    if scale in known:
        own = known[scale]
        parts = ("likelihood", "consequence")
        return {part: [{"value": n, **step} for n, step in enumerate(own[part], 1)] for part in parts}, own[
            "levels"
        ]
    if (len(shared.likelihood), len(shared.consequence)) != (4, 4):
        raise WrongUse(f"Den felles kodeboken ({shared.file}) er ikke 4 × 4. Velg --scale 3x3 eller 5x5.")
    steps = {"likelihood": shared.likelihood, "consequence": shared.consequence}
    return {part: [_plain(step) for step in own] for part, own in steps.items()}, shared.matrix.levels


def _plain(model: Any) -> dict[str, Any]:
    """What a model was given, without what follows from the rest."""
    plain: dict[str, Any] = model.model_dump(mode="json", exclude_unset=True)
    return plain


def _table(name: str, values: Mapping[str, Any]) -> str:
    return "\n".join([f"[{name}]", *pairs(values)])


def _rows(levels: Iterable[Sequence[str]]) -> str:
    return "".join(f"    {toml(list(row))},\n" for row in levels)
