"""Regenerating: only what is not current, and never half of it, whatever happens to the run."""

import json
import os
import re
import resource
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from itertools import count
from pathlib import Path

import nbformat
import pytest
from building import ROS, private_side, ros, ros_anew
from test_pipeline import ROOT, hashes

from ros_analysis.publish import provenance
from ros_analysis.publish.archive import put_in_place, staging, sweep
from ros_analysis.publish.plan import Job, job_states, jobs_asked, outdated_jobs
from ros_analysis.publish.processes import Died, at_once
from ros_analysis.publish.provenance import Evidence, damaged, read_manifest, reuse
from ros_analysis.report.software import code_files
from ros_analysis.rounds.intake import read_sources
from ros_analysis.survey.folders import Folders
from ros_analysis.survey.municipalities import Register

PDF = "eksempelfylket-2020-public.pdf"
MADE_UP = ["eksempelfylket/2018", "eksempelfylket/2020", "eksempelfylket/2024"]
SMALL = Job("more-og-romsdal", 2018, ("public",))
"""The quickest round to build: counts alone."""


@pytest.fixture
def built(reports: Path, tmp_path: Path) -> tuple[Path, Path]:
    """A data folder of one's own, and the reports made from it."""
    shutil.copytree(ROOT / "data" / "raw", tmp_path / "data" / "raw")
    shutil.copytree(reports, tmp_path / "out", ignore=shutil.ignore_patterns(".*"))
    shutil.copytree(private_side(reports), tmp_path / "data" / "processed")
    return tmp_path / "data", tmp_path / "out"


def outdated(data: Path, out: Path, processed: Path | None = None) -> list[str]:
    """What a run would build now."""
    folders = Folders.at(data, processed)
    asked = jobs_asked(folders, None, None, None, "")
    jobs = outdated_jobs(asked, Evidence(folders), out)
    return [f"{job.survey}/{job.year}/{edition}" for job in jobs for edition in job.editions]


def states(data: Path, out: Path) -> dict[str, str]:
    folders = Folders.at(data)
    asked = jobs_asked(folders, None, None, None, "")
    found = job_states(asked, Evidence(folders), out)
    return {str(place.relative_to(out)): str(state) for _, _, place, state in found}


def is_whole(report: Path) -> bool:
    manifest = read_manifest(report)
    return manifest is not None and not damaged(report, manifest["outputs"])


# Only what changed


def test_a_run_without_changes_says_so_in_one_line(built: tuple[Path, Path]) -> None:
    data, out = built
    before = hashes(out)
    result = ros("report", "--data", str(data), "--out", str(out))
    assert result.returncode == 0
    assert result.stdout == "Ingenting er endret: 8 av 8 rapporter er oppdatert.\n"
    assert (out / "last-run.txt").read_text("utf-8") == result.stdout
    assert {**hashes(out), "last-run.txt": before["last-run.txt"]} == before


def test_a_run_without_changes_loads_no_library_that_builds(built: tuple[Path, Path]) -> None:
    data, out = built
    heavy = ["pandas", "numpy", "nbformat", "papermill", "matplotlib", "rich.progress", "IPython", "babel"]
    program = (
        "import sys; from ros_analysis.app.cli import app\n"
        f"app(['report', '--data', {str(data)!r}, '--out', {str(out)!r}], standalone_mode=False)\n"
        f"print([name for name in {heavy} if name in sys.modules])"
    )
    result = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True)
    assert result.stdout.splitlines()[-1] == "[]", result.stderr


def test_to_test_a_round_loads_nothing_that_draws() -> None:
    first = nbformat.read(ROOT / "notebooks" / "2_significance.ipynb", as_version=4)
    imports = next(
        line for cell in first.cells for line in cell.source.splitlines() if line.startswith("from")
    )
    program = f"{imports}; import sys; print([n for n in ('matplotlib', 'seaborn', 'scipy.stats') if n in sys.modules])"
    result = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True)
    assert "figures" in imports
    assert result.stdout == "[]\n", result.stderr


