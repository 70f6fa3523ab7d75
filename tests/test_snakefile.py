"""The Snakefile asks the package for the surveys that are not current, and where Snakemake is there, it builds them."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

ROOT = Path(__file__).parents[1]
SNAKEMAKE = shutil.which("snakemake", path=str(Path(sys.executable).parent)) or shutil.which("snakemake")


def test_the_snakefile_finds_every_survey_that_is_to_be_built(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    stated = ModuleType("snakemake.utils")
    stated.min_version = said.append  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "snakemake.utils", stated)
    opening, _, _ = (ROOT / "Snakefile").read_text("utf-8").partition("localrules:")
    known: dict[str, Any] = {
        "workflow": SimpleNamespace(basedir=str(ROOT)),
        "config": {"data": str(ROOT / "data"), "out": str(tmp_path), "processed": str(tmp_path / "p")},
    }
    exec(compile(opening, "Snakefile", "exec"), known)
    assert {path.relative_to(tmp_path / ".done").as_posix() for path in known["surveys"]} == {
        "eksempelfylket",
        "more-og-romsdal",
    }
    assert said == ["9.0"]


@pytest.mark.skipif(SNAKEMAKE is None, reason="Snakemake er ikke installert.")
def test_a_refused_round_stops_no_other_and_is_not_tried_again(tmp_path: Path) -> None:
    raw = tmp_path / "data" / "raw"
    shutil.copytree(ROOT / "data" / "raw", raw)
    shutil.rmtree(raw / "eksempelfylket" / "2024")
    (raw / "eksempelfylket" / "2020" / "svar.xlsx").write_bytes(b"not a workbook")
    given = [f"data={raw.parent}", f"out={tmp_path / 'out'}", f"ros={Path(sys.executable).with_name('ros')}"]
    command = [str(SNAKEMAKE), "--cores", "1", "--nolock", "--config", *given]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 1
    assert "eksempelfylket 2020" in run.stdout + run.stderr
    assert "restart" not in run.stderr.lower()
    built = {path.parent.relative_to(tmp_path / "out").as_posix() for path in tmp_path.rglob("manifest.json")}
    assert built == {
        *(f"eksempelfylket/2018/{edition}" for edition in ("public", "internal")),
        *(f"more-og-romsdal/{year}/public" for year in (2018, 2020)),
    }
