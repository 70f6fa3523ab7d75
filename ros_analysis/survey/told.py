"""Errors that whoever uses the program can mend."""

from __future__ import annotations


class UserError(Exception):
    """Its text says what to do, so IPython shows that alone, not where in the program it was found."""

    def _render_traceback_(self) -> list[str]:
        return [f"{type(self).__name__}: {self}"]
