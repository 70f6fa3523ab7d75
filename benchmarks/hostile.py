"""Files made to hurt a reader: bombs, floods and lies, each written to a folder."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

from openpyxl import Workbook

SHEET = "xl/worksheets/sheet1.xml"
ROW = '<row r="{r}"><c r="A{r}"><v>1</v></c></row>'
NAMESPACE = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
LAUGHS = "".join(f'<!ENTITY l{i} "{f"&l{i - 1};" * 10}">' for i in range(1, 10))


def workbook(sheet: str | None = None, parts: dict[str, bytes] | None = None) -> bytes:
    """A small workbook whose sheet, or other parts, are replaced."""
    book, plain, out = Workbook(), io.BytesIO(), io.BytesIO()
    book.active.append(["Kommune", "Sannsynlighet", "Konsekvens"])
    book.active.append(["Fjordvik", 2, 4])
    book.save(plain)
    replaced = {**(parts or {}), **({SHEET: sheet.encode()} if sheet else {})}
    with zipfile.ZipFile(plain) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            target.writestr(name, replaced.pop(name, source.read(name)))
        for name, data in replaced.items():
            target.writestr(name, data)
    return out.getvalue()


def worksheet(rows: str, after: str = "") -> str:
    return f"<worksheet {NAMESPACE}><sheetData>{rows}</sheetData>{after}</worksheet>"


def lying_directory() -> bytes:
    """A workbook whose directory says that a part of 300 MB is 100 bytes."""
    data = workbook(worksheet(ROW.format(r=1) + " " * (300 * 2**20)))
    at = data.rindex(SHEET.encode()) - 46
    return data[: at + 24] + (100).to_bytes(4, "little") + data[at + 28 :]


FILES: dict[str, Callable[[], bytes]] = {
    "51_mb.csv": lambda: b"Kommune;R1\n" + b"Fjordvik;4\n" * (51 * 2**20 // 11),
    "45_mb_rows.csv": lambda: b"Kommune;R1\n" + b"Fjordvik;4\n" * (45 * 2**20 // 11),
    "45_mb_one_line.csv": lambda: b"a" * (45 * 2**20),
    "45_mb_quotes.csv": lambda: b'"' * (45 * 2**20 + 1),
    "45_mb_open_quote.csv": lambda: b'Kommune;R1\n"' + b"Fjordvik;4\n" * (45 * 2**20 // 11),
    "45_mb_windows.csv": lambda: b"Kommune;R1\n" + "Ålvik;4\n".encode("cp1252") * (45 * 2**20 // 8),
    "100_000_columns.csv": lambda: (
        b";".join(b"R%d" % i for i in range(100_000)) + b"\n" + b"4;" * 99_999 + b"4\n"
    ),
    "6_000_000_cells.csv": lambda: (
        (b";".join(b"Q%d" % i for i in range(300)) + b"\n") + (b"4;" * 299 + b"4\n") * 20_000
    ),
    "25_000_000_cells.csv": lambda: (
        (b";".join(b"Q%d" % i for i in range(2_000)) + b"\n") + (b"4;" * 1_999 + b"4\n") * 12_500
    ),
    "one_long_line.csv": lambda: b";".join(b"Q%d" % i for i in range(2_000)) + b"\n" + b"4\n" * 20_000,
    "long_cells.csv": lambda: (
        b"Kommune;Navn\n" + b"\n".join(b"kontakt" * 8000 + b";" + b"a." * 50_000 for _ in range(200))
    ),
    "bomb.xlsx": lambda: workbook(worksheet(ROW.format(r=1) + " " * (300 * 2**20))),
    "lying_directory.xlsx": lying_directory,
    "entities.xlsx": lambda: workbook(f"<!DOCTYPE x [<!ENTITY l0 'ha'>{LAUGHS}]>" + worksheet("&l9;")),
    "deep.xlsx": lambda: workbook(worksheet("<a>" * 1_000_000 + "</a>" * 1_000_000)),
    "many_cells.xlsx": lambda: workbook(worksheet("".join(ROW.format(r=r) for r in range(1, 900_000)))),
    "300_000_cells.xlsx": lambda: workbook(
        worksheet("".join(f'<row r="{r}">{"<c><v>4</v></c>" * 300}</row>' for r in range(1, 1001)))
    ),
    "far_cell.xlsx": lambda: workbook(
        worksheet(ROW.format(r=1) + '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')
    ),
    "merged.xlsx": lambda: workbook(
        worksheet(ROW.format(r=1), '<mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells>')
    ),
    "linked.xlsx": lambda: workbook(
        worksheet(ROW.format(r=1), '<hyperlinks><hyperlink ref="A1:XFD1048576" location="A1"/></hyperlinks>')
    ),
    "styles.xlsx": lambda: workbook(
        parts={
            "xl/styles.xml": f"<styleSheet {NAMESPACE}><cellXfs>{'<xf/>' * 5_000_000}</cellXfs></styleSheet>".encode()
        }
    ),
}


def write_all(folder: Path) -> list[Path]:
    """Every hostile file, written to `folder`."""
    for name, make in FILES.items():
        (folder / name).write_bytes(make())
    return [folder / name for name in FILES]
