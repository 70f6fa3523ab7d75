"""How much an export may hold, and which files are turned away before they are opened: other kinds, bombs, floods."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

from openpyxl.utils.cell import range_boundaries

from ros_analysis.survey import Place, Problem, RefusedData

MAX_BYTES = 50 * 2**20
MAX_COLUMNS = 2_000
MAX_ROWS = 20_000
MAX_CELLS = 400_000
"""Of a workbook, as it may unpack to anything; a text holds no more cells than bytes."""

ZIP = b"PK\x03\x04"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
SAVE_AS = "Åpne filen i Excel og velg Lagre som «Excel-arbeidsbok (.xlsx)» eller «CSV UTF-8»."
FOREIGN = {
    b"%PDF": ("Filen er en PDF.", "Be om eksporten som xlsx eller CSV."),
    b"$FL2": ("Filen er SPSS-data (.sav).", "Eksporter som xlsx eller CSV fra undersøkelsesverktøyet."),
    b"<htm": ("Filen er en nettside med navn som et regneark.", SAVE_AS),
    b"<!do": ("Filen er en nettside med navn som et regneark.", SAVE_AS),
    b"<?xm": ("Filen er XML, ikke et regneark.", SAVE_AS),
    b"{\\rt": ("Filen er et RTF-dokument.", SAVE_AS),
}
MAX_UNPACKED = 120 * 2**20
MAX_SIDE_PART = 8 * 2**20
MAX_RATIO = 200
MAX_PARTS = 2_000
PIECE = 2**20
OVERLAP = 400
CELL = re.compile(rb"<(?:\w+:)?c[ >/]")
FORMULA = re.compile(rb"<(?:\w+:)?f[ >/]")
AREA = re.compile(rb"<(?:\w+:)?(?:mergeCell|hyperlink)\s[^>]{0,300}?\bref\s*=\s*[\"']([^\"']{0,60})")
SAYS_WHAT_IT_IS = ("mimetype", "[Content_Types].xml", "_rels/.rels")
WORKBOOK = re.compile(
    rb"officedocument\.spreadsheetml\.(sheet|template)\.main\+xml"
    rb"|ms-excel\.(sheet|template)\.macroEnabled\.main\+xml"
)
STRICT_MARK = b"purl.oclc.org/ooxml/officeDocument/relationships/officeDocument"
STRICT = "Velg Lagre som og «Excel-arbeidsbok (.xlsx)», ikke «Strict Open XML-regneark»."
UNPACK = "Er den en pakket mappe: pakk den ut, og velg filen med svarene. Ellers: eksporter på nytt som xlsx eller CSV."
OTHER_KINDS = {
    b"application/vnd.oasis.opendocument": (
        "Filen er i formatet OpenDocument (.ods), fra LibreOffice eller Google Regneark.",
        "Åpne den der eller i Excel, velg Lagre som og «Excel-arbeidsbok (.xlsx)» eller CSV.",
    ),
    STRICT_MARK: ("Arbeidsboken er lagret som «Strict Open XML».", f"Åpne den i Excel. {STRICT}"),
    b"ms-excel.sheet.binary": ("Filen er en binær arbeidsbok (.xlsb).", SAVE_AS),
    b"wordprocessingml.": ("Filen er et Word-dokument.", "Be om eksporten som xlsx eller CSV."),
    b"Index/Document.iwa": (
        "Filen er fra Apple Numbers.",
        "Åpne den i Numbers, velg Arkiv → Eksporter til → Excel, og velg filen du får.",
    ),
    b"presentationml.": ("Filen er en PowerPoint-presentasjon.", "Be om eksporten som xlsx eller CSV."),
}
ALONE = "Kopier arket med svarene til en ny arbeidsbok, og lagre den som .xlsx."


def refuse(place: Place, message: str, remedy: str, rule: str, **more: str) -> RefusedData:
    """A refusal of one problem, ready to raise."""
    return RefusedData([Problem(place, message, remedy=remedy, rule=rule, **more)])


def read_bytes(path: Path) -> bytes:
    """The bytes of an export, if it is a regular file of at most 50 MB that lies in its folder.

    Raises RefusedData for a link out of the folder, a lock file of Excel, a folder or device, an empty file,
    and a file that is too large.
    """
    place = Place(path.name)
    if path.name.startswith("~$"):
        raise refuse(
            place, "Dette er Excels låsefil, ikke dataene.", "Lukk Excel og velg selve filen.", "lock_file"
        )
    try:
        data = _bytes(path, place)
    except (OSError, ValueError):
        raise refuse(place, "Filen kan ikke åpnes.", "Sjekk filnavn og tilgang.", "no_file") from None
    if not data.strip(b"\x00\r\n\t \xef\xbb\xbf"):
        raise refuse(place, "Filen er tom.", "Eksporter på nytt.", "empty_file")
    return data


def _bytes(path: Path, place: Place) -> bytes:
    if not path.resolve().is_relative_to(path.parent.resolve()):
        raise refuse(
            place, "Filen ligger utenfor mappen.", "Kopier selve filen inn i mappen.", "outside_folder"
        )
    if not path.is_file():
        raise refuse(place, "Filen finnes ikke, eller er ikke en vanlig fil.", "Sjekk filnavnet.", "no_file")
    if path.stat().st_size > MAX_BYTES:
        raise refuse(place, "Filen er over 50 MB.", "Eksporter bare denne undersøkelsen.", "too_large")
    return path.read_bytes()


def is_workbook(data: bytes, path: Path) -> bool:
    """Whether the bytes are an xlsx workbook; text is False; any other format is refused with the way out."""
    place, start = Place(path.name), data[:4].lower()
    if data.startswith(ZIP):
        return True
    if data.startswith(OLE) and ENCRYPTED in data:
        remedy = "Fjern passordet i Excel og lagre på nytt."
        raise refuse(place, "Filen er beskyttet med passord.", remedy, "encrypted")
    if data.startswith(OLE):
        raise refuse(place, "Filen er i det gamle formatet .xls (før 2007).", SAVE_AS, "old_xls")
    for magic, (message, remedy) in FOREIGN.items():
        if start == magic.lower():
            raise refuse(place, message, remedy, "foreign_format")
    if path.suffix.lower() in {".xlsx", ".xlsm", ".xls", ".ods", ".xlsb"}:
        remedy = "Gi filen endelsen .csv, eller åpne den i Excel og lagre som .xlsx."
        raise refuse(place, f"Filen heter {path.suffix}, men er ikke et regneark.", remedy, "not_a_workbook")
    return False


def too_many(place: Place) -> RefusedData:
    allowed = f"{MAX_COLUMNS} kolonner, {MAX_ROWS} rader, i en arbeidsbok {MAX_CELLS} celler"
    remedy = "Eksporter bare denne undersøkelsen, og helst som CSV."
    return refuse(place, "Tabellen er for stor.", remedy, "too_large", allowed=allowed)


def check_archive(archive: zipfile.ZipFile, place: Place) -> bool:
    """Refuse an archive that is no ordinary workbook before it is opened; True if it holds formulas.

    The directory is read first, then every XML part in pieces, since the directory may lie.
    """
    _check_directory(archive.infolist(), place)
    _check_kind(archive, place)
    parts = [part for part in archive.infolist() if part.filename.endswith((".xml", ".rels", ".vml"))]
    counts = [_scan(archive, part, place) for part in parts]
    if sum(cells for cells, _ in counts) > MAX_CELLS:
        raise too_many(place)
    return any(formulas for _, formulas in counts)


def _check_directory(parts: list[zipfile.ZipInfo], place: Place) -> None:
    size = sum(part.file_size for part in parts)
    packed = sum(part.compress_size for part in parts) or 1
    if len(parts) > MAX_PARTS or size > MAX_UNPACKED or (size > 10**7 and size / packed > MAX_RATIO):
        raise refuse(place, "Arbeidsboken er unormalt stor utpakket.", ALONE, "archive_bomb")
    if any(part.file_size > MAX_SIDE_PART for part in parts if _is_side(part.filename)):
        raise refuse(place, "Arbeidsboken har store tillegg (pivottabeller, stiler).", ALONE, "archive_bomb")


def _check_kind(archive: zipfile.ZipFile, place: Place) -> None:
    """Refuse what is no workbook by what its own parts say it is, whatever the file is called."""
    said = b"".join(_start(archive, name) for name in SAYS_WHAT_IT_IS)
    if WORKBOOK.search(said) and STRICT_MARK not in said:
        return
    said += " ".join(archive.namelist()).encode()
    for mark, (message, remedy) in OTHER_KINDS.items():
        if mark in said:
            raise refuse(place, message, remedy, "not_a_workbook")
    raise refuse(place, "Filen er en zip-fil, men ikke en xlsx-arbeidsbok.", UNPACK, "not_a_workbook")


def _start(archive: zipfile.ZipFile, name: str) -> bytes:
    if name not in archive.namelist():
        return b""
    with archive.open(name) as stream:
        return stream.read(PIECE)


def _is_side(name: str) -> bool:
    return name.endswith((".xml", ".rels", ".vml")) and not name.startswith(
        ("xl/worksheets/", "xl/sharedStrings")
    )


def _scan(archive: zipfile.ZipFile, part: zipfile.ZipInfo, place: Place) -> tuple[int, bool]:
    """How many cells an XML part holds, and whether any has a formula."""
    cells, formulas, area, tail = 0, False, 0, b""
    with archive.open(part) as stream:
        while piece := stream.read(PIECE):
            window = tail + piece
            if b"<!" in window.replace(b"<!--", b"").replace(b"<![CDATA[", b"") or b"\x00" in piece:
                raise refuse(place, "Arbeidsboken inneholder forbudt XML.", SAVE_AS, "forbidden_xml")
            cells += len(CELL.findall(piece))
            area += sum(map(_size, AREA.findall(window)))
            formulas = formulas or FORMULA.search(window) is not None
            tail = piece[-OVERLAP:]
            if cells > MAX_CELLS or area > MAX_CELLS:
                raise too_many(place)
    return cells, formulas


def _size(reference: bytes) -> int:
    """How many cells an area such as A1:C3 covers; an unreadable one counts as too many."""
    try:
        left, top, right, bottom = range_boundaries(reference.decode("ascii"))
        return int((right - left + 1) * (bottom - top + 1))
    except (ValueError, TypeError):
        return MAX_CELLS + 1
