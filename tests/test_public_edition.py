"""What reaches a public report, by the one door there is."""

from __future__ import annotations

import csv
import io
import re
from functools import cache
from pathlib import Path

import pandas as pd
import pytest
from building import file_in, private_side
from nbformat import NotebookNode
from public_rounds import GREEN, OPEN, RED, ROOT, YELLOW, drawn, notebook_of_report, round_of, with_block

from ros_analysis import disclosure
from ros_analysis.publish import html
from ros_analysis.publish.document import Document, read
from ros_analysis.publish.download import figures_csv
from ros_analysis.publish.elements import DocumentError
from ros_analysis.report import figures, tables, text
from ros_analysis.report.blocks import Blocks, Bullets, Paragraph
from ros_analysis.report.exhibits import Table
from ros_analysis.report.public import NotPublicError, by_edition, public
from ros_analysis.report.tables import exploring as drill
from ros_analysis.rounds.round import Round
from ros_analysis.survey.language import Words
from ros_analysis.survey.settings import read_round

SHOWN = {
    "responses", "zones", "county", "areas", "matrix", "red-share", "differences", "about",
    "zones-over-rounds", "area-levels", "risk-matrix",
}  # fmt: skip
HIDDEN = "Vises ikke i den offentlige utgaven."
MIXED = [*[GREEN] * 5, *[YELLOW] * 3, RED]
SEEDS = range(6)
EXTREMES = {
    "all green": [GREEN] * 8,
    "all but one": [*[GREEN] * 8, RED],
    "three outside": [*[GREEN] * 6, *[YELLOW] * 3],
    "undetermined": [*[GREEN] * 5, *[OPEN] * 3],
    "one red": MIXED,
    "everybody red": [RED] * 5,
}
ROUNDS = {**EXTREMES, **{f"seed {seed}": drawn(seed) for seed in SEEDS}}


def report(this: Round) -> Document:
    return read(notebook_of_report(this))


@cache
def mixed() -> NotebookNode:
    """The report's notebook on the round that most is tried on."""
    return notebook_of_report(round_of("public", MIXED))


def ids(document: Document) -> set[str]:
    return {exhibit.id for exhibit in document.exhibits}


@pytest.mark.parametrize("name", ROUNDS)
def test_every_small_round_has_a_public_report_with_nothing_of_kinds(name: str) -> None:
    document = report(round_of("public", ROUNDS[name], MIXED))
    page, text = html.render(document), figures_csv(document)
    assert ids(document) <= SHOWN
    assert len(document.parts[0]) > 2
    for said in (page, text):
        assert not re.search(r"Gerica|Visma|CosDoc|hemmelig|Somers|Kruskal|sha256", said)
        assert "<td>:</td>" not in said
    assert "står i den interne utgaven" in page


@pytest.mark.parametrize("name", EXTREMES)
def test_what_is_hidden_is_hidden_everywhere(name: str) -> None:
    this = round_of("public", ROUNDS[name])
    document, shows = report(this), name in ("three outside", "one red")
    assert this.shows_zones == shows
    assert (HIDDEN in html.render(document)) == (not shows)
    assert bool({"zones", "county", "zones-over-rounds", "areas"} & ids(document)) == shows
    if not shows:
        rows = list(csv.reader(io.StringIO(figures_csv(document))))[1:]
        assert {row[0] for row in rows} == {"responses", "about"}
        visible = re.sub(r"<style.*?</style>|<[^>]+>", " ", html.render(document), flags=re.DOTALL)
        assert not re.search(r"\d+ (?:av \d+|\(\d+)[^.]{0,30}(?:grønn|gul|rød)", visible)


def test_a_last_round_that_is_hidden_hides_the_change() -> None:
    document = report(round_of("public", MIXED, [GREEN] * 9))
    assert "zones" in ids(document)
    assert not {"red-share", "differences"} & ids(document)
    assert HIDDEN in html.render(document)


def test_two_rounds_are_compared_as_published_counts_are() -> None:
    answered = report(round_of("public", MIXED, [*[GREEN] * 3, *[RED] * 5]))
    assert {"red-share", "differences"} <= ids(answered)
    page = html.render(answered)
    assert not re.search(r"ble bedre|ble dårligere|samme sone", page)


def test_the_zone_totals_alone_decide_whether_a_verdict_is_told() -> None:
    twenty = [*[GREEN] * 12, *[RED] * 8]
    told, untold = (html.render(report(round_of("public", answers))) for answers in (twenty, twenty[:19]))
    internal_only = Words("nb")("finding.public.internal")
    assert internal_only not in told
    assert internal_only in untold
    assert not re.search(r"sammenheng med|kan ikke testes", untold)


