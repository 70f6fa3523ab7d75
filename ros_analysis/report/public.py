"""What the public edition is given of a round, and the one door through which a table, figure or text reaches it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property, lru_cache, wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

from ros_analysis import disclosure
from ros_analysis.analysis import Analysis, CountedRound, Study, Verdict, analyse
from ros_analysis.report.blocks import Block, Blocks
from ros_analysis.report.shown import having
from ros_analysis.rounds import Round, Sources
from ros_analysis.survey import Responses, RoundSettings

Arguments = ParamSpec("Arguments")
Made = TypeVar("Made", bound=Block)


TOLD = ("year", "sent", "sent_text", "deadline", "population_year", "background", "proposal")
"""What the public edition is told of a round.toml that has answers: dates, whose population, and prose."""


class NotPublicError(AttributeError):
    """Asked in the public edition for what it does not have."""


class PublicRound(Round):
    """A round without answers, files and folders: it has what is filled in here, and nothing else can be read.

    Of a round with answers that is its dates, what it shows, and the body's own words; a round of published counts
    has those.
    """

    def __init__(self, real: Round, last: PublicRound | None) -> None:
        self.name, self.year, self.edition, self.words = real.name, real.year, "public", real.words
        self._before = () if last is None else (*last._before, last)
        self._answers_exist = real.has_answers
        self._verdicts: Callable[[], Mapping[str, Verdict]] = lambda: real.verdicts
        self.sources = _public_sources(real)
        self.register, self.invited = real.register, real.invited
        self.shown, self._responses = real.shown, real.responses
        self.given = real.given
        self.has_steps, self.has_areas, self.has_results = real.has_steps, real.has_areas, real.has_results
        self.published = () if real.has_answers else real.published
        if self.shown.zones is not None:
            self.counts = self.shown.zones

    def __getattr__(self, name: str) -> object:
        raise NotPublicError(f"«{name}» finnes ikke i den offentlige utgaven av {self.name} {self.year}.")

    @property
    def has_answers(self) -> bool:
        return self._answers_exist

    @property
    def responses(self) -> Responses:
        return self._responses

    @property
    def verdicts(self) -> Mapping[str, Verdict]:
        return self._verdicts()

    @cached_property
    def analysis(self) -> Analysis:
        """What the zone totals alone prove, as in a report on published counts."""
        last = self.previous()
        before = None if last is None or not last.shows_zones else last._counted()
        steps, unlike_last = self.register.successions, self.unlike(last)
        return analyse(Study(self._counted(), before, steps, self.codebook, unlike_last))

    def _counted(self) -> CountedRound:
        return CountedRound(self.year, self.counts, self.invited)


def by_edition(
    make: Callable[Concatenate[Round, Arguments], Made],
) -> Callable[Concatenate[Round, Arguments], Made | Blocks]:
    """`make` as both editions call it.

    The internal edition shows what it makes. The public one shows nothing of a round with answers unless `make` is on
    the allow-list, and then gives it no more than a PublicRound in place of every round.
    """
    name = ".".join((make.__module__.split(".")[-2:][0], make.__name__))

    @wraps(make)
    def made(this: Round, /, *rest: Arguments.args, **named: Arguments.kwargs) -> Made | Blocks:
        if this.edition == "internal":
            return make(this, *rest, **named)
        if this.has_answers and name not in disclosure.PUBLIC:
            return Blocks()
        given = [_public(one) for one in rest]
        block: Made = make(public(this), *given, **{key: _public(one) for key, one in named.items()})
        return released(block)

    return made


def released(block: Made) -> Made:
    """`block` with the mark that lets it into a public report."""
    inside = {"items": tuple(map(released, block.items))} if isinstance(block, Blocks) else {}
    return having(block, public=True, **inside)


@lru_cache(maxsize=32)
def public(real: Round) -> PublicRound:
    """The round and all before it as the public edition sees them; raises ValueError for one of another edition."""
    if isinstance(real, PublicRound):
        return real
    if real.edition != "public":
        raise ValueError(f"{real!r} hører ikke til den offentlige utgaven.")
    last = real.previous()
    return PublicRound(real, None if last is None else public(last))


def _public(argument: object) -> Any:
    return public(argument) if isinstance(argument, Round) else argument


def _public_sources(real: Round) -> Sources:
    if not real.has_answers:
        return real.sources
    told = RoundSettings.model_construct(**{key: getattr(real.settings, key) for key in TOLD})
    return Sources(real.survey, told, real.codebook, inputs={})
