"""`ros report --docx`: the same content for the case system, beside the finished report."""

import io
import shutil
from pathlib import Path

import docx
from building import build_into, private_side

from ros_analysis.publish.provenance import read_manifest

WORD = "more-og-romsdal-2020-public.docx"


def test_a_word_file_is_written_beside_a_current_report(reports: Path, tmp_path: Path) -> None:
    out = tmp_path / "reports"
    shutil.copytree(reports, out)
    shutil.copytree(private_side(reports), private_side(out))
    assert WORD in build_into(out, "more-og-romsdal", "2020", "--docx")
    written = (out / "more-og-romsdal/2020/public" / WORD).read_bytes()
    text = "\n".join(paragraph.text for paragraph in docx.Document(io.BytesIO(written)).paragraphs)
    headings = [
        paragraph.text
        for paragraph in docx.Document(io.BytesIO(written)).paragraphs
        if paragraph.style is not None and paragraph.style.name == "Heading 1"
    ]
    assert headings == ["Bakgrunn", "Oppsummering", "Resultat", "Forslag til vedtak", "Vedlegg"]
    assert "Sammendrag" not in text
    assert "5 av 23 kommuner som svarte, er røde (22\u00a0%)" in text
    manifest = read_manifest(out / "more-og-romsdal/2020/public")
    assert manifest is not None
    assert manifest["outputs"][WORD]["bytes"] == len(written)
    assert build_into(out, "more-og-romsdal", "2020", "--docx").startswith("Ingenting er endret")
    assert text.index("Tabell 1.") < text.index("Tabell 2.") < text.index("Tabell 3.")
