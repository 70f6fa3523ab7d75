"""One release a round: another only when too many have answered since for anybody to be singled out."""

import hashlib
import shutil
import subprocess
from pathlib import Path

import docx
import pytest
from building import file_in, private_side, ros
from public_rounds import round_of
from test_pipeline import ROOT, hashes

from ros_analysis.disclosure.shown import differing, fewest_differing, is_too_close, known_together
from ros_analysis.publish import ooxml
from ros_analysis.publish.readback import faults
from ros_analysis.publish.release import _late_are_alike, respondents
from ros_analysis.rounds.round import Round
from ros_analysis.survey.folders import Folders


def answered(*numbers: int) -> dict[str, str]:
    return {str(number): "answer" for number in numbers}


def test_two_releases_differ_by_more_than_twice_those_who_may_pool() -> None:
    """c = 2: 5, from the rule itself; a service of six who share answers: c = 8, 17."""
    assert fewest_differing(known_together(0)) == 5
    assert fewest_differing(known_together(6)) == 17


def test_new_gone_and_changed_respondents_all_count() -> None:
    assert differing(answered(1, 2, 3), {**answered(2, 4), "3": "another answer"}) == 3


@pytest.mark.parametrize(("late", "too_close"), [(0, False), (1, True), (3, True), (4, True), (5, False)])
def test_a_few_late_answers_are_too_close(late: int, too_close: bool) -> None:
    before, now = answered(*range(18)), answered(*range(18 + late))
    assert is_too_close(before, now, 2) is too_close
    assert is_too_close(now, before, 2) is too_close


def test_answers_are_the_same_from_raw_files_and_from_the_processed_round(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "data" / "raw", tmp_path / "raw")
    for year in (2018, 2020):
        raw, processed = (Round("eksempelfylket", year, folders=Folders.at(tmp_path)) for _ in range(2))
        raw.save()
        assert processed.processed.is_made_from(processed.sources)
        assert respondents(raw) == respondents(processed)
        assert len(respondents(raw)) == raw.counts.answered


Place = tuple[Path, Path, Path]


@pytest.fixture
def built(reports: Path, tmp_path: Path) -> Place:
    """A data folder, its reports, and a site where nothing has been published."""
    shutil.copytree(ROOT / "data" / "raw", tmp_path / "data" / "raw")
    shutil.copytree(reports, tmp_path / "out", ignore=shutil.ignore_patterns(".*"))
    shutil.copytree(private_side(reports), tmp_path / "data" / "processed")
    return tmp_path / "data", tmp_path / "out", tmp_path / "site"


def publish(place: Place, year: int) -> subprocess.CompletedProcess[str]:
    data, out, site = place
    return ros("publish", str(site), "eksempelfylket", str(year), "--data", str(data), "--out", str(out))


def build(place: Place, year: int, *more: str) -> subprocess.CompletedProcess[str]:
    data, out, _ = place
    wanted = ["report", "eksempelfylket", str(year), "--edition", "public", *more]
    return ros(*wanted, "--data", str(data), "--out", str(out))


def answer_late(data: Path, count: int) -> None:
    """The first `count` answers of 2018 are not there yet; above them is a test answer, which is never read."""
    folder = data / "raw/eksempelfylket/2018"
    before = (folder / "svar.csv").read_bytes()
    lines = before.split(b"\n")
    after = b"\n".join([*lines[:2], *lines[2 + count :]])
    (folder / "svar.csv").write_bytes(after)
    settings = (folder / "round.toml").read_text("utf-8")
    known = [hashlib.sha256(content).hexdigest() for content in (before, after)]
    (folder / "round.toml").write_text(settings.replace(*known), "utf-8")


def test_what_is_published_is_the_public_edition_and_may_be_published_again(built: Place) -> None:
    data, out, site = built
    for _ in range(2):
        result = publish(built, 2018)
        assert result.returncode == 0, result.stderr
        assert hashes(site / "eksempelfylket/2018") == hashes(out / "eksempelfylket/2018/public")
    assert sorted(path.name for path in site.iterdir()) == ["eksempelfylket", "index.html"]
    assert "internal" not in (site / "index.html").read_text("utf-8")
    assert (data / "processed/eksempelfylket/2018.releases.json").is_file()


