"""What page-validation says of a PDF, one fault of its own set aside."""

import io
from typing import Any

import page
import pikepdf

MISREAD = b"\r\nendstream"
"""A stream's last byte and the line end after it, which together look like another line end."""


def validated(pdf: bytes, profile: str) -> Any:
    """The validator's report on `pdf`, packed so that it can count."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return page.validate_pdf_bytes(packed(opened) if MISREAD in pdf else pdf, profile=profile)


def packed(pdf: pikepdf.Pdf) -> bytes:
    """`pdf` as bytes; where deflated data would end in a carriage return, a line end is added to it.

    Without, such a stream is valid (veraPDF agrees), but page-validation 0.11 counts its length one short.
    """
    for item in pdf.objects:
        if isinstance(item, pikepdf.Stream) and item.read_raw_bytes().endswith(b"\r"):
            item.write(item.read_bytes() + b"\n")
    plain = written(pdf, linearize=False)
    return plain if MISREAD not in plain else written(pdf, linearize=True)


def written(pdf: pikepdf.Pdf, *, linearize: bool) -> bytes:
    out = io.BytesIO()
    mode = pikepdf.ObjectStreamMode.generate
    pdf.save(out, deterministic_id=True, object_stream_mode=mode, linearize=linearize)
    return out.getvalue()
