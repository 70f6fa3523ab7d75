"""A CSV file of the register as rows of text: any usual delimiter, and each doubt refused by row, with its remedy."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TypeVar

from ros_analysis.survey.folding import fold
from ros_analysis.survey.models import SettingsError

Read = TypeVar("Read")
Key = tuple[Hashable, str]

BOMS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
DELIMITERS = (",", ";", "\t")
HEADER_WITHIN = 10
SHOWN = 20
SCRAMBLED = re.compile("\ufffd|\x00|[ÃÂ][\u0080-\u00bf†…˜‡ˆ‰Š¦¸¥]")
THOUSANDS = re.compile(r"[0-9]{1,3}(?:[\s.,'’][0-9]{3})+")
RESAVE = "Lagre den som «CSV UTF-8»."


class RegisterError(SettingsError):
    """The register lacks what a round needs; the text says which file, what is there and what to add."""


class _Wrong(Exception):
    """A row that can't be read; the text is the line without the file's name."""


@dataclass(frozen=True)
class RegisterRow:
    """One row by the file's own count (from 1), its cells by column."""

    number: int
    cells: Mapping[str, str]

    def text(self, column: str) -> str:
        """The cell, which may not be empty."""
        if not self.cells[column]:
            raise self._wrong(column, "er tom", "Fyll inn verdien.")
        return self.cells[column]

    def word(self, column: str) -> str:
        """The cell as what a unit goes by: 1 to 40 signs without space."""
        if not re.fullmatch(r"\S{1,40}", self.cells[column]):
            raise self._wrong(column, "er tom, lang eller har mellomrom", "Skriv 1–40 tegn uten mellomrom.")
        return self.cells[column]

    def code(self, column: str, width: int) -> str:
        """A number of `width` digits, a leading zero that Excel took put back."""
        found = re.fullmatch(rf"([0-9]{{{width - 1},{width}}})(\.0)?", self.cells[column])
        if not found:
            raise self._wrong(column, f"er ikke et nummer på {width} sifre", "Rett nummeret.")
        return found[1].zfill(width)

    def year(self, column: str) -> int:
        found = re.fullmatch(r"((?:19|20)[0-9]{2})(\.0)?", self.cells[column])
        if not found:
            raise self._wrong(column, "er ikke et år", "Skriv fire sifre.")
        return int(found[1])

    def count(self, column: str) -> int:
        """A whole number above 0, written with digits alone: «26.000» may be 26."""
        text = self.cells[column]
        if re.fullmatch(r"[0-9]+", text) and int(text):
            return int(text)
        plain = re.sub(r"[^0-9]", "", text)
        meant = f"Skriv {plain} hvis det er det som står der." if THOUSANDS.fullmatch(text) else ""
        remedy = meant or "Skriv bare sifre, eller slett raden hvis tallet ikke finnes."
        raise self._wrong(column, "er ikke et helt tall over 0", remedy)

    def day(self, column: str) -> date | None:
        """A date, None where the cell is empty."""
        text = self.cells[column]
        try:
            return datetime.strptime(text, "%Y-%m-%d").date() if text else None
        except ValueError:
            raise self._wrong(column, "er ikke en dato", "Skriv datoen som 2019-12-31.") from None

    def one_of(self, column: str, allowed: Sequence[str]) -> str:
        if self.cells[column] not in allowed:
            raise self._wrong(column, "er ukjent", f"Skriv {' eller '.join(allowed)}.")
        return self.cells[column]

    def _wrong(self, column: str, why: str, remedy: str) -> _Wrong:
        return _Wrong(f"rad {self.number}: {column} «{self.cells[column]}» {why}. {remedy}")


def read_each(
    path: Path,
    columns: Sequence[str],
    read: Callable[[RegisterRow], Read],
    keys: Callable[[Read], Iterable[Key]],
) -> list[Read]:
    """What `read` makes of each row of the file at `path`.

    `keys` are what no other row may have, each with what the row says. Raises RegisterError with every row that can't
    be read, else with every one that says again what another does.
    """
    made, faults = [], []
    for row in _rows(path, columns):
        try:
            made.append((row.number, read(row)))
        except _Wrong as wrong:
            faults.append(str(wrong))
    stop(path, faults)
    stop(path, list(_twice((number, key) for number, one in made for key in keys(one))))
    return [one for _, one in made]


def _twice(keys: Iterable[tuple[int, Key]]) -> Iterator[str]:
    first: dict[Hashable, tuple[int, str]] = {}
    for number, (key, said) in keys:
        if key in first:
            before, other = first[key]
            yield f"rad {number}: «{said}» står også i rad {before}: «{other}». Slett den som er feil."
        first.setdefault(key, (number, said))


