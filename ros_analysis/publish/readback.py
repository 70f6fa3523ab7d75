"""A finished public report read back, file by file, as its readers will meet it."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from itertools import product
from pathlib import Path
from typing import Any
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import nbformat
import page
import pikepdf
import pypdfium2  # type: ignore[import-untyped]
from bs4 import BeautifulSoup
from openpyxl.reader.excel import load_workbook

from ros_analysis.publish.document import INTERN
from ros_analysis.publish.elements import parts
from ros_analysis.report import Figure, Shown, Table
from ros_analysis.survey import LOCALES, NBSP, PLACEHOLDER, Words, whole_percent

NUMBER = re.compile(r"\d+(?:[.,]\d+)?")
GROUPED = re.compile(rf"(?<=\d)[{NBSP}\u202f](?=\d{{3}}(?!\d))")
INTERNAL = (INTERN.strip(), *(Words(language)("mark.internal").replace(NBSP, " ") for language in LOCALES))
STANDARDS = ("pdf-ua-1", "pdf-a-2a")
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
WORD_PART, SAID = re.compile(r"word/\w+\.xml"), (f"{W}t", f"{W}tab", f"{W}br")
FURNITURE = re.compile(r"\b(?:Tabell|Figur|Table|Figure|Side|Page)\s\d+(?:\s(?:av|of)\s\d+)?")
"""Numbers of tables, figures and pages."""
MISREAD = b"\r\nendstream"
"""A PDF stream's last byte and the line end after it, which together look like another line end."""
FOR_MACHINES = (".csv", ".ipynb", ".json")
TOLD = 5


def faults(report: Path, names: Iterable[str], own_texts: Iterable[str]) -> Iterator[str]:
    """What makes the public `report` unfit to be published, one line each; none where nothing does.

    `names` are of members, none of whom may be named but in the body's `own_texts`.
    """
    texts, own = _texts(report), "\n".join(own_texts)
    if unread := sorted({path.name for path in report.iterdir()} - texts.keys()):
        yield f"{_few(unread)}: kan ikke leses igjen"
    yield from _unaccounted(report, texts)
    secret = [name for name in names if not _named(name, own)]
    for file, text in texts.items():
        if told := sorted(name for name in secret if _named(name, text)):
            yield f"{file}: navngir {_few(told)}"
        if mark := next((mark for mark in INTERNAL if mark in text.replace(NBSP, " ")), ""):
            yield f"{file}: er merket «{mark}»"
        if not file.endswith(FOR_MACHINES) and (found := PLACEHOLDER.search(text)):
            yield f"{file}: «{found[1]}» er ikke fylt ut"
    pdf = next(report.glob("*.pdf"))
    for standard in STANDARDS:
        if not validated(pdf.read_bytes(), standard).is_compliant:
            yield f"{pdf.name}: følger ikke {standard}"
    yield from _dead_links(next(report.glob("*.html")))


def _texts(report: Path) -> Mapping[str, str]:
    """What a person reads in each file, by its name."""
    found: dict[str, str] = {}
    for path in sorted(report.iterdir()):
        match path.suffix:
            case ".html":
                found[path.name] = _of_page(path)
            case ".pdf":
                with pypdfium2.PdfDocument(path) as pages:
                    found[path.name] = "\n".join(each.get_textpage().get_text_range() for each in pages)
            case ".docx":
                found[path.name] = _of_word(path)
            case ".xlsx":
                rows = (row for sheet in load_workbook(path) for row in sheet)
                found[path.name] = "\n".join("\t".join(map(_of_cell, row)) for row in rows)
            case ".csv" | ".ipynb" | ".json":
                found[path.name] = path.read_text("utf-8")
    return found


def _of_page(path: Path) -> str:
    html = BeautifulSoup(path.read_text("utf-8"), "html.parser")
    for apart in html(["style", "svg"]):
        apart.decompose()
    return html.get_text(" ")


def _of_cell(cell: Any) -> str:
    is_percent = cell.number_format.endswith("%") and isinstance(cell.value, int | float)
    return f"{cell.value * 100:g} %" if is_percent else "" if cell.value is None else str(cell.value)


def _of_word(path: Path) -> str:
    """Every paragraph of every part: also those in margins, notes, text boxes and what is made to write in."""
    with zipfile.ZipFile(path) as word:
        parts = [ElementTree.fromstring(word.read(name)) for name in word.namelist() if WORD_PART.match(name)]
    return "\n".join(_of_paragraph(each) for part in parts for each in part.iter(f"{W}p"))


