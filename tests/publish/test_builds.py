"""Which printed figures differ between two builds, from the files alone."""

from pathlib import Path

import pytest

from ros_analysis.publish.builds import differences, reports_in

HEADER = "id,caption,row,column,value\n"


def build(folder: Path, zones: list[tuple[str, str]], text: str = "5 er røde.") -> Path:
    """A report folder with a table of zones and one paragraph beside it."""
    folder.mkdir(parents=True)
    lines = [
        f"zones,Tabell 1. Soner,{row},{column},{value}\n"
        for row, record in enumerate(zones, 1)
        for column, value in zip(("zone", "count"), record, strict=True)
    ]
    (folder / "figures.csv").write_text(HEADER + "".join(lines), "utf-8")
    page = f"<h1>Rapport</h1><p>{text}</p><table><tr><td>{zones}</td></tr></table><svg><text>{zones}</text></svg>"
    (folder / "report.html").write_text(page, "utf-8")
    return folder


@pytest.fixture
def old(tmp_path: Path) -> Path:
    return build(tmp_path / "old", [("green", "11"), ("yellow", "7"), ("red", "5")])


def said(old: Path, new: Path) -> list[str]:
    return [str(one) for one in differences(old, new)]


def test_a_changed_number_is_named_by_its_row(old: Path, tmp_path: Path) -> None:
    new = build(tmp_path / "new", [("green", "11"), ("yellow", "6"), ("red", "5")])
    assert said(old, new) == ["zones · yellow · count: 7 → 6"]


def test_a_new_row_does_not_change_those_below_it(old: Path, tmp_path: Path) -> None:
    new = build(tmp_path / "new", [("blue", "1"), ("green", "11"), ("yellow", "7"), ("red", "5")])
    assert said(old, new) == ["zones: fantes ikke → zone blue, count 1"]
    assert said(new, old) == ["zones: zone blue, count 1 → er borte"]


def test_a_changed_sentence_is_shown_whole(old: Path, tmp_path: Path) -> None:
    new = build(tmp_path / "new", [("green", "11"), ("yellow", "7"), ("red", "5")], "6 er\nrøde.")
    assert said(old, new) == ["Tekst: 5 er røde. → 6 er røde."]


def test_equal_builds_do_not_differ(old: Path) -> None:
    assert said(old, old) == []


def test_reports_are_found_at_any_depth(old: Path, tmp_path: Path) -> None:
    build(tmp_path / "reports" / "fylke" / "2020" / "public", [("green", "1")])
    assert reports_in(tmp_path / "reports") == {Path("fylke/2020/public")}
    assert reports_in(old) == {Path()}
