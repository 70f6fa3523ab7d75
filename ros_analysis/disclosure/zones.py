"""One round's zones by size and by EPJ system."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from ros_analysis.codebook import LEVELS
from ros_analysis.disclosure.attackers import SILENT, Attackers
from ros_analysis.disclosure.groups import JOINED, pool_sizes, pool_systems
from ros_analysis.disclosure.linked import hidden, hide_until
from ros_analysis.disclosure.suppression import protect
from ros_analysis.disclosure.thresholds import may_show_zones
from ros_analysis.disclosure.worlds import EVERYBODY, Release
from ros_analysis.epj import OTHER

COLUMNS = (*LEVELS, SILENT)


@dataclass(frozen=True)
class ZoneTables:
    """The public tables of one round's `zones` (contract.ZONES); `sizes` are the size classes' codes in order.

    The attacker knows every municipality's size and EPJ system, how many are in each zone and how many are silent,
    and may know who answered.
    """

    zones: pd.DataFrame
    sizes: Sequence[str]

    @cached_property
    def size(self) -> pd.DataFrame:
        """Pooled size classes × zones, Int64 with NA where hidden; joined by «+» («medium+large»), smallest first.

        A table of one group is all hidden: it says no more than the zones of all. So is one of EPJ systems.
        """
        return self._size[list(LEVELS)]

    @cached_property
    def epj(self) -> pd.DataFrame:
        """Pooled EPJ systems × zones, as `size`; by name, OTHER last: an order by use would tell of the silent."""
        return self._epj[list(LEVELS)]

    @cached_property
    def people(self) -> pd.DataFrame:
        """Every invited municipality's groups and zone; the EPJ system of the silent was never asked."""
        people = self.zones.set_index("number")[["size", "epj", "zone"]].astype(object)
        people = people.fillna({"epj": OTHER, "zone": SILENT})
        known = people[people["zone"] != SILENT]
        by_size = pool_sizes(
            {name: int((known["size"] == name).sum()) for name in people["size"]}, self.sizes
        )
        by_epj = pool_systems({str(name): int(n) for name, n in known["epj"].value_counts().items()})
        return people.assign(
            size=people["size"].map(by_size),
            epj=people["epj"].map(by_epj).where(people["zone"] != SILENT, SILENT),
        )

    @cached_property
    def everybody(self) -> pd.DataFrame:
        """The zones of all, as every report gives them, unless they would give everybody's zone away."""
        zones = self.people["zone"].value_counts().reindex(list(COLUMNS), fill_value=0)
        counts = zones.to_frame(EVERYBODY).T.astype("Int64")
        return counts if may_show_zones(zones[list(LEVELS)]) else hidden(counts)

    @cached_property
    def _size(self) -> pd.DataFrame:
        """Sizes with the silent as a column that is always hidden."""
        order = dict.fromkeys(
            group for name in self.sizes for group in self.people["size"] if name in group.split(JOINED)
        )
        counts = pd.crosstab(self.people["size"], self.people["zone"]).reindex(list(order))
        return self._protected(counts, "size", [])

    @cached_property
    def _epj(self) -> pd.DataFrame:
        """Any number of the silent may have each system, so each is given all of them: no row may be complete."""
        known = self.people[self.people["zone"] != SILENT]
        order = sorted(known["epj"].unique(), key=lambda name: (name == OTHER, name))
        counts = pd.crosstab(known["epj"], known["zone"]).reindex(order)
        counts[SILENT] = len(self.people) - len(known)
        return self._protected(counts, "epj", [Release("size_this", "zone_this", self._size)])

    def releases(self, name: str) -> list[Release]:
        """The round's public tables, over people whose columns end in the round's `name`."""
        return [
            Release(EVERYBODY, f"zone_{name}", self.everybody),
            Release(f"size_{name}", f"zone_{name}", self._size),
            Release(f"epj_{name}", f"zone_{name}", self._epj),
        ]

    @cached_property
    def _reader(self) -> Attackers:
        return Attackers(self.people.add_suffix("_this"), ["this"])

    def _protected(self, counts: pd.DataFrame, by: str, others: Sequence[Release]) -> pd.DataFrame:
        counts = (
            counts.rename_axis(index=None, columns=None).reindex(columns=list(COLUMNS)).fillna(0).astype(int)
        )
        if len(counts) < 2 or not self.everybody.notna().to_numpy().all():
            return hidden(counts)
        known = [Release(EVERYBODY, "zone_this", self.everybody), *others]
        return hide_until(
            counts,
            lambda also: protect(
                counts, row_totals_known=True, column_totals_known=True, silent=SILENT, also=also
            ),
            lambda shown: self._reader.learn_nothing([*known, Release(f"{by}_this", "zone_this", shown)]),
        )