def test_times_of_files_mean_nothing(built: tuple[Path, Path]) -> None:
    data, out = built
    for path in [*data.rglob("*"), *out.rglob("*")]:
        os.utime(path, (0, 0))
    assert outdated(data, out) == []


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ("eksempelfylket/2024/round.toml", MADE_UP[2:]),
        ("eksempelfylket/2020/round.toml", MADE_UP[1:]),
        ("eksempelfylket/2018/svar.csv", MADE_UP),
        ("eksempelfylket/register/population.csv", MADE_UP),
        ("more-og-romsdal/survey.toml", ["more-og-romsdal/2018", "more-og-romsdal/2020"]),
        ("register/population.csv", ["more-og-romsdal/2018", "more-og-romsdal/2020"]),
        (
            "codebook.toml",
            [*MADE_UP, "more-og-romsdal/2018", "more-og-romsdal/2020"],
        ),
    ],
)
def test_a_changed_raw_file_outdates_what_is_made_from_it(
    built: tuple[Path, Path], changed: str, expected: list[str]
) -> None:
    data, out = built
    path = data / "raw" / changed
    path.write_bytes(path.read_bytes() + b"\n")
    assert list(dict.fromkeys(name.rsplit("/", 1)[0] for name in outdated(data, out))) == expected
    said = states(data, out)
    assert {name for name, state in said.items() if state == f"endret: data/raw/{changed}"} == set(
        outdated(data, out)
    )


def test_a_new_earlier_round_outdates_the_later_ones(built: tuple[Path, Path]) -> None:
    data, out = built
    raw = data / "raw" / "more-og-romsdal"
    shutil.copytree(raw / "2018", raw / "2016")
    assert outdated(data, out) == [f"more-og-romsdal/{year}/public" for year in (2016, 2018, 2020)]


def test_hidden_files_in_a_raw_folder_mean_nothing(built: tuple[Path, Path]) -> None:
    data, out = built
    for name in (".DS_Store", "~$svar.xlsx"):
        (data / "raw/eksempelfylket/2020" / name).write_bytes(b"x")
    assert outdated(data, out) == []


@pytest.mark.parametrize(
    "name", ["ros_analysis/analysis/scoring.py", "notebooks/3_report.ipynb", "requirements.txt"]
)
def test_changed_code_outdates_every_report(
    built: tuple[Path, Path], name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    data, out = built
    record = data / "processed/more-og-romsdal/2020.public.json"
    said = json.loads(record.read_text("utf-8"))
    said["inputs"][name] = "0" * 64
    record.write_text(json.dumps(said), "utf-8")
    assert states(data, out)["more-og-romsdal/2020/public"] == f"endret: {name}"
    assert outdated(data, out) == ["more-og-romsdal/2020/public"]


def test_all_code_that_runs_is_fingerprinted() -> None:
    program = (
        "import sys; from ros_analysis.publish import loading, run; loading.load(None, pages=True)\n"
        "print(*[m.__file__ for n, m in sys.modules.items() if n.split('.')[0] == 'ros_analysis'], sep='\\n')"
    )
    result = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True)
    loaded = {str(Path(line).relative_to(ROOT)) for line in result.stdout.split()}
    assert len(loaded) > 50, result.stderr
    assert loaded <= set(code_files())
    assert "ros_analysis/survey/catalogue/nb.toml" in code_files()
    assert not any(name.startswith("ros_analysis/app/") for name in code_files())


def test_a_report_and_its_processed_round_are_made_from_the_same_raw_files() -> None:
    folders = Folders.at(ROOT / "data")
    report = Evidence(folders).made_from(SMALL.parameters("public"))
    cleaned = read_sources(folders, SMALL.survey, SMALL.year).inputs
    assert {f"data/raw/{name}": value for name, value in cleaned.items()}.items() <= report.items()
    assert f"{SMALL.survey}/{SMALL.year}/round.toml" in cleaned


@pytest.mark.parametrize(
    ("damage", "found_by_a_run"),
    [
        (lambda path: path.unlink(), True),
        (lambda path: path.write_bytes(path.read_bytes()[:-1]), True),
        (lambda path: path.write_bytes(path.read_bytes()[:-1] + b"x"), False),
    ],
    ids=["missing", "cut short", "another byte"],
)
def test_damage_is_found(
    built: tuple[Path, Path], damage: Callable[[Path], None], found_by_a_run: bool
) -> None:
    data, out = built
    report = out / "eksempelfylket/2020/public"
    damage(report / PDF)
    assert states(data, out)["eksempelfylket/2020/public"] == f"skadet: {PDF}"
    assert outdated(data, out) == (["eksempelfylket/2020/public"] if found_by_a_run else [])
    result = ros("verify", str(report), "--data", str(data))
    assert result.returncode == 1
    assert result.stdout == f"{PDF}: ikke slik den ble laget\n"
    assert "kontrollsum, ikke en signatur" in result.stderr
    whole = ros("verify", str(out / "eksempelfylket/2020/internal"), "--data", str(data))
    assert whole.returncode == 0, whole.stdout


