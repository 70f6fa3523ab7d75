"""A plain table of text → answers per municipality, with every repair as a row."""

from ros_analysis.cleaning.columns import Suggestion
from ros_analysis.cleaning.entries import Entry
from ros_analysis.cleaning.opening import open_export
from ros_analysis.cleaning.round import Cleaned, Examined, clean, examine
from ros_analysis.cleaning.suggest import suggest_mapping

__all__ = ["Cleaned", "Entry", "Examined", "Suggestion", "clean", "examine", "open_export", "suggest_mapping"]
