"""What a header seems to ask for: which part of the answer, which area, or who answers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import SequenceMatcher
from functools import cache, lru_cache

from ros_analysis.cleaning.scale import folded
from ros_analysis.exports import Column, is_code, safe
from ros_analysis.survey import LOCALES, Area

PART_WORDS = {
    "likelihood": r"sannsynl?\w*|likelihood|probability|how likely",
    "consequence": r"konsekv?\w*|consequence|alvorlighet\w*|(?:hvor|kor) alvorl[ei]g|severity|how serious|\bimpact\b",
    "result": r"resultat\w*|produkt\w*|\brisiko(?:verdi|nivå|score)?\b|\bresult\b|s\s?[x×*]\s?k",
}
LETTERS = {"likelihood": "s", "consequence": "k", "result": "r"}
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
ALIKE, SURE = 0.8, 0.95
MARGIN = 0.05


def part_asked(column: Column) -> str:
    """The part a header names; of several words the last, because the item's text comes first. A code names none."""
    text = folded(column.header)
    hits = [
        (match.start(), part)
        for part, words in PART_WORDS.items()
        for match in re.finditer(f"{words}|{_letter(LETTERS[part])}", text)
    ]
    return max(hits)[1] if hits else ""


def is_said(column: Column, *, typed: bool) -> bool:
    """Whether a header names its part in words, or by a letter that a person has put there: «… [S]», `typed` «S1».

    In the variable names of a tool (s_1, Q3_K, R1[S]) a letter says nothing.
    """
    text = folded(column.header)
    if any(re.search(words, text) for words in PART_WORDS.values()):
        return True
    return not is_code(column.header) or (typed and re.fullmatch("[skr][0-9]+", text) is not None)


def _letter(letter: str) -> str:
    return rf"\b{letter}[_ .]?\d*\b|(?<=[\d_]){letter}\b"


def role_asked(column: Column) -> str:
    """The role a header names by its words, «» for none."""
    text = f"{folded(column.header)} {folded(column.code)}"
    order = (*NARROWER, *ROLE_WORDS)
    return next((role for role in order if re.search(ROLE_WORDS[role], text)), "")


def area_by_text(column: Column, areas: Sequence[Area]) -> int:
    """The number of the area whose text or label a header holds, 0 where none or two are near."""
    return area_told(column, areas)[0]


def area_told(column: Column, areas: Sequence[Area]) -> tuple[int, bool]:
    """The number of the area by `area_by_text`, and whether the header says it as the codebook does."""
    text = _bare(safe(column.header))
    if len(same := [area.number for area in areas if text in _bare_names(area)]) == 1:
        return same[0], True
    if len(text) < SHORTEST_TEXT:
        return 0, False
    scores = sorted(((_likeness(text, area), area.number) for area in areas), reverse=True)
    (best, number), *rest = scores
    near = best >= ALIKE and (not rest or best - rest[0][0] >= MARGIN)
    return (number, best >= SURE) if near else (0, False)


def _likeness(text: str, area: Area) -> float:
    """1 for a text that holds a name or begins the area's alike (tools cut long headers), else a ratio."""
    whole, *_ = known = _bare_names(area)
    if any(_holds(text, name) for name in known) or whole.startswith(text):
        return 1.0
    cut = [whole[: len(text)]] if text.startswith(whole[:SHORTEST_TEXT]) else []
    return max(_ratio(text, name) for name in (*known, *cut))


def _holds(text: str, name: str) -> bool:
    """Whether a text holds a name as whole words; a short name may be there by chance."""
    return (
        len(name) >= SHORTEST_TEXT
        and name in text
        and re.search(rf"(?<![^\W\d_]){re.escape(name)}(?![^\W\d_])", text) is not None
    )


@cache
def _bare_names(area: Area) -> tuple[str, ...]:
    """The area's text and labels, addresses masked as in every header that is read."""
    return tuple(_bare(safe(name)) for name in (area.text, *(area.label[language] for language in LOCALES)))


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


def _bare(header: str) -> str:
    """A header without numbering, punctuation and the words that name the part."""
    text = re.sub(r"[«»\"'“”„]", "", folded(header))
    text = re.sub(r"\s*[(\[]\s*[skr]\s*[)\]]\s*$", "", text)
    text = re.sub(
        r"\b(?:sannsynlighet|sannsynlegheit|konsekvens|resultat|likelihood|consequence|result)\b", " ", text
    )
    text = re.sub(r"^[^0-9a-zæøå]*[0-9]+(?:\s?[.):-]\s?|\s)|[\[\]()|]", " ", text)
    return re.sub(r"[\W_]+", " ", text).strip()
