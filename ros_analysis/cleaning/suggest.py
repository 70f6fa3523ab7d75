"""Which column of a table seems to hold what, as a block to paste into round.toml."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from ros_analysis.cleaning.log import elided
from ros_analysis.cleaning.scale import folded
from ros_analysis.codebook import Area, Codebook
from ros_analysis.exports import Column, PlainTable

PART_WORDS = {
    "likelihood": r"sannsynl?\w*|likelihood|probability|\bs[_ .]?\d*\b|(?<=[\d_])s\b",
    "consequence": r"konsekv?\w*|consequence|\bk[_ .]?\d*\b|(?<=[\d_])k\b",
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
    "epj": r"\bepj\b|fagsystem|journalsystem|pasientjournal",
    "zone": r"\bsone\b|risikosone|\bkategori\b|samlet vurdering|\bzone\b",
    "timestamp": r"\btidspunkt\b|\btidsstempel\b|svardato|innsendt|\btimestamp\b",
    "role": r"\brolle\b|\bstilling\b|\bfunksjon\b|\brole\b",
}
SHORTEST_TEXT = 12
ALIKE = 0.8
MARGIN = 0.05
LONG_HEADER = 60
COLUMN = "kolonne"
ASSUMED = "# Rekkefølgen er antatt: først sannsynlighet, så konsekvens. Kontroller."
UNCOMMENT = " Stemmer det, fjern # foran linjene under."


@dataclass(frozen=True)
class Suggestion:
    """Index of the column (from 0) that seems to hold each role and each area; `unsure` lists rival columns."""

    single: dict[str, int] = field(default_factory=dict)
    areas: dict[str, dict[int, int]] = field(default_factory=dict)
    unsure: dict[str, tuple[int, ...]] = field(default_factory=dict)
    assumed_order: bool = False

    def toml(
        self, columns: Sequence[Column], key: str = "columns", *, guesses_as_comments: bool = False
    ) -> str:
        """The block of round.toml, each column by header where that is unique, else by code, else «kolonne A».

        Rivals stand as comments; so do, with `guesses_as_comments`, areas told apart by nothing but their order.
        """
        lines = [f"[{key}]", *(f"{role} = {_named(columns, index)}" for role, index in self.single.items())]
        lines += [_rivals(role, columns, self.unsure[role]) for role in ROLE_WORDS if role in self.unsure]
        margin = "# " if self.assumed_order and guesses_as_comments else ""
        lines += ["", ASSUMED + (UNCOMMENT if margin else "")] if self.assumed_order else []
        for part in PART_WORDS:
            rows = {number: f"{number} = {_named(columns, index)}" for number, index in self._areas(part)}
            rows |= {number: _rivals(str(number), columns, rivals) for number, rivals in self._unsure(part)}
            lines += ["", f"{margin}[{key}.{part}]"] if rows else []
            lines += [margin + rows[number] for number in sorted(rows)]
        return "\n".join(lines)

    def _areas(self, part: str) -> Iterable[tuple[int, int]]:
        return self.areas.get(part, {}).items()

    def _unsure(self, part: str) -> Iterator[tuple[int, tuple[int, ...]]]:
        for key, rivals in self.unsure.items():
            named, _, number = key.partition(".")
            if named == part:
                yield int(number), rivals


def suggest_mapping(table: PlainTable, codebook: Codebook) -> Suggestion:
    """What the headers of `table` seem to be: areas by text, label, number or order of triplets; roles by words."""
    free = [i for i, column in enumerate(table.columns) if not column.personal and not column.role]
    found: dict[str, list[int]] = {}
    parts = {i: part for i in free if (part := _part(table.columns[i]))}
    told = {i: _by_text(table.columns[i], codebook.area) for i in free}
    numbers = {i: told[i] or _by_number(table.columns[i], codebook.area) for i in free}
    if not any(numbers[i] for i in parts):
        numbers |= _by_order(parts, codebook)
    for i in free:
        if numbers[i] and (i in parts or told[i]):
            found.setdefault(f"{parts.get(i, 'result')}.{numbers[i]}", []).append(i)
        elif i not in parts and (role := _role(table.columns[i])):
            found.setdefault(role, []).append(i)
    ordered = {} if parts else _asked_again(found, codebook)
    if ordered:
        found = {key: rivals for key, rivals in found.items() if "." not in key} | ordered
    return _settled(found, assumed_order=bool(ordered))


def _asked_again(found: dict[str, list[int]], codebook: Codebook) -> dict[str, list[int]]:
    """Items that each occur two or three times without saying what for: likelihood, consequence, result in order."""
    asked = {area.number: sorted(found.get(f"result.{area.number}", [])) for area in codebook.area}
    times = {len(columns) for columns in asked.values()}
    if times not in ({2}, {3}):
        return {}
    return {
        f"{part}.{number}": [index]
        for number, columns in asked.items()
        for part, index in zip(PART_WORDS, columns, strict=False)
    }


def _settled(found: dict[str, list[int]], *, assumed_order: bool) -> Suggestion:
    sure = {key: rivals[0] for key, rivals in found.items() if len(rivals) == 1}
    areas: dict[str, dict[int, int]] = {part: {} for part in PART_WORDS}
    for key, index in sure.items():
        part, _, number = key.partition(".")
        if number:
            areas[part][int(number)] = index
    single = {role: sure[role] for role in ROLE_WORDS if role in sure}
    unsure = {key: tuple(rivals) for key, rivals in found.items() if len(rivals) > 1}
    return Suggestion(single, areas, unsure, assumed_order)


def _part(column: Column) -> str:
    """The part a header names; of several words the last, because the item's text comes first."""
    hits = [
        (match.start(), part)
        for part, words in PART_WORDS.items()
        for text in (folded(column.header), folded(column.code))
        for match in re.finditer(words, text)
        if text
    ]
    return max(hits)[1] if hits else ""


