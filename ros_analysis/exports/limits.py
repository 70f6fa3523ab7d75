"""How much an export may hold, and which kinds of file are turned away before they are opened."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

from ros_analysis.problems import Place, Problem, RefusedData

MAX_BYTES = 50 * 2**20
MAX_UNPACKED = 120 * 2**20
MAX_RATIO = 200
MAX_PARTS = 2_000
MAX_COLUMNS = 2_000
MAX_ROWS = 50_000
MAX_CELLS = 400_000

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


def refuse(place: Place, message: str, remedy: str, rule: str, **more: str) -> RefusedData:
    """A refusal of one problem, ready to raise."""
    return RefusedData([Problem(place, message, remedy=remedy, rule=rule, **more)])


def read_bytes(path: Path, within: Path | None = None) -> bytes:
    """The bytes of an export, if it is a regular file of at most 50 MB that lies in its folder.

    Raises RefusedData for a link out of `within` (default: the file's own folder), a lock file of Excel, a
    folder or device, an empty file, and a file that is too large.
    """
    place = Place(path.name)
    if path.name.startswith("~$"):
        raise refuse(
            place, "Dette er Excels låsefil, ikke dataene.", "Lukk Excel og velg selve filen.", "lock_file"
        )
    home = (within or path.parent).resolve()
    if not path.resolve().is_relative_to(home):
        raise refuse(
            place, "Filen ligger utenfor mappen.", "Kopier selve filen inn i mappen.", "outside_folder"
        )
    if not path.is_file():
        raise refuse(place, "Filen finnes ikke, eller er ikke en vanlig fil.", "Sjekk filnavnet.", "no_file")
    if path.stat().st_size > MAX_BYTES:
        raise refuse(place, "Filen er over 50 MB.", "Eksporter bare denne undersøkelsen.", "too_large")
    data = path.read_bytes()
    if not data.strip(b"\x00\r\n\t \xef\xbb\xbf"):
        raise refuse(place, "Filen er tom.", "Eksporter på nytt.", "empty_file")
    return data


def is_workbook(data: bytes, path: Path) -> bool:
    """Whether the bytes are an xlsx workbook; text is False; any other format is refused with the way out."""
    place = Place(path.name)
    if data.startswith(OLE):
        raise _old_office(data, place)
    if data.startswith(ZIP):
        return True
    start = data[:4].lower()
    for magic, (message, remedy) in FOREIGN.items():
        if start == magic.lower():
            raise refuse(place, message, remedy, "foreign_format")
    if path.suffix.lower() in {".xlsx", ".xlsm", ".xls", ".ods", ".xlsb"}:
        remedy = "Gi filen endelsen .csv, eller åpne den i Excel og lagre som .xlsx."
        raise refuse(place, f"Filen heter {path.suffix}, men er ikke et regneark.", remedy, "not_a_workbook")
    return False


def _old_office(data: bytes, place: Place) -> RefusedData:
    if ENCRYPTED in data:
        return refuse(
            place, "Filen er beskyttet med passord.", "Fjern passordet i Excel og lagre på nytt.", "encrypted"
        )
    return refuse(place, "Filen er i det gamle formatet .xls (før 2007).", SAVE_AS, "old_xls")


def check_archive(archive: zipfile.ZipFile, place: Place) -> None:
    """Refuse an xlsx that unpacks to more than it should, before anything is unpacked.

    Sizes in the directory may lie; `count_cells` reads the parts themselves, with the same limit.
    """
    parts = archive.infolist()
    size = sum(part.file_size for part in parts)
    packed = sum(part.compress_size for part in parts) or 1
    if len(parts) > MAX_PARTS or size > MAX_UNPACKED or (size > 10**7 and size / packed > MAX_RATIO):
        raise refuse(place, "Arbeidsboken er unormalt stor utpakket.", SAVE_AS, "archive_bomb")
    names = {part.filename for part in parts}
    if "xl/workbook.xml" not in names:
        raise refuse(place, "Filen er en zip-fil, men ikke en xlsx-arbeidsbok.", SAVE_AS, "not_a_workbook")


def scan_parts(archive: zipfile.ZipFile, place: Place) -> bool:
    """Read every XML part in pieces: refuse too many cells or a document type; True if there are formulas."""
    cells, formulas, unpacked = 0, False, 0
    for part in archive.infolist():
        if not part.filename.endswith((".xml", ".rels")):
            continue
        tail = b""
        with archive.open(part) as stream:
            while piece := stream.read(2**20):
                unpacked += len(piece)
                window = tail + piece
                if b"<!DOCTYPE" in window or b"<!ENTITY" in window or b"\x00" in piece:
                    raise refuse(place, "Arbeidsboken inneholder forbudt XML.", SAVE_AS, "forbidden_xml")
                cells += len(re.findall(rb"<(?:\w+:)?c[ >/]", piece))
                formulas = formulas or re.search(rb"<(?:\w+:)?f[ >/]", window) is not None
                if unpacked > MAX_UNPACKED or cells > MAX_CELLS:
                    raise too_many(place)
                tail = piece[-16:]
    return formulas


def too_many(place: Place) -> RefusedData:
    allowed = f"{MAX_COLUMNS} kolonner, {MAX_ROWS} rader, {MAX_CELLS} celler"
    return refuse(
        place, "Tabellen er for stor.", "Eksporter bare denne undersøkelsen.", "too_large", allowed=allowed
    )
