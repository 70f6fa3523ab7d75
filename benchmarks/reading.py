"""How long a large export takes to read: a workbook beside openpyxl alone, and a long csv, each in its own process."""

from __future__ import annotations

import random
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from openpyxl import Workbook

RUNS = 3
WORKBOOK, LINES = (999, 242), (20_000, 300)
CODES = ("1", "2", "3", "4", "", "")
ANSWERS = ("1 – Lite sannsynlig", "2 – Mindre sannsynlig", "3 – Sannsynlig", "4 – Svært sannsynlig", "", "")
TIMED = """
import sys, time
from pathlib import Path
{load}
def most():
    return int(Path("/proc/self/status").read_text("ascii").partition("VmHWM:")[2].split()[0]) * 1024
before, begun, path = most(), time.process_time(), Path(sys.argv[1])
{read}
print(time.process_time() - begun, (most() - before) / path.stat().st_size)
"""
OPENPYXL = TIMED.format(load="from openpyxl import load_workbook", read="load_workbook(path)")
OURS = TIMED.format(
    load="from ros_analysis.exports import open_grids, table_of", read="table_of(open_grids(path), path)"
)


def main() -> None:
    """Print the least processor time of three, in turn, and the most memory beyond that before, by the file's size."""
    with tempfile.TemporaryDirectory() as name:
        book, lines = Path(name, "answers.xlsx"), Path(name, "answers.csv")
        write_workbook(book)
        lines.write_text("\n".join(";".join(row) for row in rows(*LINES, CODES)) + "\n", "utf-8")
        runs = [(run(OPENPYXL, book), run(OURS, book), run(OURS, lines)) for _ in range(RUNS)]
    theirs, ours, csv = (min(seconds for seconds, _ in each) for each in zip(*runs, strict=True))
    most = [max(times for _, times in each) for each in zip(*runs, strict=True)]
    print(
        f"workbook of {WORKBOOK}: openpyxl {theirs:.1f} s, ours {ours:.1f} s = {ours / theirs:.2f} × (goal 1.5); "
        f"memory {most[1]:.0f} × the file, where openpyxl takes {most[0]:.0f} ×"
    )
    print(f"csv of {LINES}: {csv:.1f} s (goal 5); memory {most[2]:.1f} × the file (goal 8)")


def rows(many: int, wide: int, answers: Sequence[str]) -> list[list[str]]:
    """A header, and respondents with an address, a time, a number, a made-up name, and answers or nothing."""
    draw = random.Random(1)
    header = ["E-post", "Tidspunkt", "Kommunenummer", "Kommune", *(f"S{n}" for n in range(1, wide - 3))]
    who = [
        [f"svar{n}@fjordvik.no", f"0{1 + n % 9}.09.2020 12:30", f"{9800 + n % 100}", f"Fjordvik {n % 100}"]
        for n in range(many)
    ]
    return [header, *([*one, *draw.choices(answers, k=wide - 4)] for one in who)]


def write_workbook(path: Path) -> None:
    book = Workbook()
    for row in rows(*WORKBOOK, ANSWERS):
        book.active.append(row)
    book.save(path)


def run(program: str, path: Path) -> tuple[float, float]:
    """Seconds of a core, and memory as a multiple of the file's size."""
    done = subprocess.run(
        [sys.executable, "-c", program, str(path)], capture_output=True, text=True, check=True
    )
    seconds, times = map(float, done.stdout.split())
    return seconds, times


if __name__ == "__main__":
    main()
