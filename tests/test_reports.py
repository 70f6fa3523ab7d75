"""What every built report must be for its readers: plain, honest, accessible, small, and clean where it is public."""

import csv
import re
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from bs4 import BeautifulSoup, Tag
from building import file_in
from openpyxl import load_workbook
from phrases import banned, bare_percents
from test_pipeline import BUILT, pages

from ros_analysis.publish.readback import validated
from ros_analysis.survey.municipalities import Register

ROOT = Path(__file__).parents[1]
PUBLIC = [name for name in BUILT if name.endswith("public")]
EXEMPT = ("bakgrunn", "vedtak", "kontroll")
"""Sections with other people's words and figures."""


def soup(reports: Path, name: str) -> BeautifulSoup:
    return BeautifulSoup(file_in(reports / name, ".html").read_text("utf-8"), "html.parser")


def by_section(reports: Path, name: str) -> dict[str, list[Tag]]:
    """The report's elements by the id of the h2 they stand under."""
    found: dict[str, list[Tag]] = {}
    section = ""
    for tag in soup(reports, name).select("main *"):
        section = str(tag.get("id")) if tag.name == "h2" else section
        found.setdefault(section, []).append(tag)
    return found


def sentences(reports: Path, name: str) -> list[str]:
    """Paragraphs, list items, captions and alt texts of the report's own sections."""
    tags = [tag for section, own in by_section(reports, name).items() if section not in EXEMPT for tag in own]
    said = [
        tag.get_text(" ", strip=True)
        for tag in tags
        if tag.name in ("p", "li", "figcaption", "caption", "dd")
    ]
    return said + [str(tag.get("aria-label", "")) for tag in tags if tag.name == "svg"]


@pytest.mark.parametrize("name", BUILT)
def test_no_banned_phrase(reports: Path, name: str) -> None:
    texts = sentences(reports, name)
    assert len(texts) > 20
    assert [phrase for text in texts for phrase in banned(text)] == []


@pytest.mark.parametrize("name", BUILT)
def test_no_percent_without_its_counts(reports: Path, name: str) -> None:
    texts = [text for text in sentences(reports, name) if "%" in text]
    assert texts
    assert [bare for text in texts for bare in bare_percents(text)] == []


def lix(text: str) -> float:
    """Läsbarhetsindex (Björnsson 1968): words per sentence + percent of words longer than six letters."""
    words = re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", text)
    ends = len(re.findall(r"[.:!?](?=\s|$)", text))
    return len(words) / max(ends, 1) + 100 * sum(len(word) > 6 for word in words) / len(words)


def test_lix_is_computed_as_defined() -> None:
    assert lix("Kommunene svarte. Det er bra.") == pytest.approx(2.5 + 20)


@pytest.mark.parametrize("name", BUILT)
def test_the_summary_is_plain(reports: Path, name: str) -> None:
    own = by_section(reports, name)["sammendrag"]
    said = [
        tag.get_text(" ", strip=True)
        for tag in own
        if tag.name in ("p", "dd") and not tag.find_parent("figure")
    ]
    text = " ".join(said)
    assert len(text.split()) > 40
    assert lix(text) <= 45, f"LIX {lix(text):.0f}: {text}"


@pytest.mark.parametrize("name", BUILT)
def test_the_page_stands_alone_and_is_small(reports: Path, name: str) -> None:
    html = file_in(reports / name, ".html").read_text("utf-8")
    addresses = set(re.findall(r"""(?:src|href|url)\s*[=(]\s*["']?([^"')\s>]+)""", html))
    assert all(address.startswith(("#", "data:")) for address in addresses), addresses
    assert "<script" not in html
    assert len(html.encode()) <= 400_000
    assert file_in(reports / name, ".pdf").stat().st_size <= 500_000


@pytest.mark.parametrize("name", BUILT)
def test_every_figure_has_an_alt_text_with_numbers(reports: Path, name: str) -> None:
    figures = soup(reports, name).select("figure svg")
    assert figures
    for svg in figures:
        assert svg.get("role") == "img"
        assert re.search(r"\d", str(svg["aria-label"]))


