"""An IPython shell that keeps what a cell shows, as a kernel would send it."""

from __future__ import annotations

import io
from contextlib import redirect_stderr, redirect_stdout
from typing import Any

from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.interactiveshell import InteractiveShell
from nbformat import NotebookNode
from traitlets import Type
from traitlets.config import Config


class CapturingHook(DisplayHook):
    """Keeps the value of a cell's last expression."""

    def __call__(self, result: Any = None) -> None:
        if result is not None:
            shell: Any = self.shell
            shell.display_pub.publish(*self.compute_format_data(result))  # type: ignore[no-untyped-call]


class CapturingPublisher(DisplayPublisher):
    """Keeps what a cell displays, in order."""

    def publish(self, data: Any, metadata: Any = None, source: Any = None, **_: Any) -> None:
        self.shell.shown.append(_output("display_data", data=data, metadata=metadata or {}))


class CapturingShell(InteractiveShell):
    """Runs cells one by one and gives each one's outputs."""

    displayhook_class = Type(CapturingHook)
    display_pub_class = Type(CapturingPublisher)
    shown: list[NotebookNode]

    @classmethod
    def fresh(cls) -> CapturingShell:
        """A shell that knows nothing of what ran before in this process."""
        InteractiveShell.clear_instance()
        quiet = Config({"HistoryManager": {"enabled": False}, "InteractiveShell": {"colors": "nocolor"}})
        shell: CapturingShell = cls.instance(config=quiet)
        return shell

    def outputs(self, source: str) -> list[NotebookNode]:
        """Run one cell: what it printed and showed, and last the error if it raised."""
        self.shown = []
        out, err = io.StringIO(), io.StringIO()
        with redirect_stdout(out), redirect_stderr(err):
            result = self.run_cell(source)  # type: ignore[no-untyped-call]
        error = result.error_before_exec or result.error_in_exec
        printed = [("stdout", out.getvalue()), ("stderr", err.getvalue())] if error is None else []
        streams = [_output("stream", name=name, text=text) for name, text in printed if text]
        return [*streams, *self.shown, *([self._error(error)] if error is not None else [])]

    def _error(self, error: BaseException) -> NotebookNode:
        lines = self.InteractiveTB.structured_traceback(type(error), error, error.__traceback__)
        traceback = lines if isinstance(lines, list) else [str(lines)]
        return _output("error", ename=type(error).__name__, evalue=str(error), traceback=traceback)


def _output(kind: str, **content: Any) -> NotebookNode:
    """One output of a cell; nbformat checks it with the whole notebook, so not by itself too."""
    return NotebookNode(output_type=kind, **content)
