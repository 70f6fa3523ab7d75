"""The main job end to end: raw files in, report folders out, and what happens when something is wrong."""

import hashlib
import json
import re
import shutil
import zipfile
from datetime import datetime
from pathlib import Path

import nbformat
import pypdfium2
import pytest
from bs4 import BeautifulSoup
from building import file_in, private_side, ros, ros_anew

from ros_analysis import Round
from ros_analysis.analysis import plan_fingerprint

ROOT = Path(__file__).parents[1]
BUILT = [
    "eksempelfylket/2018/internal",
    "eksempelfylket/2018/public",
    "eksempelfylket/2020/internal",
    "eksempelfylket/2020/public",
    "eksempelfylket/2024/internal",
    "eksempelfylket/2024/public",
    "more-og-romsdal/2018/public",
    "more-og-romsdal/2020/public",
]


def files(name: str) -> set[str]:
    """What the folder of one report holds."""
    survey, year, edition = name.split("/")
    stem = f"{survey}-{year}-{'INTERN' if edition == 'internal' else 'public'}"
    return {f"{stem}.html", f"{stem}.pdf", f"{stem}.xlsx", "figures.csv", "manifest.json", "notebook.ipynb"}


def words_of(book: Path) -> list[str]:
    """Every cell and property of an Excel file."""
    with zipfile.ZipFile(book) as parts:
        return [parts.read(name).decode() for name in parts.namelist()]


def pages(pdf: Path) -> list[str]:
    return [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(pdf)]


def hashes(folder: Path) -> dict[str, str]:
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data folder of one's own, as a user has it."""
    shutil.copytree(ROOT / "data" / "raw", tmp_path / "data" / "raw")
    return tmp_path / "data"


def test_every_report_is_there_and_whole(reports: Path) -> None:
    found = sorted(str(path.parent.relative_to(reports)) for path in reports.glob("*/*/*/manifest.json"))
    assert found == BUILT
    for name in BUILT:
        assert {path.name for path in (reports / name).iterdir()} == files(name)


def test_nothing_half_done_is_left(reports: Path) -> None:
    for place in (reports, private_side(reports)):
        assert not any((place / ".building").iterdir())
        assert not (place / ".failed").exists()


@pytest.mark.parametrize("name", BUILT)
def test_the_manifest_says_what_the_report_is_and_the_private_side_what_it_is_made_from(
    reports: Path, name: str
) -> None:
    manifest = json.loads((reports / name / "manifest.json").read_text("utf-8"))
    survey, year, edition = name.split("/")
    assert set(manifest) == {"schema", "parameters", "plan", "code", "versions", "outputs"}
    assert manifest["parameters"] == {
        "survey": survey,
        "survey_year": int(year),
        "edition": edition,
        "language": "",
    }
    assert set(manifest["outputs"]) == files(name) - {"manifest.json"}
    record = json.loads((private_side(reports) / survey / f"{year}.{edition}.json").read_text("utf-8"))
    raw = ROOT / "data" / "raw" / survey / year / "round.toml"
    assert (
        record["inputs"][f"data/raw/{survey}/{year}/round.toml"]
        == hashlib.sha256(raw.read_bytes()).hexdigest()
    )
    for file, said in manifest["outputs"].items():
        content = (reports / name / file).read_bytes()
        assert said == {"sha256": hashlib.sha256(content).hexdigest(), "bytes": len(content)}
    assert {**record, **manifest} == record
    assert record["built"].endswith("+00:00")
    assert manifest["plan"]["fingerprint"] == plan_fingerprint(Round(survey, int(year)).survey.factors)
    remembered = private_side(reports) / survey / f"{year}.plan.json"
    assert remembered.is_file() == Round(survey, int(year)).has_answers


