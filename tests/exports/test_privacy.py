"""Personal data never leaves the reader: by header, by content, in answers, repairs and refusals."""

from __future__ import annotations

import csv
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest
from export_files import FILES, cells, problems, rules
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from own_files import read_export

from ros_analysis.exports.privacy import given_names, is_national_id, safe
from ros_analysis.survey.problems import RefusedData

Write = Callable[..., Path]
REGISTER = Path(__file__).parents[2] / "data/raw/register/municipalities.csv"
# 15108695088 is the example of python-stdnum's stdnum.no.fodselsnummer; the others were worked out by hand with
# the weights of Skatteetaten: 3 7 6 1 8 9 4 5 2 and 5 4 3 2 7 6 5 4 3 2.
VALID = "15108695088"


def test_check_digits_of_a_national_id() -> None:
    assert is_national_id(VALID)
    assert not is_national_id("15108695077")
    assert not is_national_id("1510869508")


def test_leading_zero_lost_in_excel_is_put_back() -> None:
    full = with_check_digits("010190124")
    assert is_national_id(full)
    assert is_national_id(full.lstrip("0"))


@pytest.mark.parametrize("born", ["550190123", "151090123", "155090123", "159090123"])
def test_d_numbers_and_synthetic_numbers_count(born: str) -> None:
    assert is_national_id(with_check_digits(born))


@pytest.mark.parametrize("born", ["321290124", "311190223", "151390123", "000190123"])
def test_no_such_date_is_no_national_id(born: str) -> None:
    assert not is_national_id(with_check_digits(born))


@pytest.mark.parametrize("at", range(11))
def test_one_wrong_digit_is_always_seen(at: int) -> None:
    for digit in set("0123456789") - {VALID[at]}:
        assert not is_national_id(VALID[:at] + digit + VALID[at + 1 :])


def with_check_digits(nine: str) -> str:
    """`nine` digits with the two check digits that Skatteetaten's rule asks for (the sums are taken the long way)."""
    for last in range(100):
        number = f"{nine}{last:02d}"
        first = sum(int(d) * w for d, w in zip(number, (3, 7, 6, 1, 8, 9, 4, 5, 2, 1), strict=False))
        second = sum(int(d) * w for d, w in zip(number, (5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1), strict=False))
        if first % 11 == 0 and second % 11 == 0:
            return number
    raise ValueError(f"no check digits exist for {nine}")


def test_a_name_in_the_wrong_encoding_is_not_told_of_beside_a_blank_column(text: Write) -> None:
    table = read_export(text(";Kommune;Navn;R1\n;Fjordvik;KÃ¥re Nordmann;4\n;Ålvik;KÃ¥re Hansen;3\n"))
    assert (table.columns[1].letter, table.columns[1].personal) == ("C", "name")
    assert "mojibake" not in rules(table)
    assert "Nordmann" not in repr(table)


PERSONAL = {
    "name": [
        ("Navn", ["Kari Nordmann", "Ola Dunk"]),
        ("Ditt navn", ["Xiu Chen", "J. Li"]),
        ("Hvem har svart?", ["Nordmann, Kari", "Dunk, Ola"]),
        ("Kontaktperson i kommunen", ["Gudveig Åmås", "Torlaug Hol"]),
        ("Utfylt av", ["GÅ", "TH"]),
        ("Hvem har svart?", ["Kari Nordmann", "Ola Dunk", "Per"]),
        ("Fornavn", ["Kari", "Ola"]),
    ],
    "email": [("Din e-postadresse", ["a", "b"]), ("Svar 3", ["kari@example.no", "ola.dunk@example.no"])],
    "phone": [("Mobil", ["ukjent", "91234567"]), ("Kontakt", ["91 23 45 67", "+47 71203040"])],
    "national_id": [
        ("Fødselsnummer", ["15108612345", "ukjent"]),
        ("Nr", [VALID, VALID]),
        ("Nr", ["150780-12345", "15.07.80 12345"]),
    ],
    "network": [("IP-adresse", ["192.0.2.1", "192.0.2.2"])],
}


