"""How long the analyst's bench takes to redraw after each control: goal, half a second."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial

from ros_analysis.app.exploring import Bench
from ros_analysis.app.exploring.views import UNDER_RULE, VIEWS

GOAL = 0.5


def main() -> None:
    """Print one line per redraw, the median of three."""
    bench = Bench("eksempelfylket", 2020)
    first, *_, last = VIEWS
    for view in VIEWS:
        away = last if view == first else first
        _print(f"view {view}", partial(_set, bench.view, away), partial(_set, bench.view, view))
    for view in UNDER_RULE:
        _set(bench.view, view)
        _print(f"threshold in {view}", lambda: _set(bench.red_from, 3), lambda: _set(bench.red_from, 2))
    numbers = [number for _, number in bench.municipality.options]
    _print("area", lambda: _set(bench.area, 1), lambda: _set(bench.area, 4))
    _print(
        "municipality",
        lambda: _set(bench.municipality, numbers[1]),
        lambda: _set(bench.municipality, numbers[2]),
    )


def _print(what: str, before: Callable[[], None], redraw: Callable[[], None]) -> None:
    seconds = sorted(_timed(before, redraw) for _ in range(3))[1]
    print(f"{what:<26}{seconds:6.2f} s  {'ok' if seconds <= GOAL else 'over the goal'}")


def _timed(before: Callable[[], None], redraw: Callable[[], None]) -> float:
    before()
    start = time.perf_counter()
    redraw()
    return time.perf_counter() - start


def _set(control: object, value: object) -> None:
    control.value = value  # type: ignore[attr-defined]


if __name__ == "__main__":
    main()
