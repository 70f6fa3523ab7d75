"""`python -m ros_analysis.app.example data/raw/eksempelfylket` writes the example's raw files anew."""

from __future__ import annotations

import sys
from pathlib import Path

from ros_analysis.app.example import write_raw
from ros_analysis.survey import Register, read_codebook

if len(sys.argv) != 2:
    sys.exit("Bruk: python -m ros_analysis.app.example data/raw/eksempelfylket")
folder = Path(sys.argv[1])
for path in write_raw(
    folder, Register.load(folder / "register"), read_codebook(folder.parent / "codebook.toml")
):
    print(path)
