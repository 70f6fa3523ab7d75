"""The public edition of a round put where everybody reads it, and a record of who had answered what by then."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import fields
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ros_analysis.disclosure import differing, fewest_differing, is_too_close, known_together
from ros_analysis.publish.archive import LOCK, copied, locked, put_in_place
from ros_analysis.publish.plan import Job
from ros_analysis.publish.provenance import MANIFEST, Evidence
from ros_analysis.survey import Folders, bytes_fingerprint, file_fingerprint, private

if TYPE_CHECKING:
    from ros_analysis.rounds import Round

RELEASES = "releases"


class ReleaseError(Exception):
    """A public edition that must not be published as it is; the text says why and what to do."""


def publish_release(evidence: Evidence, out: Path, survey: str, year: int, site: Path) -> Path:
    """Copy the built public edition to `site`/survey/year by one rename, and record it as a release.

    Raises ReleaseError where it isn't current or whole, or too close to an earlier release, and where another
    folder than the last release stands there.
    """
    folders, job = evidence.folders, Job(survey, year, ("public",))
    built, place = job.place(out, "public"), site / survey / str(year)
    state = evidence.state(built, job.parameters("public"))
    if state.kind != "current":
        raise ReleaseError(f"{built}: {state}. Bygg den først: ros report {survey} {year} --edition public")
    with locked(private(folders.processed / survey) / f"{RELEASES}{LOCK}"):
        shown = _shown(folders, survey, year)
        if found := list(_too_close(folders, shown)):
            raise ReleaseError("\n".join(found))
        _require_known(folders, job, place)
        with copied(built, site) as near:
            _record(folders, job, shown, near)
            put_in_place(near, place)
    return place


def release_warnings(folders: Folders, survey: str, year: int) -> list[str]:
    """Why the public edition of the round can't be published as the raw files are now, if it can't."""
    years = [known for known in folders.years(survey) if known <= year]
    if not any(releases(folders, survey, known) for known in years):
        return []
    return list(_too_close(folders, _shown(folders, survey, year)))


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
    return {
        str(number): bytes_fingerprint(f"{given.get(number, '')}\n{own.to_csv(index=False)}".encode())
        for number, own in answers
    }


def _shown(folders: Folders, survey: str, year: int) -> list[Round]:
    """Every round that the report shows figures of: this one, and those before it that it is compared with."""
    from ros_analysis.rounds import Round

    return Round(survey, year, "internal", folders=folders).history()


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


def _require_known(folders: Folders, job: Job, place: Path) -> None:
    """Raise ReleaseError unless `place` is free or holds a release that is on record."""
    known = {one["manifest"] for one in releases(folders, job.survey, job.year)}
    if place.exists() and _manifest(place) not in known:
        record = folders.beside_round(job.survey, job.year, RELEASES)
        raise ReleaseError(
            f"Det som ligger i {place}, er ikke lagt ut herfra: det står ikke i {record}. Da kan ingen se om den nye "
            "utgaven er for lik. Hent den filen fra en sikkerhetskopi, eller velg et annet sted."
        )


def _record(folders: Folders, job: Job, shown: list[Round], folder: Path) -> None:
    """Add the release to the record of every round that it shows figures of."""
    said = {"report": str(job), "published": f"{datetime.now(UTC):%Y-%m-%d}", "manifest": _manifest(folder)}
    for this in shown:
        path = folders.beside_round(this.name, this.year, RELEASES)
        known = [*releases(folders, this.name, this.year), {**said, "respondents": respondents(this)}]
        temporary = path.with_suffix(".new")
        temporary.write_text(json.dumps(known, ensure_ascii=False, indent=1, sort_keys=True) + "\n", "utf-8")
        temporary.replace(path)


def _manifest(folder: Path) -> str:
    path = folder / MANIFEST
    return file_fingerprint(path) if path.is_file() else ""
