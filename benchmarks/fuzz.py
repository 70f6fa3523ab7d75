"""Hostile and mutated exports against the reader: what each takes in seconds and memory, and any crash.

Run by `make bench`. Exits 1 if anything but the project's own refusal comes out, or a file takes too long.
"""

from __future__ import annotations

import argparse
import io
import json
import random
import subprocess
import sys
import tempfile
import time
import zipfile
from collections import Counter
from pathlib import Path

from hostile import FILES

from ros_analysis.exports import open_grids, table_of
from ros_analysis.survey.problems import RefusedData

SAMPLES = Path(__file__).parent.parent / "tests/files"
SECONDS = 30
MEGABYTES = 1500


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=60, help="how long to mutate the samples")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--read", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.read:
        return print(json.dumps(measured(options.read))) or 0
    with tempfile.TemporaryDirectory() as folder:
        failures = hostile(Path(folder)) + mutations(
            Path(folder), options.seconds, random.Random(options.seed)
        )
    return 1 if failures else 0


def outcome(path: Path) -> str:
    """«read», the rule of the first refusal, or the name of a crash."""
    try:
        found = table_of(open_grids(path), path).problems
    except RefusedData as refused:
        found = refused.problems
    except Exception as error:
        return f"CRASH {type(error).__name__}: {error}"
    return found[0].rule if found else "read"


def measured(path: Path) -> dict[str, object]:
    """Outcome, seconds and peak memory (MB) of reading one file in this process."""
    began = time.perf_counter()
    result = outcome(path)
    status = Path("/proc/self/status").read_text("ascii")  # ru_maxrss would count the parent's memory too
    peak = int(status.partition("VmHWM:")[2].split()[0]) // 1024
    return {"result": result, "seconds": time.perf_counter() - began, "megabytes": peak}


def hostile(folder: Path) -> int:
    """Every hostile file in a process of its own, with a limit on time and memory."""
    failures = 0
    print(f"{'hostile file':24}{'seconds':>9}{'MB':>7}  outcome")
    for name, make in FILES.items():
        path = folder / name
        path.write_bytes(make())
        found = in_own_process(path)
        path.unlink()
        slow = float(str(found["seconds"])) > SECONDS or float(str(found["megabytes"])) > MEGABYTES
        failures += slow or str(found["result"]).startswith("CRASH")
        print(
            f"{name:24}{found['seconds']:9.2f}{found['megabytes']:7}  {found['result']}{'  TOO MUCH' if slow else ''}"
        )
    return failures


def in_own_process(path: Path) -> dict[str, object]:
    command = [sys.executable, __file__, "--read", str(path)]
    try:
        answer = subprocess.run(command, capture_output=True, text=True, timeout=4 * SECONDS, check=True)
    except subprocess.SubprocessError as error:
        return {"result": f"CRASH {error}", "seconds": 4.0 * SECONDS, "megabytes": 0}
    return dict(json.loads(answer.stdout))


def mutations(folder: Path, seconds: float, chance: random.Random) -> int:
    """Samples of every tool, mutated for `seconds`; a crash leaves its file beside this script's samples."""
    outcomes: Counter[str] = Counter()
    samples = sorted(path for path in SAMPLES.iterdir() if path.is_file())
    until = time.monotonic() + seconds
    slowest = 0.0
    while time.monotonic() < until:
        source = chance.choice(samples)
        path = folder / source.name
        path.write_bytes(mutated_export(source, chance))
        began = time.perf_counter()
        result = outcome(path)
        slowest = max(slowest, time.perf_counter() - began)
        outcomes[result] += 1
        if result.startswith("CRASH"):
            kept = Path(tempfile.gettempdir()) / f"crash-{outcomes[result]}-{source.name}"
            kept.write_bytes(path.read_bytes())
            print(f"{result}: {kept}")
    print(f"\n{outcomes.total()} mutations in {seconds:.0f} s, slowest {slowest:.2f} s")
    for result, count in outcomes.most_common():
        print(f"{count:8}  {result}")
    return sum(count for result, count in outcomes.items() if result.startswith("CRASH"))


def mutated_export(source: Path, chance: random.Random) -> bytes:
    """A mutated file; of a workbook more often one XML part than the archive, which would only be damaged."""
    data = source.read_bytes()
    if source.suffix != ".xlsx" or chance.random() < 0.2:
        return mutated(data, chance)
    target = io.BytesIO()
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        chosen = chance.choice(old.namelist())
        for name in old.namelist():
            new.writestr(name, mutated(old.read(name), chance) if name == chosen else old.read(name))
    return target.getvalue()


SPLICES = [
    b'"',
    b"\n",
    b"\r",
    b";",
    b",",
    b"\t",
    b"\x00",
    b"\xff\xfe",
    b"\xc3",
    b"<",
    b">",
    b"=",
    b"9" * 400,
    b"-77",
]
SPLICES += [
    b"A1:XFD1048576",
    b'r="ZZZ0"',
    b"1e999",
    b"nan",
    b"0000-00-00",
    b"&#1;",
    b"&lt;",
    b"\xe2\x80\xae",
    b"\xef\xbf\xbd",
]


def mutated(data: bytes, chance: random.Random) -> bytes:
    """One to eight cuts, copies, flips and splices of signs that readers stumble over."""
    for _ in range(chance.randint(1, 8)):
        at, length = chance.randrange(len(data) + 1), chance.choice((1, 1, 4, 30, 300))
        piece = data[at : at + length]
        middle = chance.choice(
            (
                b"",
                piece * 2,
                chance.choice(SPLICES),
                piece + chance.choice(SPLICES),
                chance.randbytes(len(piece)),
            )
        )
        data = data[:at] + middle + data[at + length :]
    return data


if __name__ == "__main__":
    sys.exit(main())