@pytest.mark.parametrize("name", [name for name in BUILT if name.endswith("public")])
def test_nothing_in_the_public_folder_is_a_name_hash_or_size_of_a_file_with_rows(
    reports: Path, name: str
) -> None:
    survey, *_ = name.split("/")
    with_rows = [*private_side(reports).glob(f"{survey}/*/*"), *(ROOT / "data/raw" / survey).glob("*/*")]
    published = [*(reports / name).iterdir()]
    text = "\n".join(path.read_text("utf-8") for path in published if path.suffix not in (".pdf", ".xlsx"))
    text += "\n".join(pages(file_in(reports / name, ".pdf")))
    text += "\n".join(words_of(file_in(reports / name, ".xlsx")))
    for path in (path for path in with_rows if path.is_file()):
        hashed = hashlib.sha256(path.read_bytes()).hexdigest()
        assert hashed[:8] not in text, path
        assert path.name not in text, path
    manifest = (reports / name / "manifest.json").read_text("utf-8")
    sizes = {path.stat().st_size for path in published}
    assert {int(size) for size in re.findall(r'"bytes": (\d+)', manifest)} <= sizes


@pytest.mark.parametrize("name", [name for name in BUILT if name.startswith("eksempel")])
def test_every_page_of_made_up_data_says_so(reports: Path, name: str) -> None:
    texts = pages(file_in(reports / name, ".pdf"))
    assert len(texts) > 3
    assert all("Syntetiske eksempeldata" in text for text in texts)
    assert "Syntetiske eksempeldata" in file_in(reports / name, ".html").read_text("utf-8")


@pytest.mark.parametrize("name", [name for name in BUILT if name.endswith("internal")])
def test_every_page_of_the_internal_edition_is_marked(reports: Path, name: str) -> None:
    assert all("offl. § 24" in text.replace("\u00a0", " ") for text in pages(file_in(reports / name, ".pdf")))


def test_the_real_reports_are_not_marked_as_made_up(reports: Path) -> None:
    for text in pages(file_in(reports / "more-og-romsdal/2020/public", ".pdf")):
        assert "Syntetisk" not in text


def test_the_paper_is_corrected_in_exactly_three_places(reports: Path) -> None:
    html = file_in(reports / "more-og-romsdal/2020/public", ".html").read_text("utf-8")
    assert [
        html.count(f"trykt {wrong}, skal være {right}") for wrong, right in ((49, 48), (22, 21), (89, 88))
    ] == [1, 1, 1]
    assert html.count("skal være") == 3
    assert html.count("kan ikke regnes ut:") == 4


def test_what_needs_answers_is_one_short_list_and_no_section_is_nearly_empty(reports: Path) -> None:
    page = BeautifulSoup(file_in(reports / "more-og-romsdal/2020/public", ".html").read_text("utf-8"), "lxml")
    headings = [heading.get_text(strip=True) for heading in page.find_all("h2")]
    assert headings.count("Dette krever svar per kommune") == 1
    assert not {
        "Risikoområdene",
        "Størrelse",
        "Fagsystem (EPJ)",
        "Hva soneregelen avgjør",
        "Datakvalitet",
    } & {*headings}
    assert "Krever svar per kommune." not in page.get_text()
    (listed,) = page.select("#krever ~ ul")[:1]
    assert len(listed.find_all("li")) == 6


def test_zones_of_the_made_up_county_are_the_published_ones_and_then_its_own(reports: Path) -> None:
    for year, expected in ((2018, "13;7;13"), (2020, "11;7;5"), (2024, "13;7;4")):
        rows = (reports / f"eksempelfylket/{year}/internal/figures.csv").read_text("utf-8").splitlines()
        own = [row for row in rows if row.startswith("zones,") and row.split(",")[-2] == "count"]
        assert ";".join(row.split(",")[-1] for row in own).endswith(expected)


def test_the_archived_notebook_has_no_clock_and_no_machine(reports: Path) -> None:
    for name in BUILT:
        text = (reports / name / "notebook.ipynb").read_text("utf-8")
        assert "papermill" not in nbformat.reads(text, as_version=4).metadata
        assert str(ROOT) not in text
        assert "start_time" not in text


