"""When all municipalities are alike, the zones' counts would tell everybody's zone: the public report hides them."""

import csv
import hashlib
import re
import shutil
from pathlib import Path

import pytest
from building import build_into, file_in

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The public report of 2018 with every answer put to 1 × 1."""
    home = tmp_path_factory.mktemp("uniform")
    shutil.copytree(ROOT / "data" / "raw", home / "data" / "raw")
    folder = home / "data" / "raw" / "eksempelfylket" / "2018"
    lines = (folder / "svar.csv").read_text("cp1252").splitlines(keepends=True)
    columns = next(csv.reader([lines[0]], delimiter=";"))
    answers = [place for place, name in enumerate(columns) if re.fullmatch(r"v_\d+_\d+|v_([3-9]|1\d)", name)]
    for place, line in enumerate(lines[1:], 1):
        cells = line.rstrip("\r\n").split(";")
        changed = [re.sub(r"[1-4]", "1", cell) if at in answers else cell for at, cell in enumerate(cells)]
        lines[place] = ";".join(changed) + line[len(line.rstrip("\r\n")) :]
    before = hashlib.sha256((folder / "svar.csv").read_bytes()).hexdigest()
    (folder / "svar.csv").write_bytes("".join(lines).encode("cp1252"))
    after = hashlib.sha256((folder / "svar.csv").read_bytes()).hexdigest()
    settings = (folder / "round.toml").read_text("utf-8")
    (folder / "round.toml").write_text(settings.replace(before, after), "utf-8")
    build_into(home / "out", "eksempelfylket", "2018", "--edition", "public", data=home / "data")
    return home / "out" / "eksempelfylket" / "2018" / "public"


def test_neither_zones_nor_areas_are_told(built: Path) -> None:
    html = file_in(built, ".html").read_text("utf-8")
    assert "Vises ikke i den offentlige utgaven." in html
    assert not re.search(r"\d+ (av|\(100)[^<]{0,40}(grønn|rød|gul)", html)
    rows = list(csv.DictReader((built / "figures.csv").open(encoding="utf-8")))
    assert {row["id"] for row in rows} == {"responses", "about"}
