"""Who a survey asks: all municipalities of some counties, those on a list, or the units of the body's own file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path

import pandas as pd

from ros_analysis.survey.contract import REGISTER, checked
from ros_analysis.survey.folders import Folders
from ros_analysis.survey.folding import fold
from ros_analysis.survey.models import SettingsError
from ros_analysis.survey.municipalities import COLUMNS, Municipality, Register
from ros_analysis.survey.register_file import Key, RegisterRow, read_each, stop
from ros_analysis.survey.settings import WHO, SurveySettings, read_survey

MEMBERS = "members.csv"
NAMES = ("id", "name")
SIZE = "size"
SUGGESTIONS = 3
EVERY_YEAR = 0


@dataclass(frozen=True)
class Member:
    """One unit: its id and name, its size where one is given, and every other cell by its folded header."""

    id: str
    name: str
    size: int | None
    more: Mapping[str, str]
    row: int


@dataclass(frozen=True, eq=False)
class Members:
    """Those asked in each round of a survey, by the one register that knows them.

    `files`: year (0 for every year without a file of its own) → what members.csv says. `own`: whether they are other
    units than municipalities. Raises SettingsError, when first asked for a year, for a name that is unknown, that
    several bear, or that is listed twice.
    """

    register: Register
    counties: tuple[str, ...] = ()
    listed: tuple[str, ...] = ()
    files: Mapping[int, Sequence[Member]] = field(default_factory=dict)
    own: bool = False
    where: str = "survey.toml"

    @classmethod
    def load(cls, folders: Folders, survey: str) -> Members:
        """Those asked as survey.toml, or members.csv beside it, says; raises SettingsError and RegisterError."""
        return cls.read(folders.survey(survey), Register.load(folders.register(survey)))

    @classmethod
    def read(cls, home: Path, register: Register) -> Members:
        """The same of the survey in `home`, with the municipalities of `register`."""
        asked, files = read_survey(home), dict(_files(home))
        _require_one(asked, files, home)
        if not files:
            return cls(register, asked.in_counties, asked.members, where="survey.toml: members")
        read = {year: _read_members(path) for year, path in files.items()}
        everybody = [member for each in read.values() for member in each]
        if all(
            one.size is None and register.units.get(one.id) in register.bearing(one.name) for one in everybody
        ):
            return cls(register, files=read, where=MEMBERS)
        _require_words(asked, sized=any(one.size is not None for one in everybody))
        return cls(_own_register(everybody), files=read, own=True, where=MEMBERS)

    def of(self, year: int, population_year: int | None = None) -> pd.DataFrame:
        """Those asked in `year` by number, with the population of that year or another (contract.REGISTER)."""
        if not self.own:
            return self.register.with_population(self.numbers(year), population_year or year)
        if population_year:
            raise SettingsError(f"{year}/round.toml: population_year gjelder bare kommuner. Slett linjen.")
        rows = [(one.id, one.name, one.size) for one in self._in_file(year)]
        frame = pd.DataFrame(rows, columns=list(REGISTER.columns)).sort_values("number")
        return checked(frame.astype({"population": "Int64"}), REGISTER, MEMBERS)

    def numbers(self, year: int) -> frozenset[str]:
        """The numbers, or ids, of those asked in `year`."""
        if self.counties:
            return frozenset(one for county in self.counties for one in self.register.in_county(county, year))
        if self.own:
            return frozenset(member.id for member in self._in_file(year))
        listed = [member.id for member in self._in_file(year)] if self.files else self.listed
        return frozenset(self._on_list(listed, year))

    def names(self, year: int) -> dict[str, str]:
        """What each of those asked in `year` is called, by number, in order."""
        if self.own:
            return {one.id: one.name for one in sorted(self._in_file(year), key=lambda one: one.id)}
        return self.register.names(self.numbers(year))

    def was_asked(self, number: str, year: int) -> bool:
        """Whether a municipality of any year is one that is asked in `year`, or is of the counties asked."""
        return number in self.numbers(year) or number.startswith(self.counties)

    def columns(self, year: int) -> pd.DataFrame:
        """What members.csv says beside id, name and size: `number`, and a column for each header, folded (fold).

        Text as it stands there, NA where the cell is empty; no rows where there is no such file, nor for a municipality
        that came of two of whom the file says different things.
        """
        told = self._in_file(year) if self.files else ()
        rows = [{"number": number, **member.more} for member in told for number in self._now(member, year)]
        frame = pd.DataFrame(rows, columns=None if rows else ["number"], dtype="str").drop_duplicates()
        alone = frame[~frame.duplicated("number", keep=False)].reset_index(drop=True)
        return alone.mask(alone == "")

    def _now(self, member: Member, year: int) -> tuple[str, ...]:
        return (member.id,) if self.own else self._meant(member.id, year)

    def _in_file(self, year: int) -> Sequence[Member]:
        found = self.files.get(year, self.files.get(EVERY_YEAR))
        if found is None:
            known = ", ".join(map(str, sorted(self.files)))
            raise SettingsError(
                f"{self.where}: filen finnes ikke, bare for {known}. Legg {MEMBERS} ved survey.toml eller i {year}/."
            )
        return found

    def _on_list(self, listed: Iterable[str], year: int) -> Iterator[str]:
        """The numbers of `year` that the list means; one that has become others means them."""
        said: dict[str, str] = {}
        for text in listed:
            for number in self._meant(text, year):
                if number in said and self.register.units[number] in self._named(text):
                    raise self._wrong(
                        text, f"er {self.register.units[number]}, som også står som «{said[number]}»",
                        "Slett den ene.",
                    )  # fmt: skip
                said[number] = text
                yield number

    def _meant(self, text: str, year: int) -> tuple[str, ...]:
        named = self._named(text)
        if not named:
            raise self._unknown(text, year)
        here = [unit for unit in named if unit.valid(year)]
        if len(here) > 1:
            all_of_them = " eller ".join(
                f"{unit} i {self.register.county_name(unit.number)}" for unit in here
            )
            raise self._wrong(text, f"kan være {all_of_them}", f"Skriv nummeret: «{here[0]}».")
        numbers = {number for unit in here or named for number in self.register.in_year(unit, year)}
        if scattered := [str(unit) for unit in here or named if self._is_scattered(unit, year)]:
            parts = " og ".join(str(self.register.units[number]) for number in sorted(numbers))
            raise self._wrong(
                text, f"ble delt mellom {parts}", f"Skriv dem som er spurt, i stedet for {scattered[0]}."
            )
        if not numbers:
            raise self._wrong(text, f"er ingen kommune i {year}", "Slett den, eller skriv den som gjaldt.")
        return tuple(sorted(numbers))

    def _is_scattered(self, unit: Municipality, year: int) -> bool:
        """Whether a former municipality was divided among others, so that asking them all is not asking it."""
        now = self.register.in_year(unit, year)
        last = unit.valid_to.year if unit.valid_to else year
        return len(now) > 1 and last < year and any(len(self.register.predecessors(n, last)) > 1 for n in now)

    def _named(self, text: str) -> tuple[Municipality, ...]:
        """The municipalities of any year that a number, a name or both say."""
        number, _, name = text.strip().partition(" ")
        unit = self.register.units.get(number)
        if unit is None:
            return self.register.bearing(text)
        return (unit,) if not name or unit in self.register.bearing(name) else ()

    def _unknown(self, text: str, year: int) -> SettingsError:
        names = {fold(unit.name): unit for unit in self.register.units.values() if unit.valid(year)}
        near = get_close_matches(fold(text.strip("0123456789 ")), names, SUGGESTIONS, 0.6)
        meant = " eller ".join(f"«{names[name]}»" for name in near)
        return self._wrong(
            text, "er verken nummeret eller navnet på en kommune",
            f"Mente du {meant}?" if meant else "Skriv kommunenummeret.",
        )  # fmt: skip

    def _wrong(self, text: str, why: str, remedy: str) -> SettingsError:
        return SettingsError(f"{self.where}: «{text}» {why}. {remedy}")


def _files(home: Path) -> Iterator[tuple[int, Path]]:
    """Each members.csv of a survey with the year it is for, 0 for the one beside survey.toml."""
    places = {EVERY_YEAR: home} | {int(path.name): path for path in home.glob("[0-9][0-9][0-9][0-9]")}
    for year, folder in places.items():
        if (folder / MEMBERS).is_file():
            yield year, folder / MEMBERS


def _require_one(asked: SurveySettings, files: Mapping[int, Path], home: Path) -> None:
    said = [key for key in WHO if getattr(asked, key)]
    if said and files:
        file = next(iter(files.values()))
        raise SettingsError(
            f"{home / 'survey.toml'}: {said[0]} sier hvem som er spurt, og det gjør {file} også. Behold én av dem."
        )
    if not said and not files:
        raise SettingsError(
            f"{home / 'survey.toml'}: sier ikke hvem som er spurt. Skriv county_number, counties eller members, eller "
            f"legg filen {MEMBERS} (kolonnene id og name) i samme mappe."
        )


def _require_words(asked: SurveySettings, *, sized: bool) -> None:
    """Raises SettingsError where units that are no municipalities have no name, or their size none."""
    if not any(words.one for words in asked.unit.values()):
        raise SettingsError(
            f"survey.toml: {MEMBERS} har andre enn kommuner. Skriv hva de kalles under [unit.{asked.language}]: one, "
            "many, the, all og whole, for eksempel sykehus, sykehus, sykehuset, sykehusene og regionen."
        )
    if sized and not asked.counted:
        raise SettingsError(
            f"survey.toml: {MEMBERS} har size. Skriv hva den teller, under [unit.{asked.language}], for eksempel "
            'counted = "senger".'
        )


def _read_members(path: Path) -> tuple[Member, ...]:
    """The units of a members.csv; raises RegisterError by row for what can't be read, is double, or lacks a size that
    others have."""
    members = read_each(path, NAMES, _member, _keys)
    lacking = [
        f"rad {one.row}: {SIZE} er tom for «{one.name}». Fyll ut alle, eller ta bort kolonnen."
        for one in members
        if one.size is None
    ]
    if not members:
        stop(path, ["filen har ingen rader. Skriv én rad for hver som er spurt."])
    if len(lacking) < len(members):
        stop(path, lacking)
    return tuple(members)


def _own_register(members: Iterable[Member]) -> Register:
    """The units as a register: each the same by its id in every year, whatever its name, and none become another."""
    names: dict[str, dict[str, None]] = {}
    for one in members:
        names.setdefault(one.id, {})[one.name] = None
    units = {key: Municipality(key, [*own][-1], (*own,), None, None) for key, own in names.items()}
    nobody = pd.DataFrame(columns=COLUMNS["counties.csv"]).set_index("number")
    return Register(units, pd.DataFrame(columns=["year", "number", "population"]), (), nobody, {})


def _member(row: RegisterRow) -> Member:
    size = row.count(SIZE) if row.cells.get(SIZE) else None
    more = {column: cell for column, cell in row.cells.items() if column and column not in (*NAMES, SIZE)}
    return Member(row.word("id"), row.text("name"), size, more, row.number)


def _keys(member: Member) -> Sequence[Key]:
    """Id and name, either of which an answer may be signed with, so that no two share one."""
    return [(said, f"{member.id}, {member.name}") for said in {fold(member.id), fold(member.name)}]
