"""Names that could have been Norwegian municipalities, and are not."""

from __future__ import annotations

FIRST = (
    *("Alm", "Brei", "Djup", "Eik", "Fager", "Furu", "Gran", "Hare", "Haug", "Hegg", "Kald", "Klokke"),
    *("Kvit", "Lang", "Lind", "Løv", "Orre", "Osp", "Raud", "Rogn", "Rype", "Selje", "Sild", "Skarv"),
    *("Sol", "Stein", "Svart", "Teist", "Tind", "Torsk", "Trane", "Varg", "Vinter", "Ær", "Ørn"),
)
LAST = (
    *("vik", "nes", "dal", "øy", "fjord", "vang", "voll", "sund", "holm", "moen", "åsen", "strand"),
    *("vær", "hamn", "mark", "lia"),
)


def fictional_names() -> list[str]:
    """Every name that the parts make, without letters tripled or doubled at the seam."""
    return [first + last for first in FIRST for last in LAST if first[-1] != last[0]]