def stop(path: Path, faults: Sequence[str]) -> None:
    """Raises RegisterError with a line for each fault, if there is any."""
    more = [f"… og {len(faults) - SHOWN} til."] if len(faults) > SHOWN else []
    if faults:
        raise RegisterError("\n".join(f"{path}: {fault}" for fault in [*faults[:SHOWN], *more]))


def _rows(path: Path, columns: Sequence[str]) -> list[RegisterRow]:
    """The rows below the header, which names `columns` in any order; raises RegisterError."""
    if not path.exists():
        raise RegisterError(f"{path}: filen mangler. Den skal ha kolonnene {', '.join(columns)}.")
    text, first = _without_hint(_decoded(path))
    delimiter = next((d for d in DELIMITERS if _is_header(_first(text, d), columns)), "")
    if not delimiter:
        raise RegisterError(f"{path}: {_no_header(text, columns)}")
    (first, head), *records = _records(path, text, delimiter, first)
    head = [fold(name) for name in head]
    twice = sorted({name for name in head if name and head.count(name) > 1})
    made, faults = [], [f"rad {first}: kolonnen {name} står to ganger. Slett den ene." for name in twice]
    for number, cells in records:
        if any(cells[len(head) :]):
            shown = " | ".join(cells)
            faults.append(
                f"rad {number}: {len(cells)} verdier under {len(head)} kolonner: «{shown}». Skriv tall uten "
                "tusenskille, og sett en verdi med skilletegn i anførselstegn."
            )
        padded = [*cells, *[""] * len(head)]
        made.append(RegisterRow(number, dict(zip(head, padded, strict=False))))
    stop(path, faults)
    return made


def _first(text: str, delimiter: str) -> list[str]:
    """The cells of the first line that holds any, as `delimiter` cuts it; none where its quotes don't fit that."""
    try:
        lines = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
        return next((line for line in lines if any(line)), [])
    except csv.Error:
        return []


def _is_header(cells: Sequence[str], columns: Sequence[str]) -> bool:
    names = [fold(cell) for cell in cells]
    return all(names.count(column) == 1 for column in columns)


def _records(path: Path, text: str, delimiter: str, first: int) -> list[tuple[int, list[str]]]:
    """Each line that holds anything, numbered as a spreadsheet would."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    lines: list[tuple[int, list[str]]] = []
    try:
        for line in reader:
            lines.append((first + len(lines), [" ".join(cell.split()) for cell in line]))
    except csv.Error:
        number = first + len(lines)
        raise RegisterError(f"{path}: rad {number}: anførselstegnene går ikke opp. Rett dem.") from None
    return [(number, cells) for number, cells in lines if any(cells)]


def _no_header(text: str, columns: Sequence[str]) -> str:
    wanted = ",".join(columns)
    for number, line in enumerate(text.splitlines()[:HEADER_WITHIN], 1):
        if set(columns) <= set(re.split("[,;\t]", fold(line.replace('"', "")))):
            return f"overskriften {wanted} står i rad {number}. Slett radene over, og kolonner som står to ganger."
    head = next(iter(text.splitlines()), "")
    names = {fold(name.strip('" ')) for name in re.split("[,;\t]", head)}
    lacking = ", ".join(column for column in columns if column not in names)
    return f"mangler kolonnene {lacking}. Rad 1 er «{head[:80]}». Den skal være {wanted}."


def _without_hint(text: str) -> tuple[str, int]:
    """The text without Excel's own first line «sep=;», and the number of its first line."""
    hint = re.match(r'"?sep=."?\r?\n', text, re.IGNORECASE)
    return (text[hint.end() :], 2) if hint else (text, 1)


def _decoded(path: Path) -> str:
    """The text by its byte order mark, else as UTF-8: another encoding is never guessed at."""
    data = path.read_bytes()
    if data.startswith(b"PK\x03\x04"):
        raise RegisterError(f"{path}: filen er en arbeidsbok, ikke CSV. {RESAVE}")
    encoding = next((name for bom, name in BOMS.items() if data.startswith(bom)), "utf-8")
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        number = data.count(b"\n", 0, error.start) + 1
        line = data.splitlines()[number - 1].decode("cp1252", "replace")
        raise RegisterError(
            f"{path}: rad {number}: filen er ikke UTF-8. Raden er «{line[:80]}». {RESAVE}"
        ) from None
    stop(path, list(_scrambled(text)))
    return text


def _scrambled(text: str) -> Iterator[str]:
    for number, line in enumerate(text.split("\n"), 1):
        if SCRAMBLED.search(line):
            shown = line.replace("\x00", "").strip()[:80]
            yield f"rad {number}: «{shown}» er lest eller lagret i feil tegnsett. Hent filen på nytt. {RESAVE}"
