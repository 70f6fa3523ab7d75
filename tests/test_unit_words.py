"""Hospitals and GP offices are called that, in every sentence, caption and alternative text of their report."""

import json
import re
from pathlib import Path

import pypdfium2  # type: ignore[import-untyped]
import pytest
from bs4 import BeautifulSoup
from building import ROOT
from openpyxl import Workbook, load_workbook
from public_rounds import notebook_of_report
from pydantic import ValidationError
from test_public_edition import report

from ros_analysis.app import verdicts
from ros_analysis.app.cli import main
from ros_analysis.app.onboarding import Asked, WrongUse, new_round, new_survey
from ros_analysis.publish import html
from ros_analysis.publish.pages import write_pages
from ros_analysis.report import figures, tables, text
from ros_analysis.report.blocks import Blocks
from ros_analysis.rounds import check
from ros_analysis.rounds.round import Edition, Round
from ros_analysis.survey import Folders, SettingsError, UnitWords, Words, read_survey
from ros_analysis.survey.language import catalogue
from ros_analysis.survey.locales import LOCALES

OURS = re.compile(r"kommun|fylk|municipal|count(y|ies)\b|SSB|Statistics Norway", re.IGNORECASE)
HOSPITAL = {
    "nb": UnitWords(
        one="sykehus", many="sykehus", the="sykehuset", all="sykehusene", whole="regionen", counted="senger"
    ),
    "nn": UnitWords(
        one="sjukehus", many="sjukehus", the="sjukehuset", all="sjukehusa", whole="regionen", counted="senger"
    ),
    "en": UnitWords(one="hospital", many="hospitals", whole="region", counted="beds"),
}
NAMES = [
    f"{place} sykehus"
    for place in ("Nordvik", "Sørvik", "Austnes", "Fjellheim", "Lillevik", "Granåsen", "Havna")
]
TRANSLATED = """
[unit.nn]
one = "sjukehus"
many = "sjukehus"
the = "sjukehuset"
all = "sjukehusa"
whole = "regionen"
[unit.en]
one = "hospital"
many = "hospitals"
whole = "region"
"""


@pytest.mark.parametrize("language", LOCALES)
def test_no_text_is_left_with_our_words(language: str) -> None:
    words, ours = Words(language, HOSPITAL[language]), catalogue(language)
    for key in ours:
        if not key.startswith("unit."):
            bare = re.sub(r"\{\w+\}", "", words(key))
            assert not OURS.search(bare), f"{key}: {bare}"
            assert re.findall(r"\{\w+\}", words(key)) == re.findall(r"\{\w+\}", ours[key]), key


@pytest.mark.parametrize("language", LOCALES)
def test_our_own_words_in_their_own_place_change_nothing(language: str) -> None:
    """But that population is no more told to be from Statistics Norway."""
    ours = catalogue(language)
    same = UnitWords(**{form: ours[f"unit.{form}"] for form in ("one", "many", "the", "all", "whole")})
    said = Words(language, same)
    changed = {key for key in ours if not key.startswith("unit.") and said(key) != ours[key]}
    about_size = {"note.size", "needs.size", "column.size", "method.size", "figure.population.x"}
    about_size |= {"figure.population.caption", "figure.population.alt_zone"}
    about_size |= {"finding.untestable.one_group_size", "method.population_year"}
    assert changed == about_size


@pytest.mark.parametrize(
    ("language", "key", "told"),
    [
        ("nb", "needs.rule", "fra hvert sykehus."),
        ("nb", "section.krever", "Dette krever svar per sykehus"),
        ("nb", "finding.who_compared_one", "det ene sykehuset vi"),
        ("nb", "note.moves", "et sammenslått sykehus regnes"),
        ("nb", "finding.heading.size", "Sykehusstørrelse"),
        ("nb", "figure.population.x", "Senger (logaritmisk akse)"),
        ("nb", "bounds.county", "For hele regionen betyr"),
        ("nn", "method.results", "Kvart sjukehus har oppgitt"),
        ("nn", "rule.standard", "Eit sjukehus er i raud sone"),
        ("en", "note.size", "uses the number of beds itself."),
    ],
)
def test_what_stands_beside_the_noun_agrees_with_it(language: str, key: str, told: str) -> None:
    assert told in Words(language, HOSPITAL[language])(key)


