"""What the figures.csv of a public folder prints of a round, in the attacker's terms."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from attacker.answers import LEVELS, MEASURES
from attacker.facts import C, Publication
from attacker.rounds import SYSTEMS

Figures = Mapping[str, Sequence[Mapping[str, str]]]
UNDERSTOOD = {
    "responses", "zones", "zones-over-rounds", "county", "areas", "area-levels", "risk-matrix", "matrix",
    "answers-likelihood", "answers-consequence", "size", "epj", "published", "about", "red-share",
    "differences", "every-round", "every-round-chart",
}  # fmt: skip
"""Tables that are read here, or that follow from those that are."""


def not_understood(figures: Figures) -> set[str]:
    """Tables that this attacker can't read as counts over all who answered, or as zones by a known kind."""
    return {name for name, records in figures.items() if any(records)} - UNDERSTOOD


def publication(figures: Figures, year: int, c: int = C) -> Publication:
    """All that is printed of the round of `year`; the area tables are those of the report's own round."""
    answered = {row["year"]: number(row["answered"]) for row in figures["responses"]}
    latest = max(answered, key=int)
    printed = Publication(answered[str(year)] or 0, zones=_zones(figures, year), c=c)
    if str(year) == latest:
        printed.levels = {
            int(row["area"]): counts
            for row in figures.get("areas", ())
            if (counts := {name: n for name in LEVELS if (n := number(row.get(name, ""))) is not None})
        }
        whole = {area for area, counts in printed.levels.items() if len(counts) == len(LEVELS)}
        printed.medians = {
            (name, int(row["area"])): float(row[name])
            for row in figures.get("areas", ())
            for name in MEASURES
            if row.get(name) and int(row["area"]) in whole
        }
        printed.steps = {
            (name, int(row["area"])): {
                s: n for s in range(1, 5) if (n := number(row.get(f"{s}", ""))) is not None
            }
            for name in MEASURES[:2]
            for row in figures.get(f"answers-{name}", ())
        }
        printed.matrix = {
            (int(row["likelihood"]), int(row["consequence"])): n
            for row in figures.get("risk-matrix", ())
            if (n := number(row["count"])) is not None
        }
        printed.by = {
            (kind, row[kind]): {name: n for name in LEVELS if (n := number(row[name])) is not None}
            for kind in ("size", "epj")
            for row in figures.get(kind, ())
            if row[kind] in (*SYSTEMS, "small", "medium", "large")
        }
    return printed


def earlier_levels(figures: Figures, year: int) -> dict[int, dict[str, int]]:
    """What a later report prints of each area of the round of `year`."""
    rows = [
        row for row in figures.get("every-round", ()) if row["year"] == str(year) and row["what"][0].isdigit()
    ]
    return {
        int(row["what"].split()[0]): {name: n for name in LEVELS if (n := number(row[name])) is not None}
        for row in rows
    }


def _zones(figures: Figures, year: int) -> dict[str, int]:
    """Undetermined ones are all who answered but aren't counted in a zone."""
    rows = [row for name in ("zones", "zones-over-rounds") for row in figures.get(name, ())]
    found = {
        row["zone"]: n for row in rows if row["year"] == str(year) and (n := number(row["count"])) is not None
    }
    if set(LEVELS) <= set(found):
        answered = next(number(row["answered"]) for row in figures["responses"] if row["year"] == str(year))
        found.setdefault("undetermined", (answered or 0) - sum(found.values()))
    return found


def number(text: str) -> int | None:
    """The count in a cell of figures.csv, None where it is empty."""
    return int(float(text)) if text not in ("", "None", "<NA>", "nan") else None
