"""Whatever is done with the public folders of a survey's rounds, nobody's zone, level or silence comes out."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import pytest
from attacker import facts, fingerprints, folder, printed, rounds
from attacker.attack import leaks, silences
from attacker.extremes import extremes
from attacker.rounds import YEARS, Survey, drawn, name_of
from attacker.twins import twin
from building import build_into, built_once

ROOT = Path(__file__).parents[1]
EXTREMES = extremes()
DRAWN = [drawn(seed, YEARS) for seed in range(10)]
"""Ten surveys of three rounds each, thirty small rounds, by others every time."""
TWINNED = {name: other for name, (_, other) in EXTREMES.items() if other} | {
    one.name: twin(one) for one in DRAWN[:1]
}
SURVEYS = {one.name: one for one in (*(one for one, _ in EXTREMES.values()), *DRAWN)}


@dataclass(frozen=True)
class Built:
    """Where the raw data lies and where their public folders are."""

    data: Path
    out: Path

    def folder(self, survey: str, year: int) -> Path:
        return self.out / survey / str(year) / "public"

    def raw(self, survey: str) -> list[Path]:
        """Every file that holds its answers or is made from them, but for the public folders."""
        places = (self.data / "raw" / survey, self.data / "processed" / survey, self.out / survey)
        files = [path for place in places for path in place.rglob("*") if path.is_file()]
        return [path for path in files if "public" not in path.parts]


def build(place: Path, surveys: list[Survey]) -> None:
    rounds.write(surveys, place / "data")
    build_into(place / "out", "--edition", "public", data=place / "data")


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """All rounds in one run of the command."""
    place = built_once(tmp_path_factory, "attacked", lambda out: build(out, list(SURVEYS.values())))
    return Built(place / "data", place / "out")


@pytest.fixture(scope="session")
def twins(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """Their twins in another."""
    place = built_once(tmp_path_factory, "twins", lambda out: build(out, list(TWINNED.values())))
    return Built(place / "data", place / "out")


ROUNDS = [(name, year) for name, survey in SURVEYS.items() for year in survey.rounds]


@pytest.mark.parametrize(("name", "year"), ROUNDS)
def test_nothing_of_anybody_can_be_proven(built: Built, name: str, year: int) -> None:
    """Not by an outsider, nor by any of them, nor by two who pool, nor by a known group that does."""
    survey, answers = SURVEYS[name], SURVEYS[name].rounds[year]
    shown, c = folder.figures(built.folder(name, year)), facts.C + survey.coalition
    assert printed.not_understood(shown) == set()
    read = printed.publication(shown, year, c)
    assert list(leaks(facts.worlds(answers, read, sorted(answers), known(survey)), c)) == []


@pytest.mark.parametrize("name", [name for name, survey in SURVEYS.items() if len(survey.rounds) > 1])
def test_a_report_tells_no_more_of_the_round_before_than_its_own_did(built: Built, name: str) -> None:
    """Rounds are then as many secrets of their own: what is printed of two counts nobody in both."""
    for last, year in pairwise(SURVEYS[name].rounds):
        own, again = (printed.publication(folder.figures(built.folder(name, y)), last) for y in (last, year))
        assert again.zones in ({}, own.zones)
        later = folder.figures(built.folder(name, year))
        assert printed.earlier_levels(later, last) in ({}, own.levels)
        assert not again.by


def known(survey: Survey) -> dict[str, dict[str, str]]:
    """What the register says of each."""
    return {who: {"epj": survey.system(who), "size": rounds.size(who)} for who in survey.invited}


@pytest.mark.parametrize(
    ("name", "year"), [(name, year) for name in TWINNED for year in SURVEYS[name].rounds]
)
def test_the_folder_is_the_same_whoever_answered_what(
    built: Built, twins: Built, name: str, year: int
) -> None:
    """Byte for byte: so nothing in it, named or not thought of, hangs on who gave which answer or was silent."""
    assert contents(built.folder(name, year)) == contents(twins.folder(name, year))


def contents(place: Path) -> dict[str, bytes]:
    """The files of a folder; of the manifest all but when it was written."""
    files = {path.name: path.read_bytes() for path in sorted(place.iterdir())}
    manifest = {key: value for key, value in json.loads(files["manifest.json"]).items() if key != "built"}
    return {**files, "manifest.json": json.dumps(manifest, sort_keys=True).encode()}


@pytest.mark.parametrize("name", SURVEYS)
def test_nothing_of_files_rows_or_names_is_in_the_folder(built: Built, name: str) -> None:
    """No hash, size or name of a raw or processed file, no hash of a row, no municipality, no EPJ system."""
    names = {*map(name_of, SURVEYS[name].invited), *rounds.SYSTEMS}
    for year in SURVEYS[name].rounds:
        place = built.folder(name, year)
        assert fingerprints.found(folder.everything(place), built.raw(name), names) == set()
        assert fingerprints.found(folder.words(place), [], SURVEYS[name].invited) == set()


def test_who_was_silent_can_not_be_told(built: Built) -> None:
    survey = SURVEYS["en-taus"]
    read = printed.publication(folder.figures(built.folder(survey.name, 2020)), 2020)
    answers = survey.rounds[2020]
    assert read.zones
    assert list(silences(facts.worlds(answers, read, survey.invited, known(survey)))) == []


def test_what_may_be_shown_is_shown(built: Built) -> None:
    """An edition that hides everything would pass all else."""
    shown = {name: printed.publication(folder.figures(built.folder(name, 2020)), 2020) for name in SURVEYS}
    assert shown["tre-utenfor"].zones == {"green": 9, "yellow": 0, "red": 3, "undetermined": 0}
    assert shown["en-rod"].zones == {"green": 6, "yellow": 5, "red": 1, "undetermined": 0}
    assert {name for name in EXTREMES if not shown[name].zones} == {
        "alle-gronne", "alle-unntatt-en", "uavklarte", "tjeneste",
    }  # fmt: skip
    assert len(shown["konsekvens-4"].levels) == 8
    assert not shown["konsekvens-4"].matrix
    every = [
        printed.publication(folder.figures(built.folder(one.name, year)), year)
        for one in DRAWN
        for year in YEARS
    ]
    assert 0 < sum(bool(one.matrix) for one in every) < len(every)


@pytest.mark.parametrize("year", ["2018", "2020"])
def test_every_number_on_the_page_is_accounted_for(reports: Path, year: str) -> None:
    """It is in the report on the published counts alone, in the tables of areas, or in texts that hold no answer."""
    place = reports / "eksempelfylket" / year / "public"
    counts_alone = folder.words(reports / "more-og-romsdal" / year / "public")
    areas = [list(row.values()) for name in ("areas", "matrix", "risk-matrix", "area-levels")
             for row in folder.figures(place).get(name, ())]  # fmt: skip
    settings = [(ROOT / "data" / "raw" / path).read_text("utf-8") for path in texts(year)]
    accounted = set(numbers("\n".join([counts_alone, *settings, *(" ".join(row) for row in areas)])))
    assert set(numbers(folder.words(place))) - accounted <= FREE


FREE = {
    "0",
    "1",
    "2",
    "3",
    "4",
    "5",
    "6",
    "7",
    "8",
    "9",
    "10",
    "11",
    "12",
    "13",
    "14",
    "15",
    "16",
    "20",
    "98",
}
"""Numbers of tables, figures, areas and pages, from how many answers on verdicts are said, and the county."""


def texts(year: str) -> Iterator[str]:
    yield from ("codebook.toml", "eksempelfylket/survey.toml", f"eksempelfylket/{year}/round.toml")


def numbers(text: str) -> list[str]:
    return [found.replace("−", "-") for found in re.findall(r"\d+(?:,\d+)?", text.replace(".0 ", " "))]


@pytest.mark.parametrize("year", [2018, 2020])
def test_the_shipped_reports_give_nothing_away(reports: Path, year: int) -> None:
    """Names and hashes as in the made-up rounds; the answers are read as the program reads them."""
    place = reports / "eksempelfylket" / str(year) / "public"
    raw = [path for path in (ROOT / "data" / "raw" / "eksempelfylket").glob("20*/*") if path.is_file()]
    register = (ROOT / "data" / "raw" / "eksempelfylket" / "register" / "municipalities.csv").read_text(
        "utf-8"
    )
    names = {line.split(",")[1] for line in register.splitlines()[1:]} | set(rounds.SYSTEMS)
    assert fingerprints.found(folder.everything(place), raw, names) == set()
    assert printed.not_understood(folder.figures(place)) == set()
