"""A finished folder takes the old one's place whole, also on a system that can't exchange two folders."""

from pathlib import Path

import pytest

from ros_analysis.publish import archive
from ros_analysis.publish.archive import put_in_place, staging, sweep


def folder(path: Path, text: str) -> Path:
    path.mkdir(parents=True)
    (path / "report.html").write_text(text)
    return path


@pytest.mark.parametrize("can_exchange", [True, False])
def test_the_new_takes_the_olds_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, can_exchange: bool
) -> None:
    if not can_exchange:
        monkeypatch.setattr(archive, "_exchange", lambda one, other: False)
    place = folder(tmp_path / "reports" / "public", "old")
    put_in_place(folder(tmp_path / "private" / "public", "new"), place)
    assert (place / "report.html").read_text() == "new"
    assert [path.name for path in (tmp_path / "reports").iterdir()] == ["public"]


def test_a_first_report_is_put_where_nothing_was(tmp_path: Path) -> None:
    put_in_place(folder(tmp_path / "new", "first"), tmp_path / "reports" / "a" / "2020" / "public")
    assert (tmp_path / "reports/a/2020/public/report.html").read_text() == "first"


def test_what_killed_builds_left_is_swept_and_what_others_are_building_stays(tmp_path: Path) -> None:
    dead = folder(tmp_path / archive.STAGING / "a-2020-0123456789ab", "half")
    with staging(tmp_path, "b-2020") as alive:
        sweep(tmp_path)
        assert alive.is_dir()
        assert not dead.exists()
    assert not alive.exists()