def _of_paragraph(paragraph: Element) -> str:
    pieces = (
        each.text or "" if each.tag == f"{W}t" else " " for each in paragraph.iter() if each.tag in SAID
    )
    return "".join(pieces)


def _unaccounted(report: Path, texts: Mapping[str, str]) -> Iterator[str]:
    """Numbers that stand in a file for readers and neither in figures.csv, as they are or as whole percent of one
    another, nor in a sentence of the archived notebook."""
    lines = list(csv.DictReader(io.StringIO(texts["figures.csv"])))
    behind = _numbers(" ".join(line["value"] for line in lines))
    whole = {int(number) for number in behind if number.isdigit()}
    percents = {str(whole_percent(k, n)) for k, n in product(whole, whole) if 0 < k <= n}
    notebook = nbformat.read(report / "notebook.ipynb", as_version=4)
    said = _numbers(" ".join(_said(part.content) for part in parts(notebook)))
    known = {_plain(number) for number in behind | percents | said}
    for file, text in texts.items():
        if file.endswith(FOR_MACHINES):
            continue
        if odd := sorted(number for number in _numbers(text) if not _is_known(number, known)):
            yield f"{file}: {_few(odd)} står ikke i figures.csv"


def _said(block: object) -> str:
    """A sentence as it stands; of a table or figure what stands around its numbers."""
    match block:
        case Table(caption=caption, note=note, source=source):
            heads = (column.heading for column in block.columns)
            names = (cell.text for row in block.cells for cell in row[: block.row_headers])
            return " ".join(
                [str(caption), str(note), source, *heads, *names, *(column.group for column in block.columns)]
            )
        case Figure(caption=caption, note=note, source=source):
            return " ".join([str(caption), str(note), source])
        case tuple():
            return " ".join(map(str, block))
        case _:
            assert isinstance(block, Shown)
            return block.plain()


def _numbers(text: str) -> set[str]:
    return set(NUMBER.findall(FURNITURE.sub("", GROUPED.sub("", text))))


def _plain(number: str) -> str:
    return number.replace(",", ".")


def _is_known(number: str, known: Iterable[str]) -> bool:
    """Whether one of the `known` is `number`, or becomes it when rounded."""
    printed = _plain(number)
    half = 0.5 * 10 ** -len(printed.partition(".")[2]) + 1e-9
    return printed in known or any(abs(float(one) - float(printed)) <= half for one in known)


def _named(name: str, text: str) -> bool:
    """Whether `name` stands there, also broken over two lines, or ending in a bracket: «Bø (Telemark)»."""
    parts = r"\s+".join(map(re.escape, name.split()))
    return bool(re.search(rf"(?<!\w){parts}(?!\w)", text))


def validated(pdf: bytes, profile: str) -> Any:
    """What page-validation says of `pdf`, packed so that it can count."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return page.validate_pdf_bytes(packed(opened) if MISREAD in pdf else pdf, profile=profile)


def packed(pdf: pikepdf.Pdf) -> bytes:
    """`pdf` as bytes; where deflated data would end in a carriage return, a line end is added to it.

    Without, such a stream is valid (veraPDF agrees), but page-validation 0.11 counts its length one short.
    """
    for item in pdf.objects:
        if isinstance(item, pikepdf.Stream) and item.read_raw_bytes().endswith(b"\r"):
            item.write(item.read_bytes() + b"\n")
    for linearize in (False, True):
        out = io.BytesIO()
        mode = pikepdf.ObjectStreamMode.generate
        pdf.save(out, deterministic_id=True, object_stream_mode=mode, linearize=linearize)
        if MISREAD not in out.getvalue():
            break
    return out.getvalue()


def _dead_links(path: Path) -> Iterator[str]:
    html = BeautifulSoup(path.read_text("utf-8"), "html.parser")
    places = {str(tag["id"]) for tag in html.select("[id]")}
    inside = {str(link["href"])[1:] for link in html.select('a[href^="#"]')}
    if dead := sorted(inside - places):
        yield f"{path.name}: lenker til {_few(dead)}, som ikke finnes"


def _few(items: list[str]) -> str:
    more = f" og {len(items) - TOLD} til" if len(items) > TOLD else ""
    return f"{', '.join(items[:TOLD])}{more}"