def test_same_bytes_in_another_folder_time_zone_and_engine(reports: Path, tmp_path: Path, data: Path) -> None:
    """The other reports are made two at a time by forked workers, which are lent the round before; this one as on
    Windows, where nothing forks, by somebody without a home, and without a word of that."""
    (tmp_path / "sitecustomize.py").write_text("import os\n\ndel os.fork\n", "utf-8")
    arguments = [
        "report",
        "eksempelfylket",
        "2020",
        "--edition",
        "public",
        "--data",
        str(data),
        "--out",
        str(tmp_path / "out"),
    ]
    elsewhere = {"TZ": "Pacific/Auckland", "LC_ALL": "C", "PYTHONHASHSEED": "1"}
    alone = {"PYTHONPATH": str(tmp_path), "HOME": str(tmp_path / "nowhere")}
    assert "kernel." in ros_anew(*arguments, "--engine", "fork", cwd=tmp_path, **elsewhere, **alone).stderr
    result = ros_anew(*arguments, cwd=tmp_path, **elsewhere, **alone)
    assert (result.returncode, result.stderr) == (0, ""), result.stdout
    assert not (tmp_path / "nowhere").exists()
    other = hashes(tmp_path / "out/eksempelfylket/2020/public")
    assert other == hashes(reports / "eksempelfylket/2020/public")
    processed = hashes(data / "processed/eksempelfylket/2020")
    assert processed == hashes(private_side(reports) / "eksempelfylket/2020")


@pytest.mark.parametrize("name", BUILT)
def test_no_report_says_which_day_it_was_made(reports: Path, name: str) -> None:
    survey, year, edition = name.split("/")
    record = json.loads((private_side(reports) / survey / f"{year}.{edition}.json").read_text("utf-8"))
    day = datetime.fromisoformat(record["built"])
    written = [f"{day:%Y-%m-%d}", f"{day:%Y%m%d}", f"{day:%d.%m.%Y}"]
    for file in files(name):
        content = (reports / name / file).read_bytes()
        assert not any(text.encode() in content for text in written), file


def refused_cell(data: Path) -> None:
    """Put a 5 where 1–4 is allowed, and let round.toml know the file."""
    raw = data / "raw" / "eksempelfylket" / "2018"
    lines = (raw / "svar.csv").read_text("cp1252").split("\n")
    fields = lines[5].split(";")
    place = next(
        index for index, value in enumerate(fields) if value.strip('"') in ("1", "2", "3", "4") and index > 8
    )
    fields[place] = fields[place].replace(fields[place].strip('"'), "5")
    lines[5] = ";".join(fields)
    before = hashlib.sha256((raw / "svar.csv").read_bytes()).hexdigest()
    (raw / "svar.csv").write_bytes("\n".join(lines).encode("cp1252"))
    after = hashlib.sha256((raw / "svar.csv").read_bytes()).hexdigest()
    settings = (raw / "round.toml").read_text("utf-8")
    (raw / "round.toml").write_text(settings.replace(before, after), "utf-8")


def test_a_value_outside_the_scale_is_refused_and_the_last_report_stays(
    reports: Path, tmp_path: Path, data: Path
) -> None:
    out = tmp_path / "out"
    shutil.copytree(reports / "eksempelfylket/2018", out / "eksempelfylket/2018")
    before = hashes(out / "eksempelfylket")
    refused_cell(data)
    result = ros("report", "eksempelfylket", "2018", "--data", str(data), "--out", str(out))
    assert result.returncode == 1, result.stdout + result.stderr
    for part in ("fil 1", "rad 6", "utenfor skalaen", "ros check"):
        assert part in result.stderr
    assert hashes(out / "eksempelfylket") == before
    assert "ros check eksempelfylket 2018" in (out / "index.html").read_text("utf-8")
    checked = ros("check", "eksempelfylket", "2018", "--data", str(data))
    assert checked.returncode == 1
    for part in ("svar.csv", "rad 6", "«5»", "1", "4"):
        assert part in checked.stdout


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (["report", "eksempelfylkt"], "eksempelfylket"),
        (["report", "eksempelfylket", "2019"], "2018"),
        (["report", "--edition", "publik"], "public"),
        (["report", "--language", "sv"], "nb"),
        (["report", "--data", "finnes-ikke"], "finnes-ikke"),
        (["reprot"], "report"),
        (["check", "../eksempelfylket"], "eksempelfylket"),
    ],
)
def test_wrong_usage_is_told_before_anything_runs(arguments: list[str], named: str, tmp_path: Path) -> None:
    out = ["--out", str(tmp_path)] if arguments[0] == "report" else []
    result = ros(*arguments, *out)
    assert result.returncode == 2
    assert named in result.stderr
    assert not any(tmp_path.iterdir())