@pytest.mark.parametrize(
    ("kind", "header", "values"), [(k, h, v) for k, found in PERSONAL.items() for h, v in found]
)
def test_personal_columns_are_emptied_by_header_or_content(
    text: Write, kind: str, header: str, values: list[str]
) -> None:
    rows = "".join(f"Sted{i};{value};4\n" for i, value in enumerate(values))
    table = read_export(text(f"Kommune;{header};R1\n{rows}"))
    assert (table.columns[1].personal, [row.cells[1] for row in table.rows]) == (kind, [""] * len(values))
    assert rules(table)["personal_column"] == "warning"
    assert not any(value in repr(table.repairs) for value in values if len(value) > 3)


KEPT = [
    ("Kommune", ["Fjordvik", "Ålvik", "Storøya"]),
    ("Kommunenavn", ["Fjordvik kommune", "Ålvik kommune", "Nordre Vik"]),
    ("Navn på kommune", ["Fjordvik", "Ålvik", "Nordre Vik"]),
    ("Kommunenr", ["9801", "9802", "9803"]),
    ("Navn", ["Fjordvik kommune", "Ålvik kommune", "Nordre Vik"]),
    ("Navn", ["Fjordvik", "Ålvik", "Storøya"]),
    ("Navn på fagsystem", ["Gerica", "Profil", "CosDoc"]),
    ("E-post", ["4 – Svært sannsynlig", "2", "1"]),
    ("Telefon", ["3", "2", "Vet ikke"]),
    ("Overvåkes e-postadressen meldingsansvarlig?", ["Ja", "Nei", "Ja"]),
    ("Innbyggere", ["26 854", "2 591", "7 200"]),
    ("Antall meldinger", ["41234567", "4123456", "412345"]),
    ("Tidspunkt", ["2020-09-10 12:00", "2020-09-11 12:00", "2020-09-12 12:00"]),
]


@pytest.mark.parametrize(("header", "values"), KEPT)
def test_answers_are_not_taken_for_personal_data(text: Write, header: str, values: list[str]) -> None:
    rows = "".join(f"{value};4\n" for value in values)
    table = read_export(text(f"{header};R1\n{rows}"))
    assert [row.cells[0] for row in table.rows] == values


def test_every_municipality_of_norway_is_kept_under_every_name_of_the_column(text: Write) -> None:
    with REGISTER.open(encoding="utf-8") as file:
        names = sorted({row["name"] for row in csv.DictReader(file)})
    assert len(names) > 350
    for header in ("Navn", "Kommune", "Hvor svarer du fra?"):
        table = read_export(text(f"{header};R1\n" + "".join(f"{name};4\n" for name in names)))
        assert [row.cells[0] for row in table.rows] == names
    assert not {name.casefold().split()[0] for name in names} & given_names()


def test_the_name_column_of_microsoft_forms_is_personal_whatever_it_holds() -> None:
    table = read_export(FILES / "microsoft_forms.xlsx")
    assert [column.header for column in table.columns if column.personal] == ["E-postadresse", "Navn"]


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("Send til kari.nordmann@example.no i dag", "Send til [e-postadresse fjernet] i dag"),
        (f"Gjelder {VALID}.", "Gjelder [fødselsnummer fjernet]."),
        (f"Gjelder {VALID[:6]} {VALID[6:]}", "Gjelder [fødselsnummer fjernet]"),
        ("Gjelder 150780-12345", "Gjelder [fødselsnummer fjernet]"),
        ("Gjelder 15.07.80 – 123 45", "Gjelder [fødselsnummer fjernet]"),
        ("Saken 151380-12345", "Saken 151380-12345"),
        ("ring 912 34 567, takk", "ring [telefonnummer fjernet], takk"),
        ("tlf. 71203040", "tlf. [telefonnummer fjernet]"),
        ("Kl. 12.30 den 10.09.2020, versjon 4.12.2", "Kl. 12.30 den 10.09.2020, versjon 4.12.2"),
        ("26 854 innbyggere i 2020", "26 854 innbyggere i 2020"),
    ],
)
def test_stray_addresses_and_numbers_in_text_are_masked(written: str, shown: str) -> None:
    assert safe(written) == shown


