"""However a stream ends, the validator reads the packed PDF as it is meant."""

from __future__ import annotations

import io
import itertools
import zlib

import pikepdf
import pytest

from ros_analysis.publish.readback import MISREAD, packed


def contents(ending: bytes) -> bytes:
    """Page contents whose deflated form ends in `ending`."""
    candidates = (b"q Q " * number for number in itertools.count(1))
    return next(made for made in candidates if zlib.compress(made).endswith(ending))


def one_page(drawn: bytes) -> pikepdf.Pdf:
    pdf = pikepdf.new()
    pdf.add_blank_page()
    stream = pikepdf.Stream(pdf, b"")
    stream.write(zlib.compress(drawn), filter=pikepdf.Name.FlateDecode)
    pdf.pages[0].Contents = pdf.make_indirect(stream)
    return pdf


@pytest.mark.parametrize("ending", [b"\r", b"\n", b"a"])
def test_no_stream_end_can_be_misread_and_nothing_is_lost(ending: bytes) -> None:
    drawn = contents(ending)
    written = packed(one_page(drawn))
    assert MISREAD not in written
    assert written == packed(one_page(drawn))
    with pikepdf.open(io.BytesIO(written)) as opened:
        assert opened.pages[0].Contents.read_bytes().rstrip() == drawn.rstrip()
