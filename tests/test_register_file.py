"""The register's files as a user may have saved them: read where only one reading exists, else refused by row."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ros_analysis.survey.epj import EpjSystems
from ros_analysis.survey.models import SettingsError
from ros_analysis.survey.municipalities import Register, RegisterError

OWN = Path(__file__).parents[1] / "data" / "raw" / "eksempelfylket" / "register"
SHARED = Path(__file__).parents[1] / "data" / "raw" / "register"
Change = Callable[[str], str]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copytree(OWN, tmp_path / "register")
    shutil.copy(SHARED / "epj_systems.csv", tmp_path / "register")
    return tmp_path / "register"


def rewrite(file: Path, change: Change, encoding: str = "utf-8") -> None:
    file.write_text(change(file.read_text("utf-8")), encoding=encoding, newline="")


def refused(folder: Path) -> list[str]:
    with pytest.raises(RegisterError) as error:
        Register.load(folder)
    return [line.removeprefix(f"{folder}/") for line in str(error.value).splitlines()]


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace(",", ";"),
        lambda text: text.replace(",", "\t"),
        lambda text: "\ufeff" + text.replace(",", ";").replace("\n", "\r\n"),
        lambda text: "sep=;\n" + text.replace(",", ";"),
        lambda text: text.replace("year,number,population", "Year, Number ,POPULATION"),
        lambda text: "\n".join(f"{line},," for line in text.splitlines()),
        lambda text: "\n".join(",".join(f'"{cell}"' for cell in line.split(",")) for line in text.splitlines()),
        lambda text: text.replace("\n2018,9711,", "\n\n2018,9711.0,") + "\n;;\n".replace(";", ","),
    ],
)  # fmt: skip
def test_what_can_be_read_in_one_way_alone_is_read(folder: Path, change: Change) -> None:
    before = Register.load(folder).population
    rewrite(folder / "population.csv", change)
    assert Register.load(folder).population.equals(before)


def test_utf_16_as_excel_calls_unicode_text_is_read(folder: Path) -> None:
    before = Register.load(folder)
    for name in ("population.csv", "municipalities.csv"):
        rewrite(folder / name, lambda text: text.replace(",", "\t"), "utf-16")
    after = Register.load(folder)
    assert after.population.equals(before.population)
    assert after.units == before.units


def test_a_leading_zero_that_excel_took_is_put_back(tmp_path: Path) -> None:
    shutil.copytree(SHARED, tmp_path / "register")
    before = Register.load(tmp_path / "register")
    for name in ("population.csv", "municipalities.csv", "successions.csv", "counties.csv"):
        rewrite(tmp_path / "register" / name, lambda text: text.replace(",0", ",").replace("\n0", "\n"))
    after = Register.load(tmp_path / "register")
    assert after.population.equals(before.population)
    assert (after.units, after.successions) == (before.units, before.successions)
    assert after.counties.equals(before.counties)


ROW = "2018,9711,4215\n"


@pytest.mark.parametrize(
    ("instead", "said"),
    [
        ("2018,9711,4,215\n", "rad 3: 4 verdier under 3 kolonner: «2018 | 9711 | 4 | 215»"),
        ('2018,9711,"4,215"\n', "rad 3: population «4,215» er ikke et helt tall over 0. Skriv 4215 hvis"),
        ("2018,9711,4 215\n", "rad 3: population «4 215» er ikke et helt tall over 0. Skriv 4215 hvis"),
        ("2018,9711,4\u00a0215\n", "rad 3: population «4 215» er ikke et helt tall over 0. Skriv 4215 hvis"),
        ("2018,9711,4.215\n", "rad 3: population «4.215» er ikke et helt tall over 0. Skriv 4215 hvis"),
        ("2018,9711,4215.5\n", "rad 3: population «4215.5» er ikke et helt tall over 0. Skriv bare sifre"),
        ("2018,9711,..\n", "rad 3: population «..» er ikke et helt tall over 0."),
        ("2018,9711,-4215\n", "rad 3: population «-4215» er ikke et helt tall over 0."),
        ("2018,9711,0\n", "rad 3: population «0» er ikke et helt tall over 0."),
        ("2018,9711,\n", "rad 3: population «» er ikke et helt tall over 0."),
        ("2018,9711\n", "rad 3: population «» er ikke et helt tall over 0."),
        ("2018,9711 Hemgard,4215\n", "rad 3: number «9711 Hemgard» er ikke et nummer på 4 sifre."),
        ("2018K1,9711,4215\n", "rad 3: year «2018K1» er ikke et år."),
        (ROW + ROW, "rad 4: «2018 9711 4215» står også i rad 3: «2018 9711 4215»."),
        (ROW + "2018,9711,4251\n", "rad 4: «2018 9711 4251» står også i rad 3: «2018 9711 4215»."),
        ('2018,"9711,4215\n', "rad 3: anførselstegnene går ikke opp. Rett dem."),
    ],
)  # fmt: skip
def test_a_row_that_can_t_be_trusted_is_one_clear_line(folder: Path, instead: str, said: str) -> None:
    rewrite(folder / "population.csv", lambda text: text.replace(ROW, instead))
    (line,) = refused(folder)
    assert line.startswith(f"population.csv: {said}"), line


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda text: text.replace("year,number,population", "år;kommunenummer;folketall"),
         "population.csv: mangler kolonnene year, number, population. Rad 1 er «år;kommunenummer;folketall». Den skal "
         "være year,number,population."),
        (lambda text: "07459: Befolkning\n\n" + text,
         "population.csv: overskriften year,number,population står i rad 3. Slett radene over"),
        (lambda text: text.replace("year,number,population\n", ""), "population.csv: mangler kolonnene year, number"),
        (lambda text: "", "population.csv: mangler kolonnene year, number, population. Rad 1 er «»."),
        (lambda text: "PK\x03\x04" + text, "population.csv: filen er en arbeidsbok, ikke CSV."),
        (lambda text: text.replace("2018", "20\x0018"), "population.csv: rad 2: «2018,9644,1185» er lest eller lagret"),
    ],
)  # fmt: skip
def test_a_file_that_is_no_such_table_says_what_it_should_be(folder: Path, change: Change, said: str) -> None:
    rewrite(folder / "population.csv", change)
    assert refused(folder)[0].startswith(said)


@pytest.mark.parametrize("encoding", ["latin-1", "cp1252"])
def test_another_encoding_is_refused_with_its_first_row(folder: Path, encoding: str) -> None:
    names = (folder / "municipalities.csv").read_text("utf-8").splitlines()
    first = next(number for number, line in enumerate(names, 1) if not line.isascii())
    rewrite(folder / "municipalities.csv", str, encoding)
    (line,) = refused(folder)
    assert line.startswith(
        f"municipalities.csv: rad {first}: filen er ikke UTF-8. Raden er «{names[first - 1]}»."
    )


def test_names_that_were_read_in_the_wrong_encoding_before_are_refused(folder: Path) -> None:
    rewrite(folder / "municipalities.csv", lambda text: text.encode().decode("cp1252", "replace"))
    assert "er lest eller lagret i feil tegnsett" in refused(folder)[0]


@pytest.mark.parametrize("wrong", [239100, 2391])
def test_a_figure_out_of_proportion_to_its_neighbour_year_is_refused_with_both(
    folder: Path, wrong: int
) -> None:
    rewrite(folder / "population.csv", lambda text: text.replace("2018,9803,23910", f"2018,9803,{wrong}"))
    (line,) = refused(folder)
    assert f"rad 45: 9803 har 23815 i 2020, men {wrong} i 2018 (rad 8)." in line


def test_a_figure_may_change_as_much_where_borders_did(folder: Path) -> None:
    rewrite(folder / "population.csv", lambda text: text.replace("2018,9803,23910", "2018,9803,2391"))
    rewrite(folder / "successions.csv", lambda text: text + "9804,9803,2019-01-01,merged,whole,\n")
    assert Register.load(folder).of("98", 2018).set_index("number").loc["9803", "population"] == 2391


@pytest.mark.parametrize(
    ("file", "change", "said"),
    [
        ("municipalities.csv", lambda text: text.replace("2019-12-31", "31.12.2019", 1),
         "municipalities.csv: rad 2: valid_to «31.12.2019» er ikke en dato. Skriv datoen som 2019-12-31."),
        ("municipalities.csv", lambda text: text + "9711,Hemgard,,,\n", "står også i rad 3: «9711 Hemgard»."),
        ("municipalities.csv", lambda text: text.replace("9711,Hemgard", "9711,"), "rad 3: name «» er tom."),
        ("successions.csv", lambda text: text.replace("whole", "hele", 1), "rad 2: extent «hele» er ukjent."),
        ("successions.csv", lambda text: text.replace("2019-01-01", "", 1), "rad 2: date «» er tom."),
        ("counties.csv", lambda text: text + "98,Annet,,,\n", "«98 Annet» står også i rad 4: «98 Eksempelfylket»."),
        ("municipality_aliases.csv", lambda text: text + "AASVOLL,Ervik\n", "«AASVOLL, Ervik» står også i rad 2"),
    ],
)  # fmt: skip
def test_the_other_files_are_held_to_the_same(folder: Path, file: str, change: Change, said: str) -> None:
    rewrite(folder / file, change)
    assert any(said in line for line in refused(folder))


def test_the_list_of_systems_is_held_to_the_same(folder: Path) -> None:
    before = EpjSystems.load(folder).systems
    file = folder / "epj_systems.csv"
    as_written = file.read_text("utf-8")
    rows = [line.split(",") for line in as_written.splitlines()]
    file.write_text("\n".join(";".join(f'"{cell}"' for cell in row) for row in rows), "utf-8")
    assert EpjSystems.load(folder).systems == before
    file.write_text(as_written + "Nytt,,,GERIKA,\n", "utf-8")
    with pytest.raises(RegisterError, match=r"«gerika, Nytt» står også i rad 2: «gerika, Gerica»"):
        EpjSystems.load(folder)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(figure=st.one_of(st.text(max_size=8), st.integers(-9, 10**7).map(str), st.floats().map(str)))
def test_whatever_a_figure_is_it_is_read_as_it_stands_or_refused(folder: Path, figure: str) -> None:
    rows = f"year,number,population\n2018,9711,{figure}\n"
    (folder / "population.csv").write_text(rows, "utf-8", newline="")
    try:
        found = Register.load(folder).population
    except SettingsError as error:
        said = str(error)
    else:
        said = ""
        assert [int(re.sub(r'[\s,"]', "", figure))] == found["population"].tolist()
    assert not said or said.startswith(str(folder))
