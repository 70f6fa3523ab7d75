"""What stays in a round's folder when files are put in others' place or added to them, and what is put aside."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from ros_analysis.exports.triple import siblings
from ros_analysis.settings import read_round

REPLACED = ".replaced"
OWN = ("round.toml", "codebook.toml")


def keep(folder: Path, staging: Path, *, files: bool) -> None:
    """Copies to `staging` what is to stay: all but round.toml, and but for the round's files unless `files`."""
    gone = {folder / "round.toml", *(() if files else _exports(folder))}
    for path in folder.iterdir():
        if path.is_dir():
            shutil.copytree(path, staging / path.name)
        elif path not in gone:
            shutil.copyfile(path, staging / path.name)


def put_aside(folder: Path, staging: Path, now: datetime, *, files: bool) -> None:
    """Copies what `staging` will replace to its .replaced/<time>/: settings, codebook and, with `files`, the files."""
    aside = _unused(staging / REPLACED / f"{now:%Y-%m-%dT%H%M%S}")
    aside.mkdir(parents=True)
    for path in (*(folder / name for name in OWN), *(_exports(folder) if files else ())):
        if path.is_file():
            shutil.copyfile(path, aside / path.name)


def _exports(folder: Path) -> Iterable[Path]:
    exports = [folder / file.path for file in read_round(folder).file]
    return (*exports, *(part for path in exports for part in siblings(path).values()))


def _unused(path: Path) -> Path:
    number, found = 2, path
    while found.exists():
        found, number = path.with_name(f"{path.name}-{number}"), number + 1
    return found
