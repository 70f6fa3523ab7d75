"""Turns each round of the ROS survey on electronic health messages into a report."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ros_analysis.blocks import show
    from ros_analysis.rounds import Round

__version__ = "0.1.0"
__all__ = ["Round", "figures", "passages", "show", "tables", "what_if"]

_HOMES = {"Round": "ros_analysis.rounds", "show": "ros_analysis.blocks"}


def __getattr__(name: str) -> Any:
    """Load a name when it is first asked for, so that the command line starts at once."""
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    if name in __all__:
        return import_module(f"{__name__}.{name}")
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
