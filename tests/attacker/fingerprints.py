"""What a reader with a guess could check it against: hashes and sizes of files and rows, and names."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Collection, Iterator
from pathlib import Path

ALGORITHMS = ("sha256", "sha1", "md5", "sha512", "blake2b")
SHORTEST = 8
"""So many hexadecimal digits of a hash are enough to check a guess of one answer."""


def found(text: str, files: Collection[Path], names: Collection[str]) -> set[str]:
    """What of the `files` (name, size, hash of all or of a line) and which of the `names` stand in `text`."""
    starts = {run[:SHORTEST] for run in re.findall(rf"[0-9a-f]{{{SHORTEST},}}", text.lower())}
    told = {f"{path.name}: {what}" for path in files for what, hashed in _hashes(path)
            if hashed.hex()[:SHORTEST] in starts or base64.b64encode(hashed).decode() in text}  # fmt: skip
    told |= {path.name for path in files if path.name in text}
    sizes = set(re.findall(r'(?:size|bytes)"?\W{1,4}(\d{4,})\b', text))
    told |= {f"{path.name}: its size" for path in files if f"{path.stat().st_size}" in sizes}
    there = (name for name in names if name in text)  # far faster than the pattern, which few need
    return told | {name for name in there if re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text)}


def _hashes(path: Path) -> Iterator[tuple[str, bytes]]:
    content = path.read_bytes()
    for algorithm in ALGORITHMS:
        yield algorithm, hashlib.new(algorithm, content).digest()
    if path.suffix in (".csv", ".toml", ".txt"):
        for place, line in enumerate(content.splitlines(), start=1):
            yield f"line {place}", hashlib.sha256(line).digest()
