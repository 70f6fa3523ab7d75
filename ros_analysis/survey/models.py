"""TOML files read into strict models, with errors that name the nearest key, and shown as markup in JupyterLab."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches
from functools import lru_cache
from pathlib import Path
from reprlib import Repr
from typing import Any, TypeVar

from markupsafe import Markup, escape
from pydantic import BaseModel, ConfigDict, ValidationError

from ros_analysis.survey.problems import UserError

Model = TypeVar("Model", bound=BaseModel)
MAX_BYTES = 1_000_000
MAX_PARTS = 50
PART = r"""(?:[\w-]++|"[^"\n]*"|'[^'\n]*')"""
LONG_KEY = re.compile(rf"(?<![\w-]){PART}(?:[ \t]*+\.[ \t]*+{PART}){{{MAX_PARTS},}}")
FEW = 3
SHORT = Repr()
SHORT.maxlevel, SHORT.maxstring = 3, 100
MESSAGES = {
    "extra_forbidden": "nøkkelen er ukjent",
    "missing": "nøkkelen mangler",
    "literal_error": "verdien er ikke tillatt",
    "string_type": "skal være tekst i anførselstegn",
    "int_type": "skal være et helt tall",
    "int_parsing": "skal være et helt tall",
    "bool_type": "skal være true eller false",
    "bool_parsing": "skal være true eller false",
    "tuple_type": "skal være en liste: [ … ]",
    "model_type": "skal være en tabell",
    "date_type": "skal være en dato uten anførselstegn: 2024-10-01",
    "date_from_datetime_parsing": "skal være en dato uten anførselstegn: 2024-10-01",
}


class SettingsError(UserError):
    """A TOML file that doesn't follow its model; the text names the file and every key that is wrong."""


class Strict(BaseModel):
    """A frozen model that refuses a key it doesn't know."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    def _repr_html_(self) -> str:
        return str(facts(type(self).__name__, self._facts()))

    def _facts(self) -> Iterable[tuple[object, object]]:
        """What JupyterLab shows of it: the fields that say something."""
        return ((name, _short(value)) for name, value in self if value not in (None, "", ()))


def _short(value: object) -> str:
    """A field's value for people: of what consists of several, each part, the first few of many."""
    match value:
        case float():
            return f"{value:.4g}"
        case Strict():
            return ", ".join(f"{name} {said}" for name, said in value._facts())
        case tuple() if len(value) <= FEW:
            return "; ".join(map(_short, value))
        case tuple():
            return f"{'; '.join(map(_short, value[:FEW]))}; … ({len(value)})"
        case _:
            return str(value)


def read_model(path: Path, model: type[Model]) -> Model:
    """The TOML file at `path` as a `model`; raises SettingsError when it is missing, broken or doesn't fit."""
    try:
        return model.model_validate(read_toml(path))
    except ValidationError as error:
        lines = [f"{path}: {_line(dict(item), model)}" for item in error.errors()]
        raise SettingsError("\n".join(lines)) from None


def read_toml(path: Path) -> Mapping[str, Any]:
    """The tables of the TOML file at `path`; raises SettingsError when it is missing, broken or out of all size."""
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
        if len(data) > MAX_BYTES:
            raise SettingsError(f"{path}: filen er over 1 MB. Legg lange tekster og data et annet sted.")
        text = data.decode("utf-8-sig")
        if long := LONG_KEY.search(text):
            line = text.count("\n", 0, long.start()) + 1
            raise SettingsError(
                f"{path}: nøkkelen på linje {line} har over {MAX_PARTS} ledd. Skriv færre punktum."
            )
        return _tables(text)
    except FileNotFoundError:
        raise SettingsError(f"{path}: filen finnes ikke.") from None
    except RecursionError:
        message = "lister eller tabeller ligger for dypt inni hverandre. Skriv dem med færre nivåer."
        raise SettingsError(f"{path}: {message}") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise SettingsError(f"{path}: kan ikke leses som TOML: {error}") from None


@lru_cache(maxsize=64)
def _tables(text: str) -> Mapping[str, Any]:
    """Parsed once, because each notebook of a round reads the settings of all rounds before it."""
    return tomllib.loads(text)


def _line(item: dict[str, Any], model: type[BaseModel]) -> str:
    key = ".".join(str(part) for part in item["loc"])
    message = MESSAGES.get(item["type"], item["msg"].removeprefix("Value error, "))
    near = (
        get_close_matches(str(item["loc"][-1]), _keys(model), n=1)
        if item["type"] == "extra_forbidden"
        else []
    )
    hint = f" Mente du «{near[0]}»?" if near else ""
    found = "" if item["type"] in ("missing", "extra_forbidden") else f" (fant {SHORT.repr(item['input'])})"
    expected = str(item.get("ctx", {}).get("expected", "")).replace(" or ", " eller ")
    allowed = f" Tillatt: {expected}." if item["type"] == "literal_error" else ""
    return f"{key or 'filen'}: {message}{found if key else ''}.{hint}{allowed}"


def _keys(model: type[BaseModel]) -> list[str]:
    keys: list[str] = []
    for name, field in model.model_fields.items():
        keys.append(field.alias or name)
        for part in (field.annotation, *getattr(field.annotation, "__args__", ())):
            if isinstance(part, type) and issubclass(part, BaseModel):
                keys += _keys(part)
    return keys


def fill(frame: str, *values: object) -> Markup:
    """`frame` with the values put in, escaped unless they are markup."""
    return Markup(frame.format(*map(escape, values)))


def fill_each(frame: str, rows: Sequence[Sequence[object]]) -> Markup:
    return Markup("").join(fill(frame, *row) for row in rows)


def facts(title: str, rows: Iterable[tuple[object, object]]) -> Markup:
    """What something is, as a short table: a label and a value a row."""
    style = 'style="text-align:left"'
    body = fill_each(f"<tr><th {style}>{{}}</th><td {style}>{{}}</td></tr>", tuple(rows))
    return fill("<table><caption>{}</caption>{}</table>", title, body)
