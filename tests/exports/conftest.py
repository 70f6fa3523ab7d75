"""Small files to read, written where a test needs them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

Fill = Callable[[Worksheet], None]


@pytest.fixture
def text(tmp_path: Path) -> Callable[..., Path]:
    """Write text (or bytes) as an export."""

    def write(content: str | bytes, name: str = "svar.csv", encoding: str = "utf-8") -> Path:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
        return path

    return write


@pytest.fixture
def sheet(tmp_path: Path) -> Callable[..., Path]:
    """Write rows as a workbook, each sheet by name; `finish` may touch the sheets before they are saved."""

    def write(
        sheets: dict[str, list[list[object]]], finish: Fill | None = None, name: str = "svar.xlsx"
    ) -> Path:
        book = Workbook()
        book.remove(book["Sheet"])
        for title, rows in sheets.items():
            page = book.create_sheet(title)
            for row in rows:
                page.append(row)
            if finish:
                finish(page)
        book.save(tmp_path / name)
        return tmp_path / name

    return write