def test_gender_and_longer_words_are_told_by_the_ending_or_said() -> None:
    section = UnitWords(
        one="avdeling",
        many="avdelinger",
        the="avdelinga",
        all="avdelingene",
        whole="byen",
        compound="avdelings",
    )
    assert Words("nb", section)("finding.heading.size") == "Avdelingsstørrelse"
    assert Words("nb", section)("method.zones_only").startswith("Hver avdeling har")
    assert Words("nn", section)("method.zones_only").startswith("Kvar avdeling har")
    assert Words("nn", section)("rule.standard").startswith("Ei avdeling er")
    office = UnitWords(one="office", many="offices", whole="city")
    assert Words("en", office)("rule.standard").startswith("An office is")


def test_a_region_of_municipalities_is_no_county() -> None:
    words = Words("nb", UnitWords())
    assert words("change.units", before=5, after=4).startswith("Regionen gikk fra 5 til 4 kommuner.")
    assert "SSB" in words("note.size")


def test_half_of_the_words_are_not_enough() -> None:
    with pytest.raises(ValidationError, match="skriv også many, whole"):
        UnitWords(one="sykehus")


@pytest.fixture(scope="module")
def hospitals(tmp_path_factory: pytest.TempPathFactory) -> Folders:
    """Two rounds of seven hospitals; the codebook's own texts are neutral, and one has not answered."""
    own = tmp_path_factory.mktemp("own")
    _survey(own, "id,name,size\n" + "".join(f"H{i},{name},{90 + 70 * i}\n" for i, name in enumerate(NAMES)))
    folders = Folders.at(own, own / "private")
    for year, move in ((2022, 0), (2024, 1)):
        new_round(folders, "helse", year, [_answers(own / f"{year}.xlsx", move)])
    return folders


def _survey(own: Path, members: str) -> None:
    (own / "m.csv").write_text(members, "utf-8")
    words = ("sykehus", "sykehus", "sykehuset", "sykehusene", *(["senger"] if "size" in members else []))
    folder = new_survey(own, Asked(members=str(own / "m.csv"), region="Helse", unit=words))
    survey = folder / "survey.toml"
    counted = TRANSLATED.replace("whole", 'counted = "beds"\nwhole') if "size" in members else TRANSLATED
    survey.write_text(survey.read_text("utf-8") + counted, "utf-8")
    book = (ROOT / "data" / "raw" / "codebook.toml").read_text("utf-8")
    (folder / "codebook.toml").write_text(re.sub(r"(?i)kommune\w*", "sykehuset", book), "utf-8")


def _answers(path: Path, move: int) -> Path:
    book = Workbook()
    book.active.append(["Sykehus", "EPJ", *(f"{part}{area}" for area in range(1, 9) for part in "SK")])
    for i, name in enumerate(NAMES[:-1]):
        book.active.append([name, "Gerica", *((i + area + move) % 4 + 1 for area in range(16))])
    book.save(path)
    return path


@pytest.mark.parametrize("edition", ["internal", "public"])
def test_a_report_on_hospitals_speaks_of_no_municipality(hospitals: Folders, edition: Edition) -> None:
    page = BeautifulSoup(html.render(report(Round("helse", 2024, edition, folders=hospitals))), "lxml")
    alts = [str(tag.get(key, "")) for tag in page.find_all(True) for key in ("alt", "aria-label", "title")]
    said = "\n".join([page.get_text(" "), *alts])
    assert not (found := OURS.search(said)), said[max(0, found.start() - 80) : found.end() + 40]
    assert "sykehusene" in said


def test_every_file_of_a_report_on_hospitals_is_written(hospitals: Folders, tmp_path: Path) -> None:
    this = notebook_of_report(Round("helse", 2024, "internal", folders=hospitals))
    names = write_pages(this, tmp_path, "helse", docx=True)
    assert {Path(name).suffix for name in names} == {".html", ".pdf", ".xlsx", ".csv", ".ipynb", ".docx"}
    pdf = pypdfium2.PdfDocument(tmp_path / "helse.pdf")
    told = " ".join(page.get_textpage().get_text_bounded() for page in pdf)
    assert "sykehus som svarte" in told
    assert not re.search("kommun|fylke", told)


