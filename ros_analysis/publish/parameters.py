"""The parameters of a notebook, checked before anything is run."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import ConfigDict, Field, ValidationError

from ros_analysis.survey import LOCALES, Language, Strict, UserError

if TYPE_CHECKING:
    from nbformat import NotebookNode

CELL_TAG = "parameters"
ALLOWED = {
    "survey": ["navn med små bokstaver, tall og bindestrek"],
    "survey_year": ["hele tall fra 2000 til 2100"],
    "edition": ["public", "internal"],
    "language": [*LOCALES],
    "member": ["nummeret eller navnet til en som er spurt"],
}


class Parameters(Strict):
    """What a report or a sheet is made for: what stands in a notebook's cell tagged `parameters`.

    `member`, by number or name, is a sheet's alone.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    survey: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]*$")] = "eksempelfylket"
    survey_year: Annotated[int, Field(ge=2000, le=2100)] = 2020
    edition: Literal["public", "internal"] = "public"
    language: Language | Literal[""] = ""
    member: Annotated[str, Field(pattern=r"^[^\n]{0,80}$")] = ""

    @property
    def given(self) -> dict[str, str | int]:
        """The parameters by name as a notebook takes them: a report's is no `member`'s."""
        return self.model_dump(exclude=None if self.member else {"member"})


class ParameterError(UserError, ValueError):
    """A parameter that is unknown, misspelt or of the wrong kind; the text names it and what is allowed."""


def check_parameters(values: Mapping[str, Any]) -> Parameters:
    """`values` as Parameters; raises ParameterError naming each wrong one and the nearest name that exists."""
    try:
        return Parameters.model_validate(dict(values))
    except ValidationError as error:
        lines = [_line(str(item["loc"][0]), dict(item)) for item in error.errors()]
        raise ParameterError("\n".join(lines)) from None


def parameters_in(variables: Mapping[str, object], **fixed: str) -> dict[str, Any]:
    """What a notebook's `vars()` say of its round, but for what is `fixed`; raises ParameterError also for a variable
    that is no parameter, since papermill lets one that is misspelt pass."""
    said = {name: value for name, value in variables.items() if isinstance(value, str | int | float)}
    own = {name: value for name, value in said.items() if not name.startswith("_")}
    return check_parameters(own).model_dump(exclude={"member"}) | fixed


def require_parameters_cell(notebook: NotebookNode, name: str) -> None:
    """Raise ParameterError unless exactly one cell of `notebook` is tagged `parameters`."""
    tagged = [cell for cell in notebook.cells if CELL_TAG in cell.metadata.get("tags", [])]
    if len(tagged) != 1:
        raise ParameterError(f"{name}: {len(tagged)} celler er merket «{CELL_TAG}»; det skal være én.")


def _line(name: str, item: Mapping[str, Any]) -> str:
    known = list(Parameters.model_fields)
    if name not in known:
        near = get_close_matches(name, known, n=1)
        hint = f" Mente du «{near[0]}»?" if near else ""
        return f"Ukjent parameter «{name}».{hint} Finnes: {', '.join(known)}."
    near = get_close_matches(str(item["input"]), ALLOWED[name], n=1)
    hint = f" Mente du «{near[0]}»?" if near else ""
    return f"Parameteren {name} kan ikke være {item['input']!r}.{hint} Tillatt: {', '.join(ALLOWED[name])}."
