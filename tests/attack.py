"""An attacker on public tables: knows the register, guesses who answered, and solves for what is hidden.

Shares no code with ros_analysis.disclosure. People who are alike in all that is known are counted together: how many
of them have each combination of secrets is unknown, every shown cell is an equation, and what has one solution only
is given away.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product

import numpy as np
import pandas as pd
from scipy.optimize import Bounds, LinearConstraint, milp

EVERYBODY = "everybody"
LEVELS = ("green", "yellow", "red")
Person = Mapping[str, str]
Cell = tuple[str, str]


@dataclass(frozen=True)
class Table:
    """Counts by two attributes, known or secret; None is a hidden cell.

    A pooled row names its parts («medium+large») or is the others («Annet …»).
    """

    name: str
    rows: str
    columns: str
    cells: Mapping[Cell, int | None]

    def counts(self, row: str, value: str) -> bool:
        """Whether someone with `value` is counted in `row`."""
        named = {part for label, _ in self.cells for part in label.split("+")}
        return value in row.split("+") or (row.startswith("Annet") and value not in named)


@dataclass
class Attack:
    """`people` with what is known of each, and the values that each secret can have.

    Someone with "" under a secret's name among the known has no such secret (absent that year). `follows` gives
    what follows from the secrets, such as the level from likelihood and consequence.
    """

    people: Sequence[Person]
    secrets: Mapping[str, Sequence[str]]
    follows: Callable[[Person], Person] = lambda _: {}
    tables: list[Table] = field(default_factory=list)

    def __post_init__(self) -> None:
        alike = Counter(tuple(sorted(person.items())) for person in self.people)
        self.kinds = [{**dict(kind), EVERYBODY: EVERYBODY} for kind in alike]
        self.sizes = list(alike.values())
        self.unknowns = [
            (number, state) for number, kind in enumerate(self.kinds) for state in self._states(kind)
        ]
        self._facts: list[tuple[np.ndarray, float, float]] = []
        self._worlds: list[np.ndarray] = []
        for number, size in enumerate(self.sizes):
            here = np.array([float(who == number) for who, _ in self.unknowns])
            self._learn(here, size, size)

    def read(self, *tables: Table) -> Attack:
        """Learns every shown cell; a table that is all hidden was not published."""
        for table in tables:
            if any(value is not None for value in table.cells.values()):
                self.tables.append(table)
                for cell, value in table.cells.items():
                    if value is not None:
                        self._learn(self._counted(table, *cell), value, value)
        return self

    def hear(self, low: float, high: float, **values: Iterable[str]) -> Attack:
        """Learns that between `low` and `high` people have one of the `values` of each attribute."""
        wanted = {name: set(own) for name, own in values.items()}

        def heard(who: int, state: Person) -> bool:
            own = {**self.kinds[who], **state}
            return all(own[name] in allowed for name, allowed in wanted.items())

        self._learn(self._where(heard), low, high)
        return self

    def _learn(self, where: np.ndarray, low: float, high: float) -> None:
        self._facts.append((where, low, high))
        self._worlds.clear()

    def ranges(self) -> dict[tuple[str, str, str], tuple[int, int]]:
        """Every hidden cell of the tables: lowest and highest value that fits all that is known."""
        hidden = [(t, cell) for t in self.tables for cell, value in t.cells.items() if value is None]
        return {(t.name, *cell): self._range(self._counted(t, *cell)) for t, cell in hidden}

    def derived(self) -> list[tuple[str, str, str]]:
        """The hidden cells with one possible value."""
        hidden = [(t, cell) for t in self.tables for cell, value in t.cells.items() if value is None]
        return [(t.name, *cell) for t, cell in hidden if len(self._values(self._counted(t, *cell))) == 1]

    def unmasked(self) -> list[tuple[Person, str, str, bool]]:
        """Who is sure to have, or sure not to have, a value that they could have and somebody may have:
        (person, secret, value, has it)."""
        found = []
        for secret in self.secrets:
            for value in sorted({state[secret] for _, state in self.unknowns} - {""}):
                if self._values(self._where(lambda _, state, s=secret, v=value: state[s] == v)) == {0}:
                    continue
                for number, kind in enumerate(self.kinds):
                    held = self._values(self._holders(number, secret, value))
                    if kind.get(secret) != "" and held in ({0}, {self.sizes[number]}):
                        found.append((kind, secret, value, held != {0}))
        return found

    def _values(self, where: np.ndarray) -> set[int]:
        """Some of the numbers that are possible in `where`: one only if there is one only."""
        seen = {round(float(where @ world)) for world in self._worlds}
        return seen if len(seen) > 1 else set(self._range(where))

    def _holders(self, number: int, secret: str, value: str) -> np.ndarray:
        return self._where(lambda who, state: who == number and state[secret] == value)

    def _states(self, kind: Person) -> Iterator[dict[str, str]]:
        options = [[""] if kind.get(name) == "" else list(values) for name, values in self.secrets.items()]
        for values in product(*options):
            state = dict(zip(self.secrets, values, strict=True))
            yield {**state, **self.follows(state)}

    def _counted(self, table: Table, row: str, column: str) -> np.ndarray:
        def counted(who: int, state: Person) -> bool:
            own = {**self.kinds[who], **state}
            return table.counts(row, own[table.rows]) and own[table.columns] == column

        return self._where(counted)

    def _where(self, test: Callable[[int, Person], bool]) -> np.ndarray:
        return np.array([test(who, state) for who, state in self.unknowns], dtype=float)

    def _range(self, where: np.ndarray) -> tuple[int, int]:
        low, high = (round(float(where @ self._solve(sign * where))) for sign in (1, -1))
        return low, high

    def _solve(self, costs: np.ndarray) -> np.ndarray:
        rows, low, high = zip(*self._facts, strict=True)
        most = Bounds(0, [self.sizes[who] for who, _ in self.unknowns])
        agrees = LinearConstraint(np.array(rows), low, high)
        result = milp(costs, integrality=np.ones_like(costs), bounds=most, constraints=agrees)
        assert result.x is not None, f"The public tables contradict each other: {result.message}"
        self._worlds.append(result.x)
        return np.asarray(result.x)


def insider(*years: tuple[str, pd.DataFrame]) -> Attack:
    """Knows who answered, everybody's size and EPJ system, and how many are in each zone, in every year.

    Each year's frame has number (the same in all years for the same unit), size, epj and zone.
    """
    frames = [frame.dropna(subset=["zone"]).set_index("number") for _, frame in years]
    named = [
        frame[["size", "epj", "zone"]].add_suffix(f"_{year}")
        for (year, _), frame in zip(years, frames, strict=True)
    ]
    people = pd.concat(named, axis=1).astype(object)
    people = people.where(people.notna(), "").to_dict("records")
    secrets = [f"zone_{year}" for year, _ in years]
    known = [{key: value for key, value in one.items() if key not in secrets or not value} for one in people]
    attack = Attack(known, dict.fromkeys(secrets, LEVELS), _move)
    for secret, level in product(secrets, LEVELS):
        n = sum(one[secret] == level for one in people)
        attack.hear(n, n, **{secret: [level]})
    return attack


def outsider(year: str, frame: pd.DataFrame) -> Attack:
    """Knows everybody's size, how many are in each zone and how many are silent, but not who."""
    known, zone = [{f"size_{year}": size} for size in frame["size"]], frame["zone"].fillna("silent")
    attack = Attack(known, {f"zone_{year}": (*LEVELS, "silent")})
    for value in (*LEVELS, "silent"):
        n = int((zone == value).sum())
        attack.hear(n, n, **{f"zone_{year}": [value]})
    return attack


