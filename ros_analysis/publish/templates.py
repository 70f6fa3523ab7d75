"""A template and its data in, a page out: HTML by Jinja, in the report's colours, PDF and pictures by Typst."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

import typst
from jinja2 import Environment, PackageLoader, StrictUndefined

from ros_analysis.publish.processes import where_its_threads_are
from ros_analysis.survey import FILLS

EPOCH = datetime(2020, 1, 1, tzinfo=UTC)
"""When a report says it was made where nobody says otherwise, so that equal content is equal bytes."""
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


class TypesettingError(RuntimeError):
    """Typst refused the document or warned about it; the message holds its own words."""


def template(name: str) -> bytes:
    return resources.files("ros_analysis.publish").joinpath("template", name).read_bytes()


@where_its_threads_are
def pdf(source: bytes, data: Mapping[str, Any], timestamp: datetime = EPOCH) -> bytes:
    """A PDF/UA-1 and PDF/A-2a file; `data` reaches the template as JSON in sys.inputs.report.

    Raises TypesettingError where Typst warns too, for a warning is a defect that a reader would meet.
    """
    inputs = {"report": json.dumps(data, ensure_ascii=False)}
    moment = timestamp if timestamp.tzinfo else timestamp.replace(tzinfo=UTC)
    try:
        pages, warnings = _compiler().compile_with_warnings(
            source, format="pdf", sys_inputs=inputs, pdf_standards=["ua-1", "a-2a"], timestamp=moment
        )
    except typst.TypstError as error:
        raise TypesettingError(error.diagnostic) from error
    if warnings or not isinstance(pages, bytes):
        raise TypesettingError("\n".join(warning.diagnostic for warning in warnings))
    return pages


@where_its_threads_are
def png(source: bytes, data: Mapping[str, Any], ppi: float) -> bytes:
    """One page as a picture; raises TypesettingError where there are more."""
    inputs = {"report": json.dumps(data, ensure_ascii=False)}
    picture = _compiler().compile(source, format="png", ppi=ppi, sys_inputs=inputs)
    if not isinstance(picture, bytes):
        raise TypesettingError("Bildet ble mer enn én side.")
    return picture


@cache
def _compiler() -> typst.Compiler:
    import font_source_sans_pro

    fonts = Path(font_source_sans_pro.__file__).parent / "files"
    return typst.Compiler(font_paths=[fonts], ignore_system_fonts=True)
