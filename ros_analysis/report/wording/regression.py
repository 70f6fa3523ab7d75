"""What would have become of those that were red without any change, as a sentence."""

from __future__ import annotations

from ros_analysis.analysis import Transition
from ros_analysis.survey import Words

FEWEST = 2


def regression(moved: Transition, words: Words) -> tuple[str, ...]:
    """How many left red, beside how many of those chosen for being red leave it anyhow; empty where none did."""
    red = moved.rows[-1]
    left = red.n - red.red
    if red.n < FEWEST or not left:
        return ()
    figures = {"left": left, "n": red.n, "expected": moved.leave_red_anyhow}
    return (words("change.regression", **{name: words.number(value) for name, value in figures.items()}),)
