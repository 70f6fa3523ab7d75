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
WORKBOOK, LINES = (999, 242), (1_300, 300)
CODES = ("1", "2", "3", "4", "", "")
ANSWERS = ("1 – Lite sannsynlig", "2 – Mindre sannsynlig", "3 – Sannsynlig", "4 – Svært sannsynlig", "", "")
TIMED = """
import resource, sys, time
from pathlib import Path
{load}
begun = time.process_time()
{read}
print(time.process_time() - begun, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
"""
OPENPYXL = TIMED.format(load="from openpyxl import load_workbook", read="load_workbook(sys.argv[1])")
OURS = TIMED.format(
    load="from ros_analysis.exports import read_with_problems", read="read_with_problems(Path(sys.argv[1]))"
)


def main() -> None:
    """Print the least processor time of three, in turn, and the most memory of a process."""
    with tempfile.TemporaryDirectory() as name:
        book, lines = Path(name, "answers.xlsx"), Path(name, "answers.csv")
        write_workbook(book)
        lines.write_text("\n".join(";".join(row) for row in rows(*LINES, CODES)) + "\n", "utf-8")
        runs = [(run(OPENPYXL, book), run(OURS, book), run(OURS, lines)) for _ in range(RUNS)]
    theirs, ours, csv = (min(seconds for seconds, _ in each) for each in zip(*runs, strict=True))
    most = [max(memory for _, memory in each) for each in zip(*runs, strict=True)]
    print(
        f"workbook of {WORKBOOK}: openpyxl {theirs:.1f} s, ours {ours:.1f} s = {ours / theirs:.2f} × (goal 1.5)"
    )
    print(
        f"csv of {LINES}, about the most that is read: {csv:.1f} s; at most {most[1]:.0f} and {most[2]:.0f} MB"
    )


def rows(many: int, wide: int, answers: Sequence[str]) -> list[list[str]]:
    """A header, and respondents with a number, a made-up name and an answer or nothing in each column."""
    draw = random.Random(1)
    header = ["Kommunenummer", "Kommune", *(f"S{place}" for place in range(1, wide - 1))]
    return [
        header,
        *(
            [f"{9800 + row % 100}", f"Fjordvik {row % 100}", *draw.choices(answers, k=wide - 2)]
            for row in range(many)
        ),
    ]


def write_workbook(path: Path) -> None:
    book = Workbook()
    for row in rows(*WORKBOOK, ANSWERS):
        book.active.append(row)
    book.save(path)


def run(program: str, path: Path) -> tuple[float, float]:
    """Seconds of a core and MB of memory."""
    done = subprocess.run(
        [sys.executable, "-c", program, str(path)], capture_output=True, text=True, check=True
    )
    seconds, memory = map(float, done.stdout.split())
    return seconds, memory


if __name__ == "__main__":
    main()
