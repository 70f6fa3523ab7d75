"""What becomes of the change when merged and split municipalities are counted too, as sentences."""

from __future__ import annotations

from ros_analysis.change import Pairing, Transition
from ros_analysis.language import Words
from ros_analysis.wording.figures import moves


def merged(transition: Transition, words: Words) -> tuple[str, ...]:
    """One sentence with them as their worst part and one as their best; none when no unit was merged or split."""
    if not transition.merged:
        return ()
    return tuple(_sentence(one, transition.merged, words) for one in transition.pairings[1:])


def _sentence(pairing: Pairing, units: int, words: Words) -> str:
    return words(
        f"change.{pairing.units}",
        merged=words("change.merged_one" if units == 1 else "change.merged_many", n=words.spelled(units)),
        moves=moves(pairing.better, pairing.same, pairing.worse, words),
        p="" if pairing.p is None else words("change.merged_p", p=words.p_value(pairing.p)),
    ).strip()
