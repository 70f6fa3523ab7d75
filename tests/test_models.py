"""Settings that are out of all size are refused in one line, before they are read through."""

from pathlib import Path

import pytest

from ros_analysis.survey.models import SettingsError, read_toml
from ros_analysis.survey.settings import read_survey

GOOD = (Path(__file__).parents[1] / "data/raw/eksempelfylket/survey.toml").read_text("utf-8")


def refusal(tmp_path: Path, text: str) -> str:
    (tmp_path / "survey.toml").write_text(text, "utf-8")
    with pytest.raises(SettingsError) as told:
        read_survey(tmp_path)
    lines = str(told.value).splitlines()
    assert all(line.startswith(f"{tmp_path / 'survey.toml'}: ") and len(line) < 400 for line in lines)
    return str(told.value)


@pytest.mark.parametrize("part", ["a", '"a b"', "'å'"])
@pytest.mark.parametrize("frame", ["{} = 1", "[{}]", "[[{}]]", "x = {{ {} = 1 }}"])
def test_a_key_of_fifty_thousand_parts(tmp_path: Path, part: str, frame: str) -> None:
    said = refusal(tmp_path, f"{GOOD}\n{frame.format('.'.join([part] * 50_000))}\n")
    assert f"nøkkelen på linje {GOOD.count(chr(10)) + 2} har over 50 ledd" in said


@pytest.mark.parametrize(
    "value",
    [
        "[" * 600 + "]" * 600,
        "[" * 100_000,
        "{a = " * 600 + "1" + "}" * 600,
        "{a = " * 100_000,
        "[{a = " * 300 + "1" + "}]" * 300,
    ],
)
def test_lists_and_tables_hundreds_deep(tmp_path: Path, value: str) -> None:
    assert "for dypt inni hverandre" in refusal(tmp_path, f"{GOOD}\nextra = {value}\n")


@pytest.mark.parametrize("depth", [10, 40, 80])
def test_a_deep_value_that_can_be_read_is_told_of_in_short(tmp_path: Path, depth: int) -> None:
    assert "name" in refusal(tmp_path, GOOD.replace("name =", f"name = {'[' * depth}{']' * depth} #", 1))


def test_a_giant_file(tmp_path: Path) -> None:
    assert "over 1 MB" in refusal(tmp_path, GOOD + "#" * 1_000_000)


def test_a_byte_order_mark_and_a_text_full_of_dots_are_read(tmp_path: Path) -> None:
    path = tmp_path / "survey.toml"
    dotted = " . ".join(["..."] * 500)
    path.write_text(f'extra = """\n{dotted}\n{"å." * 40}\n"""\n{GOOD}', "utf-8-sig")
    assert dotted in read_toml(path)["extra"]
