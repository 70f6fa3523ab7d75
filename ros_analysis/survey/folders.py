"""Where raw and processed data lie, which surveys and years they hold, and files known again by their content."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from errno import EACCES
from pathlib import Path

from ros_analysis.survey.problems import UserError

CODEBOOK = Path("raw", "codebook.toml")
SURVEY_NAME = re.compile(r"[a-z0-9][a-z0-9-]*")


class NotFoundError(UserError, LookupError):
    """A survey, year or data folder that isn't there; the text names what is, nearest first."""


class WrongPlaceError(ValueError):
    """A folder for readers inside the one that only its owner may read, or the other way round."""


@dataclass(frozen=True)
class Folders:
    """The data folder (with raw/), and the private one where processed rounds lie and reports are built."""

    data: Path
    processed: Path

    @classmethod
    def at(cls, data: Path, processed: Path | None = None) -> Folders:
        """The folders below `data`; raises NotFoundError where there is no codebook."""
        if not (data / CODEBOOK).is_file():
            raise NotFoundError(f"{data} er ingen datamappe: {CODEBOOK} finnes ikke der.")
        return cls(data.resolve(), (processed or _private_place(data.resolve())).resolve())

    @classmethod
    def find(cls) -> Folders:
        """The folders named by ROS_DATA and ROS_PROCESSED, else the nearest data/ at or above this folder."""
        processed = os.environ.get("ROS_PROCESSED")
        if (named := os.environ.get("ROS_DATA")) is not None:
            return cls.at(Path(named), Path(processed) if processed else None)
        for folder in (Path.cwd(), *Path.cwd().parents):
            if (folder / "data" / CODEBOOK).is_file():
                return cls.at(folder / "data", Path(processed) if processed else None)
        raise NotFoundError(
            f"Fant ingen data/{CODEBOOK} i {Path.cwd()} eller over. Oppgi mappen med --data, "
            'eller i variabelen ROS_DATA (i en notatbok: Round(…, data="~/ros")).'
        )

    def require_apart(self, public: Path) -> None:
        """Raise WrongPlaceError where `public` lies in the private folder or that in it."""
        place = public.resolve()
        if place.is_relative_to(self.processed) or self.processed.is_relative_to(place):
            raise WrongPlaceError(
                f"{public} og {self.processed} kan ikke ligge i hverandre: der ligger svar per kommune, som bare du "
                "skal kunne lese. Velg en annen mappe med --out, eller med --processed."
            )

    def make_private(self) -> None:
        """Make the private folder; raises OSError, which says how to choose another, where it can't be written."""
        try:
            if self.processed.parent == self.data or not self.processed.is_dir():
                private(self.processed)
            if not _can_be_written(self.processed):
                raise PermissionError(EACCES, os.strerror(EACCES))
        except OSError as error:
            raise OSError(
                f"Det finnes ikke noe sted til behandlede runder: {self.processed} ({error.strerror}). "
                "Velg en mappe som bare du kan lese, med --processed MAPPE eller variabelen ROS_PROCESSED."
            ) from None

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
        if not years:
            raise NotFoundError(f"«{survey}» har ingen runder ennå. Lag en med ros new-round.")
        if year not in years:
            near = sorted(years, key=lambda known: abs(known - year))
            raise NotFoundError(
                f"«{survey}» har ingen runde {year}.{nearest(str(year), map(str, near), cut=0)}"
            )
        return self.raw / survey / str(year)

    def codebook(self, survey: str, year: int | None = None) -> Path:
        """The codebook in force: the round's own before the survey's, and that before the shared one."""
        own = self.raw / survey
        nearest = [own / str(year) / CODEBOOK.name, own / CODEBOOK.name]
        return next((path for path in nearest if path.is_file()), self.data / CODEBOOK)

    def processed_round(self, survey: str, year: int) -> Path:
        return self.processed / survey / str(year)

    def beside_round(self, survey: str, year: int, name: str) -> Path:
        """The file `name` that is kept beside a processed round, which is replaced as a whole."""
        return self.processed / survey / f"{year}.{name}.json"

    def register(self, survey: str) -> Path:
        """The survey's own register where it has one, else the national."""
        own = self.survey(survey) / "register"
        return own if own.is_dir() else self.raw / "register"

    def raw_files(self, survey: str, year: int) -> list[Path]:
        """The files that a round is made from: all in its folder but hidden ones, the codebook in force, and the
        settings, register and list of members that it shares with others."""
        register = [path for path in self.register(survey).glob("*") if path.suffix in (".csv", ".toml")]
        own = [path for path in (self.raw / survey / str(year)).iterdir() if _is_visible(path)]
        common = [self.raw / survey / name for name in ("survey.toml", "members.csv")]
        common += [self.raw / "register" / "epj_systems.csv", self.codebook(survey, year)]
        shared = [path for path in common if path.is_file()]
        return sorted({*own, *register, *shared})


