"""Which software makes the reports: its files, fingerprint, commit and versions."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from ros_analysis.survey import combined_fingerprint, file_fingerprints

PACKAGE = Path(__file__).resolve().parents[1]
ROOT = PACKAGE.parent
PROJECT = ROOT if (ROOT / "notebooks").is_dir() else PACKAGE / "project"
"""Where notebooks, codebook, register and lock lie: at the top of a checkout, inside an installed package."""

NOTEBOOKS = ("1_clean", "2_significance", "3_report")
APART = ("app", "project")
LIBRARIES = ("pandas", "scipy", "seaborn", "matplotlib", "papermill", "nbconvert", "typst")


@cache
def code_files() -> tuple[str, ...]:
    """All that is not data: the notebooks, the package with its templates and catalogues, and the lock.

    What people only meet, the command line and the bench, makes no report.
    """
    rooms = (path for path in PACKAGE.rglob("*") if path.relative_to(PACKAGE).parts[0] not in APART)
    package = [path for path in rooms if path.is_file() and path.suffix != ".pyc"]
    notebooks = [PROJECT / "notebooks" / f"{name}.ipynb" for name in NOTEBOOKS]
    files = (*package, *notebooks, PROJECT / "requirements.txt")
    return tuple(sorted(path.relative_to(ROOT).as_posix() for path in files))


@cache
def code_fingerprint() -> str:
    """One fingerprint of all that is not data."""
    return combined_fingerprint(file_fingerprints([ROOT / name for name in code_files()], ROOT))


@cache
def commit() -> dict[str, object]:
    """The code's git commit and whether files differ from it; empty outside a checkout."""
    from subprocess import SubprocessError

    try:
        head = _git("rev-parse", "HEAD")
        return {"commit": head, "dirty": bool(_git("status", "--porcelain", "--untracked-files=no"))}
    except (OSError, SubprocessError):
        return {}


@cache
def versions() -> dict[str, str]:
    """Versions of the package and of the libraries that shape a report."""
    from importlib.metadata import version

    return {name: version(name) for name in ("ros-analysis", *LIBRARIES)}


def _git(*arguments: str) -> str:
    import subprocess

    command = ["git", "--no-optional-locks", "-C", str(ROOT), *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True, timeout=120).stdout.strip()