def test_every_language_that_is_built_is_published_and_none_is_left_to_grow_old(built: Place) -> None:
    _, out, site = built
    assert build(built, 2018, "--language", "nn").returncode == 0
    assert publish(built, 2018).returncode == 0
    assert hashes(site / "eksempelfylket/2018.nn") == hashes(out / "eksempelfylket/2018/public.nn")
    assert 'href="eksempelfylket/2018.nn/eksempelfylket-2018-public.nn.pdf"' in (
        site / "index.html"
    ).read_text("utf-8")
    shutil.rmtree(out / "eksempelfylket/2018/public.nn")
    refused = publish(built, 2018)
    assert refused.returncode == 1
    assert "ros report eksempelfylket 2018 --edition public --language nn" in refused.stderr


def test_a_release_is_kept_with_what_has_changed_since_the_last(built: Place) -> None:
    data, _, site = built
    assert publish(built, 2018).returncode == 0
    first = hashes(site / "eksempelfylket/2018")
    answer_late(data, 5)
    assert build(built, 2018).returncode == 0
    assert publish(built, 2018).returncode == 0
    kept = [data / f"processed/releases/eksempelfylket-2018-{number}" for number in (1, 2)]
    assert first.items() <= hashes(kept[0]).items()
    assert "Første utgivelse" in (kept[0] / "changes.md").read_text("utf-8")
    changes = (kept[1] / "changes.md").read_text("utf-8").splitlines()
    assert any("33 → 28" in line for line in changes)
    assert len([line for line in changes if line.startswith("- ")]) <= 11
    listed = (data / "processed/releases/releases.csv").read_text("utf-8").splitlines()
    assert [line.rsplit(",", 1)[1] for line in listed] == ["folder", *(path.name for path in kept)]
    assert kept[0].stat().st_mode & 0o077 == 0 or kept[0].parent.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    ("file", "before", "after", "said"),
    [
        ("html", "11 av 23", "973 av 23", "973 står ikke i figures.csv"),
        ("html", ">Risikoområdene ", ">Risikoområdene i Solfjord ", "navngir Solfjord"),
        ("html", 'href="#soner"', 'href="#sonene"', "lenker til sonene"),
        ("html", "Syntetiske eksempeldata", "Unntatt offentlighet – vurderes etter offl. § 24", "er merket"),
        ("html", '<h2 id="soner">', '<p>\n[skriv her]\n</p><h2 id="soner">', "er ikke fylt ut"),
    ],
)
def test_a_file_that_says_what_it_must_not_is_found_when_read_back(
    reports: Path, tmp_path: Path, file: str, before: str, after: str, said: str
) -> None:
    report = shutil.copytree(reports / "eksempelfylket/2020/public", tmp_path / "public")
    assert list(faults(report, ["Solfjord", "Ternøy"], [])) == []
    path = file_in(report, f".{file}")
    text = path.read_text("utf-8")
    assert before in text
    path.write_text(text.replace(before, after), "utf-8")
    assert [fault for fault in faults(report, ["Solfjord", "Ternøy"], []) if said in fault]


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("Solfjord", "Solfjord og to andre"),
        ("Indre Solfjord", "Indre\nSolfjord"),
        ("Indre Solfjord", "Indre\u00a0Solfjord"),
        ("Bø (Telemark)", "Bø (Telemark), som"),
    ],
)
def test_a_member_is_found_however_its_name_is_set(
    reports: Path, tmp_path: Path, name: str, written: str
) -> None:
    report = shutil.copytree(reports / "eksempelfylket/2020/public", tmp_path / "public")
    path = file_in(report, ".html")
    path.write_text(path.read_text("utf-8").replace("</h1>", f" {written}</h1>"), "utf-8")
    assert [fault for fault in faults(report, [name], []) if f"navngir {name}" in fault]


def test_a_member_in_the_margin_or_the_proposal_of_the_word_file_is_found(
    reports: Path, tmp_path: Path
) -> None:
    report = shutil.copytree(reports / "eksempelfylket/2020/public", tmp_path / "public")
    word = docx.Document()
    word.sections[0].footer.paragraphs[0].text = "Ternøy"
    ooxml.content_control([word.add_paragraph("Forslag: Solfjord følges opp.")._p], "vedtak", "Vedtak")
    word.save(report / "case.docx")
    assert list(faults(report, ["Solfjord", "Ternøy"], [])) == ["case.docx: navngir Solfjord, Ternøy"]


