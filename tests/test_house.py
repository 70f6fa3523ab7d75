"""The house itself: rooms on their floors, dependencies used and accounted for, a version that names its commit."""

from __future__ import annotations

import ast
import importlib.util
import re
import subprocess
import sys
import tomllib
from importlib import import_module
from importlib.metadata import packages_distributions, requires
from pathlib import Path

import pytest
from hypothesis import settings
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from typer.testing import CliRunner

from ros_analysis import __version__
from ros_analysis.app.cli import app

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
RUN_NOT_IMPORTED = {"ipykernel", "jupyterlab", "nbclient"}
"""`make lab` and papermill's kernels need them by name."""
ASKED_FOR_BY_NAME = set(
    "Statistic TooManyTables count_tables kendall mcnemar monte_carlo paired_steps".split()  # noqa: SIM905
)
"""What has been importable from `exact`, for analyses of one's own."""
COMES_WITH = {
    "ipython": "ipykernel",
    "traitlets": "ipykernel",
    "markupsafe": "jinja2",
    "fonttools": "matplotlib",
}
"""Imported by us, and bound to the version that the package we chose wants."""


def declared(requirements: list[str]) -> set[str]:
    return {canonicalize_name(Requirement(requirement).name) for requirement in requirements}


def imported(folder: Path) -> set[str]:
    """The distributions that the code below `folder` imports from."""
    found: set[str] = set()
    for path in folder.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [str(node.module)] if isinstance(node, ast.ImportFrom) and not node.level else []
            found |= {name.split(".")[0] for name in names}
    homes = packages_distributions()
    outside = found - set(sys.stdlib_module_names) - {"ros_analysis"}
    return {canonicalize_name(home) for name in outside for home in homes.get(name, [name])}


def test_rooms_are_on_their_floors_without_circles() -> None:
    linter = Path(sys.executable).with_name("lint-imports")
    run = subprocess.run([linter, "--no-logo", "--no-cache"], cwd=ROOT, capture_output=True, text=True)
    assert run.returncode == 0, run.stdout


def used_of(room: str) -> set[str]:
    """The names of a room's front door that the rest of the house uses."""
    used: set[str] = set()
    for path in (ROOT / "ros_analysis").rglob("*.py*"):
        if (ROOT / "ros_analysis" / room) in path.parents or path.suffix not in (".py", ".pyi"):
            continue
        tree = list(ast.walk(ast.parse(path.read_text("utf-8"))))
        doors = {f"ros_analysis.{room}", room}
        imports = [node for node in tree if isinstance(node, ast.ImportFrom) and node.module in doors]
        used |= {alias.name for node in imports for alias in node.names}
        whole = (
            node for node in tree if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name)
        )
        used |= {node.attr for node in whole if isinstance(node.value, ast.Name) and node.value.id == room}
    return used


@pytest.mark.parametrize(
    "door", sorted((ROOT / "ros_analysis").glob("*/__init__.pyi")), ids=lambda p: p.parent.name
)
def test_a_front_door_has_what_others_use_and_nothing_else(door: Path) -> None:
    names = set(re.findall(r"(\w+) as \w+", door.read_text("utf-8")))
    assert names - used_of(door.parent.name) - ASKED_FOR_BY_NAME == set()


def test_picture_and_page_show_the_rooms_as_they_are() -> None:
    written = importlib.util.spec_from_file_location("written", ROOT / "docs" / "write_architecture.py")
    assert written is not None
    assert written.loader is not None
    architecture = importlib.util.module_from_spec(written)
    written.loader.exec_module(architecture)
    picture = (ROOT / "docs" / "images" / "house.svg").read_text("utf-8")
    assert picture == architecture.drawing(), "Kjør «make docs»."
    assert (ROOT / "docs" / "architecture.md").read_text("utf-8") == architecture.page(), "Kjør «make docs»."
    assert "`rounds` | `Round`" in architecture.page()


def test_no_dependency_is_unused() -> None:
    assert declared(PROJECT["dependencies"]) - imported(ROOT / "ros_analysis") == RUN_NOT_IMPORTED


def test_no_import_is_undeclared() -> None:
    assert imported(ROOT / "ros_analysis") - declared(PROJECT["dependencies"]) == set(COMES_WITH)
    for brought, bringer in COMES_WITH.items():
        assert brought in declared(requires(bringer) or [])


TOOLS = declared([line for extra in PROJECT["optional-dependencies"].values() for line in extra])


@pytest.mark.parametrize("name", sorted(TOOLS))
def test_every_tool_is_used_somewhere(name: str) -> None:
    stubs = name.removesuffix("-stubs")
    if stubs != name:
        assert stubs in (ROOT / "pyproject.toml").read_text("utf-8").replace("_", "-")
        return
    files = ("Makefile", ".pre-commit-config.yaml", "Snakefile")
    places = [*(ROOT / name for name in files), *(ROOT / "tests").rglob("*.py")]
    places = [path for path in places if path.name != Path(__file__).name]
    names = {
        name,
        name.replace("-", "_"),
        {"page-validation": "page", "pytest-xdist": "-n 2"}.get(name, name),
    }
    assert any(word in path.read_text("utf-8") for path in places for word in names)


def test_every_dependency_has_its_reason_and_its_licence() -> None:
    rows = re.findall(
        r"^\| ([\w.-]+) \| \S+ \| ([^|]+) \| ([^|]+) \|$",
        (ROOT / "docs/dependencies.md").read_text("utf-8"),
        re.M,
    )
    listed = {canonicalize_name(name): licence.strip() and reason.strip() for name, licence, reason in rows}
    wanted = (declared(PROJECT["dependencies"]) | TOOLS) - {"snakemake"}
    assert wanted - {name for name, told in listed.items() if told} == set(), "Kjør «make docs»."


def test_what_stands_beside_the_package_takes_names_that_it_has() -> None:
    lacking = []
    for path in [*(ROOT / "benchmarks").rglob("*.py"), *(ROOT / "docs").glob("*.py")]:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.ImportFrom) and str(node.module).startswith("ros_analysis"):
                module = import_module(str(node.module))
                lacking += [f"{path.name}: {one.name}" for one in node.names if not hasattr(module, one.name)]
    assert lacking == []


def locked(name: str) -> set[str]:
    """What a lock installs, each with its version and hashes."""
    lines = [line for line in (ROOT / name).read_text("utf-8").splitlines() if "#" not in line]
    return set(re.findall(r"\S.*(?:\n .*)+", "\n".join(lines)))


def test_reports_are_made_with_what_was_tested_and_without_the_tools() -> None:
    made, tested = locked("requirements.txt"), locked("requirements-dev.txt")
    assert made < tested
    names = {canonicalize_name(text.split("==")[0]) for text in made}
    assert declared(PROJECT["dependencies"]) < names
    assert not names & declared(PROJECT["optional-dependencies"]["dev"])


def test_the_version_names_the_commit_where_there_is_one() -> None:
    said = CliRunner().invoke(app, ["--version"]).output
    assert re.fullmatch(rf"ros {re.escape(__version__)}( \([0-9a-f]{{7}}(, endret)?\))?\n", said)
    if (ROOT / ".git").exists():
        head = subprocess.run(
            ["git", "rev-parse", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=True
        )
        assert head.stdout[:7] in said


def test_no_test_is_held_against_the_clock() -> None:
    timed = []
    for path in sorted((ROOT / "tests").rglob("*.py")):
        calls = (node for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Call))
        given = {word.arg for call in calls for word in call.keywords}
        timed += [path.name] if "timeout" in given else []
    assert timed == []
    assert settings().deadline is None