def test_a_known_service_group_is_read_from_the_survey() -> None:
    assert round_of("public", MIXED).shows_zones
    assert not round_of("public", MIXED, coalition=2).shows_zones
    assert round_of("internal", MIXED, coalition=2).shows_zones


def test_a_block_that_has_not_passed_the_list_stops_the_build_and_is_named() -> None:
    with pytest.raises(DocumentError, match="«paragraph» er ikke på listen"):
        read(with_block(mixed(), Paragraph("Elvebakken er rød.")))
    leak = drill.area(round_of("internal", MIXED), 1)
    assert isinstance(leak, Table)
    with pytest.raises(DocumentError, match="«area-1» er ikke på listen"):
        read(with_block(mixed(), leak))


def test_the_internal_edition_stops_for_none() -> None:
    read(with_block(notebook_of_report(round_of("internal", MIXED)), Paragraph("Elvebakken er rød.")))


def test_what_the_list_does_not_name_is_hidden() -> None:
    @by_edition
    def forgotten(this: Round) -> Paragraph:
        return Paragraph(", ".join(this.zones["name"]))

    assert forgotten(round_of("public", MIXED)) == Blocks()
    assert isinstance(forgotten(round_of("internal", MIXED)), Paragraph)


@pytest.mark.parametrize(
    "asked", ["zones", "answers", "repairs", "internal", "processed", "folders", "_intake", "_real"]
)
def test_what_is_on_the_list_can_not_reach_an_answer(asked: str) -> None:
    given = public(round_of("public", MIXED))
    with pytest.raises(NotPublicError):
        getattr(given, asked)


def test_what_is_on_the_list_can_not_count_hidden_zones() -> None:
    with pytest.raises(NotPublicError):
        _ = public(round_of("public", [GREEN] * 9)).counts.red


def test_rounds_of_two_editions_are_not_mixed() -> None:
    with pytest.raises(ValueError, match="offentlige"):
        tables.zones(round_of("public", MIXED), round_of("internal", MIXED))


def test_every_name_on_the_list_is_a_function() -> None:
    rooms = {"tables": tables, "figures": figures, "text": text}
    for name in disclosure.PUBLIC:
        room, function = name.split(".")
        assert callable(getattr(rooms[room], function)), name


def test_data_quality_and_the_rule_table_are_internal() -> None:
    page = html.render(read(mixed()))
    assert "Datakvalitet" not in page
    assert "Hva soneregelen avgjør" not in page
    assert "kvaliteten på svarene står i den interne utgaven" in page
    method = text.method(round_of("public", MIXED))
    plan = next(block for block in method.items if isinstance(block, Bullets) and not block.language)
    assert any("i rød sone når 3 eller flere" in item for item in plan.items)


@pytest.mark.parametrize("language", ["nn", "en"])
def test_hidden_reads_the_same_in_every_language(language: str) -> None:
    said = {"nn": "Blir ikkje vist i den offentlege utgåva.", "en": "Not shown in the public edition."}
    page = html.render(report(round_of("public", [GREEN] * 6, language=language)))
    assert said[language] in page


@pytest.mark.parametrize("year", ["2018", "2020"])
def test_no_public_folder_names_a_municipality_a_system_or_a_file(reports: Path, year: str) -> None:
    folder = reports / "eksempelfylket" / year / "public"
    settings = read_round(ROOT / "data" / "raw" / "eksempelfylket" / year)
    names = set(pd.read_parquet(private_side(reports) / "eksempelfylket" / year / "zones.parquet")["name"])
    for file in (".html", "figures.csv", "notebook.ipynb"):
        text = file_in(folder, file).read_text("utf-8")
        assert not [name for name in names if re.search(rf"\b{name}\b", text)], file
        assert not re.search(r"Gerica|Visma|CosDoc|svar\.(?:csv|xlsx)|round\.toml", text), file
        assert not [raw.path for raw in settings.file if raw.sha256[:8] in text], file


def test_the_order_of_answers_is_nowhere() -> None:
    forward, backward = read(mixed()), report(round_of("public", MIXED[::-1]))
    assert figures_csv(forward) == figures_csv(backward)
    assert html.render(forward) == html.render(backward)


def test_some_small_rounds_are_shown_and_some_are_not() -> None:
    assert {round_of("public", drawn(seed)).shows_zones for seed in SEEDS} == {True, False}
