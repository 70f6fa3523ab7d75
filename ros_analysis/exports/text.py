"""The bytes of a CSV, TSV or TXT export → lines of cells: which encoding, which delimiter."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

from charset_normalizer import from_bytes
from openpyxl.utils.cell import column_index_from_string

from ros_analysis.exports.limits import MAX_CELLS, MAX_COLUMNS, MAX_ROWS, refuse, too_many
from ros_analysis.exports.plain import CONTROL, Grid, PlainTable, Row, stripped
from ros_analysis.survey import Place, Problem, Repair

BOMS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
DELIMITERS = (";", ",", "\t", "|")
SUFFIXES = {",": ("csv",), "\t": ("tsv", "tab"), "": ("csv", "txt")}
LONG_SUFFIX = 5
NAMES = {";": "semikolon", ",": "komma", "\t": "tabulator", "|": "loddrett strek", "": "ingen"}
NORTHERN = frozenset(
    "æøåÆØÅéèêëáàâäãíìîïóòôöõúùûüýñçšžðþÉÈÁÀÄÖÜÓŠŽ«»–—‘’‚“”„…•§°²³½¼¾€£´`·±×÷©®™µ¤¨\u00a0\u00ad"
)
SEPARATOR_LINE = re.compile(r'"?sep=([^\r\n]?)"?[ \t]*(?:\r\n|\r|\n|\Z)', re.IGNORECASE)
LOST = "Tegnet � betyr at bokstaver gikk tapt da filen ble lagret."
EXPORT = "Eksporter på nytt fra undersøkelsesverktøyet som «CSV UTF-8» eller xlsx."
RESAVE = "Åpne filen i Excel og lagre som «CSV UTF-8»."
SCRAMBLED = re.compile(r"[ÃÂâ][^\s\w]|[ÃÂâ][\u0080-\u00ff…†‡ˆ‰Š‹Œ‘’“”•–—˜™š›œž]")
OLD_ENCODINGS = {
    "mac_roman": (
        " Filen ser ut til å være lagret på en Mac (MacRoman).",
        "Åpne den i Excel på Mac, velg Lagre som og «CSV UTF-8» eller «Excel-arbeidsbok (.xlsx)».",
    ),
    "cp865": (
        " Filen ser ut til å være lagret i et gammelt DOS-format (CSV for MS-DOS).",
        "Åpne regnearket som den kom fra, velg Lagre som og «CSV UTF-8» eller «Excel-arbeidsbok (.xlsx)».",
    ),
}
LETTER_OR_SIGN = re.compile(r"[^\x00-\x7f]")
INSIDE_A_WORD = re.compile(r"[a-zæøå][¾¿®¯][a-zæøå]", re.IGNORECASE)
"""What «æ» and «ø» of an old Mac look like as cp1252."""
LINE = re.compile(r"[^\r\n]*+(?:\r\n?|\n)|[^\r\n]++")


def read_text(data: bytes, file: str) -> Grid:
    """A text export as a grid of stripped cells; raises RefusedData where bytes or quoting can't be trusted."""
    place = Place(file)
    text, encoding = decode(data, place)
    text, controls = CONTROL.subn(" ", text)
    text, hint, first = _separator_line(text, place)
    delimiter = hint or find_delimiter(text)
    lines = tuple(_lines(text, delimiter, place, first))
    notes = _notes(place, encoding, delimiter, controls)
    return Grid(file, lines, encoding=encoding, delimiter=delimiter, repairs=tuple(notes))


def name_of_delimiter(delimiter: str) -> str:
    """A delimiter in words, or the sign itself."""
    return NAMES.get(delimiter, f"tegnet {delimiter}")


def decode(data: bytes, place: Place) -> tuple[str, str]:
    """Text and encoding: by byte order mark, else UTF-8, UTF-16 or cp1252, each strictly."""
    encoding = (
        next((name for bom, name in BOMS.items() if data.startswith(bom)), "") or _by_nulls(data) or "utf-8"
    )
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        if encoding != "utf-8":
            raise _undecodable(data, error.start, place) from None
        text, encoding = _windows(data, error.start, place), "cp1252"
    if "\x00" in text:
        offset = text.index("\x00")
        raise refuse(place, f"Filen inneholder nullbyte (tegn {offset}).", RESAVE, "null_byte")
    return text.removeprefix("\ufeff"), encoding