def test_a_year_is_no_reason_to_believe_its_hundredth(reports: Path, tmp_path: Path) -> None:
    """Of 2 018 as a percentage 20.18 would be known."""
    report = shutil.copytree(reports / "eksempelfylket/2020/public", tmp_path / "public")
    path = file_in(report, ".html")
    path.write_text(path.read_text("utf-8").replace("</h1>", " 20,18</h1>"), "utf-8")
    assert [fault for fault in faults(report, [], []) if "20,18 står ikke" in fault]


def test_a_member_that_the_body_names_itself_may_be_named(reports: Path, tmp_path: Path) -> None:
    report = shutil.copytree(reports / "eksempelfylket/2020/public", tmp_path / "public")
    path = file_in(report, ".html")
    path.write_text(path.read_text("utf-8").replace("</h1>", " Solfjord</h1>"), "utf-8")
    assert list(faults(report, ["Solfjord"], ["Kontaktperson sitter i Solfjord."])) == []


def test_a_file_that_cannot_be_read_back_is_not_published(reports: Path, tmp_path: Path) -> None:
    report = shutil.copytree(reports / "eksempelfylket/2020/public", tmp_path / "public")
    (report / "report.odt").write_bytes(b"Solfjord")
    assert list(faults(report, ["Solfjord"], [])) == ["report.odt: kan ikke leses igjen"]


def test_a_site_that_holds_something_else_is_left_alone(built: Place) -> None:
    _, _, site = built
    site.mkdir()
    (site / "minutes.html").write_text("x", "utf-8")
    result = publish(built, 2018)
    assert result.returncode == 1
    assert "minutes.html" in result.stderr
    assert [path.name for path in site.iterdir()] == ["minutes.html"]


def test_one_late_answer_is_warned_of_and_not_published_and_five_are(built: Place) -> None:
    data, _, site = built
    assert publish(built, 2018).returncode == 0
    before = hashes(site)
    whole = {
        name: (data / "raw/eksempelfylket/2018" / name).read_bytes() for name in ("svar.csv", "round.toml")
    }
    answer_late(data, 1)
    assert "ADVARSEL: eksempelfylket 2018: 1 svar" in build(built, 2018).stdout
    result = publish(built, 2018)
    assert result.returncode == 1
    assert "minst 5 svar" in result.stderr
    assert hashes(site) == before
    for name, content in whole.items():
        (data / "raw/eksempelfylket/2018" / name).write_bytes(content)
    answer_late(data, 5)
    assert "ADVARSEL" not in build(built, 2018).stdout
    assert publish(built, 2018).returncode == 0


def test_a_later_round_does_not_show_what_an_earlier_may_not(built: Place) -> None:
    """The report of 2020 prints the zones of 2018 too."""
    data, _, _ = built
    assert publish(built, 2018).returncode == 0
    answer_late(data, 1)
    assert "ADVARSEL: eksempelfylket 2018" in build(built, 2020).stdout
    assert publish(built, 2020).returncode == 1


def test_a_report_that_is_not_current_or_not_on_record_is_not_published(built: Place) -> None:
    data, _, site = built
    assert publish(built, 2018).returncode == 0
    (data / "processed/eksempelfylket/2018.releases.json").unlink()
    result = publish(built, 2018)
    assert result.returncode == 1
    assert "ikke lagt ut herfra" in result.stderr
    shutil.rmtree(site)
    answer_late(data, 1)
    result = publish(built, 2018)
    assert result.returncode == 1
    assert "Bygg den først" in result.stderr
    assert not site.exists()


def late(number: int, answers: list[tuple[int, int]]) -> tuple[dict[str, str], Round]:
    """Twelve mixed answers with `answers` on every area after them: what was released before them, and the round."""
    early = [(1, 1), (2, 3), (4, 4)] * 4
    this = round_of("internal", [[pair] * 8 for pair in (*early, *answers)])
    before = dict(list(respondents(this).items())[: len(early)])
    assert len(respondents(this)) - len(before) == number
    return before, this


def test_five_late_answers_that_are_all_green_are_known_to_everybody() -> None:
    assert _late_are_alike(late(5, [(1, 1)] * 5)[1], late(5, [(1, 1)] * 5)[0])


def test_nine_late_answers_that_are_as_mixed_as_a_round_of_their_own_may_be_shown() -> None:
    before, this = late(9, [(1, 1), (2, 3), (4, 4)] * 3)
    assert not _late_are_alike(this, before)