def _is_visible(path: Path) -> bool:
    return path.is_file() and not path.name.startswith((".", "~$"))


def private(folder: Path) -> Path:
    """`folder`, made where it is missing, for nobody but its owner."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if folder.stat().st_mode & 0o077:
        folder.chmod(0o700)
    return folder


def put(path: Path, content: bytes) -> None:
    """Let the file at `path` have this content, in one step: nobody reads half of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    temporary.write_bytes(content)
    temporary.replace(path)


def _private_place(data: Path) -> Path:
    """data/processed/, or where that can't be written, a folder of its own among the user's state (XDG)."""
    beside = data / "processed"
    home = Path(os.path.expanduser("~"))  # noqa: PTH111 - Path.expanduser raises where there is no home
    state = Path(os.environ.get("XDG_STATE_HOME") or home / ".local" / "state")
    has_state = state.is_dir() or (home.is_dir() and state.is_relative_to(home))
    if _can_be_written(beside) or not (has_state and _can_be_written(state)):
        return beside
    return state / "ros-analysis" / hashlib.sha256(os.fsencode(data)).hexdigest()[:16]


def _can_be_written(folder: Path) -> bool:
    there = next(place for place in (folder, *folder.parents) if place.exists())
    return os.access(there, os.W_OK | os.X_OK)


def nearest(name: str, known: Iterable[str], cut: float = 0.6) -> str:
    """The known name that was probably meant, and all that there are, as the end of a message."""
    from difflib import get_close_matches

    options = list(known)
    near = get_close_matches(name, options, n=1, cutoff=cut) if cut else options[:1]
    hint = f" Mente du «{near[0]}»?" if near else ""
    return f"{hint} Finnes: {', '.join(sorted(options)) or 'ingen'}."


def bytes_fingerprint(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def file_fingerprint(path: Path) -> str:
    """SHA-256 of the file's bytes, as 64 hex digits."""
    return bytes_fingerprint(path.read_bytes())


def file_fingerprints(paths: Iterable[Path], root: Path) -> dict[str, str]:
    """Fingerprint of each file by its path below `root`, in path order."""
    files = {path.relative_to(root).as_posix(): path for path in paths}
    return {name: file_fingerprint(files[name]) for name in sorted(files)}


def combined_fingerprint(parts: Mapping[str, str]) -> str:
    """One fingerprint of many, whatever order they are given in."""
    return bytes_fingerprint("\n".join(f"{name}={parts[name]}" for name in sorted(parts)).encode())


class SeenFingerprints:
    """Fingerprints of files below `root` by name, each file read once, as it was then; «» where it is missing."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._known: dict[str, str] = {}

    def __getitem__(self, name: str) -> str:
        if name not in self._known:
            try:
                self._known[name] = file_fingerprint(self._root / name)
            except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
                self._known[name] = ""
        return self._known[name]
