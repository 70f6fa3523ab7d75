"""How much an export may hold, and which kinds of file are turned away before they are opened."""

from __future__ import annotations

from pathlib import Path

from ros_analysis.survey import Place, Problem, RefusedData

MAX_BYTES = 50 * 2**20
MAX_COLUMNS = 2_000
MAX_ROWS = 20_000
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


def too_many(place: Place) -> RefusedData:
    allowed = f"{MAX_COLUMNS} kolonner, {MAX_ROWS} rader, {MAX_CELLS} celler"
    return refuse(
        place, "Tabellen er for stor.", "Eksporter bare denne undersøkelsen.", "too_large", allowed=allowed
    )