def test_a_file_too_many_is_found_on_both_sides_and_left_alone(built: tuple[Path, Path]) -> None:
    data, out = built
    report, processed = out / "eksempelfylket/2020/public", data / "processed/eksempelfylket/2020"
    (report / "svar.xlsx").touch()
    (processed / "notat.txt").touch()
    said = states(data, out)
    assert said["eksempelfylket/2020/public"].endswith("som ikke hører til: svar.xlsx, notat.txt")
    assert said["eksempelfylket/2020/internal"].endswith("som ikke hører til: notat.txt")
    result = ros("verify", str(report), "--data", str(data))
    assert result.returncode == 1
    assert result.stdout.splitlines() == [
        "svar.xlsx: hører ikke til rapporten",
        f"{processed / 'notat.txt'}: hører ikke til runden",
    ]
    assert outdated(data, out) == []


@pytest.mark.parametrize(
    "damage",
    [
        lambda data, out: shutil.rmtree(data / "processed"),
        lambda data, out: (data / "processed/eksempelfylket/2020.public.json").unlink(),
        lambda data, out: tampered(out / "eksempelfylket/2020/public"),
    ],
    ids=["private side gone", "record gone", "report and manifest changed together"],
)
def test_a_report_that_the_private_side_does_not_know_is_unknown_and_built_anew(
    built: tuple[Path, Path], damage: Callable[..., None]
) -> None:
    data, out = built
    report = out / "eksempelfylket/2020/public"
    damage(data, out)
    assert states(data, out)["eksempelfylket/2020/public"].startswith("ukjent")
    assert "eksempelfylket/2020/public" in outdated(data, out)
    result = ros("verify", str(report), "--data", str(data))
    assert result.returncode == 1
    assert "ukjent" in result.stdout


def tampered(report: Path) -> None:
    (report / "figures.csv").write_text("id,caption,row,column,value\n", "utf-8")
    manifest = json.loads((report / "manifest.json").read_text("utf-8"))
    manifest["outputs"] = provenance.outputs(report, manifest["outputs"])
    (report / "manifest.json").write_text(json.dumps(manifest), "utf-8")


def test_a_processed_round_that_is_cut_short_is_damaged(built: tuple[Path, Path]) -> None:
    data, out = built
    (data / "processed/eksempelfylket/2020/zones.parquet").unlink()
    assert states(data, out)["eksempelfylket/2020/internal"] == "skadet: zones.parquet"
    assert outdated(data, out) == ["eksempelfylket/2020/public", "eksempelfylket/2020/internal"]


# Never half


@pytest.fixture(scope="module")
def workshop() -> Callable[..., None]:
    """Builds a round, else the smallest, into a folder from a data folder, in this process, libraries loaded."""
    from ros_analysis.publish import loading, run

    loading.load(ROOT, pages=False)

    def build(data: Path, out: Path, job: Job = SMALL) -> None:
        folders = Folders.at(data)
        run.build(job, run.Workshop(out, "fork", Evidence(folders)), lambda place, seconds: None)

    return build


def killed_when(seen: Callable[[], bool], work: Callable[[], None]) -> None:
    """Do `work`, which does not end before it is seen, in a process group of its own, killed as soon as `seen`."""
    child = os.fork()
    if child == 0:
        try:
            os.setpgid(0, 0)
            work()
        finally:
            os._exit(0)
    os.setpgid(child, child)
    while not seen():
        assert os.waitpid(child, os.WNOHANG) == (0, 0), "ended before it was seen"
        time.sleep(0.001)
    os.killpg(child, signal.SIGKILL)
    os.waitpid(child, 0)


STEPS = {"open", "os.rename", "os.mkdir", "os.remove"}