def _by_nulls(data: bytes) -> str:
    """UTF-16 without a byte order mark: every other byte of Latin text is zero."""
    sample = data[:2000]
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if odd > len(sample) // 4:
        return "utf-16-le"
    return "utf-16-be" if even > len(sample) // 4 else ""


def _windows(data: bytes, start: int, place: Place) -> str:
    """cp1252, if every sign beyond ASCII is one that Norwegian text uses."""
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError as error:
        raise _undecodable(data, error.start, place) from None
    strange = [text.index(sign) for sign in set(text) - NORTHERN if sign > "\x7f"]
    strange += [found.start() + 1 for found in [INSIDE_A_WORD.search(text)] if found]
    if strange:
        raise _undecodable(data, min(strange), place)
    return text


def _undecodable(data: bytes, offset: int, place: Place) -> Exception:
    line = len(re.findall(rb"\r\n|\r|\n", data[:offset])) + 1
    message = f"Bokstavene kan ikke leses: byte {offset} på linje {line} er verken UTF-8 eller Windows-1252."
    likely, remedy = _likely(data, offset)
    return refuse(Place(place.file, row=line), message + likely, remedy, "unknown_encoding")


def _likely(data: bytes, offset: int) -> tuple[str, str]:
    """What the encoding may be, and how the file becomes readable."""
    for encoding, (said, remedy) in OLD_ENCODINGS.items():
        if set(LETTER_OR_SIGN.findall(data.decode(encoding))) <= set("æøåÆØÅéèêòóôüöäÉ«»–—’“”…"):
            return said, remedy
    guess = from_bytes(data[max(0, offset - 20_000) : offset + 20_000]).best()
    return (f" De ligner {guess.encoding}." if guess else ""), RESAVE


def _separator_line(text: str, place: Place) -> tuple[str, str, int]:
    """Excel's own hint «sep=;» taken off the first line: the rest, the sign, and which line the rest begins on."""
    found = SEPARATOR_LINE.match(text)
    if not found:
        return text, "", 1
    if found[1].isalnum() or found[1] in ("'", '"'):
        message = f"Første linje sier at «{found[1]}» skiller kolonnene, men det tegnet kan stå i svarene."
        remedy = "Slett linjen «sep=…», eller eksporter på nytt med semikolon."
        raise refuse(replace(place, row=1), message, remedy, "separator_unusable")
    return text[found.end() :], found[1], 2


def find_delimiter(text: str) -> str:
    """The delimiter that cuts the first 200 records most evenly, the header among them; «» if none cuts at all."""
    scores = {delimiter: _evenness(text, delimiter) for delimiter in DELIMITERS}
    best = max(DELIMITERS, key=lambda delimiter: scores[delimiter])
    return best if scores[best][2] > 1 else ""


def _evenness(text: str, delimiter: str) -> tuple[bool, float, int]:
    widths: list[int] = []
    try:
        for record in islice(_records(text, delimiter), 200):
            widths += [len(record)] if any(cell.strip() for cell in record) else []
    except csv.Error:
        return False, 0.0, 0
    wide = Counter(width for width in widths if width > 1)
    if not wide:
        return False, 0.0, 0
    width, count = max(wide.items(), key=lambda item: (item[1], item[0]))
    return widths[0] == width and count > len(widths) / 2, round(count / len(widths), 1), width


def _records(text: str, delimiter: str) -> Iterator[list[str]]:
    lines = (
        found[0] for found in LINE.finditer(text)
    )  # io.StringIO would hold it all again, four bytes a sign
    return csv.reader(lines, delimiter=delimiter or ";", strict=True)


class _Strips(dict[str, str]):
    """Each text stripped, once: an answer that comes again takes no more room."""

    def __missing__(self, text: str) -> str:
        return self.setdefault(text, stripped(text))


