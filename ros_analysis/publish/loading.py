"""The libraries, loaded once in the process that all rounds are forked from."""

from __future__ import annotations

import io
import os
import string
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from ros_analysis.publish.processes import keep_loaded

THREADS = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "RAYON_NUM_THREADS")
REMEMBERING = {"IPYTHONDIR": ".ipython", "MPLCONFIGDIR": ".matplotlib"}
UNUSED = (
    "rfc3987_syntax",
    "rfc3986_validator",
    "isoduration",
    "ipywidgets",
    "scipy.stats",
    "scipy.cluster",
    "hypothesis",
)
"""What jsonschema, seaborn and pandera import where it is there, for more than two seconds, and no report uses."""

LETTERS = string.ascii_letters + string.digits + "æøåÆØÅ ,.:()–%="


def load(private: Path | None, *, pages: bool) -> None:
    """Import what cleaning and testing need, and with `pages` what drawing and publishing need too.

    Where there is no home that can be written, as a service user's, they remember things in the folder `private`.
    """
    home = os.path.expanduser("~")  # noqa: PTH111 - Path.expanduser raises where there is no home
    if private is not None and not os.access(home, os.W_OK | os.X_OK):
        for name, folder in REMEMBERING.items():
            os.environ.setdefault(name, str(private / folder))
    for name in THREADS:
        os.environ.setdefault(name, "1")
    keep_loaded()
    with _absent(UNUSED):
        _load_notebooks()
    if pages:
        load_pages()


def load_pages() -> None:
    """Import what drawing and publishing need, and draw and tell once: the first chart takes as long as three."""
    with _absent(UNUSED):
        from ros_analysis import analysis, disclosure, figures, rounds, tables, text
        from ros_analysis.publish import pages  # noqa: F401
        from ros_analysis.report import chart, to_svg
        from ros_analysis.survey import Words

        for door in (analysis, disclosure, figures, rounds, tables, text):
            for name in door.__all__:
                getattr(door, name)

    with chart("first", 1) as (canvas, axis):
        axis.set_xlabel(LETTERS)
        axis.set_title(LETTERS, weight="semibold")
        to_svg(canvas, "first")
    Words().date(date.today())
    keep_loaded()


def _load_notebooks() -> None:
    """A cell is run, a frame checked and one written: half of what that takes is imported when it is first done."""
    import pandas as pd

    from ros_analysis import Round, show  # noqa: F401
    from ros_analysis.publish.execute import warm_up
    from ros_analysis.survey import REGISTER, checked

    frame = pd.DataFrame({"number": ["0301"], "name": ["Oslo"], "population": [1]})
    warm_up()
    pd.read_parquet(io.BytesIO(checked(frame, REGISTER, "first").to_parquet()))
    keep_loaded()


@contextmanager
def _absent(modules: Sequence[str]) -> Iterator[None]:
    """Let `modules` seem not to be installed."""
    hidden = [name for name in modules if name not in sys.modules]
    sys.modules.update(dict.fromkeys(hidden))  # type: ignore[arg-type]
    try:
        yield
    finally:
        for name in hidden:
            del sys.modules[name]