def read_report(
    attack: Attack, figures: Mapping[str, list[dict[str, str]]], year: str, last: str = ""
) -> None:
    """Reads the figures.csv of a round's public report: zones by size and EPJ system, and the change from `last`."""
    for by in ("size", "epj"):
        if by in figures:
            attack.read(wide(f"{by} {year}", figures[by], by, f"{by}_{year}", f"zone_{year}", LEVELS))
    if "transition" in figures:
        attack.read(
            wide(f"transition {year}", figures["transition"], "from", f"zone_{last}", f"zone_{year}", LEVELS)
        )
    if "moves" in figures:
        moves = [{**record, "who": EVERYBODY} for record in figures["moves"]]
        attack.read(wide(f"moves {year}", moves, "who", EVERYBODY, "move", ("better", "same", "worse")))


def _move(state: Person) -> Person:
    known = [LEVELS.index(zone) for zone in state.values() if zone in LEVELS]
    step = known[1] - known[0] if len(known) == 2 else None
    return {"move": "" if step is None else "better" if step < 0 else "worse" if step > 0 else "same"}


def read_figures(text: str) -> dict[str, list[dict[str, str]]]:
    """figures.csv as the records behind each table and figure, by id."""
    found: dict[str, dict[str, dict[str, str]]] = {}
    for line in csv.DictReader(io.StringIO(text)):
        found.setdefault(line["id"], {}).setdefault(line["row"], {})[line["column"]] = line["value"]
    return {name: list(records.values()) for name, records in found.items()}


def wide(
    name: str,
    records: Iterable[Mapping[str, object]],
    key: str,
    rows: str,
    columns: str,
    values: Sequence[str],
) -> Table:
    """A Table from records with one row a group, named under `key`, and a count under each of `values`."""
    cells = {(str(record[key]), value): count(record[value]) for record in records for value in values}
    return Table(name, rows, columns, cells)


def long(name: str, records: Iterable[Mapping[str, object]], rows: str, columns: str) -> Table:
    """A Table from records with one row a cell: its group, its value, and a «count»."""
    cells = {(str(record[rows]), str(record[columns])): count(record["count"]) for record in records}
    return Table(name, rows, columns, cells)


def count(text: object) -> int | None:
    """The number in a cell of figures.csv, None where it is empty."""
    return int(float(str(text))) if str(text) not in ("", "None", "<NA>", "nan") else None
