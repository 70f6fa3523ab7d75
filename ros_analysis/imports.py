"""Which files of the package a notebook or a module runs, read from the code without running it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent
FROM = re.compile(rf"^[ \t]*from[ \t]+({PACKAGE.name}[\w.]*)[ \t]+import[ \t]+(\([^)]*\)|.*)", re.MULTILINE)
PLAIN = re.compile(rf"^[ \t]*import[ \t]+({PACKAGE.name}[\w.]*)", re.MULTILINE)
NAME = re.compile(r"\w+")


def reached(roots: Iterable[Path]) -> list[Path]:
    """The Python files of the package that `roots` (notebooks and modules) import, directly or through others.

    Imports inside functions and those for types alone count too, so nothing that runs is left out.
    """
    found: set[Path] = set()
    names: set[str] = set()
    waiting = list(roots)
    while waiting:
        new = set(_imported(_source(waiting.pop()))) - names
        files = {path for name in new for path in _files(name)} - found
        names, found = names | new, found | files
        waiting += files
    return sorted(found)


def _imported(source: str) -> Iterator[str]:
    """Every dotted name that `source` imports, and what it imports from it as if that were a module too."""
    yield from PLAIN.findall(source)
    for module, names in FROM.findall(source):
        yield module
        yield from (f"{module}.{name}" for name in NAME.findall(names))


def _source(path: Path) -> str:
    text = path.read_text("utf-8")
    if path.suffix != ".ipynb":
        return text
    return "\n".join("".join(cell["source"]) for cell in json.loads(text)["cells"])


def _files(name: str) -> Iterator[Path]:
    """The files that importing `name` runs: the module or package, and the packages it lies in."""
    parts = name.split(".")[1:]
    for depth in range(len(parts) + 1):
        place = PACKAGE.joinpath(*parts[:depth])
        yield from (path for path in (place / "__init__.py", place.with_suffix(".py")) if path.is_file())
