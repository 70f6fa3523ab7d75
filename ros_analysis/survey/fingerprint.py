"""Content as hashes: the same bytes give the same fingerprint, whatever their folder or time."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from pathlib import Path


def bytes_fingerprint(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def file_fingerprint(path: Path) -> str:
    """SHA-256 of the file's bytes, as 64 hex digits."""
    return bytes_fingerprint(path.read_bytes())


def file_fingerprints(paths: Iterable[Path], root: Path) -> dict[str, str]:
    """Fingerprint of each file by its path below `root`, in path order."""
    files = {path.relative_to(root).as_posix(): path for path in paths}
    return {name: file_fingerprint(files[name]) for name in sorted(files)}


def combined_fingerprint(parts: Mapping[str, str]) -> str:
    """One fingerprint of many, whatever order they are given in."""
    return bytes_fingerprint("\n".join(f"{name}={parts[name]}" for name in sorted(parts)).encode())


class SeenFingerprints:
    """Fingerprints of files below `root` by name, each file read once, as it was then; «» where it is missing."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._known: dict[str, str] = {}

    def __getitem__(self, name: str) -> str:
        if name not in self._known:
            try:
                self._known[name] = file_fingerprint(self._root / name)
            except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
                self._known[name] = ""
        return self._known[name]
