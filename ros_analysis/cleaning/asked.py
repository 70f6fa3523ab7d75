"""What a header seems to ask for: which part of the answer, which area, or who answers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import SequenceMatcher
from functools import cache, lru_cache

from ros_analysis.cleaning.scale import folded
from ros_analysis.codebook import Area
from ros_analysis.exports import Column
from ros_analysis.language import LOCALES

PART_WORDS = {
    "likelihood": r"sannsynl?\w*|likelihood|probability|\bs[_ .]?\d*\b|(?<=[\d_])s\b",
    "consequence": r"konsekv?\w*|consequence|alvorlighet\w*|severity|\bimpact\b|\bk[_ .]?\d*\b|(?<=[\d_])k\b",
    "result": r"resultat\w*|produkt\w*|\brisiko(?:verdi|nivå|score)?\b|\bresult\b|s\s?[x×*]\s?k"
    r"|\br[_ .]?\d*\b|(?<=[\d_])r\b",
}
NUMBERED = (
    r"^([0-9]+)\b",
    r"\b(?:område|spørsmål|spm|punkt|pkt|area|nr)\.?\s?([0-9]+)\b",
    r"^(?:s|k|r|sann\w*|kons\w*|res\w*|likelihood|consequence)[_ .]?([0-9]+)(?:[\[.]\w+\]?)?$",
    r"^[a-zæøå]{0,8}[_ .]?([0-9]+)[_ .\[(]*(?:s|k|r|sann\w*|kons\w*|res\w*)[\])]?$",
)
ROLE_WORDS = {
    "municipality_number": r"komm(?:une)?\.?\s?(?:nummer|nr)\.?|\bknr\b|kommunenr|municipality number",
    "municipality": r"kommune(?:ns|navn|namn)?\b|municipality",
    "epj": r"\bepj\b|fagsystem|journalsystem|pasientjournal|fagprogram|\behr\b|patient record",
    "zone": r"\bsone\b|risikosone|\bkategori\b|samlet vurdering|\bzone\b",
    "timestamp": r"\btidspunkt\b|\btidsstempel\b|svardato|innsendt|\btimestamp\b",
    "role": r"\brolle\b|\bstilling\b|\bfunksjon\b|\brole\b",
}
NARROWER = ("epj", "zone", "role")  # «Kommunens fagsystem» is about the system
SHORTEST_TEXT = 12
ALIKE = 0.8
MARGIN = 0.05


def part_asked(column: Column) -> str:
    """The part a header names; of several words the last, because the item's text comes first."""
    hits = [
        (match.start(), part)
        for part, words in PART_WORDS.items()
        for text in (folded(column.header), folded(column.code))
        for match in re.finditer(words, text)
        if text
    ]
    return max(hits)[1] if hits else ""


def role_asked(column: Column) -> str:
    """The role a header names by its words, «» for none."""
    text = f"{folded(column.header)} {folded(column.code)}"
    order = (*NARROWER, *ROLE_WORDS)
    return next((role for role in order if re.search(ROLE_WORDS[role], text)), "")


def area_by_text(column: Column, areas: Sequence[Area]) -> int:
    """The number of the area whose text or label a header holds, 0 where none or two are near."""
    text = _bare(column.header)
    if len(text) < SHORTEST_TEXT:
        return 0
    scores = sorted(((_likeness(text, area), area.number) for area in areas), reverse=True)
    (best, number), *rest = scores
    return number if best >= ALIKE and (not rest or best - rest[0][0] >= MARGIN) else 0


def _likeness(text: str, area: Area) -> float:
    """1 for a label or a text that holds the other or begins alike (tools cut long headers), else a ratio."""
    whole, *labels = known = _bare_names(area)
    if text in labels or any(name in text for name in known) or whole.startswith(text):
        return 1.0
    cut = [whole[: len(text)]] if text.startswith(whole[:SHORTEST_TEXT]) else []
    return max(_ratio(text, name) for name in (*known, *cut))


@cache
def _bare_names(area: Area) -> tuple[str, ...]:
    return (_bare(area.text), *(_bare(area.label[language]) for language in LOCALES))


def _ratio(text: str, name: str) -> float:
    """How alike two texts are, 0 to 1; 0 without a closer look where they can't be alike enough."""
    words, own = set(text.split()), set(name.split())
    if len(words & own) * 2 < min(len(words), len(own)):
        return 0.0
    match = _matcher(name)
    match.set_seq1(text)
    near = match.real_quick_ratio() >= ALIKE and match.quick_ratio() >= ALIKE
    return match.ratio() if near else 0.0


@lru_cache(maxsize=64)
def _matcher(name: str) -> SequenceMatcher[str]:
    return SequenceMatcher(None, "", name, autojunk=False)


def area_by_number(column: Column, areas: Sequence[Area]) -> int:
    """The area's number as the form writes it: «1. …», «Område 1 …», «S1», «q3_k»."""
    known = {str(area.number) for area in areas}
    for text in (folded(column.header), folded(column.code)):
        found = {number for pattern in NUMBERED for number in re.findall(pattern, text)}
        numbers = found & known
        if len(numbers) == 1:
            return int(numbers.pop())
    return 0


def _bare(header: str) -> str:
    """A header without numbering, punctuation and the words that name the part."""
    text = re.sub(r"[«»\"'“”„]", "", folded(header))
    text = re.sub(r"\s*[(\[]\s*[skr]\s*[)\]]\s*$", "", text)
    text = re.sub(
        r"\b(?:sannsynlighet|sannsynlegheit|konsekvens|resultat|likelihood|consequence|result)\b", " ", text
    )
    text = re.sub(r"^[^0-9a-zæøå]*[0-9]+(?:\s?[.):-]\s?|\s)|[\[\]()|]", " ", text)
    return re.sub(r"\s+", " ", text).strip(" .…:–-")
