"""The cells of one row → one answer per area: likelihood, consequence, and the result the respondent gave."""

from __future__ import annotations

from dataclasses import dataclass, field

from ros_analysis.cleaning.log import Log, brief
from ros_analysis.cleaning.mapping import PARTS, Mapping
from ros_analysis.cleaning.scale import Absence, Absent, Graded, Refused, Value, read_result, read_step
from ros_analysis.cleaning.vocabulary import Said, word_of
from ros_analysis.exports import PlainTable, Row
from ros_analysis.survey import Area, Codebook, Level, Step

Reading = Value | Graded | Absent | Refused
NOT_COMPUTED = Refused(
    "formula_zero",
    "formelen viser 0, som ikke er på skalaen; trolig er den aldri regnet ut.",
    "Åpne filen i Excel, la den regne ut formlene, og lagre på nytt.",
)
LEVEL_NAMES: dict[Level, str] = {"green": "grønn", "yellow": "gul", "red": "rød"}


@dataclass(frozen=True)
class AreaAnswer:
    """One area's answer; `missing` says why no result is known (contract.MISSING), «» when one is."""

    likelihood: int | None = None
    consequence: int | None = None
    result: int | None = None
    level: Level | None = None
    missing: str = ""

    @property
    def badness(self) -> tuple[int, int, int]:
        """Orders answers from the best known to the worst; a missing one before all."""
        rank = {"green": 1, "yellow": 2, "red": 3}.get(self.level or "", 0)
        return rank, self.result or 0, self.consequence or 0


@dataclass
class AreaReader:
    """Reads all areas of a row of one table."""

    table: PlainTable
    mapping: Mapping
    codebook: Codebook
    log: Log
    said: list[Said] = field(default_factory=list)
    """Every step answered, for the scale as a whole to be judged by."""

    def read(self, row: Row) -> tuple[AreaAnswer, ...]:
        """One answer per area of the codebook, in its order."""
        return tuple(self._area(row, area) for area in self.codebook.area)

    def _area(self, row: Row, area: Area) -> AreaAnswer:
        read = {part: self._cell(row, part, area.number) for part in PARTS}
        likelihood, consequence, given = (read[part] for part in PARTS)
        if isinstance(likelihood, Value) and isinstance(consequence, Value):
            return self._computed(row, area, likelihood.value, consequence.value, given)
        if isinstance(given, Value):
            levels = self._levels(given.value)
            return AreaAnswer(_of(likelihood), _of(consequence), given.value, levels)
        if isinstance(given, Graded):
            return AreaAnswer(_of(likelihood), _of(consequence), None, given.level)
        return AreaAnswer(_of(likelihood), _of(consequence), missing=_why(*read.values()))

    def _cell(self, row: Row, part: str, number: int) -> Reading | None:
        index = self.mapping.area(part, number)
        if index is None:
            return None
        text, is_date, codes = row.cells[index], row.kinds[index] == "date", self.table.missing_codes
        reading: Reading
        if row.kinds[index] == "formula":
            reading = self._zero(part, number)
        elif part == "result":
            reading = read_result(text, self._products, is_date=is_date, missing_codes=codes)
        else:
            reading = read_step(text, self._steps(part), is_date=is_date, missing_codes=codes)
        self._note(row, index, part, text, reading)
        return reading

    def _zero(self, part: str, number: int) -> Reading:
        """A formula that shows 0, of nothing answered or never computed, which no scale has."""
        factors = [self.mapping.area(factor, number) for factor in PARTS if factor != "result"]
        return Absent("blank", "formula_zero") if part == "result" and None not in factors else NOT_COMPUTED

    def _note(self, row: Row, index: int, part: str, text: str, reading: Reading) -> None:
        place = self.table.place(row, self.table.columns[index])
        if part != "result" and isinstance(reading, Value | Refused):
            self.said.append(Said(part, word_of(reading, text), reading, text, brief(place)))
        if isinstance(reading, Refused):
            self.log.refuse(
                place,
                reading.rule,
                reading.message,
                value=text,
                allowed=self._allowed(part),
                remedy=reading.remedy,
            )
        elif isinstance(reading, Value) and reading.rule:
            self.log.fix(place, text, str(reading.value), reading.rule)
        elif isinstance(reading, Graded):
            self.log.fix(place, text, LEVEL_NAMES[reading.level], "level_in_words")
        elif isinstance(reading, Absent) and reading.rule == "formula_zero":
            self.log.warn(place, text, "ikke lest", reading.rule)
        elif isinstance(reading, Absent) and reading.rule:
            self.log.fix(place, text, "ikke svart", reading.rule)

    def _computed(
        self, row: Row, area: Area, likelihood: int, consequence: int, given: Reading | None
    ) -> AreaAnswer:
        result, level = likelihood * consequence, self.codebook.level(likelihood, consequence)
        said = given.value if isinstance(given, Value) else given.level if isinstance(given, Graded) else None
        if said is not None and said not in (result, level):
            index = self.mapping.areas["result"][area.number]
            place = self.table.place(row, self.table.columns[index])
            self.log.warn(place, row.cells[index], f"{result} ({LEVEL_NAMES[level]})", "result_recomputed")
        return AreaAnswer(likelihood, consequence, result, level)

    def _levels(self, result: int) -> Level | None:
        """The level of a result, where every way to get it as a product has the same."""
        found = {
            self.codebook.level(a.value, b.value)
            for a in self.codebook.likelihood
            for b in self.codebook.consequence
            if a.value * b.value == result
        }
        return found.pop() if len(found) == 1 else None

    @property
    def _products(self) -> set[int]:
        return {a.value * b.value for a in self.codebook.likelihood for b in self.codebook.consequence}

    def _steps(self, part: str) -> tuple[Step, ...]:
        return self.codebook.likelihood if part == "likelihood" else self.codebook.consequence

    def _allowed(self, part: str) -> str:
        if part == "result":
            return f"{', '.join(map(str, sorted(self._products)))}, grønn, gul, rød"
        return ", ".join(f"{step.value} {step.label.nb}" for step in self._steps(part))


def _of(reading: Reading | None) -> int | None:
    return reading.value if isinstance(reading, Value) else None


def _why(*readings: Reading | None) -> Absence:
    """Why an area has no result: «ikke aktuelt» before «vet ikke» before blank."""
    said = {reading.why for reading in readings if isinstance(reading, Absent)}
    order: tuple[Absence, ...] = ("not_applicable", "unknown", "blank")
    return next((why for why in order if why in said), "blank")
