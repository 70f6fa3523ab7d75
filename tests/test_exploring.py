"""The analyst's bench: one control leads to the others and to the page; and the notebook it stands in runs."""

from __future__ import annotations

import ast
import base64
import io
import re
import shutil
import subprocess
from pathlib import Path

import nbformat
import pandas as pd
import papermill
import pytest
from building import ros

from ros_analysis import Round
from ros_analysis.app.exploring import Bench
from ros_analysis.app.exploring.views import VIEWS
from ros_analysis.report.exhibits import Figure
from ros_analysis.survey.folders import Folders, NotFoundError

ROOT = Path(__file__).parents[1]
NOTEBOOK = ROOT / "notebooks" / "explore.ipynb"

pytestmark = pytest.mark.usefixtures("cleaned")


@pytest.fixture
def bench() -> Bench:
    return Bench("eksempelfylket", 2020)


@pytest.fixture
def own_data(tmp_path: Path) -> Path:
    """A user's own data folder, elsewhere and under another name."""
    raw = tmp_path / "mine" / "raw"
    shutil.copytree(ROOT / "data" / "raw", raw)
    shutil.move(raw / "eksempelfylket", raw / "vart-fylke")
    return raw.parent


def downloads(page: str) -> dict[str, bytes]:
    found = re.findall(r'download="([^"]+)" href="data:[^;]+;base64,([^"]+)"', page)
    return {name: base64.b64decode(content) for name, content in found}


def test_the_bench_begins_at_the_last_round_with_answers() -> None:
    bench = Bench()
    assert (bench.survey.value, bench.year.value, bench.profile.value) == ("eksempelfylket", 2024, "standard")
    assert "Syntetiske eksempeldata" in bench.page.value
    assert bench.tried is bench.round


def without_rounds(data: Path, name: str = "uten-runder") -> Folders:
    folder = data / "raw" / name
    folder.mkdir()
    shutil.copy(ROOT / "data/raw/more-og-romsdal/survey.toml", folder)
    return Folders.at(data)


def test_a_survey_without_rounds_says_how_to_make_one_and_another_can_be_chosen(own_data: Path) -> None:
    bench = Bench("uten-runder", folders=without_rounds(own_data))
    assert "«uten-runder» har ingen runder ennå. Lag en med ros new-round." in bench.page.value
    bench.survey.value = "vart-fylke"
    assert "Syntetiske eksempeldata" in bench.page.value
    bench.survey.value = "uten-runder"
    assert "har ingen runder ennå" in bench.page.value
    bench.red_from.value = 2
    assert "<svg" not in bench.page.value


def test_a_data_folder_without_surveys_says_how_to_make_one(own_data: Path) -> None:
    for survey in own_data.glob("raw/*/survey.toml"):
        survey.unlink()
    assert "Lag en med ros new-survey" in Bench(folders=Folders.at(own_data)).page.value


def test_moving_a_threshold_rezones_and_names_the_profile(bench: Bench) -> None:
    bench.red_from.value = 2
    assert bench.profile.value == "egen"
    assert "Kommuner som ville fått en annen sone" in bench.page.value
    assert bench.tried.counts.red == 10
    bench.red_from.value, bench.green_yellow_max.value = 1, 0
    assert bench.profile.value == "strict"
    bench.profile.value = "standard"
    assert (bench.red_from.value, bench.green_yellow_max.value) == (3, 2)
    assert bench.tried is bench.round


def test_choosing_an_area_or_a_municipality_shows_it(bench: Bench) -> None:
    bench.area.value = 4
    assert (bench.view.value, "Svarene på område 4" in bench.page.value) == ("Områder", True)
    name, number = bench.municipality.options[5]
    bench.municipality.value = number
    assert (bench.view.value, f"{name}: resultat per område" in bench.page.value) == ("Kommune", True)


def test_another_round_keeps_what_still_exists(bench: Bench) -> None:
    kept = next(number for _, number in bench.municipality.options if number in known(2018))
    bench.municipality.value, bench.area.value = kept, 3
    bench.year.value = 2018
    assert (bench.municipality.value, bench.area.value, bench.round.year) == (kept, 3, 2018)


def known(year: int) -> set[str]:
    return set(Round("eksempelfylket", year).municipalities["number"])


def test_counts_alone_switch_off_what_needs_answers(bench: Bench) -> None:
    bench.survey.value = "more-og-romsdal"
    assert bench.red_from.disabled
    assert bench.municipality.disabled
    assert "13 røde" in bench.page.value
    bench.view.value = "Områder"
    assert "bare kjent som publiserte antall" in bench.page.value


