"""The same report in nynorsk and English: nothing left in bokmål, numbers and document language to match."""

import re
import tomllib
from pathlib import Path

import pikepdf
import pytest
from bs4 import BeautifulSoup, Tag
from building import build_into, built_once, file_in
from phrases import banned, bare_percents
from test_reports import lix

ROOT = Path(__file__).parents[1]
RAW = ROOT / "data" / "raw"
SURVEYS = ("eksempelfylket", "more-og-romsdal")
LANGUAGES = ("nn", "en")
CASES = [(survey, language) for survey in SURVEYS for language in LANGUAGES]
MARKERS = {
    "nn": "ikke fra kommuner kommunene hvem hva hver hvor noen mye også bare rød røde grønn grønne ble blitt være "
    "svarene områdene antall andel sannsynlighet forskjellen uten størrelse sammenheng undersøkelsen "
    "utgave offentlig rettelser tallene flere",
    "en": "og ikke fra til av kommune kommuner svar sone soner områder grønn gul rød antall andel uten med som hvem "
    "hva størrelse endring sammenheng tabell figur kilde side runde vi er et en det den",
}
FILE = re.compile(r"[\w./-]+\.(?:csv|toml|xlsx)|survey=.*")
"""Names of files and parameters, in the table that says what the report is made of."""


@pytest.fixture(scope="session")
def translated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built_once(tmp_path_factory, "translated", build_all)


def build_all(out: Path) -> None:
    for survey, language in CASES:
        build_into(out, survey, "2020", "--edition", "public", "--language", language)


def place(out: Path, survey: str, language: str) -> Path:
    return out / survey / "2020" / f"public.{language}"


def page(out: Path, survey: str, language: str) -> BeautifulSoup:
    return BeautifulSoup(file_in(place(out, survey, language), ".html").read_text("utf-8"), "html.parser")


def texts_of(value: object) -> list[str]:
    """Every text in a settings file, however deep."""
    if isinstance(value, str):
        return [value]
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [text for each in inner for text in texts_of(each)]


def written_by_the_body(survey: str) -> list[str]:
    """Names, sources, notes and the form's questions stand in every language as the body wrote them."""
    files = [RAW / "codebook.toml", RAW / survey / "survey.toml", *(RAW / survey).glob("20*/round.toml")]
    found = [text for path in files for text in texts_of(tomllib.loads(path.read_text("utf-8")))]
    return sorted((text for text in found if " " in text.strip()), key=len, reverse=True)


def by_section(soup: BeautifulSoup) -> dict[str, list[Tag]]:
    found: dict[str, list[Tag]] = {}
    section = ""
    for tag in soup.select("body *"):
        section = str(tag.get("id")) if tag.name == "h2" else section
        found.setdefault(section, []).append(tag)
    return found


def in_the_language(soup: BeautifulSoup) -> list[Tag]:
    """All but what is marked as another language, as the surveying body's own words are."""
    return [tag for tag in soup.select("body *") if not tag.get("lang") and not tag.find_parent(lang="nb")]


def said(out: Path, survey: str, language: str) -> list[str]:
    """All that the report itself says, on the page and to a screen reader."""
    tags = in_the_language(page(out, survey, language))
    texts = [" ".join(tag.find_all(string=True, recursive=False)) for tag in tags]
    texts += [str(tag["aria-label"]) for tag in tags if tag.has_attr("aria-label")]
    body = written_by_the_body(survey)
    return [without(text, body) for text in texts if text.strip() and not FILE.fullmatch(text)]


def without(text: str, parts: list[str]) -> str:
    for part in parts:
        text = text.replace(part.strip(), " ").replace(part.strip().rstrip("."), " ")
    return text


def sentences(out: Path, survey: str, language: str) -> list[str]:
    tags = in_the_language(page(out, survey, language))
    kinds = ("p", "li", "figcaption", "caption", "dd")
    body = written_by_the_body(survey)
    own = [tag for tag in tags if tag.name in kinds and not tag.find(lang="nb")]
    return [without(tag.get_text(" ", strip=True), body) for tag in own]


@pytest.mark.parametrize(("survey", "language"), CASES)
def test_nothing_is_left_in_bokmal(translated: Path, survey: str, language: str) -> None:
    markers = "|".join(MARKERS[language].split())
    texts = said(translated, survey, language)
    assert len(texts) > 100
    assert [
        text for text in texts if re.search(rf"(?<![\w-])({markers})(?![\w-])", text, re.IGNORECASE)
    ] == []


@pytest.mark.parametrize(("survey", "language"), CASES)
def test_the_language_is_told_to_those_who_listen(translated: Path, survey: str, language: str) -> None:
    html = page(translated, survey, language).html
    assert html is not None
    assert html["lang"] == language
    with pikepdf.open(file_in(place(translated, survey, language), ".pdf")) as pdf:
        assert str(pdf.Root.Lang) == language
        assert "nb" in {
            str(tag.Lang) for tag in pdf.objects if isinstance(tag, pikepdf.Dictionary) and "/Lang" in tag
        }
    marked = [tag.get_text() for tag in html.select("[lang=nb]")]
    own = tomllib.loads((RAW / survey / "survey.toml").read_text("utf-8"))
    assert any(text and text in own["background"] for text in marked)
    assert all(any(note.strip() == text.strip() for text in marked) for note in own.get("notes", []))


@pytest.mark.parametrize(("survey", "language"), CASES)
def test_no_banned_phrase_and_no_bare_percent(translated: Path, survey: str, language: str) -> None:
    texts = sentences(translated, survey, language)
    assert len(texts) > 20
    assert [phrase for text in texts for phrase in banned(text, language)] == []
    assert [bare for text in texts for bare in bare_percents(text)] == []


@pytest.mark.parametrize(("survey", "language"), CASES)
def test_the_summary_is_plain(translated: Path, survey: str, language: str) -> None:
    own = by_section(page(translated, survey, language))["sammendrag"]
    tags = [tag for tag in own if tag.name in ("p", "dd") and not tag.find_parent("figure")]
    text = " ".join(tag.get_text(" ", strip=True) for tag in tags)
    assert len(text.split()) > 40
    assert lix(text) <= 45, f"LIX {lix(text):.0f}: {text}"


@pytest.mark.parametrize("survey", SURVEYS)
def test_english_writes_a_decimal_point_and_no_space_before_percent(translated: Path, survey: str) -> None:
    texts = said(translated, survey, "en")
    assert any("11 of 23 (48%)" in text for text in texts)
    assert any(re.search(r"\bp\s=\s0\.\d", text) for text in texts)
    assert [text for text in texts if re.search(r"\d,\d(?!\d\d)|\d\s%", text)] == []


def test_dates_are_written_out(translated: Path) -> None:
    assert any("2 October 2020" in text for text in said(translated, "eksempelfylket", "en"))
    assert any("2. oktober 2020" in text for text in said(translated, "eksempelfylket", "nn"))
