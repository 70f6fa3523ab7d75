"""What a header seems to ask for: which part of the answer, which area, or what of who answers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache, lru_cache

from ros_analysis.cleaning.scale import Refused, folded, read_step
from ros_analysis.exports import Column, is_code, safe
from ros_analysis.survey import FIELDS, LOCALES, ONCE, PARTS, ROLES, STEPS, Area, Codebook

PART_WORDS = [part.words for part in PARTS.values()]
LETTERS = "".join(field.letter for field in PARTS.values())
BY_SPECIFIC = sorted(filter(lambda role: ROLES[role].words, ROLES), key=lambda role: -ROLES[role].specific)
AFTER = frozenset(name for name, field in FIELDS.items() if field.kind == "step")
"""What is asked of the time after the measures is no answer of today, also where the codebook doesn't ask it."""
ANOTHER = re.compile(
    r"\b(?:forrige|førre|tidlegare|tidligere|i fjor|akseptab\w+|ønsk\w+|previous|acceptable|target)\b"
)
SHORTEST_TEXT = 12
ALIKE, SURE = 0.8, 0.95
MARGIN = 0.05
ENOUGH = 60

AREA = r"(?<![^\W\d_])(?:risiko)?(?:område|omr|area)[.:]?\s?([0-9]+)"
PART = rf"(?:{'|'.join(PART_WORDS)}|[{LETTERS}]|sann\w*|kons\w*|res\w*)"
NUMBERED = (
    r"^([0-9]+)\b",
    r"\b(?:spørsmål|spm|punkt|pkt|nr)\.?\s?([0-9]+)\b",
    rf"^{PART}[\W_]*([0-9]+)(?![^\W\d_])",
    rf"^[a-zæøå]{{0,8}}[_ .]?([0-9]+)[_ .\[(]*{PART}[\])]?$",
)
ASKING = (
    "hva|kva|hvor|kor|hvilken|er|for|av|på|med|det|dette|den|denne|hendelsen|at|oppgi|angi|vurder|vurdering|velg|skala|"
    "trinn|fra|frå|til|og|what|how|is|the|of|this|scale|from|to"
)
COUNTED = "risikoområde|område|omr|area|spørsmål|spm|punkt|pkt|nr"
BARE = rf"[\W_]*(?:{PART}|{COUNTED}|{ASKING}|[0-9]+)(?=[\W\d_]|$)"


@dataclass(frozen=True)
class Clue:
    """What one column says: the part and the role that it names («» for none), the area that its words tell, and the
    one number in it (0 for none); `area` is the one told, else the one numbered.

    Not `sure` where a tool's code says the part, or the words are but nearly the codebook's, or others beside a number.
    """

    part: str
    role: str
    told: int
    number: int
    area: int
    sure: bool

    @property
    def is_item(self) -> bool:
        """Whether it is about an area, be it only by a number."""
        return bool(self.told or (self.area and not self.role))

    @property
    def asks(self) -> bool:
        """Whether it seems to ask for an answer."""
        return bool(self.part) or self.is_item or self.role in FIELDS


def clue(column: Column, values: Sequence[str], codebook: Codebook, *, typed: bool = False) -> Clue:
    """What a column says by its header, and by its cells where the header names no part; for `typed` see `is_said`."""
    field, rest = field_asked(column.header, codebook)
    if field in ONCE:
        return Clue("", field, 0, 0, 0, True)
    named, number = field or part_asked(column.header), number_in(rest)
    told, sure = area_told(rest, codebook.area)
    counted = number if number in {area.number for area in codebook.area} else 0
    today = not ANOTHER.search(_beside_texts(column.header, codebook))
    said = (
        today
        and (sure if told else is_bare(rest))
        and (bool(field) or not named or is_said(column.header, typed=typed))
    )
    part = named or _part_by_labels(values, codebook)
    return Clue(
        part, "" if field else role_asked(column.header, column.code), told, number, told or counted, said
    )


def part_asked(header: str) -> str:
    """The part a header names; of several words the last, because the item's text comes first. A code names none."""
    text = folded(header)
    hits = [
        (match.start(), part) for part, field in PARTS.items() for match in re.finditer(field.asked, text)
    ]
    return max(hits)[1] if hits else ""


def field_asked(header: str, codebook: Codebook) -> tuple[str, str]:
    """The field beside the answers that a header asks for, and the header without the words that do so; «» for none.

    The words of the areas' own texts ask for nothing.
    """
    bare = _beside_texts(header, codebook)
    in_order = sorted({*codebook.asked, *AFTER}, key=lambda name: (FIELDS[name].vague, name))
    found = ((name, re.search(FIELDS[name].words, bare)) for name in in_order)
    asked, match = next(((name, match) for name, match in found if match), ("", None))
    return asked, folded(header).replace(match[0], " ", 1) if match else header


