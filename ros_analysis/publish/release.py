"""The public edition of a round put where everybody reads it, and a record of who had answered what by then."""

from __future__ import annotations

import csv
import json
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import fields, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ros_analysis.disclosure import differing, fewest_differing, is_too_close, known_together
from ros_analysis.publish.archive import LOCK, locked, put_in_place, staging
from ros_analysis.publish.builds import differences, largest
from ros_analysis.publish.index import INDEX, write_index
from ros_analysis.publish.plan import Job, jobs_asked
from ros_analysis.publish.provenance import MANIFEST, Evidence, read_manifest
from ros_analysis.survey import (
    LOCALES,
    Folders,
    UserError,
    bytes_fingerprint,
    file_fingerprint,
    own_texts,
    private,
    put,
)

if TYPE_CHECKING:
    from ros_analysis.rounds import Round

RELEASES = "releases"
LIST, CHANGES, MOST = "releases.csv", "changes.md", 10
LISTED = ("published", "survey", "year", "commit", "code", "manifest", "folder")


class ReleaseError(UserError):
    """A public edition that must not be published as it is; the text says why and what to do."""


def publish_site(
    evidence: Evidence, out: Path, site: Path, survey: str | None = None, year: int | None = None
) -> list[Path]:
    """Copy the built public editions that `site` doesn't have, in every language they are built in, to
    `site`/survey/year («2024», «2024.nn»), with an index, by one rename of the whole site, each recorded as a release;
    returns the folders where the releases are kept.

    Every file is read back first. Raises ReleaseError where an edition isn't current or whole, doesn't hold what it
    must, or is too close to an earlier release, and where `site` holds what wasn't published from here: then nothing
    is published.
    """
    folders, asked = evidence.folders, jobs_asked(evidence.folders, survey, year, "public", "")
    jobs = [one for job in asked for one in (job, *_in_other_languages(job, out, site))]
    with locked(private(folders.processed) / f"{RELEASES}{LOCK}"):
        if found := [
            *_foreign(folders, site),
            *(line for job in jobs for line in _unfit(evidence, out, job)),
        ]:
            raise ReleaseError("\n".join(found))
        new = [job for job in jobs if _manifest(job.place(out, "public")) != _manifest(_home(site, job))]
        if found := [line for job in new for line in _too_close(folders, _shown(folders, job))]:
            raise ReleaseError("\n".join(found))
        with staging(site.absolute().parent, site.name) as near:
            whole = near / site.name
            shutil.copytree(site, whole) if site.exists() else whole.mkdir()
            for job in new:
                shutil.rmtree(_home(whole, job), ignore_errors=True)
                shutil.copytree(job.place(out, "public"), _home(whole, job))
            write_index(whole)
            kept = [_record(folders, job, _home(site, job), _home(whole, job)) for job in new]
            put_in_place(whole, site)
    return kept


def _in_other_languages(job: Job, out: Path, site: Path) -> Iterator[Job]:
    """The job in each language that is asked for by name and is built, or is published and so must not grow old."""
    for language in LOCALES:
        other = replace(job, language=language)
        if other.place(out, "public").exists() or _home(site, other).exists():
            yield other


def _home(site: Path, job: Job) -> Path:
    return site / job.survey / _named(job)


def _named(job: Job) -> str:
    """«2024», or with its language where one was asked for: «2024.nn»."""
    return ".".join(filter(None, (str(job.year), job.language)))


def _foreign(folders: Folders, site: Path) -> Iterator[str]:
    """One line for each thing in `site` that is no release on record, so that nobody could see if a new one is too
    close to it."""
    for path in site.glob("*"):
        if path.name == INDEX:
            continue
        reports = [*path.glob("*")] if path.is_dir() else []
        known = reports and all(_is_release(folders, report) for report in reports)
        if not known:
            yield (
                f"Det som ligger i {path}, er ikke lagt ut herfra: det står ikke blant utgivelsene i "
                f"{folders.processed}. Hent dem fra en sikkerhetskopi, eller velg et annet sted."
            )


def _is_release(folders: Folders, report: Path) -> bool:
    survey, year = report.parent.name, report.name.partition(".")[0]
    known = year.isdigit() and survey in folders.surveys() and releases(folders, survey, int(year))
    return bool(known) and _manifest(report) in {one["manifest"] for one in known or ()}


def _unfit(evidence: Evidence, out: Path, job: Job) -> Iterator[str]:
    from ros_analysis.publish.readback import faults
    from ros_analysis.rounds import Round

    built = job.place(out, "public")
    state = evidence.state(built, job.parameters("public"))
    if state.kind != "current":
        language = f" --language {job.language}" if job.language else ""
        yield f"{built}: {state}. Bygg den først: ros report {job} --edition public{language}"
        return
    this = Round(job.survey, job.year, "public", job.language, folders=evidence.folders)
    names = this.municipalities["name"] if this.has_answers else ()
    asked = (text for area in this.codebook.area for text in (area.text, area.label[this.words.language]))
    open_texts = [*own_texts(this.survey, this.settings), *asked, *this.words.texts.values()]
    for fault in faults(built, names, open_texts):
        yield f"{built}: {fault}"


