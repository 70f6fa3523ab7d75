"""The Snakefile asks the package for the reports that are not current, by names that the package has."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any

ROOT = Path(__file__).parents[1]


def test_the_snakefile_finds_every_report_that_is_to_be_built(tmp_path: Path) -> None:
    opening, _, _ = (ROOT / "Snakefile").read_text("utf-8").partition("def before(")
    known: dict[str, Any] = {
        "workflow": SimpleNamespace(basedir=str(ROOT)),
        "config": {"data": str(ROOT / "data"), "out": str(tmp_path), "processed": str(tmp_path / "p")},
    }
    exec(compile(opening, "Snakefile", "exec"), known)
    wanted = {path.relative_to(tmp_path / ".done").as_posix() for path in known["reports"]}
    assert {
        "eksempelfylket/2020/public",
        "eksempelfylket/2020/internal",
        "more-og-romsdal/2018/public",
    } <= wanted
    assert len(wanted) == 8