def pausing_when(reached: Callable[[], bool], work: Callable[[], None]) -> None:
    """Do `work`, but stand still for good before its first step in the file system once `reached`."""
    looking = False

    def look(event: str, _: object) -> None:
        nonlocal looking
        if event in STEPS and not looking:
            looking = True
            while reached():
                signal.pause()
            looking = False

    sys.addaudithook(look)
    work()


POINTS = [
    "*/processed/*/*/repairs.csv",
    "*/processed/*/*/sources.json",
    "*/processed/*/*/findings.json",
    "*/public/*.html",
    "*/public/manifest.json",
]


def is_left_at(place: Path, point: str) -> bool:
    return any((place / ".building").glob(point))


def test_killed_at_any_step_the_last_report_stays_whole(
    built: tuple[Path, Path], workshop: Callable[..., None]
) -> None:
    data, out = built
    report = SMALL.place(out, "public")
    before = hashes(report)
    for point in POINTS:
        reached = partial(is_left_at, data / "processed", point)
        killed_when(reached, partial(pausing_when, reached, partial(workshop, data, out)))
        assert is_whole(report)
        assert hashes(report) == before
    assert len(list((data / "processed/.building").glob("*.lock"))) >= len(POINTS) - 1
    assert not outdated(data, out)
    result = ros("report", "--data", str(data), "--out", str(out))
    assert result.stdout.startswith("Ingenting er endret")
    assert list((data / "processed/.building").iterdir()) == []
    workshop(data, out)
    assert list((data / "processed/.building").iterdir()) == []
    assert is_whole(report)


NAMED = Job("eksempelfylket", 2020, ("public",))
MOMENTS = ["*/processed/*/2020/answers.parquet", "*/processed/*/2020/findings.json", "*/public/*.html"]


def names_below(out: Path, names: list[str]) -> list[str]:
    """The files below `out` with a row or with any of `names`."""
    files = [path for path in out.rglob("*") if path.is_file()]
    return [
        str(path)
        for path in files
        if path.suffix == ".parquet" or any(name.encode() in path.read_bytes() for name in names)
    ]


def test_killed_at_any_step_of_the_public_edition_nobody_is_named_below_out(
    built: tuple[Path, Path], tmp_path: Path, workshop: Callable[..., None]
) -> None:
    data, _ = built
    register = Register.load(data / "raw/eksempelfylket/register")
    names = list(register.of("98", 2020)["name"])
    assert names_below(data, names)
    out = tmp_path / "public"
    work = partial(workshop, data, out, NAMED)
    for moment in MOMENTS:
        reached = partial(is_left_at, data / "processed", moment)
        killed_when(reached, partial(pausing_when, reached, work))
        assert names_below(out, names) == []
        sweep(data / "processed")
    work()
    assert names_below(out, names) == []
    assert is_whole(NAMED.place(out, "public"))


def test_processed_rounds_and_private_builds_are_for_their_owner_alone(
    reports: Path, built: tuple[Path, Path]
) -> None:
    data, _ = built
    for place in [private_side(reports), *private_side(reports).iterdir()]:
        assert place.stat().st_mode & 0o077 == 0, place
    (data / "processed").chmod(0o755)
    Folders.at(data).make_private()
    assert (data / "processed").stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize("out", ["data", "data/processed", "data/processed/eksempelfylket", "."])
def test_reports_and_processed_rounds_cannot_lie_in_each_other(built: tuple[Path, Path], out: str) -> None:
    data, _ = built
    place = data.parent / out
    for command in ("report", "status"):
        result = ros(command, "--data", str(data), "--out", str(place))
        assert result.returncode == 2
        assert "kan ikke ligge i hverandre" in result.stderr


def exchange_for_ever(root: Path) -> None:
    for number in count():
        with staging(root, "x") as private:
            (private / "report").mkdir()
            for name in ("a", "b"):
                (private / "report" / name).write_text(str(number), "utf-8")
            put_in_place(private / "report", root / "report")
        (root / "begun").touch()


def test_killed_at_any_moment_of_the_exchange_a_whole_folder_stands(tmp_path: Path) -> None:
    begun = (tmp_path / "begun").exists
    for moment in range(25):
        until = time.monotonic() + 0.01 + moment * 0.0007
        killed_when(
            lambda until=until: begun() and time.monotonic() > until, lambda: exchange_for_ever(tmp_path)
        )
        standing = {path.name: path.read_text("utf-8") for path in (tmp_path / "report").glob("*")}
        assert sorted(standing) in ([], ["a", "b"])
        assert len(set(standing.values())) <= 1
    assert standing
    sweep(tmp_path)
    assert list((tmp_path / ".building").iterdir()) == []


