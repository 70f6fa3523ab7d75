"""Every byte of a public folder as text: file names, pages, drawings, metadata, and what is packed inside."""

from __future__ import annotations

import base64
import csv
import html
import io
import json
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote_to_bytes

import pikepdf
import pypdfium2  # type: ignore[import-untyped]
from bs4 import BeautifulSoup

DATA_URI = re.compile(rb"data:[\w/+.;=-]*?(;base64)?,([A-Za-z0-9+/=%_.~-]+)")


def everything(folder: Path) -> str:
    """All of it in one text, to search for what must not be there."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    names = [str(path.relative_to(folder)) for path in files]
    return "\n".join([*names, *(text for path in files for text in _unpacked(path.name, path.read_bytes()))])


def words(folder: Path) -> str:
    """What a person reads on the page: HTML with its alternative texts, the text of the PDF, Word and xlsx."""
    return "\n".join(text for path in sorted(folder.iterdir()) for text in _read(path))


def figures(folder: Path) -> dict[str, list[dict[str, str]]]:
    """figures.csv as the records behind each table and figure, by id."""
    found: dict[str, dict[str, dict[str, str]]] = {}
    text = (folder / "figures.csv").read_text("utf-8-sig")
    for line in csv.DictReader(io.StringIO(text), delimiter=";" if ";" in text.splitlines()[0] else ","):
        found.setdefault(line["id"], {}).setdefault(line["row"], {})[line["column"]] = line["value"]
    return {name: list(records.values()) for name, records in found.items()}


def _read(path: Path) -> Iterator[str]:
    if path.suffix == ".html":
        page = BeautifulSoup(path.read_text("utf-8"), "lxml")
        for name in ("alt", "aria-label", "title"):
            yield from (str(tag[name]) for tag in page.select(f"[{name}]"))
        for tag in page.find_all("style"):
            tag.decompose()
        yield page.get_text("\n")
        for link in page.select('a[href^="data:"]'):
            yield from _packed(base64.b64decode(str(link["href"]).partition(",")[2]))
    elif path.suffix == ".pdf":
        yield from _pages(path.read_bytes())
    elif path.suffix in (".docx", ".xlsx"):
        yield from _packed(path.read_bytes())


def _packed(content: bytes) -> Iterator[str]:
    """The text of an Office file, and of anything else as it is; neither theme nor styles, which say nothing."""
    if not content.startswith(b"PK"):
        yield content.decode("utf-8-sig")
        return
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        for name in packed.namelist():
            if name.endswith(".xml") and not name.endswith(("theme1.xml", "styles.xml")):
                yield BeautifulSoup(packed.read(name), "xml").get_text("\n")


def _unpacked(name: str, content: bytes) -> Iterator[str]:
    yield html.unescape(content.decode("utf-8", "replace"))
    if name.endswith((".json", ".ipynb")):
        yield json.dumps(json.loads(content), ensure_ascii=False)
    for found in DATA_URI.finditer(content):
        inside = base64.b64decode(found[2]) if found[1] else unquote_to_bytes(found[2])
        yield from _unpacked("", inside)
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            for member in packed.namelist():
                yield member
                yield from _unpacked(member, packed.read(member))
    if content.startswith(b"%PDF"):
        yield from _pages(content)
        yield from _objects(content)


def _pages(content: bytes) -> Iterator[str]:
    document = pypdfium2.PdfDocument(content)
    yield from (page.get_textpage().get_text_range() for page in document)


def _objects(content: bytes) -> Iterator[str]:
    """Strings and streams of a PDF: metadata, alternative texts, attachments."""
    with pikepdf.open(io.BytesIO(content)) as document:
        yield str(dict(document.docinfo))
        for thing in document.objects:
            if isinstance(thing, pikepdf.Stream) and thing.get("/Subtype") != "/Image":
                yield thing.read_bytes().decode("utf-8", "replace")
            if isinstance(thing, pikepdf.Dictionary):
                yield from (
                    str(value) for value in thing.as_dict().values() if isinstance(value, pikepdf.String)
                )
