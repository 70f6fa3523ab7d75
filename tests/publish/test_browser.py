"""The page in a real browser: no accessibility violation, no sideways scroll.

Needs Chromium, which pip cannot bring; axe-core comes with the wheel axe-playwright-python.
"""

from __future__ import annotations

import html
import importlib.util
import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from building import file_in

from ros_analysis.publish import check_parameters, write_index
from ros_analysis.publish.document import Document, read
from ros_analysis.publish.execute import execute
from ros_analysis.publish.html import render
from ros_analysis.publish.provenance import ROOT

BROWSER = shutil.which("chromium") or shutil.which("google-chrome")
WHEEL = importlib.util.find_spec("axe_playwright_python")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
MEASURE = """
axe.run(document, {runOnly: RULES}).then(result => top.postMessage({
  violations: result.violations.map(v => [v.id, v.nodes.map(n => n.html.slice(0, 200))]),
  passes: result.passes.map(p => p.id),
  width: innerWidth,
  scroll: document.documentElement.scrollWidth,
  dark: matchMedia("(prefers-color-scheme: dark)").matches,
}, "*"));
""".replace("RULES", str(RULES))
FRAME = """<!doctype html><title>waiting</title>
<script>onmessage = event => { document.title = "measured:" + JSON.stringify(event.data) + ":end" }</script>
<iframe src="page.html" width="%d" height="900" style="border:0"></iframe>"""

pytestmark = [
    pytest.mark.skipif(BROWSER is None, reason="Chromium finnes ikke på denne maskinen."),
    pytest.mark.skipif(
        WHEEL is None, reason="Pakken axe-playwright-python, som har axe-core, er ikke installert."
    ),
]


@pytest.fixture(scope="module")
def folder(document: Document, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return measurable(render(document), tmp_path_factory.mktemp("page"))


def measurable(page: str, folder: Path) -> Path:
    """The page in `folder` with a measuring script in it, which its own security policy would stop."""
    assert WHEEL is not None
    assert WHEEL.submodule_search_locations
    axe = Path(WHEEL.submodule_search_locations[0], "axe.min.js").read_text("utf-8")
    page = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", page)
    scripts = f"<script>{axe}</script><script>{MEASURE}</script>"
    (folder / "page.html").write_text(page.replace("</body>", scripts + "</body>"), "utf-8")
    return folder


def measure(folder: Path, width: int, dark: bool) -> dict[str, Any]:
    """What the page says of itself in a frame `width` CSS pixels wide, narrower than a window may be."""
    assert BROWSER is not None
    frame = folder / f"frame-{width}.html"
    frame.write_text(FRAME % width, "utf-8")
    command = [BROWSER, "--headless", "--no-sandbox", "--disable-gpu", "--window-size=1400,1000"]
    command += ["--blink-settings=preferredColorScheme=0"] if dark else []
    dump = [*command, "--virtual-time-budget=20000", "--dump-dom", frame.as_uri()]
    run = subprocess.run(dump, capture_output=True, text=True)
    found = re.search(r"<title>measured:(.*?):end</title>", run.stdout, re.DOTALL)
    assert found, run.stderr[-2000:]
    measured: dict[str, Any] = json.loads(html.unescape(found[1]))
    return measured


WIDTHS = [(320, False), (640, False), (768, True), (1280, False)]  # 640 is 1280 at 200 % zoom


@pytest.mark.parametrize(("width", "dark"), WIDTHS)
def test_no_violation_and_no_sideways_scroll(folder: Path, width: int, dark: bool) -> None:
    hold(measure(folder, width, dark), width, dark)


@pytest.mark.parametrize(("width", "dark"), [(320, False), (1280, True)])
@pytest.mark.parametrize("name", ["eksempelfylket/2020/internal", "more-og-romsdal/2020/public"])
def test_the_built_reports_have_none_either(
    reports: Path, tmp_path: Path, name: str, width: int, dark: bool
) -> None:
    page = file_in(reports / name, ".html").read_text("utf-8")
    hold(measure(measurable(page, tmp_path), width, dark), width, dark)


@pytest.mark.parametrize(("width", "dark"), [(320, False), (1280, True)])
@pytest.mark.parametrize("edition", ["internal", "public"])
def test_nor_has_the_index(reports: Path, tmp_path: Path, edition: str, width: int, dark: bool) -> None:
    left_out = shutil.ignore_patterns("internal") if edition == "public" else None
    out = shutil.copytree(reports, tmp_path / "out", ignore=left_out)
    said = {"eksempelfylket/2020/public": "Siste forsøk feilet.", "nytt/2024/public": "Feilet."}
    page = write_index(out, said).read_text("utf-8")
    hold(measure(measurable(page, tmp_path), width, dark), width, dark)


def test_nor_has_a_member_s_sheet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ROS_DATA", str(ROOT / "data"))
    asked = {"survey": "eksempelfylket", "survey_year": 2024, "edition": "public", "member": "9803"}
    executed = execute("sheet", check_parameters(asked), tmp_path, tmp_path, "fork")
    page = measurable(render(read(executed)), tmp_path)
    for width, dark in [(320, False), (1280, True)]:
        hold(measure(page, width, dark), width, dark)


def hold(measured: dict[str, Any], width: int, dark: bool) -> None:
    assert measured["violations"] == []
    assert {"color-contrast", "page-has-heading-one", "region"} <= set(measured["passes"])
    assert (measured["width"], measured["dark"]) == (width, dark)
    assert measured["scroll"] <= width