def test_masked_text_is_warned_of_without_its_value(text: Write) -> None:
    table = read_export(text("Kommune;Merknad\nFjordvik;Ring 91234567\nÅlvik;Ingen\n"))
    assert cells(table)[0] == ("Fjordvik", "Ring [telefonnummer fjernet]")
    assert "91234567" not in repr(table)
    assert rules(table)["personal_masked"] == "warning"


def test_refusals_hide_personal_data(text: Write) -> None:
    path = text("Kommune;Navn;Merknad\nFjordvik;Kari �s;kari@example.no � 15108695088\n")
    (problem,) = problems(path)
    assert problem.place.column == "C «Merknad»"
    assert not {"Kari", "kari@example.no", VALID} & set(str(problem).split())


SECRETS = ["kari.nordmann@example.no", VALID, "+47 912 34 567", "91 23 45 67"]
AROUND = st.text(alphabet='abc æøå.;,"\n|-()', max_size=6)


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    secret=st.sampled_from(SECRETS),
    before=AROUND,
    after=AROUND,
    row=st.integers(0, 2),
    column=st.integers(0, 2),
)
def test_no_secret_leaves_the_reader_whatever_stands_around_it(
    tmp_path: Path, secret: str, before: str, after: str, row: int, column: int
) -> None:
    table = [["Kommune", "Svar", "Merknad"], ["Fjordvik", "4", "Ingen"], ["Ålvik", "�", ""]]
    table[row][column] = f"{before} {secret} {after}"
    path = tmp_path / "svar.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=";").writerows(table)
    try:
        shown = repr(read_export(path))
    except RefusedData as refused:
        shown = str(refused)
    assert secret not in shown


ASKS_FOR_A_PERSON = [
    "Navn på utfyller", "Namn på den som svara", "1. Navn på utfyller *", "Ditt navn", "Hva er ditt navn?",
    "Kontaktperson", "Utfylt av", "Fornavn (valgfritt)", "E-post", "E-postadresse til kontaktperson", "E-post?",
    "Telefon", "Mobilnummer:", "Fødselsnummer", "Personnr.", "Kontaktpersonens navn",
    "For- og etternavn", "Etternavn, fornavn", "Navn / rolle", "Navn, stilling og e-post", "Hvem fyller ut?",
    "Respondent name",    "E-postadressen din", "Kontaktinformasjon", "Navn på person som fyller ut", "Saksbehandler",
]  # fmt: skip


def in_wide_letters(text: str) -> str:
    """ASCII as East Asian software stores it (U+FF01 to U+FF5E)."""
    return "".join(chr(ord(sign) + 0xFEE0) if "!" <= sign <= "~" else sign for sign in text)


UNSEEN = "\u00ad\u200b\u200c\u200d\u2060\ufeff\u200e"


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    header=st.sampled_from(ASKS_FOR_A_PERSON),
    form=st.sampled_from(["NFC", "NFD", "NFKC", "NFKD"]),
    written=st.sampled_from([str, str.upper, lambda text: text.replace(" ", "\u00a0"), in_wide_letters]),
    hidden=st.lists(st.tuples(st.integers(0, 40), st.sampled_from(UNSEEN)), max_size=4),
)
def test_no_personal_column_passes_in_whatever_form_its_header_is_stored(
    tmp_path: Path, header: str, form: str, written: Callable[[str], str], hidden: list[tuple[int, str]]
) -> None:
    stored = unicodedata.normalize(form, written(header))  # type: ignore[arg-type]
    for at, sign in hidden:
        stored = stored[:at] + sign + stored[at:]
    path = tmp_path / "svar.csv"
    path.write_text(
        f"Kommune;{stored};R1\nFjordvik;Torgny Øvsthus;4\nÅlvik;Xiu-Li Qvale;3\n", encoding="utf-8"
    )
    table = read_export(path)
    assert [row.cells[1] for row in table.rows] == ["", ""]
    assert "Øvsthus" not in repr(table)
