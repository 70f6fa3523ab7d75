"""What the guides tell people to type exists, their links lead somewhere, and their pictures are described."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
import typer
from typer.core import TyperGroup

from ros_analysis.app.cli import app

ROOT = Path(__file__).parents[1]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
COMMAND = re.compile(r"^\$ (ros .*?)(?:\s+#.*)?$|`(ros [a-z][^`]*)`", re.MULTILINE)
LINK = re.compile(r"(!?)\[([^\]]*)\]\(([^)\s]+)\)")
TARGET = re.compile(r"^([a-z]+):", re.MULTILINE)

pages = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())


@pages
def test_every_ros_command_and_option_exists(page: Path) -> None:
    group = typer.main.get_command(app)
    assert isinstance(group, TyperGroup)
    for found in COMMAND.findall(page.read_text("utf-8")):
        _, name, *arguments = shlex.split(found[0] or found[1])
        if name.startswith("-"):
            continue
        assert name in group.commands, f"{page.name}: ros {name}"
        known = {option for parameter in group.commands[name].params for option in parameter.opts}
        assert {word for word in arguments if word.startswith("--")} <= known, f"{page.name}: {found}"


@pages
def test_every_make_target_exists(page: Path) -> None:
    targets = set(TARGET.findall((ROOT / "Makefile").read_text("utf-8")))
    asked = re.findall(r"(?:`|^)make ([a-z]+)\b", page.read_text("utf-8"), re.MULTILINE)
    assert set(asked) <= targets


@pages
def test_links_lead_somewhere_and_pictures_are_described(page: Path) -> None:
    for picture, text, target in LINK.findall(page.read_text("utf-8")):
        if not target.startswith(("http", "#", "mailto:")):
            assert (page.parent / target.split("#")[0]).exists(), f"{page.name}: {target}"
        assert not picture or len(text) > 10, f"{page.name}: {target}"