def _lines(text: str, delimiter: str, place: Place, first: int) -> Iterator[Row]:
    """Each record as a line, numbered as a spreadsheet would number it.

    A table has no more cells than its text has bytes, unless lines are of very different lengths, which is refused.
    """
    strips, number, widest = _Strips(), first - 1, 0
    try:
        for number, record in enumerate(_records(text, delimiter), first):
            widest = max(widest, len(record))
            if number - first > MAX_ROWS or widest > MAX_COLUMNS:
                raise too_many(place)
            if widest * (number - first) > max(MAX_CELLS, len(text)):
                message = f"Radene er for ulikt lange, den lengste på {widest} celler."
                raise refuse(place, message, "Sjekk skilletegn og anførselstegn i filen.", "too_large")
            yield Row(number, tuple(map(strips.__getitem__, record)))
    except csv.Error as error:
        where = Place(place.file, row=number + 1)
        if "field larger" in str(error):
            raise refuse(
                where, "En celle er for lang.", "Sjekk at dette er eksporten av svarene.", "too_large"
            ) from None
        remedy = "Rett anførselstegnene i raden, eller eksporter på nytt som xlsx."
        raise refuse(where, "Anførselstegnene går ikke opp.", remedy, "broken_quoting") from None


def _notes(place: Place, encoding: str, delimiter: str, controls: int) -> Iterator[Repair]:
    if encoding != "utf-8":
        yield Repair(
            place, encoding, "utf-8", "byte_order_mark" if encoding == "utf-8-sig" else "other_encoding"
        )
    suffix = place.file.lower().rpartition(".")[2]
    if suffix not in SUFFIXES.get(delimiter, ()):
        ending = f".{suffix}" if len(suffix) < LONG_SUFFIX else ""
        yield Repair(place, ending, name_of_delimiter(delimiter), "delimiter_found")
    if controls:
        yield Repair(place, f"kontrolltegn: {controls}", "mellomrom", "control_signs")


def mended(grid: Grid) -> Grid:
    """The grid with text that was once read in the wrong encoding turned back, where that is exact."""
    lines = (
        replace(line, cells=tuple(map(unscrambled, line.cells)))
        if SCRAMBLED.search("\n".join(line.cells))
        else line
        for line in grid.lines
    )
    return replace(grid, lines=tuple(lines))


def unscrambled(text: str) -> str:
    """«Ã˜rsta» → «Ørsta»: UTF-8 once read as cp1252 or latin-1, if it reverses exactly; else the text itself."""
    for encoding in ("cp1252", "latin-1") if SCRAMBLED.search(text) else ():
        try:
            return text.encode(encoding).decode("utf-8")
        except UnicodeError:
            continue
    return text


def mending(grid: Grid, whole: Grid, table: PlainTable) -> Iterator[Repair]:
    """What `mended` changed from `grid` to `whole`, in the columns that are kept."""
    columns = [(one, column_index_from_string(one.letter) - 1) for one in table.columns if not one.personal]
    pairs = zip(grid.lines, whole.lines, strict=True)
    for line in (before for before, after in pairs if before is not after):
        for column, at in columns:
            before = line.cells[at] if at < len(line.cells) else ""
            if (after := unscrambled(before)) != before:
                place = replace(table.place(column=column), row=line.number)
                yield Repair(place, before, after, "mojibake", "warning")


def lost_signs(table: PlainTable) -> Iterator[Problem]:
    """Headers and cells with U+FFFD, where the letter that stood there is gone."""
    for column in table.columns:
        if "\ufffd" in column.header:
            yield Problem(table.place(column=column), LOST, remedy=EXPORT, rule="lost_signs")
    for row in (row for row in table.rows if "\ufffd" in "".join(row.cells)):
        for column, cell in zip(table.columns, row.cells, strict=True):
            if "\ufffd" in cell:
                yield Problem(table.place(row, column), LOST, cell, remedy=EXPORT, rule="lost_signs")
