"""One page leads to every report, and shows no more than the reports below it do."""

import re
import shutil
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from ros_analysis.publish import write_index


@pytest.fixture
def out(reports: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(reports, tmp_path / "out"))


def page(out: Path) -> BeautifulSoup:
    return BeautifulSoup((out / "index.html").read_text("utf-8"), "html.parser")


def test_every_link_leads_to_a_file_and_every_report_is_linked(out: Path) -> None:
    write_index(out)
    links = {str(a["href"]) for a in page(out).find_all("a") if not str(a["href"]).startswith("#")}
    assert all((out / link).is_file() for link in links)
    made = {
        p.relative_to(out).as_posix() for kind in ("html", "pdf", "xlsx") for p in out.glob(f"*/*/*/*.{kind}")
    }
    assert made
    assert made <= links


def test_the_zones_are_those_that_the_paper_printed_and_the_third_round_s_own(out: Path) -> None:
    write_index(out)
    bars = [re.sub(r"\s+", " ", bar.get_text()).strip() for bar in page(out).select(".zones")]
    published = ["11 G 7 Gu 5 R", "13 G 7 Gu 13 R"]
    assert bars == ["13 G 7 Gu 4 R", *published, *published]


def test_made_up_data_says_so_and_real_data_does_not(out: Path) -> None:
    write_index(out)
    said = {h.get_text(): h.find_next_sibling().get_text().strip() for h in page(out).find_all("h2")}
    assert said.pop("ROS-kartlegging av e-meldinger, Eksempelfylket") == "Syntetiske eksempeldata"
    assert not any("Syntetiske" in text for text in said.values())


def test_where_only_public_reports_lie_nothing_internal_is_named(out: Path) -> None:
    for folder in out.glob("*/*/internal*"):
        shutil.rmtree(folder)
    write_index(out)
    assert "intern" not in page(out).get_text()


def test_zones_that_the_public_edition_hides_are_not_taken_from_the_internal_one(out: Path) -> None:
    for path in out.glob("eksempelfylket/*/public/figures.csv"):
        path.write_text("id,caption,row,column,value\n", "utf-8")
    write_index(out)
    section = page(out).find("h2", string=re.compile("Eksempelfylket"))
    assert section is not None
    cells = section.find_next("table").find_all("td")
    assert [cell.get_text().strip() for cell in cells[::2]] == ["Vises ikke i den offentlige utgaven"] * 3


def test_a_round_that_failed_is_told_of_beside_its_last_report_or_below(out: Path) -> None:
    write_index(out, {"eksempelfylket/2020/public": "Siste forsøk feilet.", "nytt/2024/public": "Feilet."})
    told = page(out)
    assert (
        told.find("strong", string="Siste forsøk feilet.")
        .find_parent("li")
        .get_text()
        .startswith("offentlig")
    )
    assert "nytt/2024/public: Feilet." in told.get_text()


@pytest.mark.parametrize("lost", ["eksempelfylket-2020-public.html", "figures.csv"])
def test_a_report_that_has_lost_a_file_does_not_hide_the_others(out: Path, lost: str) -> None:
    (out / "eksempelfylket/2020/public" / lost).unlink()
    write_index(out)
    assert len(page(out).select("tbody tr")) == 5
    assert f"eksempelfylket/2020/public/{lost}" not in str(page(out))


def test_the_same_reports_give_the_same_page(out: Path) -> None:
    first = write_index(out).read_bytes()
    assert write_index(out).read_bytes() == first
    assert b"script" not in first
