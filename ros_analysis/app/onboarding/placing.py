"""Folders that appear whole or not at all, and what is said where one can't be made."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class WrongUse(Exception):
    """Asked for something that can't be made as asked; the text says why and what to do instead."""


@contextmanager
def placed(folder: Path, *, replace: bool = False) -> Iterator[Path]:
    """An empty folder to fill, which becomes `folder` in one rename when the block ends well, else vanishes."""
    staging, former = (folder.parent / f".{folder.name}.{word}.{os.getpid()}" for word in ("ny", "forrige"))
    folder.parent.mkdir(parents=True, exist_ok=True)
    staging.mkdir()
    try:
        yield staging
        if replace and folder.exists():
            folder.rename(former)
        try:
            staging.rename(folder)
        except OSError:
            if former.exists():
                former.rename(folder)
            raise
    finally:
        for left in (staging, former):
            shutil.rmtree(left, ignore_errors=True)
