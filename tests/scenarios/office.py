"""
Who a row's user asks: a hub with all its operations, and the row's own lines of the answers.

The embedded hub is asked as the command asks it. The cluster is asked through the same
operations (``hub.operations``): its journals are read from Kafka, and its ClickHouse tables stand
in a warehouse where the views run.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, NamedTuple, Protocol, cast

from events.generations import FIRST
from events.record import Record
from hub.answering import plain
from hub.embedded.hub import Embedded
from hub.journal import Journal
from hub.operations import perform
from projections.embedded import EmbeddedWarehouse

Rows = list[dict[str, Any]]
_GONE = "retracted"


class Asked(Protocol):
    """Answers an operation with a JSON document."""

    def ask(self, operation: str, **arguments: Any) -> Any: ...


class Office(NamedTuple):
    """
    A hub as the user of one row sees it.

    ``letter``: the row's, with which all its names begin. ``alone``: nothing else was taken in.
    """

    hub: Asked
    letter: str
    alone: bool

    def ask(self, operation: str, **arguments: Any) -> Any:
        """Return the document of *operation*: ``explain``, ``party`` …, as the command has it."""
        return self.hub.ask(operation, **arguments)

    def report(self, name: str, options: dict[str, str] | None = None, **wanted: Any) -> Rows:
        """Return the row's lines of the report *name* whose columns are as *wanted*."""
        rows: Rows = self.ask("report", name=name, options=options)
        mine = rows if self.alone else [row for row in rows if self._owns(row)]
        return [row for row in mine if all(row[column] == v for column, v in wanted.items())]

    def findings(self, rule: str, kind: str | None = None, *, retracted: bool = False) -> Rows:
        """Return the row's findings, oldest first; those *retracted* only where asked for."""
        rows: Rows = self.ask("findings", rule=rule, kind=kind)
        kept = [row for row in rows if retracted or row["status"] != _GONE]
        return kept if self.alone else [row for row in kept if self._owns(row)]

    def sql(self, query: str) -> Rows:
        """Return what answers *query*; it must itself ask for the row's own."""
        rows: Rows = self.ask("sql", query=query)
        return rows

    def _owns(self, row: Mapping[str, Any]) -> bool:
        return any(
            str(one).startswith(f"{self.letter}-")
            for value in row.values()
            for one in (value if isinstance(value, list) else (value,))
        )


class KeptJournal:
    """The topics of a cluster as they stood when it was stopped (a ``hub.journal.Journal``)."""

    def __init__(self, records: Mapping[str, Mapping[int, list[Record]]]) -> None:
        """*records*: topic → partition → its records, dense from offset 0."""
        self._records = records
        self.layout = FIRST

    def topics(self) -> tuple[str, ...]:
        return tuple(sorted(self._records))

    def partitions(self, topic: str) -> int:
        return len(self._records.get(topic, ()))

    def end(self, topic: str, partition: int) -> int:
        return len(self._records[topic][partition])

    def read(
        self, topic: str, partition: int, start: int = 0, stop: int | None = None
    ) -> Iterator[Record]:
        yield from self._records[topic][partition][start:stop]


class ClusterHub:
    """A cluster that has done its work: its journal, and its tables where the views run."""

    def __init__(self, journal: Journal, warehouse: EmbeddedWarehouse, brokers: str) -> None:
        self.journal, self._warehouse, self.brokers = journal, warehouse, brokers

    def ask(self, operation: str, **arguments: Any) -> Any:
        return perform(cast("Embedded", self), operation, arguments)

    def warehouse(self) -> EmbeddedWarehouse:
        return self._warehouse

    def answers(self, words: str, limit: int) -> None:
        """A cluster looks answers up in its warehouse."""

    def query(self, sql: str, params: dict[str, Any] | None = None) -> Rows:
        found = self._warehouse.query(sql, params)
        return [dict(zip(found.columns, map(plain, row), strict=True)) for row in found.rows]

    @contextmanager
    def reading(self) -> Iterator[Journal]:
        yield self.journal
