"""Any survey tool's export → one plain table of text, with the origin of every cell kept."""

from ros_analysis.exports.plain import Column, PlainTable, Row
from ros_analysis.exports.reading import (
    numbered,
    open_grids,
    read_export,
    read_folder,
    read_with_problems,
)

__all__ = [
    "Column",
    "PlainTable",
    "Row",
    "numbered",
    "open_grids",
    "read_export",
    "read_folder",
    "read_with_problems",
]