@pytest.mark.parametrize("name", BUILT)
def test_only_an_internal_chart_names_what_is_pointed_at(reports: Path, name: str) -> None:
    titled = [str(title.parent) for title in soup(reports, name).select("figure title")]
    rows = figures_of(reports, name)
    data = [row for row in rows if row["caption"].startswith("Figur") and row["column"] == "name"]
    assert len(titled) == len(data)
    assert bool(titled) == name.endswith("internal")
    assert [row["value"] for row in data if not any(f">{row['value']}:" in mark for mark in titled)] == []


def figures_of(reports: Path, name: str) -> list[dict[str, str]]:
    return list(csv.DictReader((reports / name / "figures.csv").read_text("utf-8").splitlines()))


@pytest.mark.parametrize("name", BUILT)
def test_page_one_is_the_summary_and_no_page_is_more_than_a_third_empty(reports: Path, name: str) -> None:
    sheets = pypdfium2.PdfDocument(file_in(reports / name, ".pdf"))
    first, second = (sheets[n].get_textpage().get_text_bounded() for n in (0, 1))
    assert first.index("Sammendrag") < first.index("Hvor sikkert er dette?")
    assert "Innhold" in second or first.index("Innhold") > first.index("Hvor sikkert er dette?")
    assert [n for n in range(1, len(sheets) - 1) if filled(sheets[n]) < 2 / 3] == []


def filled(sheet: pypdfium2.PdfPage) -> float:
    """How far down a page there is anything, between its margins."""
    height = sheet.get_height()
    top, bottom = height - 71, 60
    lowest = min(thing.get_bounds()[1] for thing in sheet.get_objects() if thing.get_bounds()[1] > bottom)
    return float((top - lowest) / (top - bottom))


@pytest.mark.parametrize("name", BUILT)
@pytest.mark.parametrize("profile", ["pdf-ua-1", "pdf-a-2a"])
def test_the_pdf_meets_its_standards(reports: Path, name: str, profile: str) -> None:
    result = validated(file_in(reports / name, ".pdf").read_bytes(), profile)
    assert [failure.message for failure in result.failures] == []
    assert result.is_compliant


@pytest.mark.parametrize("name", BUILT)
def test_the_pdf_names_its_language_and_title(reports: Path, name: str) -> None:
    with pikepdf.open(file_in(reports / name, ".pdf")) as pdf:
        assert str(pdf.Root.Lang) == "nb"
        assert "ROS-kartlegging" in str(pdf.docinfo["/Title"])


@pytest.mark.parametrize("name", PUBLIC)
def test_no_municipality_is_named_in_the_public_folder(reports: Path, name: str) -> None:
    survey, year, _ = name.split("/")
    own = ROOT / "data" / "raw" / survey / "register"
    register = Register.load(own if own.is_dir() else ROOT / "data" / "raw" / "register")
    county = "98" if own.is_dir() else "15"
    known = register.of(county, int(year))
    packed = (".pdf", ".xlsx")
    texts = {p.name: p.read_text("utf-8") for p in (reports / name).iterdir() if p.suffix not in packed}
    texts["PDF"] = "\n".join(pages(file_in(reports / name, ".pdf")))
    book = load_workbook(file_in(reports / name, ".xlsx"))
    texts["Excel"] = "\n".join(str(cell) for sheet in book for row in sheet.values for cell in row)
    for file, text in texts.items():
        text = re.sub(r' (d|x)=\\?"[^"\\]*\\?"', "", text)
        for number, municipality in zip(known["number"], known["name"], strict=True):
            assert not re.search(rf"\b{municipality}\b(?! og Romsdal)", text), f"{file}: {municipality}"
            if file != "manifest.json":
                assert not re.search(rf"(?<![\w.#-]){number}(?![\w.-])", text), f"{file}: {number}"