def release_warnings(folders: Folders, survey: str, year: int) -> list[str]:
    """Why the public edition of the round can't be published as the raw files are now, if it can't."""
    years = [known for known in folders.years(survey) if known <= year]
    if not any(releases(folders, survey, known) for known in years):
        return []
    return list(_too_close(folders, _shown(folders, Job(survey, year, ("public",)))))


def released(folders: Folders, survey: str, year: int) -> bool:
    """Whether a public edition of the round has been published."""
    return bool(releases(folders, survey, year))


def releases(folders: Folders, survey: str, year: int) -> list[Mapping[str, Any]]:
    """What has been published of the round, oldest first; raises ReleaseError where the record can't be read."""
    path = folders.beside_round(survey, year, RELEASES)
    if not path.exists():
        return []
    try:
        return [
            {**one, "respondents": dict(one["respondents"])} for one in json.loads(path.read_text("utf-8"))
        ]
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise ReleaseError(f"{path} kan ikke leses ({error}). Hent den fra en sikkerhetskopi.") from None


def respondents(this: Round) -> dict[str, str]:
    """A fingerprint of what each respondent answered, by number; empty where only counts are known."""
    if not this.has_answers:
        return {}
    zones = this.zones[this.zones["answered"]]
    given = dict(zip(zones["number"], zones["zone_given"].astype(object).fillna(""), strict=True))
    answers = this.answers.drop(columns="level").sort_values(["number", "area"]).groupby("number")
    beside = {number: own.to_csv(index=False) for number, own in this.follow_up.groupby("number")}
    return {
        str(number): bytes_fingerprint(
            f"{given.get(number, '')}\n{own.to_csv(index=False)}{beside.get(number, '')}".encode()
        )
        for number, own in answers
    }


def _shown(folders: Folders, job: Job) -> list[Round]:
    """Every round that the report shows figures of: this one, and those before it that it is compared with."""
    from ros_analysis.rounds import Round

    return Round(job.survey, job.year, "internal", folders=folders).history()


def _too_close(folders: Folders, shown: list[Round]) -> Iterator[str]:
    for this in shown:
        now, c = respondents(this), known_together(this.survey.coalition)
        for release in releases(folders, this.name, this.year):
            if is_too_close(release["respondents"], now, c) or _late_are_alike(this, release["respondents"]):
                count = differing(release["respondents"], now)
                yield (
                    f"{this.name} {this.year}: {count} svar er nye, borte eller endret siden den offentlige utgaven "
                    f"som ble lagt ut {release['published']}. Forskjellen mellom de to kan røpe hva de svarte. La den "
                    "som er lagt ut, stå, og hold den nye tilbake til minst "
                    f"{fewest_differing(c)} svar skiller dem, og de nye ikke er for like hverandre."
                )


def _late_are_alike(this: Round, before: Mapping[str, str]) -> bool:
    """Whether those who have answered since would be given away by the difference, which tells of them alone.

    What the new edition shows must be such that it could be shown of them by themselves: of five late answers that
    are all green everybody knows all five.
    """
    if not (late := respondents(this).keys() - before.keys()):
        return False
    whole, alone = this.public_of(this.zones["number"]), this.public_of(late)
    parts = [field.name for field in fields(whole)]
    return any(getattr(alone, part) is None and getattr(whole, part) is not None for part in parts)


def _record(folders: Folders, job: Job, before: Path, now: Path) -> Path:
    """Keep the release `now` on the private side with what has changed since the one `before`, and add it to the
    record of every round that it shows figures of; returns the folder where it is kept."""
    day = f"{datetime.now(UTC):%Y-%m-%d}"
    said = {"report": str(job), "published": day, "manifest": _manifest(now)}
    for this in _shown(folders, job):
        path = folders.beside_round(this.name, this.year, RELEASES)
        known = [*releases(folders, this.name, this.year), {**said, "respondents": respondents(this)}]
        put(path, f"{json.dumps(known, ensure_ascii=False, indent=1, sort_keys=True)}\n".encode())
    shelf = private(folders.processed / RELEASES)
    name = f"{job.survey}-{_named(job)}"
    kept = shelf / f"{name}-{1 + len([*shelf.glob(f'{name}-*')])}"
    shutil.copytree(now, kept)
    (kept / CHANGES).write_text(_changes(job, before, now, day), "utf-8")
    _note(shelf / LIST, job, now, day, kept)
    return kept


def _note(path: Path, job: Job, now: Path, day: str, kept: Path) -> None:
    code = (read_manifest(now) or {}).get("code", {})
    made = [code.get(key, "") for key in ("commit", "fingerprint")]
    row = [day, job.survey, job.year, *made, _manifest(now), kept.name]
    new = not path.exists()
    with path.open("a", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([*([LISTED] if new else []), row])


def _changes(job: Job, before: Path, now: Path, day: str) -> str:
    """What is printed otherwise than in the release before, the largest changes first, for the minutes."""
    head = f"# {job}: lagt ut {day}\n\n"
    if not before.exists():
        return f"{head}Første utgivelse.\n"
    found = largest(differences(before, now))
    lines = [f"- {one}" for one in found[:MOST]] or ["Ingen trykte tall er endret."]
    more = [f"- og {len(found) - MOST} andre endringer"] if len(found) > MOST else []
    return head + "\n".join([*lines, *more]) + "\n"


def _manifest(folder: Path) -> str:
    path = folder / MANIFEST
    return file_fingerprint(path) if path.is_file() else ""
