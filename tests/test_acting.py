"""Page one says who must act and on what, and how sure the findings are, to somebody who reads no statistics."""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd
import pytest
from made_up_measures import SURVEY, with_measures
from test_wording import MOVES, RELATED, a_finding

from ros_analysis import Round, tables, text
from ros_analysis.analysis.findings import AreaTest, Effect, Finding, Interval, verdict
from ros_analysis.report import wording
from ros_analysis.report.blocks import Blocks, Bullets, Paragraph
from ros_analysis.report.exhibits import Table
from ros_analysis.report.text.opening import MOST, _standing_out
from ros_analysis.survey.language import NBSP, Words

GERICA = Effect(name="stands_out", value=2.1, group="Gerica")
AREA = AreaTest(area=3, factor="epj", n=23, p_adjusted=0.004, effect=GERICA)
CASES = [
    a_finding(**RELATED),
    a_finding("epj", **RELATED | {"interval": None}),
    a_finding("change", **RELATED, groups=MOVES),
    a_finding("areas", **RELATED | {"interval": None}, areas=(AREA,)),
    a_finding("epj", p=0.03, midp=0.02, p_holm=0.09),
    a_finding(p=0.01, midp=0.01, p_holm=0.02, interval=Interval(low=-0.2, high=0.1)),
    a_finding(p=0.051, midp=0.049, p_holm=0.1),
    a_finding(),
    a_finding("change", groups=MOVES),
    a_finding(smallest_p=0.2),
]  # fmt: skip
STATISTICS = re.compile(
    r"\bp\b|mid-p|Somers|\bKI\b|\bCI\b|Holm|justering|adjust|\d,\d|\d\.\d|interval|skår|score"
)


def plainly(finding: Finding, language: str = "nb") -> str:
    judged = finding.but(verdict=verdict(finding))
    return wording.finding(judged, Words(language).plain(), {3: "3 Dagtid"}).replace(NBSP, " ")


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
@pytest.mark.parametrize("finding", CASES, ids=lambda one: f"{one.question}-{verdict(one)}")
def test_a_plain_sentence_has_no_figure_of_statistics(finding: Finding, language: str) -> None:
    said = plainly(finding, language)
    assert STATISTICS.findall(said) == []
    assert "(" not in said.replace("(EPJ)", "")
    assert not re.search(r" [.,]|  |\{", said)


@pytest.mark.parametrize(
    ("finding", "sentence"),
    [
        (CASES[0], "Risikoen henger sammen med kommunestørrelse i de 23 kommunene som svarte. Av to kommuner har den "
                   "minste oftest høyest risiko. Undersøkelsen viser ikke årsaken."),
        (CASES[3], "Risikoen henger sammen med fagsystem (EPJ) på enkelte områder i de 23 kommunene som svarte. Det "
                   "gjelder 3 Dagtid. Undersøkelsen viser ikke årsaken."),
        (CASES[4], "Tallene kan tyde på en sammenheng med fagsystem (EPJ), men funnet er usikkert: det holder ikke når "
                   "vi tar hensyn til at vi har stilt tre spørsmål."),
        (CASES[5], "Tallene kan tyde på en sammenheng med kommunestørrelse, men funnet er usikkert: usikkerheten er "
                   "for stor."),
        (CASES[6], "Grensetilfelle: konklusjonen om kommunestørrelse avhenger av beregningsmåten."),
        (CASES[7], "Vi fant ingen sikker sammenheng med kommunestørrelse. Det betyr ikke at det ikke er noen: med 23 "
                   "svar ville vi bare ha oppdaget en sterk sammenheng."),
        (CASES[9], "Kommunestørrelse kan ikke testes med disse tallene."),
    ],
)  # fmt: skip
def test_the_plain_sentence_gives_the_verdict_of_the_full_one(finding: Finding, sentence: str) -> None:
    assert plainly(finding) == sentence


def items(block: Blocks) -> list[str]:
    (said,) = [one for one in block.items if isinstance(one, Bullets)]
    return list(said.items)


def test_those_who_must_act_are_named_in_the_order_of_the_table_as_many_as_page_one_holds() -> None:
    this = Round(SURVEY, 2018, "internal")
    said, table = items(text.must_act(this)), tables.follow_up(this, None)
    assert isinstance(table, Table)
    assert [item.split(":")[0] for item in said[:-1]] == [f"**{row[0]}" for row in table.rows[:MOST]]
    assert len(table.rows) == 13
    assert said[-1] == "og 5 til, se [@follow-up]."


def test_the_worst_areas_come_first_and_the_others_are_counted() -> None:
    this = Round(SURVEY, 2020, "internal")
    by_hand = this.answers.merge(this.zones[["number", "name"]])
    for item in items(text.must_act(this)):
        name, areas = re.fullmatch(r"\*\*(.+):\*\* (.+)\.", item).groups()  # type: ignore[union-attr]
        own = by_hand[(by_hand["name"] == name) & (by_hand["level"] == "red")].set_index("area")["result"]
        first, second, rest = areas.split("; ")
        named = [int(area.split()[0]) for area in (first, second)]
        assert list(own[named]) == sorted(own, reverse=True)[:2]
        assert rest == ("ett rødt til" if len(own) == 3 else f"{len(own) - 2} røde til")


def test_the_first_deadline_of_a_red_area_stands_by_the_name(tmp_path: Path) -> None:
    this = Round(SURVEY, 2020, "internal", folders=with_measures(tmp_path / "data"))
    due = this.follow_up[this.follow_up["field"] == "due"].merge(
        this.answers[this.answers["level"] == "red"], on=["number", "area"]
    )
    dated = dict(due.merge(this.zones[["number", "name"]]).groupby("name")["value"].min())
    said = {item.split(":")[0].strip("*"): item for item in items(text.must_act(this))}
    assert {name for name, item in said.items() if "Første frist er" in item} == dated.keys() & said.keys()
    assert dated.keys() & said.keys()
    for name, day in dated.items():
        assert name not in said or said[name].endswith(
            f"Første frist er {this.words.date(pd.Timestamp(day).date())}."
        )


def test_the_public_edition_names_areas_only_where_it_shows_them() -> None:
    this = Round(SURVEY, 2020, "public")
    assert text.must_act(this) == Blocks()
    said = text.most_red(this)
    assert isinstance(said, Paragraph)
    red = this.answers[this.answers["level"] == "red"].groupby("area").size()
    named = [int(number) for number in re.findall(r"(?:\*\* |; )(\d) ", said.text)]
    assert set(named) == set(red[red >= sorted(red)[-2]].index)
    assert text.most_red(Round("more-og-romsdal", 2020, "public")) == Blocks(public=True)


@pytest.mark.parametrize("edition", ["internal", "public"])
def test_where_too_many_areas_are_alike_it_is_said_how_many(edition: str) -> None:
    """Five of the areas have five red answers each, as table 6 shows."""
    said = text.most_red(Round(SURVEY, 2024, edition))
    assert isinstance(said, Paragraph)
    assert said.text.replace(NBSP, " ") == "**Flest røde svar:** fem områder har like mange (5 kommuner)."


@pytest.mark.parametrize(
    ("counts", "named"),
    [
        ([], 0),
        ([3], 1),
        ([5, 4, 1], 2),
        ([5, 4, 4, 1], 3),
        ([5, 4, 4, 4], 1),
        ([2, 2, 2, 2], 0),
        ([4, 4, 4], 3),
    ],
)
def test_areas_that_are_too_many_to_stand_out_are_not_named(counts: list[int], named: int) -> None:
    assert len(_standing_out(pd.Series(counts, dtype=int))) == named
