"""The notebooks stay thin: code that reads as prose, no logic, no outputs (DESIGN: notebooks)."""

import ast
from pathlib import Path

import nbformat
import pytest

from ros_analysis.publish.execute import CapturingShell
from ros_analysis.publish.parameters import Parameters

NOTEBOOKS = sorted((Path(__file__).parents[1] / "notebooks").glob("*.ipynb"))
REPORTING = [path for path in NOTEBOOKS if path.name[0].isdigit()]
THIN = [*REPORTING, *(path for path in NOTEBOOKS if path.stem == "sheet")]
FORBIDDEN = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.For, ast.While, ast.Lambda, ast.Try)


def code(path: Path) -> list[str]:
    return [cell.source for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "code"]


def test_there_are_the_three_notebooks() -> None:
    assert [path.stem for path in REPORTING] == ["1_clean", "2_significance", "3_report"]


@pytest.mark.parametrize("path", THIN, ids=lambda path: path.stem)
def test_code_has_no_logic_and_imports_only_the_package(path: Path) -> None:
    for source in code(path):
        for node in ast.walk(ast.parse(source)):
            assert not isinstance(node, FORBIDDEN), f"{path.name}: {source}"
            if isinstance(node, ast.Import):
                assert all(alias.name.split(".")[0] == "ros_analysis" for alias in node.names)
            if isinstance(node, ast.ImportFrom):
                assert (node.module or "").split(".")[0] == "ros_analysis"


@pytest.mark.parametrize("path", THIN, ids=lambda path: path.stem)
def test_at_most_sixty_code_lines_and_half_of_the_cells_are_text(path: Path) -> None:
    cells = nbformat.read(path, as_version=4).cells
    text = [cell for cell in cells if cell.cell_type == "markdown"]
    assert sum(len(source.splitlines()) for source in code(path)) <= 60
    assert 2 * len(text) >= len(cells)


@pytest.mark.parametrize("path", THIN, ids=lambda path: path.stem)
def test_one_parameters_cell_with_the_parameters_of_the_model_and_their_defaults(path: Path) -> None:
    cells = nbformat.read(path, as_version=4).cells
    (tagged,) = [cell for cell in cells if "parameters" in cell.metadata.get("tags", [])]
    values = {node.targets[0].id: ast.literal_eval(node.value) for node in ast.parse(tagged.source).body}  # type: ignore[attr-defined]
    assert all(type(value) in (int, str, bool) for value in values.values())
    names = Parameters.model_fields if path.stem == "sheet" else Parameters().given
    assert values == {name: getattr(Parameters(), name) for name in names}


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_no_stored_outputs(path: Path) -> None:
    for cell in nbformat.read(path, as_version=4).cells:
        remedy = f"{path.name} har lagrede resultater: kjør «nbstripout --keep-id {path}» før du sjekker inn."
        assert not cell.get("outputs"), remedy
        assert cell.get("execution_count") is None, remedy


def test_headings_of_the_report_are_those_of_the_catalogue() -> None:
    """The anchor stands in the cell's metadata, so that JupyterLab and stock nbconvert show the heading alone."""
    from ros_analysis.survey.language import Words

    words = Words("nb")
    for path in THIN:
        cells = [cell for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "markdown"]
        named = {cell.metadata["anchor"]: cell.source for cell in cells if "anchor" in cell.metadata}
        assert named == {anchor: f"## {words(f'section.{anchor}')}" for anchor in named}
        assert not [cell.source for cell in cells if "{#" in cell.source]
        assert path.stem != "3_report" or len(named) > 10


def test_a_notebook_knows_nothing_of_the_one_before_in_its_process() -> None:
    CapturingShell.fresh().outputs("left = 1")
    (output,) = CapturingShell.fresh().outputs("left")
    assert output["ename"] == "NameError"
