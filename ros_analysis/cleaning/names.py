"""Names of municipalities as words: several official ones in any order, with or without a county."""

from __future__ import annotations

import re

from ros_analysis.survey import Municipality, fold

Words = tuple[str, ...]
KINDS = {"kommune", "kommunen", "herad", "fylke", "fylkeskommune"} | {
    *("suohkan", "gielda", "giellda", "tjïelte", "komuuni")
}
BETWEEN = re.compile(r"[\s,;:/|·()‐‑–—-]+")
PLAIN_LETTERS = str.maketrans("áčđŋšŧžǧǥǩʒǯ", "acdnstzggkzz")


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
