"""Whether the body's own words can be set as pages, asked before any notebook is run."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterator

from ros_analysis.rounds import Sources
from ros_analysis.survey import Place, Problem

KNOWN = frozenset(map(chr, [*range(0x20, 0x7F), *range(0xA1, 0x180)])) | set("\n\t\xa0–—‘’“”„…•→≥≤−")
"""Signs that the typeface is known to have; all others are asked about."""
NOT_PRINTED = {"file", "columns", "choices"}
PROSE = ("background", "proposal")
SHOWN = 3
PAGE = b"""#set document(title: "x")
#set text(font: "Source Sans Pro", lang: "nb")
#json(bytes(sys.inputs.report)).text"""


def unprintable_problems(sources: Sources) -> list[Problem]:
    """One problem for each text of survey.toml, round.toml and codebook.toml that no page can hold."""
    files = {"survey.toml": sources.survey, "round.toml": sources.round, "codebook.toml": sources.codebook}
    dumped = [(file, model.model_dump(exclude=NOT_PRINTED)) for file, model in files.items()]
    texts = [(file, key, text) for file, values in dumped for key, text in _leaves(values, "")]
    lacking = unprintable({sign for _, _, text in texts for sign in text} - KNOWN)
    lacked = [(file, key, sorted(lacking & set(text))) for file, key, text in texts]
    found = [_unprintable(file, key, signs) for file, key, signs in lacked if signs]
    return [*found, *_prose(sources)]


def unprintable(signs: Collection[str]) -> set[str]:
    """Those of `signs` that the typeface lacks, found by setting them."""
    if not signs or _is_set(" ".join(signs)):
        return set()
    if len(signs) == 1:
        return set(signs)
    listed = sorted(signs)
    half = len(listed) // 2
    return unprintable(listed[:half]) | unprintable(listed[half:])


def _is_set(text: str) -> bool:
    from ros_analysis.publish import templates

    try:
        templates.pdf(PAGE, {"text": text})
    except templates.TypesettingError:
        return False
    return True


def _leaves(value: object, key: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield key, value
    elif isinstance(value, dict):
        for name, inner in value.items():
            yield from _leaves(inner, f"{key}.{name}" if key else str(name))
    elif isinstance(value, list | tuple):
        for number, inner in enumerate(value, 1):
            yield from _leaves(inner, f"{key}[{number}]")


def _unprintable(file: str, key: str, signs: list[str]) -> Problem:
    named = ", ".join(map(_named, signs[:SHOWN])) + (" …" if len(signs) > SHOWN else "")
    message = f"{key}: rapportens skrift har ikke {named}."
    return Problem(Place(file), message, remedy="Ta det bort, eller skriv det med ord.", rule="unprintable")


def _named(sign: str) -> str:
    shown = f"«{sign}» " if sign.isprintable() else ""
    return f"{shown}(U+{ord(sign):04X}, {unicodedata.name(sign, 'kontrolltegn')})"


def _prose(sources: Sources) -> Iterator[Problem]:
    from ros_analysis.publish.elements import DocumentError, elements

    for key in PROSE:
        try:
            elements(getattr(sources.survey, key))
        except DocumentError as error:
            yield Problem(Place("survey.toml"), f"{key}: {error}", rule="unprintable")
