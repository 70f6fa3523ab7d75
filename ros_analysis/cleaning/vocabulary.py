"""Whether a round's answers are on the codebook's scales, as a whole: the words and numbers used, not cell by cell."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from ros_analysis.cleaning.beside import listed
from ros_analysis.cleaning.log import Log
from ros_analysis.cleaning.scale import Refused, Value, folded
from ros_analysis.exports import PlainTable
from ros_analysis.survey import ANOTHER_SCALE, LOCALES, PARTS, STEPS, Codebook, Place, Problem, Step

SCALES = (
    "lav middels høy; lav moderat høy; liten middels stor; liten moderat stor; lite middels mye; low medium high; "
    "low moderate high; minor moderate major; small medium large; usannsynlig mulig sannsynlig; "
    "ubetydelig moderat alvorlig; svært lav|lav|middels|høy|svært høy; svært lav|lav|moderat|høy|svært høy; "
    "svært liten|liten|middels|stor|svært stor; svært liten|liten|moderat|stor|svært stor; "
    "ubetydelig|liten|moderat|stor|katastrofal; ubetydelig|lav|middels|høy|svært høy; "
    "ubetydelig|mindre alvorlig|moderat|alvorlig|svært alvorlig; "
    "ubetydelig|mindre alvorlig|alvorlig|svært alvorlig|katastrofal; ufarlig|en viss fare|kritisk|farlig|katastrofal; "
    "usannsynlig|lite sannsynlig|mindre sannsynlig|sannsynlig|svært sannsynlig; "
    "usannsynlig|lite sannsynlig|mulig|sannsynlig|svært sannsynlig; "
    "svært lite sannsynlig|lite sannsynlig|mindre sannsynlig|sannsynlig|svært sannsynlig; "
    "svært lite sannsynlig|lite sannsynlig|middels sannsynlig|sannsynlig|svært sannsynlig; "
    "rare|unlikely|possible|likely|almost certain; insignificant|minor|moderate|major|catastrophic; "
    "very low|low|medium|high|very high; very low|low|moderate|high|very high"
)
"""Scales in use elsewhere, from their lowest step: told apart from the codebook's own, never read."""
KNOWN = tuple(tuple(scale.strip().split("|" if "|" in scale else " ")) for scale in SCALES.split(";"))
BOKMAL = {"låg": "lav", "høg": "høy", "særs": "svært", "meget": "svært", "veldig": "svært", "noko": "noe"}
LEGEND = re.compile(r"([0-9]+)\s*=\s*([^0-9=,;.()\[\]]+)")
WORDED = frozenset({"unknown_label", "label_disagrees"})
ENOUGH = 10
"""So many answers for each step of a scale make it worth telling that a step was never used."""


@dataclass(frozen=True)
class Said:
    """One answered cell: for which part, its words without the number («» for a number alone), and how it was read."""

    part: str
    word: str
    reading: object
    text: str
    place: Place


def check(said: Iterable[Said], codebook: Codebook, log: Log) -> None:
    """Refuses in `log` each part whose words or numbers seem to be of another scale than the codebook's, and warns of
    steps that nobody used, and of words that may be of a longer scale."""
    answers = list(said)
    _check_results(answers, codebook, log)
    for part in reversed(STEPS):
        other = next(other for other in STEPS if other != part)
        mine = [one for one in answers if one.part == part]
        scale = _Scale(part, codebook.steps(part), other, codebook.steps(other), codebook.file)
        if not mine:
            continue
        elsewhere = {one.word for one in answers if one.part == other}
        if message := scale.objection(mine, elsewhere):
            told = {one.place for one in mine}
            log.problems[:] = [p for p in log.problems if p.rule != "unknown_label" or p.place not in told]
            log.problems.insert(0, scale.refusal(mine[0].place, message))
            continue
        told_of = {"step_never_used": scale.unused(mine), "words_of_another_scale": scale.other_words(mine)}
        for rule, what in told_of.items():
            if what:
                log.warn(Place(mine[0].place.file, mine[0].place.sheet), PARTS[part].noun, what, rule)


def refuse_turned(table: PlainTable, codebook: Codebook, log: Log) -> None:
    """Refuses in `log` a table with a header that explains the scale the other way: «(1 = svært sannsynlig)»."""
    steps = [step for part in STEPS for step in codebook.steps(part)]
    for column in table.columns:
        for number, words in LEGEND.findall(folded(column.header)):
            label = words.strip()
            meant = [step.value for step in steps if label in _labels([step])]
            if meant and int(number) not in meant:
                log.refuse(
                    table.place(None, column), "scale_turned", f"overskriften sier {number} = {label}.",
                    allowed=f"{meant[0]} = {label}",
                    remedy="Snu svarene i regnearket, så det laveste er 1, eller skriv skalaen i kodeboken.",
                )  # fmt: skip
                return


def _check_results(said: Sequence[Said], codebook: Codebook, log: Log) -> None:
    """Warns of results given alone that are all so low that they may be levels or steps, and no products."""
    values = [one.reading.value for one in said if one.part == "result" and isinstance(one.reading, Value)]
    highest = max(len(codebook.steps(part)) for part in STEPS)
    if values and max(values) <= highest:
        place = next(one.place for one in said if one.part == "result")
        log.warn(Place(place.file, place.sheet), PARTS["result"].noun, f"høyest {max(values)}", "low_results")