@pytest.mark.parametrize("year", [2018, 2020])
def test_every_view_says_what_it_shows_and_names_its_files_by_round(year: int) -> None:
    bench = Bench("eksempelfylket", year)
    for view in VIEWS:
        bench.view.value = view
        files = downloads(bench.page.value)
        assert files or view == "Funn"
        assert all(name.startswith(f"eksempelfylket-{year}-") for name in files)


def test_what_is_shown_can_be_taken_along(bench: Bench) -> None:
    bench.red_from.value = 2
    files = downloads(bench.page.value)
    table = pd.read_csv(
        io.BytesIO(files["eksempelfylket-2020-tenkt-regel-2-2-tried.csv"]), sep=";", index_col=0, dtype=str
    )
    assert table.loc["Rød"].tolist()[:2] == ["5", "10"]
    picture = files["eksempelfylket-2020-tenkt-regel-2-2-zones-over-rounds.png"]
    assert picture.startswith(b"\x89PNG")
    assert len(picture) > 10_000


def test_refused_files_are_told_of_and_can_be_read_again(own_data: Path) -> None:
    file = own_data / "raw" / "vart-fylke" / "2020" / "svar.xlsx"
    good = file.read_bytes()
    file.write_bytes(b"not a workbook")
    bench = Bench(folders=Folders.at(own_data))
    assert "svar.xlsx" in bench.page.value
    assert "Grønn" not in bench.page.value
    file.write_bytes(good)
    bench.reload.click()
    assert "Grønn" in bench.page.value


@pytest.mark.parametrize("named", ["/wrong/folder", ""])
def test_a_wrong_data_folder_stops_the_bench_and_never_shows_the_example(
    named: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    done = ros("lab", "--data", named)
    assert (done.returncode, done.stdout) == (2, "")
    (said,) = done.stderr.splitlines()
    assert "er ingen datamappe" in said
    monkeypatch.setenv("ROS_DATA", named)
    with pytest.raises(NotFoundError, match="er ingen datamappe"):
        Bench()


def test_make_lab_hands_the_folder_on_unchanged() -> None:
    """A folder that make itself tried to enter would be an empty name when that fails."""
    shown = subprocess.run(
        ["make", "--dry-run", "--no-print-directory", "lab", "DATA=/wrong/fol der"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert shown.stdout.splitlines()[-1] == '.venv/bin/ros lab --data "/wrong/fol der"'


def test_the_notebook_runs_on_a_folder_of_ones_own(own_data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ROS_DATA", str(own_data))
    out = own_data / "ran.ipynb"
    papermill.execute_notebook(
        NOTEBOOK, out, {"survey": "vart-fylke", "survey_year": 2018}, progress_bar=False, log_output=False
    )
    shown = [output for cell in nbformat.read(out, 4).cells for output in cell.get("outputs", [])]
    texts = ["".join(output.get("data", {}).get("text/plain", "")) for output in shown]
    assert texts[-1].startswith("Bench(")
    assert 'Round("vart-fylke", 2018, "internal")' in texts
    assert not [output for output in shown if output.output_type == "error"]


def test_the_chart_that_the_notebook_explains_can_be_made() -> None:
    (text,) = [cell.source for cell in nbformat.read(NOTEBOOK, 4).cells if "ny figur" in cell.source]
    (code,) = re.findall(r"```python\n(.*?)```", text, re.DOTALL)
    names: dict[str, object] = {"Round": Round}
    exec(code.removesuffix("answered(this)\n"), names)
    figure = names["answered"](Round("eksempelfylket", 2020))  # type: ignore[operator]
    assert isinstance(figure, Figure)
    assert figure.alt.endswith("2018: 33, 2020: 23.")


def test_the_notebook_imports_only_the_package_and_keeps_no_widgets() -> None:
    notebook = nbformat.read(NOTEBOOK, 4)
    assert "widgets" not in notebook.metadata
    trees = [ast.parse(cell.source) for cell in notebook.cells if cell.cell_type == "code"]
    imports = [
        node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Import | ast.ImportFrom)
    ]
    assert all(isinstance(node, ast.ImportFrom) for node in imports)
    assert {str(node.module).split(".")[0] for node in imports if isinstance(node, ast.ImportFrom)} == {
        "ros_analysis"
    }
