"""Office files are zip packages: the same bytes for the same content, whenever they are packed."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime

from openpyxl.workbook.workbook import Workbook
from openpyxl.writer.excel import ExcelWriter

EPOCH = datetime(2020, 1, 1)
ZIP_EPOCH = (1980, 1, 1, 0, 0, 0)


def saved(book: Workbook) -> bytes:
    """The workbook of nobody, made at no time."""
    book.properties.creator, book.properties.created, book.properties.modified = "", EPOCH, EPOCH
    out = io.BytesIO()
    ExcelWriter(book, zipfile.ZipFile(out, "w")).save()
    return without_clock(out.getvalue())


def without_clock(package: bytes) -> bytes:
    """`package` packed at no time, so that equal content is equal bytes."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(package)) as source,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            target.writestr(zipfile.ZipInfo(name, ZIP_EPOCH), source.read(name), zipfile.ZIP_DEFLATED)
    return out.getvalue()