FAULTS = {
    "unknown": ("A3", "Nordvikk"),
    "outside_scale": ("D3", 9),
    "between_steps": ("D3", "1;2"),
    "several_epj": ("B3", "Gerica, CosDoc"),
    "nameless": ("A3", None),
    "several_answers": ("A3", NAMES[0]),
    "too_early": ("B3", "Helseplattformen"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_what_is_refused_of_hospitals_is_told_in_their_words(fault: str, tmp_path: Path) -> None:
    cell, value = FAULTS[fault]
    told = "\n".join(_refused(tmp_path, {cell: value}))
    assert not re.search("kommun|fylk", told, re.IGNORECASE), told


def test_hospitals_that_stand_as_columns_and_steps_that_none_of_them_used(tmp_path: Path) -> None:
    (tmp_path / "across").mkdir()
    swapped = {f"{column}1": name for column, name in zip("BCDEFG", NAMES, strict=False)} | {"A1": "Område"}
    assert any("sykehusene står som kolonner" in line for line in _refused(tmp_path / "across", swapped))
    (tmp_path / "low").mkdir()
    low = {f"{column}{row}": 1 for column in "CDEFGHIJKLMNOPQR" for row in range(2, 8)}
    assert any("den skalaen sykehusene fikk" in line for line in _refused(tmp_path / "low", low))


def test_a_refused_round_ends_the_commands_with_a_message(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    _refused(tmp_path, {"D3": 9})
    monkeypatch.setattr("sys.argv", ["ros", "missing", "helse", "2024", "--data", str(tmp_path)])
    with pytest.raises(SystemExit, match="1"):
        main()
    assert "verdien er utenfor skalaen" in capsys.readouterr().err


def _refused(own: Path, cells: dict[str, object]) -> list[str]:
    """What `ros check` says of the hospitals' answers with `cells` changed, for people and for machines."""
    _survey(own, "id,name\n" + "".join(f"H{i},{name}\n" for i, name in enumerate(NAMES)))
    book = load_workbook(_answers(own / "svar.xlsx", 0))
    for cell, value in cells.items():
        book.active[cell] = value
    book.save(own / "svar.xlsx")
    folders = Folders.at(own, own / "private")
    new_round(folders, "helse", 2024, [own / "svar.xlsx"])
    verdict = check(folders, "helse", 2024)
    return [
        *map(str, verdicts.shown(verdict, every=True)),
        json.dumps(verdicts.as_json([verdict]), ensure_ascii=False),
    ]


def test_the_size_of_hospitals_is_tested_and_has_no_classes_of_inhabitants(hospitals: Folders) -> None:
    this = Round("helse", 2024, "internal", folders=hospitals)
    size = next(finding for finding in this.analysis.findings if finding.question == "size")
    assert (size.n, size.method) == (6, "kendall")
    assert size.detectable is not None
    assert [group.name for group in size.groups] == ["all"]


def test_without_size_there_is_no_test_of_it(tmp_path: Path) -> None:
    _survey(tmp_path, "id,name\n" + "".join(f"H{i},{name}\n" for i, name in enumerate(NAMES)))
    folders = Folders.at(tmp_path, tmp_path / "private")
    new_round(folders, "helse", 2024, [_answers(tmp_path / "svar.xlsx", 0)])
    this = Round("helse", 2024, "internal", folders=folders)
    assert [found.question for found in this.analysis.findings] == ["epj", "change", "areas"]
    assert tables.size(this) == figures.population(this) == Blocks()
    assert "Senger" not in str(tables.municipalities_by_area(this))
    assert "mot størrelse" not in str(text.method(this)).lower()


def test_units_without_a_name_are_asked_for_one(tmp_path: Path) -> None:
    (tmp_path / "m.csv").write_text("id,name\nA,Nordvik sykehus\n", "utf-8")
    with pytest.raises(WrongUse, match="--unit"):
        new_survey(tmp_path, Asked(members=str(tmp_path / "m.csv"), region="Helse"))
    assert not (tmp_path / "raw" / "helse").exists()


@pytest.mark.parametrize(
    ("unit", "told"),
    [
        ('[unit.nn]\nwhole = "regionen"\n', r"under \[unit\.nb\]"),
        ('[unit.no]\nwhole = "regionen"\n', r"unit\.no er ukjent; velg nb, nn, en"),
        ('[unit.nb]\none = "sykehus"\n', "skriv også many, whole"),
        ('[unit.nb]\none = "{sykehus}"\n', r"unit\.nb\.one"),
    ],
)
def test_words_that_will_not_do_are_refused_by_key(tmp_path: Path, unit: str, told: str) -> None:
    said = "".join(f'{key} = "x"\n' for key in ("name", "region", "organiser", "background", "proposal"))
    (tmp_path / "survey.toml").write_text(f'{said}county_number = "15"\n{unit}', "utf-8")
    with pytest.raises(SettingsError, match=told):
        read_survey(tmp_path)


def test_a_report_in_a_language_without_words_is_refused(hospitals: Folders) -> None:
    survey = Round("helse", 2024, folders=hospitals).survey.model_copy(
        update={"unit": {"nb": HOSPITAL["nb"]}}
    )
    with pytest.raises(SettingsError, match=r"\[unit\.nn\]"):
        survey.spoken("nn")
