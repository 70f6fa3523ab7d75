"""The way from zone to zone, as sentences: what merged and split municipalities add, and what would come by itself."""

from __future__ import annotations

from ros_analysis.analysis import Pairing, Transition
from ros_analysis.report.wording.figures import moves, opening
from ros_analysis.survey import Words

FEWEST = 2


def merged(transition: Transition, words: Words) -> tuple[str, ...]:
    """One sentence with them as their worst part, one as their best, and how many have no known zone in both rounds;
    none when no unit was merged or split."""
    if not transition.merged:
        return ()
    left_out = transition.merged - transition.merged_known
    said = [_sentence(one, transition.merged_known, words) for one in transition.counted[1:]]
    if left_out:
        key = "change.merged_left_one" if left_out == 1 else "change.merged_left_many"
        said.append(opening(words(key, n=words.spelled(left_out))))
    return tuple(said)


def _sentence(pairing: Pairing, units: int, words: Words) -> str:
    return words(
        f"change.{pairing.units}",
        merged=words("change.merged_one" if units == 1 else "change.merged_many", n=words.spelled(units)),
        moves=moves(pairing.better, pairing.same, pairing.worse, words),
        p="" if pairing.p is None else words("change.merged_p", p=words.p_value(pairing.p)),
    ).strip()


def regression(moved: Transition, words: Words) -> tuple[str, ...]:
    """How many left red, beside how many of those chosen for being red leave it anyhow; empty where none did."""
    red = moved.rows[-1]
    left = red.n - red.red
    if red.n < FEWEST or not left:
        return ()
    figures = {"left": left, "n": red.n, "expected": moved.leave_red_anyhow}
    return (words("change.regression", **{name: words.number(value) for name, value in figures.items()}),)
