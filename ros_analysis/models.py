"""TOML files read into strict models, with errors that name file, key and the nearest key that exists."""

from __future__ import annotations

import tomllib
from difflib import get_close_matches
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

Model = TypeVar("Model", bound=BaseModel)

MESSAGES = {
    "extra_forbidden": "nøkkelen er ukjent",
    "missing": "nøkkelen mangler",
    "literal_error": "verdien er ikke tillatt",
}


class SettingsError(Exception):
    """A TOML file that doesn't follow its model; the text names the file and every key that is wrong."""


class Strict(BaseModel):
    """A frozen model that refuses a key it doesn't know."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def read_model(path: Path, model: type[Model]) -> Model:
    """The TOML file at `path` as a `model`; raises SettingsError when it is missing, broken or doesn't fit."""
    try:
        tree = tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        raise SettingsError(f"{path}: filen finnes ikke.") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise SettingsError(f"{path}: kan ikke leses som TOML: {error}") from None
    try:
        return model.model_validate(tree)
    except ValidationError as error:
        lines = [f"{path}: {_line(dict(item), model)}" for item in error.errors()]
        raise SettingsError("\n".join(lines)) from None


def _line(item: dict[str, Any], model: type[BaseModel]) -> str:
    key = ".".join(str(part) for part in item["loc"])
    message = MESSAGES.get(item["type"], item["msg"].removeprefix("Value error, "))
    near = (
        get_close_matches(str(item["loc"][-1]), _keys(model), n=1)
        if item["type"] == "extra_forbidden"
        else []
    )
    hint = f" Mente du «{near[0]}»?" if near else ""
    found = "" if item["type"] in ("missing", "extra_forbidden") else f" (fant {item['input']!r})"
    return f"{key or 'filen'}: {message}{found if key else ''}.{hint}"


def _keys(model: type[BaseModel]) -> list[str]:
    keys: list[str] = []
    for name, field in model.model_fields.items():
        keys.append(field.alias or name)
        for part in (field.annotation, *getattr(field.annotation, "__args__", ())):
            if isinstance(part, type) and issubclass(part, BaseModel):
                keys += _keys(part)
    return keys
