"""A later year's population from SSB's table 07459, in each form that SSB gives it."""

import hashlib
import json
import shutil
import tomllib
from collections.abc import Callable, Iterator
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from building import ROOT
from openpyxl import Workbook

from ros_analysis.app.onboarding import WrongUse, add_population
from ros_analysis.survey import Register

FOLDER = ROOT / "data" / "raw" / "register"
TODAY = date(2027, 2, 25)
Figures = dict[str, int]


@cache
def figures() -> Figures:
    """2026's figures with one more in each municipality, with sums, as SSB orders them; and one that is gone."""
    frame = Register.load(FOLDER).population.query("year == 2026")
    own = {number: persons + 1 for number, persons in zip(frame["number"], frame["population"], strict=True)}
    counties = {county: sum(n for k, n in own.items() if k[:2] == county) for county in {k[:2] for k in own}}
    return {"0": sum(own.values()), **dict(sorted(counties.items())), **own, "1507": 0}


def json_stat(path: Path, told: Figures) -> Path:
    """As https://json-stat.org/format/ describes a dataset: values in the order of the categories."""
    category = {code: place for place, code in enumerate(told)}
    sizes = {"Region": category, "ContentsCode": {"Personer1": 0}, "Tid": {"2027": 0}}
    dimension = {name: {"category": {"index": index}} for name, index in sizes.items()}
    table = {"class": "dataset", "id": list(sizes), "dimension": dimension, "value": list(told.values())}
    path.write_text(json.dumps(table), "utf-8")
    return path


def csv_of_the_statbank(path: Path, told: Figures) -> Path:
    title = '"07459: Befolkning, etter region, statistikkvariabel og år"\n\n"region";"Personer 2027"\n'
    path.write_text(title + "".join(f'"{code} Sør-Sted";{n}\n' for code, n in told.items()), "latin-1")
    return path


def long_csv(path: Path, told: Figures) -> Path:
    rows = "".join(f'"{code}","Personer1","2027","{n}"\n' for code, n in told.items())
    path.write_text(f'"region","contents","år","07459"\n{rows}', "utf-8")
    return path


def our_csv(path: Path, told: Figures) -> Path:
    rows = "".join(f"2027,{code},{n}\n" for code, n in told.items() if len(code) == 4 and n)
    path.write_text(f"year,number,population\n{rows}", "utf-8")
    return path


def xlsx(path: Path, told: Figures) -> Path:
    book = Workbook()
    for line in (
        ["07459: Befolkning"],
        [],
        ["", "Personer"],
        ["", 2027],
        *([f"{c} Sted", n] for c, n in told.items()),
    ):
        book.active.append(line)
    book.active.append(["Kilde: SSB"])
    book.save(path)
    return path


FORMS = {
    "a.json": json_stat,
    "b.csv": csv_of_the_statbank,
    "c.csv": long_csv,
    "d.csv": our_csv,
    "e.xlsx": xlsx,
}


@pytest.fixture
def register(tmp_path: Path) -> Path:
    shutil.copytree(FOLDER, tmp_path / "register")
    return tmp_path / "register"


@pytest.mark.parametrize("name", FORMS)
def test_each_form_of_the_table_is_read(register: Path, tmp_path: Path, name: str) -> None:
    told = figures()
    assert add_population(register, FORMS[name](tmp_path / name, told), TODAY) == [2027]
    of_the_year = Register.load(register).population.query("year == 2027")
    assert dict(zip(of_the_year["number"], of_the_year["population"], strict=True)) == {
        code: n for code, n in told.items() if len(code) == 4 and n
    }
    before, after = ((folder / "population.csv").read_text("utf-8") for folder in (FOLDER, register))
    assert after.startswith(before)
    source = tomllib.loads((register / "sources.toml").read_text("utf-8"))
    assert source["population.csv"]["sha256"] == hashlib.sha256(after.encode()).hexdigest()
    assert (source["population.csv"]["title"], source["population.csv"]["compiled"]) == (
        "Folkemengde 1. januar 2017–2027, tabell 07459",
        TODAY,
    )
    assert set(source) == set(tomllib.loads((FOLDER / "sources.toml").read_text("utf-8")))


def test_a_year_that_is_there_alike_is_left(register: Path, tmp_path: Path) -> None:
    for added in ([2027], []):
        assert add_population(register, json_stat(tmp_path / "a.json", figures()), TODAY) == added


