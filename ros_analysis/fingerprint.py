"""Content as hashes: the same bytes give the same fingerprint, whatever their folder or time."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from pathlib import Path


def of_bytes(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def of_file(path: Path) -> str:
    """SHA-256 of the file's bytes, as 64 hex digits."""
    return of_bytes(path.read_bytes())


def of_files(paths: Iterable[Path], root: Path) -> dict[str, str]:
    """Fingerprint of each file by its path below `root`, in path order."""
    files = {path.relative_to(root).as_posix(): path for path in paths}
    return {name: of_file(files[name]) for name in sorted(files)}


def combined(parts: Mapping[str, str]) -> str:
    """One fingerprint of many, whatever order they are given in."""
    return of_bytes("\n".join(f"{name}={parts[name]}" for name in sorted(parts)).encode())


class Seen:
    """Fingerprints of files below `root` by name, each file read once, as it was then; «» where it is missing."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._known: dict[str, str] = {}

    def __getitem__(self, name: str) -> str:
        if name not in self._known:
            try:
                self._known[name] = of_file(self._root / name)
            except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
                self._known[name] = ""
        return self._known[name]
