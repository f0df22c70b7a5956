"""
The port to a warehouse: where rows are written and SQL is answered.

Two warehouses stand behind it: ``projections.embedded`` (chDB in a child process) and
``projections.clickhouse`` (a ClickHouse server). Both run the same DDL, views and reports.
A failed insert may be repeated with the same rows and token: the token is dropped by the
server where it knows it, twins are replaced by sort key, and views show each thing once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple, Protocol

from projections.tables import Table


class WarehouseError(Exception):
    """One line: what failed, where, and how to mend it."""


class WarehouseAwayError(WarehouseError):
    """The warehouse cannot be reached, or fell: try the same call again later."""


class WarehouseLockedError(WarehouseError):
    """Another process has the embedded warehouse open."""


class QueryError(WarehouseError):
    """The question itself is wrong, not allowed, or too big. Repeating it does not help."""


class Limits(NamedTuple):
    """What one question of a reader may cost."""

    seconds: int = 60
    rows: int = 1_000_000
    memory_bytes: int = 2_000_000_000


class Result(NamedTuple):
    """
    The answer to a question: rows are tuples in the order of ``columns``.

    Values are str, int, float, bool, None, lists, aware datetimes in UTC, dates; bytes only
    where stored bytes are no UTF-8.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]

    def documents(self) -> list[dict[str, Any]]:
        """Return the rows as objects, for JSON."""
        return [dict(zip(self.columns, row, strict=True)) for row in self.rows]


class Warehouse(Protocol):
    """Where rows go and questions are answered."""

    def migrate(self) -> None:
        """Bring tables, views and report views to the newest form; done twice, done once."""
        ...

    def rollback(self, to: int = 0) -> None:
        """Take back the numbered steps above *to*, newest first, and every view with them."""
        ...

    def insert(self, table: Table, rows: Sequence[tuple[Any, ...]], token: str = "") -> None:
        """
        Write *rows* (values in the order of ``table.columns``); return when they are stored.

        Args:
            table: one of ``projections.rows.TABLES``.
            rows: n >= 0; instants as integers, microseconds UTC.
            token: names exactly these rows (topic:partition:first-last); '' for none.

        Raises:
            WarehouseAwayError: not stored, or not known to be: repeat with the same token.
            WarehouseError: refused; repeating does not help.
        """
        ...

    def query(self, sql: str, params: Mapping[str, Any] | None = None) -> Result:
        """
        Answer one SELECT (or WITH, SHOW, DESCRIBE, EXPLAIN); nothing can be written by it.

        Args:
            sql: ClickHouse SQL without FORMAT; ``{name:Type}`` stands for a parameter.
            params: values of the parameters by name.

        Raises:
            QueryError: not a question, wrong SQL, or beyond the reader's limits.
            WarehouseAwayError: try again later.
        """
        ...

    def close(self) -> None:
        """Let go of the warehouse; a second call does nothing."""
        ...
