"""Building the reports that are asked for, a few rounds at a time; one that fails does not stop the others."""

from __future__ import annotations

import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from ros_analysis.publish.loading import load
from ros_analysis.publish.plan import Job
from ros_analysis.publish.processes import Died, at_once
from ros_analysis.publish.provenance import Evidence
from ros_analysis.report import code_fingerprint, commit, versions

if TYPE_CHECKING:
    from ros_analysis.publish.run import Workshop


@dataclass(frozen=True)
class Built:
    """A finished report in its place."""

    place: Path
    seconds: float


@dataclass(frozen=True)
class Failed:
    """A round whose reports stay as they were, and why."""

    job: Job
    text: str


Event = Built | Failed


def build_all(
    jobs: Sequence[Job], evidence: Evidence, out: Path, engine: str, limit: int, *, reuses: bool = True
) -> Iterator[Event]:
    """Build every job, at most `limit` at a time; yields each report that stands, and each round that failed.

    Raises OSError where nothing can be written to `out` or the private folder. Rounds are begun in the order of
    their years, so that most find the earlier ones of their survey done.
    """
    out.mkdir(parents=True, exist_ok=True)
    evidence.folders.make_private()
    for job in jobs:
        for edition in job.editions:
            evidence.made_from(job.parameters(edition))
    remember_the_code()
    several = len(jobs) > 1
    # After the fingerprints, so that no code is newer. A single round loads the pages while another process tests it.
    load(evidence.folders.processed, pages=several)
    from ros_analysis.publish.run import Workshop

    shop = Workshop(out, engine, evidence, reuses, pages_loaded=several)
    in_order = sorted(jobs, key=lambda job: (job.year, job.survey))
    for job, told in at_once(in_order, partial(_work, shop), limit):
        yield died(job, told) if isinstance(told, Died) else told


def remember_the_code() -> None:
    """Ask once, before the workers are forked, what every manifest says of the code."""
    code_fingerprint()
    commit()
    versions()


def _work(shop: Workshop, job: Job, tell: Callable[[Event], None]) -> None:
    """Build one round's reports, telling of each; an error is told too."""
    from ros_analysis.publish import run

    with telling(job, shop.out, tell):
        run.build(job, shop, lambda place, seconds: tell(Built(place, seconds)))


@contextmanager
def telling(job: Job, out: Path, tell: Callable[[Event], None]) -> Iterator[None]:
    """Tell of an error in the block, and go on after it."""
    from ros_analysis.publish import run

    try:
        yield
    except run.EXPECTED as error:
        tell(Failed(job, str(error)))
    except OSError as error:
        tell(Failed(job, f"{job}: {error.strerror or error} ({error.filename or out})."))
    except Exception:
        tell(Failed(job, f"{job}: en feil i programmet.\n{traceback.format_exc()}"))


def died(job: Job, told: Died) -> Failed:
    """What is said of a process that ended before its work."""
    cause = f"signal {-told.code}" if told.code < 0 else f"kode {told.code}"
    return Failed(job, f"{job}: prosessen døde ({cause}).")