def word_of(reading: object, plain: str) -> str:
    """The words of a cell, folded and without a number before or behind them; «» for a number, a date or none."""
    is_worded = isinstance(reading, Value) or (isinstance(reading, Refused) and reading.rule in WORDED)
    bare = plain.strip(" \t0123456789()[]-–—:=.,") if not plain.strip().isdecimal() else ""
    return folded(bare) if is_worded else ""


@dataclass(frozen=True)
class _Scale:
    part: str
    steps: Sequence[Step]
    other: str
    others: Sequence[Step]
    file: str

    def objection(self, said: Sequence[Said], elsewhere: set[str]) -> str:
        """What is odd about the answers as a whole; empty for answers on this scale."""
        words = {one.word: one.text for one in said if one.word}
        meant = {folded(name): step.value for step in self.steps for name in step.names}
        if strangers := set(words) - set(meant):
            return self._of_strangers(strangers, words)
        if twice := self._two_words_for_a_step({word: meant[word] for word in words}):
            return f"er skrevet med to ord for samme trinn ({' og '.join(twice)}), som om skalaen hadde flere trinn."
        if set(words) - _labels(self.steps) and not self._top_is_used(said, elsewhere):
            return f"{self._as_known(words)} Kodebokens høyeste trinn («{self.steps[-1].label.nb}») er aldri brukt."
        return self._of_numbers(said)

    def refusal(self, place: Place, message: str) -> Problem:
        return Problem(
            Place(place.file, place.sheet),
            f"svarene på {PARTS[self.part].noun} {message}",
            allowed=listed(self.steps),
            remedy=f"Skalaen står under [[{self.part}]] i {self.file}: skriv trinnene der med de ordene (label) og "
            "det antallet som kommunene ble spurt med, og levels under [matrix] med én rad per sannsynlighet og én "
            "kolonne per konsekvens. Var trinnene de samme, men med andre ord, holder det å skrive ordene. "
            f"{ANOTHER_SCALE}",
            rule="other_scale",
        )

    def unused(self, said: Sequence[Said]) -> str:
        """The steps that nobody chose, where so many answered that it is worth telling."""
        used = {one.reading.value for one in said if isinstance(one.reading, Value)}
        if len(said) < ENOUGH * len(self.steps):
            return ""
        return ", ".join(str(step.value) for step in self.steps if step.value not in used)

    def other_words(self, said: Sequence[Said]) -> str:
        """A scale of another length that has all the words, where they are not the codebook's labels."""
        words = {one.word for one in said if one.word}
        return ", ".join(self._known(words)) if words - _labels(self.steps) else ""

    def _of_strangers(self, strangers: set[str], words: Mapping[str, str]) -> str:
        theirs, known = _labels(self.others), self._known(words)
        if strangers <= theirs and (set(words) <= theirs or not known):
            return f"er gitt med ordene for {PARTS[self.other].noun}: {_listed({w: words[w] for w in strangers})}."
        return self._as_known(words) if known else ""

    def _as_known(self, words: Mapping[str, str]) -> str:
        found = self._known(words)
        seems = f"en skala med {len(found)} trinn ({', '.join(found)})" if found else "en annen skala"
        return f"ser ut til å være på {seems}, mot kodebokens {len(self.steps)}: ordene er {_listed(words)}."

    def _known(self, words: Iterable[str]) -> tuple[str, ...]:
        """The shortest known scale of another length than this that has all of `words`; empty for none."""
        plain = {*map(_bokmal, words)}
        found = [scale for scale in KNOWN if len(scale) != len(self.steps) and plain <= set(scale)]
        return min(found, key=len, default=())

    def _two_words_for_a_step(self, words: Mapping[str, int]) -> tuple[str, ...]:
        by_step: dict[int, dict[str, str]] = {}
        for word, step in words.items():
            same = "label" if word in _labels(self.steps) else _bokmal(word)
            by_step.setdefault(step, {}).setdefault(same, word)
        return next((tuple(found.values())[:2] for found in by_step.values() if len(found) > 1), ())

    def _top_is_used(self, said: Sequence[Said], elsewhere: set[str]) -> bool:
        top = self.steps[-1]
        used = any(isinstance(one.reading, Value) and one.reading.value == top.value for one in said)
        return used or bool({folded(name) for name in top.names} & elsewhere)

    def _of_numbers(self, said: Sequence[Said]) -> str:
        numbers = [int(one.text) for one in said if one.text.strip().isdecimal() and not one.word]
        outside = [number for number in numbers if not 1 <= number <= len(self.steps)]
        run_on = set(range(len(self.steps) + 1, min(max(outside, default=0), 10) + 1))
        if len(outside) < 2 or set(outside) - {0} != run_on:
            return ""
        return f"går fra {min(numbers)} til {max(numbers)}, mens kodebokens skala går fra 1 til {len(self.steps)}."


def _labels(steps: Sequence[Step]) -> set[str]:
    return {folded(step.label[language]) for step in steps for language in LOCALES}


def _bokmal(word: str) -> str:
    parts = (BOKMAL.get(part, part) for part in word.split())
    return " ".join(part.removesuffix("leg") + "lig" if part.endswith("leg") else part for part in parts)


def _listed(words: Mapping[str, str]) -> str:
    return ", ".join(f"«{word}»" for word in sorted(words)[:8])
