"""A finished folder takes the place of the last one in a single step; what is half done never shows."""

from __future__ import annotations

import ctypes
import os
import shutil
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from filelock import FileLock, Timeout

from ros_analysis.survey import private

EXCHANGE = 2
AT_FDCWD = -100
STAGING = ".building"
LOCK = ".lock"


@contextmanager
def staging(root: Path, name: str) -> Iterator[Path]:
    """A private folder below `root`, removed afterwards."""
    private(root / STAGING)
    folder = (root / STAGING / f"{name}-{uuid.uuid4().hex[:12]}").resolve()
    with locked(_lock_of(folder)):
        folder.mkdir()
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def copied(finished: Path, root: Path) -> Iterator[Path]:
    """A copy of the folder `finished` below `root`, from where one rename takes it to its place there."""
    with staging(root, finished.name) as near:
        yield Path(shutil.copytree(finished, near / finished.name))


def put_in_place(finished: Path, place: Path) -> None:
    """Let the folder `finished` stand at `place`; what stood there takes the place of `finished`.

    Where the system can exchange two folders in one step (Linux), a reader never finds `place` missing.
    """
    place.parent.mkdir(parents=True, exist_ok=True)
    while not _moved(finished, place):
        if _exchange(finished, place):
            return
        with suppress(FileNotFoundError):
            place.rename(finished.with_name(f"{finished.name}.old"))


def sweep(root: Path) -> None:
    """Remove what builds that were killed have left below `root`; what living processes hold stays."""
    for found in (root / STAGING).glob("*"):
        lock = found if found.suffix == LOCK else _lock_of(found)
        with suppress(Timeout), locked(lock, wait=False):
            shutil.rmtree(lock.with_suffix(""), ignore_errors=True)


@contextmanager
def locked(path: Path, *, wait: bool = True) -> Iterator[None]:
    """Hold `path`, a file made here, to the end of the block; killed or not, the lock ends with the process.

    Raises filelock.Timeout where another holds it and it isn't waited for.
    """
    with FileLock(path, blocking=wait):
        try:
            yield
        finally:
            # While it is held, so that nobody can take the lock and then lose its file; Windows does it by itself.
            with suppress(OSError):
                path.unlink()


def _lock_of(folder: Path) -> Path:
    return folder.with_name(f"{folder.name}{LOCK}")


def _moved(finished: Path, place: Path) -> bool:
    """Move `finished` to `place` unless something stands there, which another run may have put there just now."""
    try:
        finished.rename(place)
    except OSError:
        if not place.is_dir():
            raise
        return False
    return True


def _exchange(one: Path, other: Path) -> bool:
    """Exchange two folders by renameat2(2); False where the system has no such call."""
    call = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None) if os.name == "posix" else None
    if call is None:
        return False
    return bool(call(AT_FDCWD, os.fsencode(one), AT_FDCWD, os.fsencode(other), EXCHANGE) == 0)