def test_a_folder_that_a_living_process_holds_is_not_swept(tmp_path: Path) -> None:
    with staging(tmp_path, "mine") as private:
        (private / "file").touch()
        (tmp_path / ".building" / "left-behind").mkdir()
        sweep(tmp_path)
        assert [path.name for path in (tmp_path / ".building").iterdir() if path.is_dir()] == [private.name]
        assert (private / "file").exists()
    assert list((tmp_path / ".building").iterdir()) == []


def allow_files_of(size: int) -> Callable[[], None]:
    return lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))


def test_out_of_room_the_last_report_stays(built: tuple[Path, Path]) -> None:
    """A file that can't grow is what a full disk looks like to a program."""
    data, out = built
    before = hashes(out / "more-og-romsdal")
    command = [*ROS, "report", "more-og-romsdal", "2020", "--force", "--data", str(data), "--out", str(out)]
    result = subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, preexec_fn=allow_files_of(40_000)
    )
    assert result.returncode == 1, result.stderr
    assert result.stderr.startswith("FEIL: more-og-romsdal 2020: File too large")
    assert "Traceback" not in result.stdout + result.stderr
    assert hashes(out / "more-og-romsdal") == before


def test_a_folder_that_cannot_be_written_ends_with_one_message(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    result = ros("report", "more-og-romsdal", "2018", "--out", str(tmp_path / "file" / "reports"))
    assert result.returncode == 1
    assert str(tmp_path / "file") in result.stderr
    assert len(result.stderr.splitlines()) == 1


def test_two_runs_at_once_on_one_folder(tmp_path: Path) -> None:
    out, processed = tmp_path / "out", tmp_path / "processed"
    command = [*ROS, "report", "more-og-romsdal", "--force", "--out", str(out), "--processed", str(processed)]
    runs = [subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    assert [run.wait() for run in runs] == [0, 0]
    assert all(is_whole(out / "more-og-romsdal" / year / "public") for year in ("2018", "2020"))
    assert [list((place / ".building").iterdir()) for place in (out, processed)] == [[], []]
    assert not any(name.startswith("more") for name in outdated(ROOT / "data", out, processed))


def test_one_round_that_fails_does_not_stop_the_others(built: tuple[Path, Path]) -> None:
    data, out = built
    survey = data / "raw" / "more-og-romsdal" / "survey.toml"
    survey.write_text(survey.read_text("utf-8") + "\n", "utf-8")
    settings = data / "raw" / "eksempelfylket" / "2024" / "round.toml"
    settings.write_text(settings.read_text("utf-8") + "ukjent = 1\n", "utf-8")
    before = hashes(out / "eksempelfylket")
    result = ros("report", "--data", str(data), "--out", str(out))
    assert result.returncode == 1
    assert result.stderr.count("FEIL") == 1
    assert "ukjent" in result.stderr
    assert result.stdout.endswith(
        "2 rapporter bygget, 4 var oppdatert, 1 runde feilet og har rapportene de hadde.\n"
    )
    assert hashes(out / "eksempelfylket") == before
    assert outdated(data, out) == ["eksempelfylket/2024/public", "eksempelfylket/2024/internal"]
    mailed = (out / "last-run.txt").read_text("utf-8").splitlines()
    assert mailed[0] == result.stdout.splitlines()[-1]
    assert "bygget: more-og-romsdal/2020/public" in mailed
    assert (
        "feilet: eksempelfylket/2024/internal. Siste forsøk feilet: ros check eksempelfylket 2024 sier hvorfor."
        in mailed
    )
    status = ros("status", "--data", str(data), "--out", str(out))
    assert status.returncode == 1
    assert "eksempelfylket/2024/public: endret" in status.stdout


# As a scheduler runs it


def read_only(command: list[str], folder: Path) -> list[str]:
    """`command` where `folder` is mounted read-only for it alone; skips where that isn't allowed."""
    script = (
        f"mount --bind {folder} {folder} && mount -o remount,ro,bind {folder} && exec {' '.join(command)}"
    )
    inside = ["unshare", "--mount", "--map-root-user"]
    if (
        shutil.which("unshare") is None
        or subprocess.run(
            [*inside, "sh", "-c", f"mount --bind {folder} {folder}"], capture_output=True
        ).returncode
    ):
        pytest.skip("Systemet tillater ikke en egen, skrivebeskyttet montering.")
    return [*inside, "sh", "-c", script]


@pytest.fixture
def served(built: tuple[Path, Path], tmp_path: Path) -> Path:
    """A checkout on a server with all reports built, as docs/scheduling.md has it in /srv/ros."""
    place = tmp_path / "srv" / "ros"
    (place / ".venv" / "bin").mkdir(parents=True)
    for name in ("Makefile", "requirements.txt", "pyproject.toml"):
        shutil.copyfile(ROOT / name, place / name)
    (place / ".venv/bin/ros").symlink_to(Path(sys.executable).with_name("ros"))
    (place / ".venv/.ready").touch()
    for here, there in zip(built, ("data", "reports"), strict=True):
        here.rename(place / there)
    return place


def as_cron(line: str, served: Path) -> subprocess.CompletedProcess[str]:
    """Run a line of docs/scheduling.md in cron's shell and environment, with the checkout where it lies here."""
    places = {"/srv/ros": served, "/var/lib/ros/reports": served / "reports"}
    for named, place in {**places, "/var/lib/ros/processed": served / "data/processed"}.items():
        line = line.replace(named, str(place))
    bare = [
        "env",
        "-i",
        f"HOME={served.parent}",
        "SHELL=/bin/sh",
        "PATH=/usr/bin:/bin",
        "/bin/sh",
        "-c",
        line,
    ]
    return subprocess.run(bare, cwd=served, capture_output=True, text=True, stdin=subprocess.DEVNULL)


@pytest.mark.skipif(not Path("/usr/bin/make").exists(), reason="Make finnes ikke på denne maskinen.")
def test_the_lines_of_the_page_on_scheduling_run_as_they_stand(served: Path) -> None:
    page = (ROOT / "docs" / "scheduling.md").read_text("utf-8")
    (cron,) = re.findall(r"^[\d*]+(?: [\d*]+){4}  (cd .*)$", page, re.MULTILINE)
    units = re.findall(r"^ExecStart=(.*)$", page, re.MULTILINE)
    assert len(units) == 2
    quiet = as_cron(cron, served)
    assert (quiet.stdout, quiet.stderr) == ("", "")  # and so no mail is sent
    for line in units:
        done = as_cron(line, served)
        assert (done.returncode, done.stderr) == (0, "")
        assert done.stdout == "Ingenting er endret: 8 av 8 rapporter er oppdatert.\n"
    (served / "data/raw/more-og-romsdal/2020/round.toml").write_text("year = 'x'\n", "utf-8")
    assert "more-og-romsdal/2020/round.toml" in as_cron(cron, served).stdout
    assert as_cron(units[0], served).returncode != 0


BARE = {"PATH": "/usr/bin:/bin", "LC_ALL": "C", "HOME": "/nonexistent"}


def run_on_a_read_only_checkout(out: Path, **environment: str) -> subprocess.CompletedProcess[bytes]:
    command = [*ROS, "report", "more-og-romsdal", "2018", "--out", str(out)]
    return subprocess.run(
        read_only(command, ROOT),
        cwd=ROOT,
        env={**BARE, **environment},
        capture_output=True,
        stdin=subprocess.DEVNULL,
    )


@pytest.mark.parametrize("named", ["ROS_PROCESSED", "XDG_STATE_HOME"])
def test_a_scheduler_without_terminal_home_or_utf8_on_a_read_only_checkout(
    tmp_path: Path, named: str
) -> None:
    out, state = tmp_path / "rapporter-æøå", tmp_path / "state"
    state.mkdir()
    result = run_on_a_read_only_checkout(out, **{named: str(state)})
    assert result.returncode == 0, result.stderr
    assert result.stdout.endswith(b"1 rapport bygget.\n")
    assert is_whole(out / "more-og-romsdal/2018/public")
    assert list(state.rglob("repairs.csv"))


def test_a_scheduler_with_nowhere_to_keep_processed_rounds_is_told_how_to_name_a_place(
    tmp_path: Path,
) -> None:
    result = run_on_a_read_only_checkout(
        tmp_path / "out", LC_ALL="C.UTF-8", HOME=str(tmp_path / "nonexistent")
    )
    assert result.returncode == 1
    said = result.stderr.decode()
    assert len(said.splitlines()) == 1
    assert str(ROOT / "data/processed") in said
    assert "--processed" in said
    assert not any((tmp_path / "out").rglob("*.html"))


def test_a_locale_without_norwegian_letters_stops_neither_run_nor_path(
    built: tuple[Path, Path], tmp_path: Path
) -> None:
    data, out = (copy.rename(tmp_path / f"på {copy.name}") for copy in built)
    plain = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    assert ros_anew("status", "--data", str(data), "--out", str(out), **plain).returncode == 0
    report = ["report", "more-og-romsdal", "2018", "--force"]
    made = ros_anew(*report, "--data", str(data), "--out", str(out), **plain)
    assert made.returncode == 0, made.stderr
    assert str(out) in made.stdout
    unknown = ros_anew("report", "eksempelfylkt", "--data", str(data), **plain)
    assert unknown.returncode == 2
    assert unknown.stderr.startswith("Ukjent undersøkelse «eksempelfylkt». Mente du «eksempelfylket»?")


def test_a_console_without_the_signs_loses_no_minus() -> None:
    command = [*ROS, "compare", "eksempelfylket", "2018", "2020"]
    western = {**os.environ, "PYTHONIOENCODING": "cp1252"}
    done = subprocess.run(command, env=western, capture_output=True, check=True, cwd=ROOT)
    assert "36 -> 26 (-10)" in done.stdout.decode("cp1252")


def test_a_path_in_another_encoding_is_refused_in_one_line(tmp_path: Path) -> None:
    command = [*map(os.fsencode, ROS), b"check", b"--data", os.fsencode(tmp_path) + b"/p\xe5"]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 2
    assert re.fullmatch(r".*/p\\udce5: navnet er ikke skrevet i UTF-8\..*\n", done.stderr)


# In other processes


def tell_and_die(task: str, tell: Callable[[str], None]) -> None:
    tell(f"{task} 1")
    if task == "b":
        os.kill(os.getpid(), signal.SIGKILL)
    tell(f"{task} 2")


def test_a_task_that_dies_takes_no_other_with_it() -> None:
    told = list(at_once(["a", "b", "c"], tell_and_die, 2))
    assert [said for task, said in told if task != "b"] == ["a 1", "a 2", "c 1", "c 2"]
    assert [said for task, said in told if task == "b"] == ["b 1", Died(-signal.SIGKILL)]


def hold_a_slot(task: Path, tell: Callable[[int], None]) -> None:
    mine = task / "at_work" / str(os.getpid())
    mine.touch()
    (task / "begun" / str(os.getpid())).touch()
    while len(list((task / "begun").iterdir())) < 3:
        time.sleep(0.001)
    time.sleep(0.05)
    tell(len(list(mine.parent.iterdir())))
    mine.unlink()


def test_no_more_tasks_run_together_than_allowed(tmp_path: Path) -> None:
    for name in ("at_work", "begun"):
        (tmp_path / name).mkdir()
    together = [found for _, found in at_once([tmp_path] * 7, hold_a_slot, 3)]
    assert len(together) == 7
    assert max(together) <= 3


@pytest.fixture
def lent(tmp_path: Path) -> Callable[[Path], bool]:
    def is_lent(data: Path) -> bool:
        shutil.rmtree(tmp_path / "private", ignore_errors=True)
        reuse(Evidence(Folders.at(data)), "eksempelfylket", 2020, tmp_path / "private")
        return (tmp_path / "private/eksempelfylket/2018/findings.json").is_file()

    return is_lent


def test_an_earlier_round_is_lent_only_while_it_is_current(
    built: tuple[Path, Path], lent: Callable[[Path], bool]
) -> None:
    data, _ = built
    assert lent(data)
    findings = data / "processed/eksempelfylket/2018/findings.json"
    whole = findings.read_bytes()
    findings.write_bytes(whole[:-1] + b" ")
    assert not lent(data)
    findings.write_bytes(whole)
    assert lent(data)
    for record in findings.parent.parent.glob("2018.*.json"):
        record.unlink()
    assert not lent(data)
