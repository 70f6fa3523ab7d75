"""Which of those asked a cell means: by number, by exact name, by the alias list, otherwise not at all."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from difflib import get_close_matches
from functools import cache, cached_property
from typing import Literal

from ros_analysis.survey import Members, Municipality, Register, day_text, fold

Words = tuple[str, ...]
KINDS = {"kommune", "kommunen", "herad", "fylke", "fylkeskommune"} | {
    *("suohkan", "gielda", "giellda", "tjïelte", "komuuni")
}
BETWEEN = re.compile(r"[\s,;:/|·()‐‑–—-]+")
PLAIN_LETTERS = str.maketrans("áčđŋšŧžǧǥǩʒǯ", "acdnstzggkzz")
How = Literal["number", "name", "alias"]
Reason = Literal["unknown", "former", "future", "other_county", "disagree"]
PREFERRED = ("", "former", "future", "other_county")
"""Of those that bear a name: one that is asked first, then in this order."""
SUGGESTIONS = 3
LIKENESS = 0.6
MISSPELT = 0.75


@dataclass(frozen=True)
class Match:
    """A municipality recognised, by what, and the number of a `former` one that it is answered for by («» if none)."""

    number: str
    name: str
    how: How
    former: str = ""


@dataclass(frozen=True)
class NoMatch:
    """Why a text is none of those asked this year, in words, with up to three names that are near."""

    reason: Reason
    message: str
    suggestions: tuple[str, ...] = ()
    number: str = ""


@dataclass(frozen=True)
class Matcher:
    """Reads those asked in one year from text, by the names and numbers of their register."""

    members: Members
    year: int

    @property
    def register(self) -> Register:
        return self.members.register

    @cached_property
    def find(self) -> Callable[[str], Match | NoMatch]:
        """The municipality that a text (number, name or both) says, or why there is none; each text is read once."""
        return cache(self._find)

    def _find(self, text: str) -> Match | NoMatch:
        number, name = self.split(text)
        return self._numbered(number, name) if number else self._named(name)

    def split(self, text: str) -> tuple[str, str]:
        """A cell as number, or own id, and name, either empty."""
        if not self.members.own:
            return split_number(text)
        first, _, rest = text.strip().partition(" ")
        own = self._ids.get(fold(first.removesuffix(".0")))
        return (own, rest.lstrip("-–:, ")) if own and not self._bearing(text) else ("", text.strip())

    @cached_property
    def _ids(self) -> dict[str, str]:
        return {fold(number): number for number in self.register.units}

    def knows(self, text: str) -> bool:
        """Whether `text` names a municipality of any county or year."""
        found = self.find(text)
        return isinstance(found, Match) or found.reason not in ("unknown", "disagree")

    def shared(self, name: str) -> bool:
        """Whether a municipality of another county bears `name` this year too, like Herøy and Sande."""
        places = {unit.number[:2] for unit in self._bearing(name) if unit.valid(self.year)}
        return len(places) > 1

    def _numbered(self, number: str, name: str) -> Match | NoMatch:
        unit = self.register.units.get(number)
        if name and (unit is None or unit not in self._bearing(name)):
            truth = f"{number} er {unit.name}" if unit else f"{number} finnes ikke i registeret"
            return NoMatch("disagree", f"Nummer og navn er uenige: {truth}, men navnet er «{name}»")
        if unit is None:
            return NoMatch("unknown", f"Kommunenummer {number} finnes ikke i registeret")
        return self._placed(unit, "number")

    def _named(self, name: str) -> Match | NoMatch:
        how: How = "name" if self._bearing(name, aliases=False) else "alias"
        bearing = sorted(self._bearing(name), key=lambda unit: not unit.valid(self.year))
        placed = (self._placed(unit, how) for unit in bearing)
        answers = sorted(placed, key=lambda one: 0 if isinstance(one, Match) else PREFERRED.index(one.reason))
        if len(here := [str(unit) for unit in bearing if self._is_here(unit)]) > 1:
            return NoMatch("unknown", f"«{name}» kan være {' eller '.join(here)}")
        if not answers:
            what = "noen som er spurt" if self.members.own else "en kommune"
            return NoMatch("unknown", f"«{name}» er ikke navnet på {what}", self._near(name, LIKENESS))
        best = answers[0]
        if (
            isinstance(best, NoMatch)
            and best.reason == "other_county"
            and (near := self._meant(name, best.number))
        ):
            return NoMatch("unknown", f"{best.message}, men navnet ligner på en kommune her", near)
        return best

    def _meant(self, name: str, number: str) -> tuple[str, ...]:
        """Those of this county that a name of another may be of, misspelt: Kristiansand, Sola; none for Rindal and
        Hornindal, that came from this county or went into it."""
        pairs = [(step.old, step.new) for step in self.register.successions]
        was_here = any(number in pair and any(map(self._of_ours, pair)) for pair in pairs)
        bare = words_of(name) in names_of(self.register.units[number])
        return self._near(name, MISSPELT) if bare and not was_here else ()

    def _placed(self, unit: Municipality, how: How) -> Match | NoMatch:
        if self._is_here(unit):
            return Match(unit.number, unit.name, how)
        if unit.valid(self.year):
            return NoMatch("other_county", self._elsewhere(unit), number=unit.number)
        return self._outdated(unit)

    def _is_here(self, unit: Municipality) -> bool:
        return unit.number in self._asked

    @cached_property
    def _asked(self) -> frozenset[str]:
        return self.members.numbers(self.year)

    def _outdated(self, unit: Municipality) -> NoMatch:
        former = bool(unit.valid_to and unit.valid_to < date(self.year, 1, 1))
        said = self.register.explain(unit.number, self.year)
        after = self.register.successors(unit.number, self.year) if former else []
        before = self.register.predecessors(unit.number, self.year) if not former else []
        now = [*(step.new for step in after), *(step.old for step in before)]
        if now and not self._asked & {*now}:
            where = self.register.county_name(now[0])
            return NoMatch("other_county", f"{said} i {where}", number=unit.number)
        return NoMatch("former" if former else "future", said, number=unit.number)

    def _of_ours(self, number: str) -> bool:
        return self.members.was_asked(number, self.year)

    def _elsewhere(self, unit: Municipality) -> str:
        """Which county a municipality lies in, and when it or a part of it belonged to one that is asked."""
        if not self.members.counties:
            return f"{unit} er ikke blant dem som er spurt"
        home = self.register.county_name
        said = f"{unit} ligger i {home(unit.number)}"
        for step in self.register.successions:
            if step.new == unit.number and self._of_ours(step.old):
                last = day_text(step.date - timedelta(days=1))
                said += f"; {self.register.units[step.old]} hørte til {home(step.old)} til {last}"
            if step.old == unit.number and self._of_ours(step.new):
                said += f"; fra {day_text(step.date)} i {self.register.units[step.new]} i {home(step.new)}"
        return said

    def _bearing(self, name: str, *, aliases: bool = True) -> list[Municipality]:
        """All units, of any year and county, that `name` says in full: names of theirs, in any order, and county."""
        words = words_of(name)
        found = dict.fromkeys(unit for word in words for unit in self._by_first_word.get(word, ()))
        return [unit for unit in found if self._says(words, unit, aliases=aliases)]

    def _says(self, words: Words, unit: Municipality, *, aliases: bool) -> bool:
        """Counties may stand beside it that the unit lies in, or lay in or will lie in under another number."""
        names = names_of(unit) | (self._aliases_of(unit) if aliases else set())
        numbers = {unit.number, *self._renumbered.get(unit.number, ())}
        places = set[Words]().union(*(self._counties.get(number[:2], set()) for number in numbers))
        return any(consists_of(rest, names) for rest in (words, *without_place(words, places)))

    def _near(self, name: str, likeness: float) -> tuple[str, ...]:
        words, places = words_of(name), set[Words]().union(*self._counties.values())
        asked = [fold_name(name), *(" ".join(rest) for rest in without_place(words, places)), *words[:1]]
        near = (get_close_matches(text, self._here, SUGGESTIONS, likeness) for text in asked)
        return tuple(self._here[key] for key in next(filter(None, near), []))

    @cached_property
    def _here(self) -> dict[str, str]:
        """The names of those asked, by folded name."""
        here = (unit for unit in self.register.units.values() if self._is_here(unit))
        return {fold_name(unit.name): unit.name for unit in here}

    @cached_property
    def _by_first_word(self) -> dict[str, list[Municipality]]:
        index: dict[str, list[Municipality]] = {}
        for unit in self.register.units.values():
            for name in names_of(unit) | self._aliases_of(unit):
                index.setdefault(name[0], []).append(unit)
        return index

    def _aliases_of(self, unit: Municipality) -> set[Words]:
        return {words for name in names_of(unit) for words in self._aliases.get(name, ())}

    @cached_property
    def _aliases(self) -> dict[Words, list[Words]]:
        index: dict[Words, list[Words]] = {}
        for alias, name in self.register.aliases.items():
            index.setdefault(words_of(name), []).append(words_of(alias))
        return index

    @cached_property
    def _renumbered(self) -> dict[str, set[str]]:
        """For each number, all those that the very same municipality has had."""
        same: dict[str, set[str]] = {}
        for step in self.register.successions:
            if step.kind == "renumbered":
                numbers = same.get(step.old, {step.old}) | same.get(step.new, {step.new})
                same.update(dict.fromkeys(numbers, numbers))
        return same

    @cached_property
    def _counties(self) -> dict[str, set[Words]]:
        """What each county is called, by its number."""
        counties = self.register.counties
        names = zip(counties.index, counties["name"], counties["short_forms"].str.split(";"), strict=True)
        return {number: set(filter(None, map(words_of, (name, *short)))) for number, name, short in names}


def fold_name(text: str) -> str:
    """A name as it is compared: folded, without «kommune» or «herad»."""
    return re.sub(r"^kommune\s|\s(kommune|herad)$", "", fold(text)).strip()


def split_number(text: str) -> tuple[str, str]:
    """A cell as (number padded to four digits, name), either empty: «1505.0», «713», «1504 Ålesund»."""
    plain = re.sub(r"\s+", " ", text).strip()
    if alone := re.fullmatch(r"([0-9]{3,4})(\.0)?", plain):
        return alone[1].zfill(4), ""
    if first := re.fullmatch(r"([0-9]{4})\s?[-–:,]?\s?([^\W\d].*)", plain):
        return first[1], first[2]
    if last := re.fullmatch(r"(.*[^\W\d]\)?)\s?[-–:,]?\s?\(?([0-9]{4})\)?", plain):
        return last[2], last[1]
    return "", plain


def words_of(text: str) -> Words:
    """A name as it is told from others: folded words, whatever stands between them, Sami letters as plain ones."""
    plain = fold(text).translate(PLAIN_LETTERS)
    return tuple(word for word in BETWEEN.split(plain) if word and word not in KINDS)


def names_of(unit: Municipality) -> set[Words]:
    return {words for name in (unit.name, *unit.other_names) if (words := words_of(name))}


def consists_of(words: Words, names: set[Words]) -> bool:
    """Whether `words` are one or more of `names`, one after the other."""
    rests = [words[len(name) :] for name in names if words[: len(name)] == name]
    return any(not rest or consists_of(rest, names) for rest in rests)


def without_place(words: Words, places: set[Words]) -> list[Words]:
    """What is left of `words` with a place taken off either end: «Våler i Innlandet», «Innlandet: Våler»."""
    after = [words[: -len(place)] for place in places if words[-len(place) :] == place]
    before = [words[len(place) :] for place in places if words[: len(place)] == place]
    return [*before, *(rest[:-1] if rest[-1:] == ("i",) else rest for rest in after)]
