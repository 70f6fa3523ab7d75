"""The notebook in a real JupyterLab: opened, run, clicked through and saved as an analyst would.

Needs Chromium, which pip cannot bring; the driver playwright comes with the wheel axe-playwright-python.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest
from building import ROS

playwright = pytest.importorskip("playwright.sync_api", reason="Pakken playwright er ikke installert.")

ROOT = Path(__file__).parents[1]
NOTEBOOK = ROOT / "notebooks" / "explore.ipynb"
BROWSER = shutil.which("chromium") or shutil.which("google-chrome")
ADDRESS = re.compile(r"http://(?:localhost|127\.0\.0\.1):\d+/lab")
STARTING = 900_000
"""Milliseconds after which something that should show itself never will, however busy the machine."""

pytestmark = pytest.mark.skipif(BROWSER is None, reason="Chromium finnes ikke på denne maskinen.")


@pytest.fixture(scope="module")
def copies(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the command puts the copy that it opens."""
    return tmp_path_factory.mktemp("copies")


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory, copies: Path) -> Iterator[str]:
    """The address of a JupyterLab started as `make lab` does, with its own settings; nothing is left afterwards."""
    settings = tmp_path_factory.mktemp("jupyter")
    own = ("CONFIG", "DATA", "RUNTIME")
    places = {f"JUPYTER_{name}_DIR": str(settings / name) for name in own}
    places |= {f"JUPYTERLAB_{name}_DIR": str(settings / name) for name in ("SETTINGS", "WORKSPACES")}
    options = ["--no-browser", "--allow-root", "--ServerApp.port=0", "--IdentityProvider.token="]
    command = [*ROS, "lab", "--data", str(ROOT / "data"), "--", *options]
    environment = {**os.environ, **places, "TMPDIR": str(copies)}
    tracked = NOTEBOOK.read_bytes()
    with subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True) as server:
        assert server.stderr is not None
        found = (ADDRESS.search(line) for line in server.stderr)
        yield next(match[0] for match in found if match)
        server.terminate()
        server.stderr.read()
    assert NOTEBOOK.read_bytes() == tracked
    assert not [*copies.iterdir()]
    assert not [path for path in settings.rglob("*") if path.is_file() and b"Havstrand" in path.read_bytes()]


@pytest.fixture(scope="module")
def page(lab: str) -> Iterator[playwright.Page]:
    """The notebook with all its cells run."""
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=BROWSER, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page(viewport={"width": 1600, "height": 1200})
        page.set_default_timeout(STARTING)
        page.goto(f"{lab}/tree/explore.ipynb?reset")
        page.locator("#jp-main-statusbar").get_by_text("Idle").wait_for()
        page.get_by_role("menuitem", name="Run", exact=True).click()
        page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
        page.get_by_text("Hvem som svarte").wait_for()
        yield page
        browser.close()


def test_an_analyst_clicks_through_the_bench(page: playwright.Page, tmp_path: Path) -> None:
    the_run_ends_at_the_bench_with_data_and_reports_beside_it(page)
    every_cell_ran_and_the_round_shows_itself(page)
    the_keyboard_moves_a_threshold_and_the_page_follows(page)
    what_is_shown_is_downloaded(page, tmp_path)
    points_have_names_and_links_the_colour_of_the_theme(page)
    an_area_a_municipality_and_another_survey_can_be_chosen(page)


def test_what_jupyterlab_saves_is_a_copy_outside_the_project(page: playwright.Page, copies: Path) -> None:
    page.locator(".jp-Notebook").press("Control+s")
    (saved,) = copies.glob("ros-lab-*/explore.ipynb")
    for _ in range(600):  # the file is written some time after the keys are pressed
        if "Spør om" in saved.read_text("utf-8"):
            break
        page.wait_for_timeout(100)
    assert "Spør om" in saved.read_text("utf-8")
    assert not saved.resolve().is_relative_to(ROOT)


def the_run_ends_at_the_bench_with_data_and_reports_beside_it(page: playwright.Page) -> None:
    playwright.expect(page.get_by_label("Undersøkelse")).to_be_in_viewport()
    shown = page.locator(".jp-DirListing-itemText").all_inner_texts()
    assert {"data", "explore.ipynb"} <= set(shown)


def every_cell_ran_and_the_round_shows_itself(page: playwright.Page) -> None:
    page.get_by_text("Spør om").first.wait_for()
    assert page.get_by_text("23 av 26 (88\xa0%)").count() > 0
    assert page.locator(".jp-RenderedText[data-mime-type='application/vnd.jupyter.stderr']").count() == 0


def the_keyboard_moves_a_threshold_and_the_page_follows(page: playwright.Page) -> None:
    slider = page.get_by_role("slider").first
    slider.focus()
    slider.press("ArrowLeft")
    page.get_by_text("Kommuner som ville fått en annen sone").wait_for()
    assert page.get_by_label("Soneregel").input_value() == "Egen"
    assert "10 røde" in (page.locator(".ros-bench figure svg").first.get_attribute("aria-label") or "")


def points_have_names_and_links_the_colour_of_the_theme(page: playwright.Page) -> None:
    page.get_by_role("button", name="Størrelse", exact=True).click()
    page.locator(".ros-bench svg title").first.wait_for(state="attached")
    named = page.locator(".ros-bench svg title").all_text_contents()
    assert any(name.startswith("Havstrand: ") for name in named)
    colour = "element => getComputedStyle(element).color"
    theirs = page.locator(".jp-RenderedMarkdown a, .ros-bench a")
    assert theirs.first.evaluate(colour) == page.locator(".ros-bench a").first.evaluate(colour)


def what_is_shown_is_downloaded(page: playwright.Page, tmp_path: Path) -> None:
    for link, start in (("Last ned CSV", b"\xef\xbb\xbf"), ("Last ned PNG", b"\x89PNG")):
        with page.expect_download() as waiting:
            page.get_by_role("link", name=link).first.click()
        waiting.value.save_as(tmp_path / waiting.value.suggested_filename)
        file = tmp_path / waiting.value.suggested_filename
        assert file.read_bytes().startswith(start)
        assert "tenkt-regel-2-2" in file.name
    table = pd.read_csv(next(tmp_path.glob("*.csv")), sep=";", index_col=0)
    assert table.loc["Rød"].tolist()[:2] == ["4", "8"]


def an_area_a_municipality_and_another_survey_can_be_chosen(page: playwright.Page) -> None:
    page.get_by_label("Område", exact=True).select_option(index=4)
    page.get_by_text("Svarene på område 4").first.wait_for()
    page.get_by_label("Kommune", exact=True).select_option(label="Havstrand")
    page.get_by_text("Havstrand: resultat per område og runde").wait_for()
    page.get_by_label("Undersøkelse", exact=True).select_option("more-og-romsdal")
    page.get_by_text("Krever svar per kommune").first.wait_for()
    assert page.get_by_label("Område", exact=True).is_disabled()
