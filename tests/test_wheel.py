"""Installed as a package, far from the repository: the commands work in any folder."""

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from building import ROOT, file_in


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package as the wheel holds it."""
    folder = tmp_path_factory.mktemp("wheel")
    source = shutil.copytree(
        ROOT,
        folder / "source",
        ignore=shutil.ignore_patterns(".*", "reports", "processed", "tests", "benchmarks"),
    )
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    done = subprocess.run(build, cwd=source, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    with zipfile.ZipFile(next(folder.glob("*.whl"))) as wheel:
        wheel.extractall(folder / "site")
    return folder / "site"


def test_a_report_is_made_in_an_empty_folder_by_the_installed_package(
    installed: Path, tmp_path: Path
) -> None:
    def ros(*arguments: str) -> str:
        done = subprocess.run(
            [sys.executable, "-m", "ros_analysis.app.cli", *arguments],
            cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(installed)}, capture_output=True, text=True,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return done.stdout

    ros("new-survey", "Nordland")
    assert (tmp_path / "data/raw/nordland/survey.toml").is_file()
    shutil.copytree(ROOT / "data/raw/more-og-romsdal", tmp_path / "data/raw/more-og-romsdal")
    ros("report")
    page = file_in(tmp_path / "reports/more-og-romsdal/2018/public", ".html").read_text("utf-8")
    assert "13 av 33" in page
    assert ros("status").count("more-og-romsdal/2018/public: oppdatert") == 1
    assert "explore.ipynb" in [path.name for path in installed.glob("ros_analysis/project/notebooks/*")]
