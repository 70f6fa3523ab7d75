"""A finished folder takes the place of the last one in a single step; what is half done never shows."""

from __future__ import annotations

import ctypes
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

EXCHANGE = 2
AT_FDCWD = -100
STAGING = ".building"


@contextmanager
def staging(root: Path, name: str) -> Iterator[Path]:
    """A private folder below `root`, on the same file system as the reports, removed afterwards."""
    (root / STAGING).mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix=f"{name}-{os.getpid()}-", dir=root / STAGING)).resolve()
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def put_in_place(finished: Path, place: Path) -> None:
    """Let the folder `finished` stand at `place`; the folder that stood there is removed.

    Where the system can exchange two folders in one step (Linux), a reader never finds `place` missing.
    """
    place.parent.mkdir(parents=True, exist_ok=True)
    if not place.exists():
        finished.rename(place)
    elif not _exchange(finished, place):
        old = finished.with_name(f"{finished.name}.old")
        place.rename(old)
        finished.rename(place)
        shutil.rmtree(old, ignore_errors=True)


def sweep(root: Path) -> None:
    """Remove what builds that were killed have left below `root`; those of living processes stay."""
    for folder in (root / STAGING).glob("*"):
        if not _is_running(folder.name):
            shutil.rmtree(folder, ignore_errors=True)


def _is_running(name: str) -> bool:
    try:
        os.kill(int(name.split("-")[-2]), 0)
    except (ValueError, IndexError, ProcessLookupError):
        return False
    except PermissionError:
        return True
    return True


def _exchange(one: Path, other: Path) -> bool:
    """Exchange two folders by renameat2(2); False where the system has no such call."""
    call = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None) if os.name == "posix" else None
    if call is None:
        return False
    return bool(call(AT_FDCWD, os.fsencode(one), AT_FDCWD, os.fsencode(other), EXCHANGE) == 0)
