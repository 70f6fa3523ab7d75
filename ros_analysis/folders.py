"""Where raw data and processed data lie, and which surveys and years they hold."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

CODEBOOK = Path("raw", "codebook.toml")
SURVEY_NAME = re.compile(r"[a-z0-9][a-z0-9-]*")


class NotFoundError(LookupError):
    """A survey, year or data folder that isn't there; the text names what is, nearest first."""


@dataclass(frozen=True)
class Folders:
    """The data folder (with raw/) and the folder that processed rounds are written to."""

    data: Path
    processed: Path

    @classmethod
    def at(cls, data: Path, processed: Path | None = None) -> Folders:
        """The folders below `data`; raises NotFoundError where there is no codebook."""
        if not (data / CODEBOOK).is_file():
            raise NotFoundError(f"{data} er ingen datamappe: {CODEBOOK} finnes ikke der.")
        return cls(data.resolve(), (processed or data / "processed").resolve())

    @classmethod
    def find(cls) -> Folders:
        """The folders named by ROS_DATA and ROS_PROCESSED, else the nearest data/ at or above this folder."""
        processed = os.environ.get("ROS_PROCESSED")
        if named := os.environ.get("ROS_DATA"):
            return cls.at(Path(named), Path(processed) if processed else None)
        for folder in (Path.cwd(), *Path.cwd().parents):
            if (folder / "data" / CODEBOOK).is_file():
                return cls.at(folder / "data", Path(processed) if processed else None)
        raise NotFoundError(f"Fant ingen data/{CODEBOOK} i {Path.cwd()} eller over. Oppgi mappen med --data.")

    @property
    def raw(self) -> Path:
        return self.data / "raw"

    def surveys(self) -> list[str]:
        """Every folder of raw/ with a survey.toml, in name order."""
        return sorted(path.parent.name for path in self.raw.glob("*/survey.toml"))

    def years(self, survey: str) -> list[int]:
        """The survey's rounds: every folder named by a year that holds a round.toml, oldest first."""
        found = (path.parent.name for path in self.survey(survey).glob("*/round.toml"))
        return sorted(int(name) for name in found if re.fullmatch(r"\d{4}", name))

    def survey(self, survey: str) -> Path:
        """The raw folder of `survey`; raises NotFoundError naming the nearest."""
        if not SURVEY_NAME.fullmatch(survey) or survey not in self.surveys():
            raise NotFoundError(f"Ukjent undersøkelse «{survey}».{nearest(survey, self.surveys())}")
        return self.raw / survey

    def round(self, survey: str, year: int) -> Path:
        """The raw folder of one round; raises NotFoundError naming the nearest year."""
        years = self.years(survey)
        if year not in years:
            near = sorted(years, key=lambda known: abs(known - year))
            raise NotFoundError(
                f"«{survey}» har ingen runde {year}.{nearest(str(year), map(str, near), cut=0)}"
            )
        return self.raw / survey / str(year)

    def processed_round(self, survey: str, year: int) -> Path:
        return self.processed / survey / str(year)

    def register(self, survey: str) -> Path:
        """The survey's own register where it has one, else the national."""
        own = self.survey(survey) / "register"
        return own if own.is_dir() else self.raw / "register"


def nearest(name: str, known: Iterable[str], cut: float = 0.6) -> str:
    """The known name that was probably meant, and all that there are, as the end of a message."""
    from difflib import get_close_matches

    options = list(known)
    near = get_close_matches(name, options, n=1, cutoff=cut) if cut else options[:1]
    hint = f" Mente du «{near[0]}»?" if near else ""
    return f"{hint} Finnes: {', '.join(sorted(options)) or 'ingen'}."
