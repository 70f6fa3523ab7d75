"""A file that a living process holds, whichever machine or container it runs on."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def held(path: Path) -> Iterator[None]:
    """Hold `path`, made here, until the end of the block; killed or not, the hold ends with the process."""
    descriptor = _open_locked(path)
    try:
        yield
    finally:
        os.close(descriptor)
        path.unlink(missing_ok=True)


def let_go(path: Path) -> bool:
    """Remove `path` where nobody holds it any more; whether it is gone."""
    try:
        descriptor = os.open(path, os.O_RDWR)
    except FileNotFoundError:
        return True
    try:
        is_free = _lock(descriptor, wait=False)
    finally:
        os.close(descriptor)
    if is_free:
        path.unlink(missing_ok=True)
    return is_free


def _open_locked(path: Path) -> int:
    while True:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
        _lock(descriptor, wait=True)
        # Between opening and locking, a sweep may have removed the file that this descriptor still points at.
        if path.exists() and os.path.samestat(path.stat(), os.fstat(descriptor)):
            return descriptor
        os.close(descriptor)


if sys.platform == "win32":
    import msvcrt

    def _lock(descriptor: int, *, wait: bool) -> bool:
        try:
            msvcrt.locking(descriptor, msvcrt.LK_LOCK if wait else msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _lock(descriptor: int, *, wait: bool) -> bool:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError:
            return False
        return True
