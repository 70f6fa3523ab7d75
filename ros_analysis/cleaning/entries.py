"""The rows of a table → one municipality's answers each, with every repair and every doubt noted."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cache, cached_property
from zoneinfo import ZoneInfo

from ros_analysis.cleaning.beside import LEVEL_NAMES, listed, read_field, read_own, tell
from ros_analysis.cleaning.entry import AreaAnswer, Basis, Beside, Entry, Origin
from ros_analysis.cleaning.identify import Match, fold_name
from ros_analysis.cleaning.log import AnswerCell, Log, brief, unnamed
from ros_analysis.cleaning.naming import MUNICIPALITY, Excluded, read_municipality
from ros_analysis.cleaning.scale import (
    Absence,
    Absent,
    Graded,
    Reading,
    Refused,
    Value,
    read_level,
    read_result,
    read_step,
)
from ros_analysis.cleaning.vocabulary import Said, word_of
from ros_analysis.exports import PlainTable, Row, kind_of
from ros_analysis.survey import PARTS, ROLES, STEPS, Level

OSLO = ZoneInfo("Europe/Oslo")
NOT_ANSWERED = {"ny", "distribuert", "ikke svart", "ikke besvart", "frafalt", "ikke åpnet", "invitert", "nei"}
PARTLY = {"noen svar", "delvis", "påbegynt", "ikke fullført", "kladd", "partial"}
ABOUT_THE_SCALE = {"off_scale", "unknown_label", "label_disagrees", "result_off_scale"}
NOT_COMPUTED = Refused(
    "formula_zero",
    "formelen viser 0, som ikke er på skalaen; trolig er den aldri regnet ut.",
    "Åpne filen i Excel, la den regne ut formlene, og lagre på nytt.",
)
EPJ_PROBLEMS = {
    "several": (
        "flere fagsystemer i ett svar.",
        'Skriv ett, eller velg several_epj = "first" under [choices].',
    ),
    "ambiguous": ("kortformen kan bety flere ting.", "Skriv fagsystemets fulle navn."),
    "too_early": ("fagsystemet var ikke tatt i bruk da svaret ble gitt.", "Rett svaret sammen med kommunen."),
}


@dataclass
class RowReader:
    """Reads the rows of one table; `said` takes every step answered, for the scale as a whole to be judged by."""

    table: PlainTable
    mapping: Mapping[str, int]
    basis: Basis
    log: Log
    said: list[Said]
    _met: set[str] = field(default_factory=set)

    def entries(self) -> Iterator[Entry | Excluded]:
        """An entry per row with one of those asked; the rest is refused, excluded or no answer at all."""
        says = [i for key, i in self.mapping.items() if key not in ROLES or ROLES[key].says]
        for row in self.table.rows:
            status = self._status(row)
            if not any(row.cells[i] for i in says):
                self.log.fix(self.table.place(row), "", "utelatt", "blank_row")
            elif status == "unanswered":
                self.log.fix(self.table.place(row), self._cell(row, "status").text, "utelatt", "unanswered")
            elif found := self._municipality(row):
                entry = found if isinstance(found, Excluded) else self._entry(row, found, status)
                yield from [entry] if entry else []

    def _municipality(self, row: Row) -> Match | Excluded | None:
        roles = [role for role in MUNICIPALITY if role in self.mapping]
        cells = [self._cell(row, role) for role in roles]
        return read_municipality(cells, self.basis.matcher, self.basis.settings.choices, self._met)

    def _entry(self, row: Row, found: Match, status: str) -> Entry | None:
        answers = tuple(self._area(row, area.number) for area in self.basis.codebook.area)
        moment = self._moment(self._cell(row, "timestamp"))
        entry = Entry(
            self.table.place(row), found.number, found.name, answers, None, _zone(self._cell(row, "zone")), moment,
            self._cell(row, "role").text, found.former,
        )  # fmt: skip
        if entry.zone is None and all(answer.missing == "blank" for answer in answers):
            self.log.fix(entry.place, found.name, "ikke svart", "row_without_answers")
            return None
        if status == "partial" and not entry.complete:
            self.log.warn(entry.place, found.name, "utelatt", "partial_left_out")
            return None
        levels = [answer.level for answer in answers]
        ruled = self.basis.codebook.standard.zone(levels.count("red"), levels.count("yellow"))
        if entry.zone and entry.complete and None not in levels and entry.zone != ruled:
            self._cell(row, "zone").warn(f"regelen gir {LEVEL_NAMES[ruled]}", "zone_differs")
        epj = self._epj(self._cell(row, "epj"), moment)
        own = tuple(read_own(self._cell(row, f"own.{column.name}"), column) for column in self.basis.own)
        cells = ((key, self._cell(row, key)) for key in self.mapping)
        origins = tuple(Origin(key, unnamed(cell.text), brief(cell.place)) for key, cell in cells)
        return replace(entry, epj=epj, beside=tuple(self._beside(row)), own=own, cells=origins)

    def _beside(self, row: Row) -> Iterator[Beside]:
        """The fields that are filled in."""
        book = self.basis.codebook
        for name, asked in book.asked.items():
            for area in (0,) if asked.once else (area.number for area in book.area):
                key = name if asked.once else f"{name}.{area}"
                if value := read_field(self._cell(row, key), name, book):
                    yield Beside(area, name, value)

    def _area(self, row: Row, number: int) -> AreaAnswer:
        book = self.basis.codebook
        read = {part: self._reading(row, part, number) for part in PARTS}
        values = {part: one.value if isinstance(one, Value) else None for part, one in read.items()}
        given = read["result"]
        level = given.level if isinstance(given, Graded) else None
        likelihood, consequence, result = (values[p] for p in ("likelihood", "consequence", "result"))
        if likelihood and consequence:
            values["result"] = book.result(likelihood, consequence)
            computed = book.level(likelihood, consequence)
            if (said := result or level) and said not in (values["result"], computed):
                after = f"{values['result']} ({LEVEL_NAMES[computed]})"
                self._cell(row, f"result.{number}").warn(after, "result_recomputed")
            return AreaAnswer(tuple(values.values()), computed)
        if result and len(levels := self._results[result]) == 1:
            (level,) = levels
        return AreaAnswer(
            tuple(values.values()), level, "" if result or level else _why_missing(read.values())
        )

    def _reading(self, row: Row, part: str, number: int) -> Reading:
        if (key := f"{part}.{number}") not in self.mapping:
            return Absent("blank")
        cell, book = self._cell(row, key), self.basis.codebook
        computed = part == "result" and all(f"{step}.{number}" in self.mapping for step in STEPS)
        reading = self._read(part, cell.text)
        if kind_of(cell.text) == "formula":
            reading = Absent("blank", "formula_zero") if computed else NOT_COMPUTED
        if not computed and isinstance(reading, Value | Refused):
            self.said.append(Said(part, word_of(reading, cell.text), reading, cell.text, brief(cell.place)))
        tell(cell, reading, self._allowed[part], book.where(part) if reading.rule in ABOUT_THE_SCALE else "")
        return reading

    @cached_property
    def _read(self) -> Callable[[str, str], Reading]:
        """What a text says of a part; each is read once, as it stands in many rows."""
        book, results, codes = self.basis.codebook, self._results.keys(), self.table.missing_codes

        @cache
        def read(part: str, text: str) -> Reading:
            steps = book.steps(part)
            return read_step(text, steps, codes) if steps else read_result(text, results, codes)

        return read

    @cached_property
    def _results(self) -> Mapping[int, frozenset[Level]]:
        return self.basis.codebook.results

    @cached_property
    def _allowed(self) -> dict[str, str]:
        results = ", ".join([*map(str, sorted(self._results)), *LEVEL_NAMES.values()])
        return {part: listed(self.basis.codebook.steps(part)) or results for part in PARTS}

    def _epj(self, cell: AnswerCell, moment: datetime | None) -> str | None:
        settings = self.basis.settings
        on = moment.date() if moment else settings.deadline or date(settings.year, 12, 31)
        reading = self.basis.systems.read(cell.text, on)
        if reading.how == "several" and settings.choices.several_epj == "first":
            cell.warn(reading.candidates[0], "epj_first_of_several")
            return reading.candidates[0]
        if reading.how in EPJ_PROBLEMS:
            message, remedy = EPJ_PROBLEMS[reading.how]
            cell.refuse(
                f"epj_{reading.how}", message, allowed=" eller ".join(reading.candidates), remedy=remedy
            )
        elif reading.how == "unknown":
            cell.warn(reading.system or "", "epj_unknown")
        elif reading.system and reading.system != cell.text:
            cell.fix(reading.system, "epj_alias")
        return reading.system

    def _moment(self, cell: AnswerCell) -> datetime | None:
        try:
            moment = datetime.fromisoformat(cell.text)
        except ValueError:  # blank, or already refused by the reader of times
            return None
        if moment.tzinfo is not None:
            moment = moment.astimezone(OSLO).replace(tzinfo=None)
            cell.fix(moment.isoformat(" "), "local_time")
        if (deadline := self.basis.settings.deadline) and moment.date() > deadline:
            cell.warn("tatt med", "after_deadline")
        return moment

    def _status(self, row: Row) -> str:
        said = fold_name(self._cell(row, "status").text)
        if said in NOT_ANSWERED:
            return "unanswered"
        return "partial" if said in PARTLY else row.status

    def _cell(self, row: Row, key: str) -> AnswerCell:
        """The cell of a role, or of a part and an area; a blank one where no column is mapped."""
        if key not in self.mapping:
            return AnswerCell("", self.table.place(row), self.log)
        index = self.mapping[key]
        place = self.table.place(row, self.table.columns[index])
        return AnswerCell(row.cells[index], place, self.log)


def _zone(cell: AnswerCell) -> Level | None:
    found = read_level(cell.text)
    if isinstance(found, Refused):
        tell(cell, found, ", ".join(LEVEL_NAMES.values()))
    return found.level if isinstance(found, Graded) else None


def _why_missing(readings: Iterable[Reading]) -> Absence:
    """Why an area has no result: «ikke aktuelt» before «vet ikke» before blank."""
    said = {reading.why for reading in readings if isinstance(reading, Absent)}
    order: tuple[Absence, ...] = ("not_applicable", "unknown", "blank")
    return next((why for why in order if why in said), "blank")
