"""The reference cases of R, by kind."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

CASES: list[dict[str, Any]] = json.loads(
    (Path(__file__).parent / "reference" / "statistics.json").read_text("utf-8")
)["cases"]


def cases(*kinds: str, without: tuple[str, ...] = ()) -> pytest.MarkDecorator:
    """One test per case of these kinds, named as in the file."""
    chosen = [case for case in CASES if case["kind"] in kinds and case["name"] not in without]
    assert chosen, f"no reference case is of kind {kinds}"
    return pytest.mark.parametrize("case", chosen, ids=[case["name"] for case in chosen])


def close(case: dict[str, Any], name: str) -> Any:
    """The expected value, to the tolerance that the case itself gives."""
    return pytest.approx(case["expected"][name], abs=case["tolerance"], rel=0)
