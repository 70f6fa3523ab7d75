"""Office files are zip packages: the same bytes for the same content, whenever they are packed."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import datetime

from openpyxl.workbook.workbook import Workbook

EPOCH = datetime(2020, 1, 1)
ZIP_EPOCH = (1980, 1, 1, 0, 0, 0)
PROPERTIES = "docProps/core.xml"
MOMENT = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)([^<]*)")


def saved(book: Workbook) -> bytes:
    """The workbook of nobody, made at no time."""
    book.properties.creator, book.properties.created, book.properties.modified = "", EPOCH, EPOCH
    out = io.BytesIO()
    book.save(out)
    return without_clock(out.getvalue())


def without_clock(package: bytes) -> bytes:
    """`package` changed when it was created and packed at no time, so that equal content is equal bytes."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(package)) as source,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            part = source.read(name)
            content = _unchanged(part) if name == PROPERTIES else part
            target.writestr(zipfile.ZipInfo(name, ZIP_EPOCH), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _unchanged(properties: bytes) -> bytes:
    """Properties whose time of the last change, which openpyxl takes from the clock, is that of creation."""
    created = next((found[2] for found in MOMENT.finditer(properties) if b"created" in found[1]), b"")
    return MOMENT.sub(lambda found: found[1] + (created or found[2]), properties)
