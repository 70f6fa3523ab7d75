"""What a report is made from, as fingerprints, and whether it is still current."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from ros_analysis import fingerprint
from ros_analysis.folders import Folders
from ros_analysis.intake import inputs

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = Path(__file__).resolve().parent
NOTEBOOKS = ("1_clean", "2_significance", "3_report")
MANIFEST = "manifest.json"
LIBRARIES = ("pandas", "scipy", "seaborn", "matplotlib", "papermill", "nbconvert", "typst")


@dataclass(frozen=True)
class Made:
    """Everything that one report is made from: fingerprints by name, and the parameters."""

    parameters: Mapping[str, object]
    files: Mapping[str, str] = field(repr=False)

    def differences(self, manifest: Mapping[str, Any]) -> list[str]:
        """The names whose fingerprints differ from those in `manifest`; empty when the report is current."""
        before = manifest.get("inputs", {})
        changed = {
            name for name in self.files.keys() | before.keys() if self.files.get(name) != before.get(name)
        }
        if manifest.get("parameters") != dict(self.parameters):
            changed.add("parameters")
        return sorted(changed)


def made_from(folders: Folders, parameters: Mapping[str, object]) -> Made:
    """Fingerprints of raw files of this and earlier rounds, notebooks, package, template, catalogue and lock."""
    survey, year = str(parameters["survey"]), int(str(parameters["survey_year"]))
    files: dict[str, str] = {}
    for known in folders.years(survey):
        if known <= year:
            files |= {f"data/raw/{name}": value for name, value in inputs(folders, survey, known).items()}
    return Made(dict(parameters), {**files, **code()})


@cache
def code() -> dict[str, str]:
    """Fingerprints of all that is not data: notebooks, package with templates and catalogues, lock."""
    package = [path for path in PACKAGE.rglob("*") if path.is_file() and path.suffix != ".pyc"]
    notebooks = [ROOT / "notebooks" / f"{name}.ipynb" for name in NOTEBOOKS]
    lock = [path for path in [ROOT / "requirements.txt"] if path.is_file()]
    return fingerprint.of_files([*package, *notebooks, *lock], ROOT)


def read_manifest(folder: Path) -> dict[str, Any] | None:
    """The manifest of the report in `folder`; None where there is none that can be read."""
    try:
        manifest = json.loads((folder / MANIFEST).read_text("utf-8"))
    except (OSError, ValueError):
        return None
    return manifest if isinstance(manifest, dict) else None


def damaged(folder: Path, manifest: Mapping[str, Any]) -> list[str]:
    """The report's files that are missing or no longer what the manifest says."""
    return [
        name for name, value in manifest.get("outputs", {}).items() if _fingerprint(folder / name) != value
    ]


def _fingerprint(path: Path) -> str:
    return fingerprint.of_file(path) if path.is_file() else ""


def outputs(folder: Path, names: Iterable[str]) -> dict[str, str]:
    return {name: fingerprint.of_file(folder / name) for name in names}


def commit() -> dict[str, object]:
    """The code's git commit and whether files differ from it; empty outside a checkout."""
    try:
        head = _git("rev-parse", "HEAD")
        return {"commit": head, "dirty": bool(_git("status", "--porcelain", "--untracked-files=no"))}
    except (OSError, subprocess.SubprocessError):
        return {}


def versions() -> dict[str, str]:
    """Versions of the package and of the libraries that shape a report."""
    from importlib.metadata import version

    return {name: version(name) for name in ("ros-analysis", *LIBRARIES)}


def _git(*arguments: str) -> str:
    command = ["git", "-C", str(ROOT), *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True, timeout=10).stdout.strip()
