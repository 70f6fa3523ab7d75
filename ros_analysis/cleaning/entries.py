"""One row of a table → one municipality's answers, with every repair and every doubt noted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from ros_analysis.cleaning.areas import AreaAnswer, AreaReader
from ros_analysis.cleaning.identify import Match, fold_name
from ros_analysis.cleaning.log import Log
from ros_analysis.cleaning.mapping import Mapping
from ros_analysis.cleaning.naming import Excluded, MunicipalityReader
from ros_analysis.cleaning.scale import Absent, Graded, read_level
from ros_analysis.exports import PlainTable, Row
from ros_analysis.survey import EpjSystems, Level, Place, RoundSettings

OSLO = ZoneInfo("Europe/Oslo")
NOT_ANSWERED = {"ny", "distribuert", "ikke svart", "ikke besvart", "frafalt", "ikke åpnet", "invitert", "nei"}
PARTLY = {"noen svar", "delvis", "påbegynt", "ikke fullført", "kladd", "partial"}


@dataclass(frozen=True)
class Entry:
    """What one row says: the municipality, its answers by area in the codebook's order, and the circumstances."""

    place: Place
    number: str
    name: str
    answers: tuple[AreaAnswer, ...]
    epj: str | None = None
    zone: Level | None = None
    answered_at: datetime | None = None
    role: str = ""
    former: str = ""

    @property
    def complete(self) -> bool:
        return not any(answer.missing for answer in self.answers)

    @property
    def content(self) -> tuple[object, ...]:
        """What makes two rows the same answer."""
        return (self.number, self.answers, self.epj, self.zone)


@dataclass
class RowReader:
    """Reads the rows of one table."""

    table: PlainTable
    mapping: Mapping
    municipalities: MunicipalityReader
    areas: AreaReader
    systems: EpjSystems
    settings: RoundSettings
    log: Log

    def entries(self) -> Iterator[Entry | Excluded]:
        """An entry per row with a municipality of the county; the rest is refused, excluded or no answer at all."""
        for row in self.table.rows:
            if not any(row.cells[index] for index in self.mapping.asked):
                self.log.fix(self.table.place(row), "", "utelatt", "blank_row")
                continue
            status = self._status(row)
            if status == "unanswered":
                self.log.fix(self.table.place(row), self._cell(row, "status"), "utelatt", "unanswered")
                continue
            municipality = self.municipalities.read(row)
            if isinstance(municipality, Excluded):
                yield municipality
            elif municipality is not None and (entry := self._entry(row, *municipality, status)) is not None:
                yield entry

    def _entry(self, row: Row, found: Match, former: str, status: str) -> Entry | None:
        answers = self.areas.read(row)
        moment = self._moment(row)
        entry = Entry(
            self.table.place(row), found.number, found.name, answers, None, self._zone(row), moment,
            self._cell(row, "role"), former,
        )  # fmt: skip
        if entry.zone is None and all(answer.missing == "blank" for answer in answers):
            self.log.fix(entry.place, found.name, "ikke svart", "row_without_answers")
            return None
        if status == "partial" and not entry.complete:
            self.log.warn(entry.place, found.name, "utelatt", "partial_left_out")
            return None
        return replace(entry, epj=self._epj(row, moment))

    def _epj(self, row: Row, moment: datetime | None) -> str | None:
        if "epj" not in self.mapping.single:
            return None
        text = self._cell(row, "epj")
        place = self._place(row, "epj")
        on = moment.date() if moment else self.settings.deadline or date(self.settings.year, 12, 31)
        reading = self.systems.read(text, on)
        names = " eller ".join(reading.candidates)
        if reading.how == "several" and self.settings.choices.several_epj == "first":
            self.log.warn(place, text, reading.candidates[0], "epj_first_of_several")
            return reading.candidates[0]
        if reading.how in EPJ_PROBLEMS:
            message, remedy = EPJ_PROBLEMS[reading.how]
            self.log.refuse(place, f"epj_{reading.how}", message, value=text, allowed=names, remedy=remedy)
        elif reading.how == "unknown":
            self.log.warn(place, text, reading.system or "", "epj_unknown")
        elif reading.system and reading.system != text:
            self.log.fix(place, text, reading.system, "epj_alias")
        return reading.system

    def _zone(self, row: Row) -> Level | None:
        if "zone" not in self.mapping.single:
            return None
        found = read_level(self._cell(row, "zone"))
        if isinstance(found, Graded):
            return found.level
        if not isinstance(found, Absent):
            self.log.refuse(
                self._place(row, "zone"), found.rule, found.message, value=self._cell(row, "zone"),
                allowed="grønn, gul, rød", remedy=found.remedy,
            )  # fmt: skip
        return None

    def _moment(self, row: Row) -> datetime | None:
        text = self._cell(row, "timestamp")
        try:
            moment = datetime.fromisoformat(text)
        except ValueError:  # blank, or already refused by the reader of times
            return None
        if moment.tzinfo is not None:
            moment = moment.astimezone(OSLO).replace(tzinfo=None)
            self.log.fix(self._place(row, "timestamp"), text, moment.isoformat(" "), "local_time")
        if self.settings.deadline and moment.date() > self.settings.deadline:
            self.log.warn(self._place(row, "timestamp"), text, "tatt med", "after_deadline")
        return moment

    def _status(self, row: Row) -> str:
        said = fold_name(self._cell(row, "status"))
        if said in NOT_ANSWERED:
            return "unanswered"
        return "partial" if said in PARTLY else row.status

    def _cell(self, row: Row, role: str) -> str:
        return row.cells[self.mapping.single[role]] if role in self.mapping.single else ""

    def _place(self, row: Row, role: str) -> Place:
        return self.table.place(row, self.table.columns[self.mapping.single[role]])


EPJ_PROBLEMS = {
    "several": (
        "flere fagsystemer i ett svar.",
        'Skriv ett, eller velg several_epj = "first" under [choices].',
    ),
    "ambiguous": ("kortformen kan bety flere ting.", "Skriv fagsystemets fulle navn."),
    "too_early": ("fagsystemet var ikke tatt i bruk da svaret ble gitt.", "Rett svaret sammen med kommunen."),
}


def in_order(entries: Sequence[Entry]) -> list[Entry]:
    """Entries by time of answer, those without a time first."""
    return sorted(entries, key=lambda entry: entry.answered_at or datetime.min)