def _role(column: Column) -> str:
    text = f"{folded(column.header)} {folded(column.code)}"
    return next((role for role, words in ROLE_WORDS.items() if re.search(words, text)), "")


def _by_text(column: Column, areas: Sequence[Area]) -> int:
    text = _bare(column.header)
    if len(text) < SHORTEST_TEXT:
        return 0
    scores = sorted(((_likeness(text, area), area.number) for area in areas), reverse=True)
    (best, number), *rest = scores
    return number if best >= ALIKE and (not rest or best - rest[0][0] >= MARGIN) else 0


def _likeness(text: str, area: Area) -> float:
    """1 for a label or a text that holds the other or begins alike (tools cut long headers), else a ratio."""
    known = [_bare(area.text), *(_bare(area.label[language]) for language in ("nb", "nn", "en"))]
    if text in known[1:] or any(name in text for name in known) or known[0].startswith(text):
        return 1.0
    return max(_ratio(text, name) for name in known)


def _ratio(text: str, name: str) -> float:
    """How alike two texts are, 0 to 1; 0 without a closer look where they can't be alike enough."""
    match = SequenceMatcher(None, text, name, autojunk=False)
    near = match.real_quick_ratio() >= ALIKE and match.quick_ratio() >= ALIKE
    return match.ratio() if near else 0.0


def _by_number(column: Column, areas: Sequence[Area]) -> int:
    """The area's number as the form writes it: «1. …», «Område 1 …», «S1», «q3_k»."""
    known = {str(area.number) for area in areas}
    for text in (folded(column.header), folded(column.code)):
        found = {number for pattern in NUMBERED for number in re.findall(pattern, text)}
        numbers = found & known
        if len(numbers) == 1:
            return int(numbers.pop())
    return 0


def _by_order(parts: dict[int, str], codebook: Codebook) -> dict[int, int]:
    """Areas numbered by their order, where each part occurs once per area: S, K, R, S, K, R …"""
    count = len(codebook.area)
    numbers: dict[int, int] = {}
    for part in PART_WORDS:
        columns = [i for i in sorted(parts) if parts[i] == part]
        if len(columns) == count:
            numbers |= {index: area.number for index, area in zip(columns, codebook.area, strict=True)}
    return numbers


def _bare(header: str) -> str:
    """A header without numbering, punctuation and the words that name the part."""
    text = re.sub(r"[«»\"'“”„]", "", folded(header))
    text = re.sub(
        r"\b(?:sannsynlighet|sannsynlegheit|konsekvens|resultat|likelihood|consequence|result)\b", " ", text
    )
    text = re.sub(r"^[^0-9a-zæøå]*[0-9]+(?:\s?[.):-]\s?|\s)|[\[\]()|]", " ", text)
    return re.sub(r"\s+", " ", text).strip(" .:–-")


def _rivals(key: str, columns: Sequence[Column], rivals: Sequence[int]) -> str:
    letters = [f"{COLUMN} {columns[index].letter}" for index in rivals]
    return f'# {key} = "{letters[0]}"   # velg mellom {", ".join(letters)}'


def _named(columns: Sequence[Column], index: int) -> str:
    column = columns[index]
    for name in (elided(column.header, LONG_HEADER), column.header, column.code):
        if name and find_columns(columns, name) == [index]:
            return json.dumps(name, ensure_ascii=False)
    return json.dumps(f"{COLUMN} {column.letter}")


def find_columns(columns: Sequence[Column], named: str) -> list[int]:
    """Every column whose header is `named` («…» stands for anything); else with that code; else that letter.

    «kolonne K» is always a letter.
    """
    start, dots, end = (part.strip() for part in folded(named).partition("…"))
    for names in (
        [column.header for column in columns],
        [column.code for column in columns],
        [column.letter for column in columns],
        [f"{COLUMN} {column.letter}" for column in columns],
    ):
        texts = [folded(name) for name in names]
        found = [
            i
            for i, text in enumerate(texts)
            if text and (text == start or (dots and text.startswith(start) and text.endswith(end)))
        ]
        if found:
            return found
    return []