def _beside_texts(header: str, codebook: Codebook) -> str:
    """A header, folded, without the areas' own texts."""
    text = folded(header)
    for name in (name for area in codebook.area for name in _long_names(area)):
        text = text.replace(name, " ")
    return text


@cache
def _long_names(area: Area) -> tuple[str, ...]:
    """The area's text and label, as in a folded header, that are long enough to be no other's words."""
    names = map(folded, (safe(area.text), area.label.nb))
    return tuple(name for name in names if len(name) >= SHORTEST_TEXT)


def is_said(header: str, *, typed: bool) -> bool:
    """Whether a header names its part in words, or by a letter that a person has put there: «… [S]», `typed` «S1».

    In the variable names of a tool (s_1, Q3_K, R1[S]) a letter says nothing.
    """
    text = folded(header)
    if any(re.search(words, text) for words in PART_WORDS):
        return True
    return not is_code(header) or (typed and re.fullmatch(f"[{LETTERS}][0-9]+", text) is not None)


def _part_by_labels(values: Sequence[str], codebook: Codebook) -> str:
    """The part whose labels all cells are, where no other part's would do."""
    some = sorted(set(values))[:ENOUGH]
    fits = [
        part
        for part in STEPS
        if not any(isinstance(read_step(value, codebook.steps(part)), Refused) for value in some)
    ]
    return fits[0] if some and len(fits) == 1 else ""


def role_asked(header: str, code: str = "") -> str:
    """The role a header names by its words, «» for none."""
    text = f"{folded(header)} {folded(code)}"
    return next((role for role in BY_SPECIFIC if re.search(ROLES[role].words, text)), "")


def number_in(header: str) -> int:
    """The one number by which a header may mean an area: «1. …», «Område 1 …», «S1», «Q3_K»; 0 for none or two."""
    text = folded(header)
    found = re.findall(AREA, text) or [n for pattern in NUMBERED for n in re.findall(pattern, text)]
    return int(found[0]) if len({int(number) for number in found}) == 1 else 0


def is_bare(header: str) -> bool:
    """Whether a header says nothing but a part and a number: «S1», «Område 3 – konsekvens»."""
    return re.fullmatch(rf"(?:{BARE})*[\W_]*", folded(header)) is not None


def area_named(text: str, areas: Sequence[Area]) -> int:
    """The number of the area that a cell names by its number or its text; 0 for none."""
    if number := re.fullmatch(r"(?:område |punkt |nr\.? ?)?([0-9]{1,2})\.?", folded(text)):
        return int(number[1]) if int(number[1]) in {area.number for area in areas} else 0
    return area_told(text, areas)[0]


def area_told(header: str, areas: Sequence[Area]) -> tuple[int, bool]:
    """The number of the area whose text or label a header holds (0 where none or two are near), and whether the header
    says it as the codebook does."""
    text = _bare(safe(header))
    if len(same := [area.number for area in areas if text in _bare_names(area)]) == 1:
        return same[0], True
    if len(text) < SHORTEST_TEXT:
        return 0, False
    scores = sorted(((_likeness(text, area), area.number) for area in areas), reverse=True)
    (best, number), *rest = scores
    near = best >= ALIKE and (not rest or best - rest[0][0] >= MARGIN)
    return (number, best >= SURE) if near else (0, False)


# Every form that is returned asks for the same areas.
@lru_cache(maxsize=1 << 12)
def _likeness(text: str, area: Area) -> float:
    """1 for a text that holds a name or begins the area's alike (tools cut long headers), else a ratio."""
    whole, *_ = known = _bare_names(area)
    if any(_holds(text, name) for name in known) or whole.startswith(text):
        return 1.0
    cut = [whole[: len(text)]] if text.startswith(whole[:SHORTEST_TEXT]) else []
    return max(_ratio(text, name) for name in (*known, *cut))


def _holds(text: str, name: str) -> bool:
    """Whether a text holds a name as whole words; a short name may be there by chance."""
    whole = rf"(?<![^\W\d_]){re.escape(name)}(?![^\W\d_])"
    return len(name) >= SHORTEST_TEXT and name in text and re.search(whole, text) is not None


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
    text = re.sub(rf"\s*[(\[]\s*[{LETTERS}]\s*[)\]]\s*$", "", text)
    text = re.sub(
        r"\b(?:sannsynlighet|sannsynlegheit|konsekvens|resultat|likelihood|consequence|result)\b", " ", text
    )
    text = re.sub(r"^[^0-9a-zæøå]*[0-9]+(?:\s?[.):-]\s?|\s)|[\[\]()|]", " ", text)
    return re.sub(r"[\W_]+", " ", text).strip()
