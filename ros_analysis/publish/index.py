"""The page that leads to every report below a folder, made from the finished files alone."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from html import unescape
from itertools import groupby
from pathlib import Path

from ros_analysis.publish.builds import records_in
from ros_analysis.publish.provenance import read_manifest
from ros_analysis.publish.templates import page_from
from ros_analysis.survey import LEVELS, Level, Words

INDEX, FIGURES = "index.html", "figures.csv"
KINDS = {".html": "HTML", ".pdf": "PDF", ".docx": "Word", ".xlsx": "Excel", ".csv": "CSV"}
TITLE = re.compile(r"<title>(?:INTERN: )?(.*?)</title>", re.DOTALL)
MARKS = re.compile(r'<p class="marks">(.*?)</p>', re.DOTALL)


@dataclass(frozen=True)
class IndexedReport:
    """One finished report: where it lies below the folder, its title, and its zones where the public may see them."""

    survey: str
    year: int
    edition: str
    language: str
    place: str
    title: str
    synthetic: bool
    files: Mapping[str, str]
    """What kind each file is, by its name."""
    zones: Mapping[Level, int]

    @property
    def name(self) -> str:
        """The title without its year: what the survey is called, and whose it is."""
        return self.title.replace(f" {self.year}", "", 1)


def write_index(out: Path, states: Mapping[str, str] | None = None) -> Path:
    """index.html in `out`, over the reports that lie there now; the same bytes for the same reports.

    `states`: what is to be said of a report by its place below `out`, as that its round was refused; a report that is
    said something of need not be there. Zones are those that a public edition prints.
    """
    words = Words("nb")
    found = sorted(
        _entries(out), key=lambda one: (one.survey, -one.year, one.edition != "public", one.language)
    )
    surveys = [(name, list(entries)) for name, entries in groupby(found, key=lambda one: one.survey)]
    rows = {name: _years(entries) for name, entries in surveys}
    said = dict(sorted((states or {}).items()))
    absent = {place: why for place, why in said.items() if place not in {one.place for one in found}}
    page = page_from("index.html.j2", surveys=rows, levels=LEVELS, states=said, absent=absent, words=words)
    place = out / INDEX
    if not place.is_file() or place.read_text("utf-8") != page:
        whole = place.with_name(f".{INDEX}.{uuid.uuid4().hex[:12]}")
        whole.write_text(page, "utf-8")
        whole.replace(place)
    return place


def _years(entries: list[IndexedReport]) -> list[tuple[int, Mapping[Level, int], list[IndexedReport]]]:
    """Each year with the zones that a public edition prints of it, and its reports."""
    years = [(year, list(own)) for year, own in groupby(entries, key=lambda one: one.year)]
    return [(year, next((one.zones for one in own if one.zones), {}), own) for year, own in years]


def _entries(out: Path) -> Iterator[IndexedReport]:
    for path in [*out.glob("*/*/manifest.json"), *out.glob("*/*/*/manifest.json")]:
        folder = path.parent
        below = folder.relative_to(out)
        manifest = read_manifest(folder)
        if manifest is None or any(part.startswith(".") for part in below.parts):
            continue
        asked = manifest["parameters"]
        # What is lost of one report must not hide the others.
        there = [name for name in manifest["outputs"] if (folder / name).is_file()]
        page = next(((folder / name).read_text("utf-8") for name in there if name.endswith(".html")), "")
        title, marks = TITLE.search(page), MARKS.search(page)
        yield IndexedReport(
            survey=asked["survey"],
            year=asked["survey_year"],
            edition=asked["edition"],
            language=asked["language"],
            place=below.as_posix(),
            title=unescape(title[1]) if title else below.as_posix(),
            synthetic=Words(asked["language"] or "nb")("mark.synthetic") in (marks[1] if marks else ""),
            files=_files(there),
            zones=_zones(folder / FIGURES, asked["survey_year"])
            if asked["edition"] == "public" and FIGURES in there
            else {},
        )


def _files(names: Iterable[str]) -> Mapping[str, str]:
    kinds = {name: Path(name).suffix for name in names}
    return {name: KINDS[kind] for kind in KINDS for name, own in kinds.items() if own == kind}


def _zones(figures: Path, year: int) -> Mapping[Level, int]:
    """The year's zones as the report's first figure has them; none where they are not shown."""
    rows = map(dict, records_in(figures).get("zones-over-rounds", []))
    now = {row["zone"]: int(row["count"]) for row in rows if row["year"] == str(year)}
    return {level: now[level] for level in LEVELS if level in now}
