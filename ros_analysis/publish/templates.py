"""The templates of the HTML pages, in the report's colours; loads nothing that only a report needs."""

from __future__ import annotations

from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from ros_analysis.survey import FILLS

environment = Environment(
    loader=PackageLoader("ros_analysis.publish", "template"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def page_from(template: str, **values: Any) -> str:
    """The page that one of the templates makes of `values`."""
    return environment.get_template(template).render(fills=FILLS, **values)
