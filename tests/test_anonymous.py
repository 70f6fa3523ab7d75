"""Names in raw data are told at the terminal; a file that is written has files, sheets and columns by number."""

from __future__ import annotations

import csv
import shutil
import tomllib
from collections.abc import Sequence
from pathlib import Path

import pytest
from building import ros
from openpyxl import load_workbook

from ros_analysis import Round
from ros_analysis.app.onboarding import new_round
from ros_analysis.cleaning.log import HIDDEN, KNOWN, KNOWN_AFTER, Anonymous
from ros_analysis.report import tables
from ros_analysis.report.exhibits import Table
from ros_analysis.survey.folders import Folders
from ros_analysis.survey.problems import Place, Problem, RefusedData, Repair

ROOT = Path(__file__).parents[1]
FILE = "Kari Nordmann 01017012345 svar.xlsx"
SHEET = "Torgny Øvsthus"
EPJ = ("Gerica 150780-12345", "Øvsthus, Torgny", "15.07.80 12345", "Xiu-Li Qvale", "CosDoc; men Qvale bytter")
FOOTER = "Utfylt av Torgny Øvsthus, 150780-12345"
SECRETS = ("Kari", "Nordmann", "01017012345", "Torgny", "Øvsthus", "Qvale", "150780", "15.07.80", "12345")


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """The example, its last round as somebody might have left it: names in file, sheet, header, cells and footer."""
    shutil.copytree(ROOT / "data" / "raw", tmp_path / "data" / "raw")
    folder = tmp_path / "data" / "raw" / "eksempelfylket" / "2020"
    book = load_workbook(folder / "svar.xlsx")
    (sheet,) = book.worksheets
    book.create_sheet("Nordmann, Kari", 0).append(["Bare en huskelapp"])
    sheet.title = SHEET
    at = next(cell.column for cell in sheet[1] if "fagsystem" in str(cell.value))
    for row, text in enumerate(EPJ, 2):
        sheet.cell(row, at).value = text
    sheet.cell(sheet.max_row + 2, 1).value = FOOTER
    sheet.cell(sheet.max_row + 1, 1).value = "Sum Torgny Øvsthus 150780-12345"
    book.save(tmp_path / FILE)
    said = (folder / "round.toml").read_text("utf-8")
    (folder / "round.toml").write_text(f'{said}\n[choices]\nseveral_epj = "first"\n', "utf-8")
    new_round(Folders.at(tmp_path / "data"), "eksempelfylket", 2020, [tmp_path / FILE], how="replace")
    return tmp_path / "data"


def leaks(paths: Sequence[Path]) -> list[tuple[Path, str]]:
    """Every secret in the bytes of each file."""
    read = {path: path.read_bytes() for path in paths if path.is_file()}
    assert read
    return [(path, word) for path, content in read.items() for word in SECRETS if word.encode() in content]


def test_no_name_reaches_a_report_or_the_processed_round(data: Path, tmp_path: Path) -> None:
    out = tmp_path / "reports"
    done = ros("report", "eksempelfylket", "2020", "--data", data, "--out", out)
    assert done.returncode == 0, done.stdout + done.stderr
    assert not leaks([*out.rglob("*")])
    processed = data / "processed" / "eksempelfylket" / "2020"
    assert not leaks([*processed.iterdir()])
    with (processed / "repairs.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["rule"] == "epj_unknown"]
    assert {(row["file"], row["sheet"]) for row in rows} == {("fil 1", "ark 2")}
    assert rows[0]["before"] == f"ukjent verdi (rad {rows[0]['row']}, kolonne {rows[0]['column']})"


def test_the_terminal_names_them_as_they_are_called(data: Path) -> None:
    told = ros("check", "eksempelfylket", "2020", "--data", data, "--all").stdout
    assert FILE in told
    assert SHEET in told
    assert "Xiu-Li Qvale" in told


def test_a_report_lists_its_raw_files_by_number(data: Path) -> None:
    for edition in ("internal", "public"):
        about = tables.about(Round("eksempelfylket", 2020, edition, folders=Folders.at(data)))
        assert isinstance(about, Table)
        told = [row[0] for row in about.rows]
        assert ("eksempelfylket/2020/fil 1" in told) is (edition == "internal")


def test_a_refused_round_keeps_no_name_in_its_notebook_or_log(data: Path, tmp_path: Path) -> None:
    settings = data / "raw" / "eksempelfylket" / "2020" / "round.toml"
    settings.write_text(settings.read_text("utf-8").replace('several_epj = "first"', ""), "utf-8")
    out = tmp_path / "reports"
    done = ros("report", "eksempelfylket", "2020", "--data", data, "--out", out)
    assert done.returncode == 1
    assert "fil 1, ark 2, rad 6, kolonne " in done.stderr
    assert "flere fagsystemer i ett svar." in done.stderr
    assert "ros check" in done.stderr
    assert not [word for word in SECRETS if word in done.stdout + done.stderr]
    assert not leaks([*(data / "processed").rglob(".failed/**/*")])
    assert "CosDoc; men Qvale" in ros("check", "eksempelfylket", "2020", "--data", data).stdout


def test_it_is_decided_of_every_rule_whether_its_values_are_known() -> None:
    words = tomllib.loads((ROOT / "ros_analysis" / "survey" / "catalogue" / "nb.toml").read_text("utf-8"))
    assert set(words["repair"]) == KNOWN | KNOWN_AFTER | HIDDEN
    assert len(KNOWN) + len(KNOWN_AFTER) + len(HIDDEN) == len(words["repair"])


def test_a_rule_that_was_forgotten_hides_both_values() -> None:
    row = Anonymous().row(Repair(Place("Kari.csv", "Kari", 4, "B «Kari»"), "Kari", "Nordmann", "new_rule"))
    assert row == {
        "file": "en fil", "sheet": "ark", "row": 4, "column": "B", "before": "ukjent verdi (rad 4, kolonne B)",
        "after": "ukjent verdi", "rule": "new_rule", "severity": "log",
    }  # fmt: skip


def test_a_refusal_is_kept_without_what_it_quotes_but_tells_all_of_it() -> None:
    problem = Problem(
        Place("Kari.csv", row=4), "«Kari» er ikke navnet på en kommune.", "Kari", "Kari", "Rett det.\nKari"
    )
    refused = Anonymous({"kari.csv": "fil 1"}).refusal([problem])
    assert isinstance(refused, RefusedData)
    assert str(refused).splitlines()[0] == "fil 1, rad 4: «…» er ikke navnet på en kommune. Rett det."
    assert "Kari.csv, rad 4: «Kari»" in refused.told
