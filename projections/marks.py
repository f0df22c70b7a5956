"""
How far each table is written: what tells the rows that came since from those that were there.

Every insert into a table gets a number, and every row keeps the number of its insert when parts
are merged (``_block_number``, switched on by a migration). So a mark is, for each partition of
a table, the first and the last number there is, and the last mutation: while the first stands
and no mutation came, what was written since is the rows with a greater number than the last.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from hashlib import sha256
from typing import Any, NamedTuple

PARTS = """
SELECT
    table, partition_id, min(min_block_number), max(max_block_number),
    max(toUInt64OrZero(splitByChar('_', name)[5]))
FROM system.parts
WHERE active AND database = currentDatabase()
GROUP BY table, partition_id
ORDER BY table, partition_id
"""
"""Merges keep all of it. A part that a mutation rewrote has the mutation's number in its name."""


class Mark(NamedTuple):
    first: int
    last: int
    mutation: int


class Marks(NamedTuple):
    """``tables``: table → partition → mark."""

    tables: Mapping[str, Mapping[str, Mark]]

    @classmethod
    def read(cls, rows: Iterable[tuple[Any, ...]]) -> Marks:
        """Return the marks that the *rows* of ``PARTS`` say."""
        tables: dict[str, dict[str, Mark]] = {}
        for table, partition, *mark in rows:
            tables.setdefault(str(table), {})[str(partition)] = Mark(*map(int, mark))
        return cls(tables)

    @classmethod
    def parse(cls, text: str) -> Marks | None:
        """Return what ``text()`` gave; None where *text* is something else."""
        try:
            said = json.loads(text)
            return cls({table: {p: Mark(*m) for p, m in of.items()} for table, of in said.items()})
        except (ValueError, TypeError, AttributeError):
            return None

    def text(self) -> str:
        return json.dumps(self.tables, separators=(",", ":"), sort_keys=True)

    def digest(self) -> str:
        return sha256(self.text().encode()).hexdigest()[:16]

    def turn(self) -> int:
        """Return a number that is greater after every insert."""
        return sum(mark.last for of in self.tables.values() for mark in of.values())

    def among(self, names: Collection[str]) -> Marks:
        """Return the marks of the tables *names*."""
        return Marks({table: of for table, of in self.tables.items() if table in names})

    def of(self, table: str) -> Mapping[str, Mark]:
        return self.tables.get(table, {})

    def only_grew(self, before: Marks, tables: Collection[str]) -> bool:
        """Tell whether since *before* rows only came, and only into *tables*."""
        return all(
            table in tables and _grew(of, self.of(table)) if of != self.of(table) else True
            for table, of in {**{table: {} for table in self.tables}, **before.tables}.items()
        )


def _grew(before: Mapping[str, Mark], now: Mapping[str, Mark]) -> bool:
    return all(
        partition in now
        and (was.first, was.mutation) == (now[partition].first, now[partition].mutation)
        and was.last <= now[partition].last
        for partition, was in before.items()
    ) and all(mark.mutation == 0 for partition, mark in now.items() if partition not in before)


def condition(before: Marks, now: Marks, table: str) -> str:
    """Return SQL that holds for the rows of *table* that came after *before*, up to *now*."""
    old, new = before.of(table), now.of(table)
    after = _by_partition({partition: mark.last for partition, mark in old.items()}, 0)
    upto = _by_partition({partition: mark.last for partition, mark in new.items()}, 0)
    return f"(_block_number > {after} AND _block_number <= {upto})"


def _by_partition(lasts: Mapping[str, int], otherwise: int) -> str:
    if not lasts:
        return str(otherwise)
    if len(set(lasts.values())) == 1 and set(lasts) == {"all"}:
        return str(lasts["all"])
    names = ", ".join(f"'{partition}'" for partition in sorted(lasts))
    numbers = ", ".join(str(lasts[partition]) for partition in sorted(lasts))
    return f"transform(toString(_partition_id), [{names}], [{numbers}], {otherwise})"
