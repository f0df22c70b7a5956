"""
A warehouse as N events would leave it, made in SQL from a seed: no log, no folds, only the rows.

Of the events seven in ten are visits, the rest are those of cases, seven and a half each. A case
has five clocks, a fifth more than one assignment, three in four were evaluated; one event in a
hundred ends in a finding. Each record that was sent has a receipt, the refused and the repeated
too. Departments stand in a tree of five levels; what is drawn is drawn by a hash of the seed and
the row's number, so that the same seed gives the same rows.

The stored bytes of records are left out (no report reads them): the tables are smaller on
disk than those of a true hub, in every column that is read they are as wide.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import chain
from typing import Any, Final

from bench.filling import cases, findings, followed, journal, receipts, registers, visits
from bench.filling.drawn import Fill, Size

Run = Callable[[str], Any]

_CHUNK: Final = 500_000
_SUBJECTS: Final = (registers, journal, receipts, visits, cases, followed, findings)


def fill(run: Run, seed: int, events: int) -> int:
    """Write the rows that *events* events leave; return how many there are."""
    size, total = Size.of(events), 0
    for one in fills(size):
        total += one.rows
        for first in range(0, one.rows, _CHUNK):
            run(_insert(one, seed, first, min(_CHUNK, one.rows - first)))
    return total


def fills(size: Size) -> Iterator[Fill]:
    """Yield what is written into each table, in order."""
    return chain.from_iterable(subject.fills(size) for subject in _SUBJECTS)


def _insert(one: Fill, seed: int, first: int, count: int) -> str:
    names = ", ".join(f"`{name}`" for name in one.columns)
    values = ", ".join(one.columns.values()).replace("draw(", f"cityHash64({seed}, ")
    return f"INSERT INTO {one.table} ({names}) SELECT {values} FROM numbers({first}, {count})"
