"""
The facts in the warehouse held against the journal, record by record.

Reports read parties, departments, officers, settings and the like from tables of their own: a
row altered there, taken out or put in changes what is reported, though the record stands whole.
"""

from __future__ import annotations

from collections.abc import Iterator, KeysView

from events import topics
from events.record import Record
from hub.proving.log_check import Problem
from projections import fact_evidence
from projections.warehouse import Warehouse


class Facts:
    """The facts that stand of a partition's offsets *first* to *last* included."""

    def __init__(
        self, warehouse: Warehouse, topic: str, partition: int, first: int, last: int
    ) -> None:
        told = topics.kind(topic) in topics.JOURNALS
        place = (topic, partition, first, last)
        self._standing = fact_evidence.standing(warehouse, *place) if told else {}
        self._told = told

    def compare(self, record: Record, *, stands: bool) -> Iterator[Problem]:
        """Yield where the facts of *record* differ; of one that itself does not stand, nothing."""
        if not self._told:
            return
        found = self._standing.pop(record.offset, frozenset())
        tables = fact_evidence.differing(found, fact_evidence.told(record)) if stands else ()
        if tables:
            where = f"{record.topic}:{record.partition}:{record.offset}"
            what = f"says otherwise than stands in {', '.join(tables)}: hub rebuild"
            yield Problem("fact", where, what)

    @property
    def left(self) -> KeysView[int]:
        """The offsets of facts whose records were not compared."""
        return self._standing.keys()
