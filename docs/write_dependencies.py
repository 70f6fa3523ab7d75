"""Writes docs/dependencies.md: every package of the lock with its licence, and why we depend on those we chose.

Run by `make docs`, after the lock was updated.
"""

from __future__ import annotations

import re
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

ROOT = Path(__file__).parents[1]
CHOSEN = re.compile(r'^ {4}"([\w.-]+)[^"]*",\s*(?:# (.*))?$', re.MULTILINE)
LOCKED = re.compile(r"^([\w.-]+)==", re.MULTILINE)
LICENCE_CLASSIFIER = "License :: OSI Approved :: "
HEAD = """# What the project depends on

Written by `make docs` from `pyproject.toml` and the lock; edit those, not this file.

- **Update the lock**: `make lock`, then `make docs`, then `make test`.
- **Known vulnerabilities**: `pipx run pip-audit --requirement requirements-dev.txt --require-hashes --disable-pip` asks
  PyPI's advisories about the exact versions of the lock and installs nothing.
  Run it before a release and when GitHub warns.
- **Unused or undeclared**: `tests/test_house.py` compares this list with the imports.
"""


def chosen(pyproject: str) -> dict[str, str]:
    """The dependencies of pyproject.toml by name, each with the reason in its comment."""
    return {name.lower(): reason for name, reason in CHOSEN.findall(pyproject)}


def licence(package: Distribution) -> str:
    """The licence as SPDX expression where the package states one, else by its classifiers, else its own words."""
    about = package.metadata
    if expression := about.get("License-Expression"):
        return str(expression)
    classified = [text.removeprefix(LICENCE_CLASSIFIER) for text in about.get_all("Classifier") or []
                  if text.startswith(LICENCE_CLASSIFIER)]  # fmt: skip
    own = (about.get("License") or "").strip().splitlines()
    return ", ".join(classified) or (own[0] if own else "see the package")


def page() -> str:
    """The whole of docs/dependencies.md."""
    reasons = chosen((ROOT / "pyproject.toml").read_text("utf-8"))
    locked = dict.fromkeys(LOCKED.findall((ROOT / "requirements-dev.txt").read_text("utf-8")))
    first = [row for name, reason in reasons.items() if (row := _row(name, reason))]
    others = [row for name in locked if name.lower() not in reasons and (row := _row(name, None))]
    return "\n".join(
        [
            HEAD,
            "## Chosen\n\n| package | version | licence | why |\n|---|---|---|---|",
            *first,
            "\n## Brought along by those\n\n| package | version | licence |\n|---|---|---|",
            *others,
            "",
        ]
    )


def _row(name: str, reason: str | None) -> str:
    try:
        package = distribution(name)
    except PackageNotFoundError:
        return ""  # for another system or Python
    cells = [name, package.version, licence(package), *([] if reason is None else [reason])]
    return f"| {' | '.join(cells)} |"


if __name__ == "__main__":
    (ROOT / "docs" / "dependencies.md").write_text(page(), "utf-8")