OF_OTHERS: dict[str, tuple[Callable[[int], int], str]] = {
    "one sex": (lambda n: n // 2, "Velg bare Personer1, og ikke kjønn eller alder"),
    "the year before": (lambda n: n - 1, "de samme som i 2026"),
    "large ones alone": (lambda n: n if n > 5_000 else 5, "register/population.csv: rad"),
}


@pytest.mark.parametrize("name", OF_OTHERS)
def test_figures_of_another_table_or_year_are_refused(register: Path, tmp_path: Path, name: str) -> None:
    other, says = OF_OTHERS[name]
    told = {code: other(n) for code, n in figures().items() if len(code) == 4 and n}
    with pytest.raises(WrongUse) as refused:
        add_population(register, csv_of_the_statbank(tmp_path / "b.csv", told), TODAY)
    assert says in str(refused.value)
    assert "Ingenting er lagt inn" in str(refused.value)


def test_a_municipality_told_of_twice_is_refused_with_both_places(register: Path, tmp_path: Path) -> None:
    file = csv_of_the_statbank(tmp_path / "b.csv", figures())
    file.write_text(file.read_text("latin-1") + '"1506 Sør-Sted";5\n', "latin-1")
    with pytest.raises(WrongUse, match=r"rad \d+, kolonne B: 1506 står også i b\.csv: rad \d+, kolonne B"):
        add_population(register, file, TODAY)


def but(**changes: int | None) -> Callable[[], Figures]:
    """The figures with other ones, None for none, and the country's and county's sums as they were."""
    other = {code.strip("k"): n for code, n in changes.items()}
    return lambda: {code: n for code, n in {**figures(), **other}.items() if n is not None}


@pytest.mark.parametrize(
    ("told", "says"),
    [
        (but(k1506=1), ["fylke 15 har", "hele landet har", "til sammen"]),
        (but(k1506=None), ["1506 Molde mangler i filen for 2027", "successions.csv"]),
        (but(k9999=50), ["9999 er ingen kommune 1. januar 2027", "municipalities.csv"]),
        (but(k1507=5), ["1507 er ingen kommune 1. januar 2027"]),
    ],
)
def test_what_does_not_add_up_is_refused_and_nothing_written(
    register: Path, tmp_path: Path, told: Callable[[], Figures], says: list[str]
) -> None:
    with pytest.raises(WrongUse) as refused:
        add_population(register, csv_of_the_statbank(tmp_path / "b.csv", told()), TODAY)
    assert [part for part in says if part not in str(refused.value)] == []
    assert "Ingenting er lagt inn" in str(refused.value)
    assert dict(contents(register)) == dict(contents(FOLDER))


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (
            '"region";"Personer 2027"\n"1506 Molde";33 002\n',
            "rad 2, kolonne B: «33 002» er ikke et helt tall",
        ),
        ('"region";"Personer 2027"\n"1506 Molde";33002\nMolde;5\n', "rad 3: «Molde» er uten kommunenummer"),
        ('"region";"Menn 2027";"Kvinner 2027"\n"1506 Molde";3;4\n', "kolonnene B, C gjelder alle 2027"),
        ("a;b\n", "fant ingen rader med kommunenummer"),
        ('{"id": ["Tid"]}', "er ikke JSON-stat 2"),
        ('"region";"år";"07459"\n"1506 Molde";"2027K1";"33002"\n', "«2027K1» er ikke et år"),
        (
            '{"id": ["Region", "Tid"], "dimension": {"Region": {"category": {"index": ["1506"]}}, '
            '"Tid": {"category": {"index": ["2027"]}}}, "value": []}',
            "er ikke JSON-stat 2",
        ),
        ('"region";"Personer 2026"\n"1506 Molde";5\n', "1506 har 5 i 2026, men population.csv har"),
    ],
)
def test_a_file_that_is_no_such_table_is_refused_by_place(
    register: Path, tmp_path: Path, text: str, says: str
) -> None:
    (tmp_path / "f.csv").write_text(text, "utf-8")
    with pytest.raises(WrongUse) as refused:
        add_population(register, tmp_path / "f.csv", TODAY)
    assert says in str(refused.value)
    assert dict(contents(register)) == dict(contents(FOLDER))


def contents(folder: Path) -> Iterator[tuple[str, bytes]]:
    return ((path.name, path.read_bytes()) for path in folder.iterdir())
