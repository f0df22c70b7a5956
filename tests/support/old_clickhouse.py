"""
Run the production tables on a server that is too old for them (Debian's ClickHouse 18.16).

The DDL is translated here and nowhere else: times lose their fractions (``DateTime``), and
settings the server does not know are left out. Views and reports do not run there: ``copied``
takes the tables into an embedded warehouse, over the old server's HTTP port, where the
untranslated views are asked.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any
from urllib.parse import quote

from projections import schema
from projections.clickhouse import ClickHouseWarehouse
from projections.embedded import EmbeddedWarehouse
from projections.rows import TABLES
from projections.tables import Kind, Table
from tests.support.clickhouse import Server

_TIME = re.compile(r"DateTime64\(3, 'UTC'\)")
_SETTINGS = re.compile(r"\s*SETTINGS non_replicated_deduplication_window = \d+")

_UNKNOWN = ("enable_block_number_column", " MATERIALIZED ", "DROP COLUMN IF EXISTS")
"""What only views and kept views need."""

_INDEX = re.compile(r"\s*INDEX [^\n]*,")


def translate(sql: str) -> str:
    """Return the DDL *sql* as ClickHouse 18.16 understands it."""
    if any(word in sql for word in _UNKNOWN):
        return "SELECT 1"
    plain = _INDEX.sub("", sql.replace("ADD COLUMN IF NOT EXISTS", "ADD COLUMN"))
    return _SETTINGS.sub("", _TIME.sub("DateTime('UTC')", plain))


class OldClickHouseWarehouse(ClickHouseWarehouse):
    """The production writer on translated tables; it has no views."""

    tick_us = 1_000_000

    def migrate(self) -> None:
        self._patiently(lambda: self._writer.create_database(self.dialect))
        self._run_lenient()
        self._in_turn(lambda: schema.migrate(self._run_old, self.dialect, views=False))

    def rollback(self, to: int = 0) -> None:
        schema.rollback(self._run_old, self.dialect, to)

    def _run_old(self, sql: str) -> Iterable[tuple[Any, ...]]:
        return self._run(translate(sql).replace("DROP VIEW", "DROP TABLE"))

    def _run_lenient(self) -> None:
        self._writer._settings["allow_experimental_low_cardinality_type"] = 1


def warehouse_on(server: Server, url: str) -> ClickHouseWarehouse:
    """Return the production warehouse at *url*, on translated tables where *server* is old."""
    kind = ClickHouseWarehouse if server.modern else OldClickHouseWarehouse
    return kind(url)


def copied(server: Server, database: str, into: EmbeddedWarehouse) -> EmbeddedWarehouse:
    """Fill the empty tables of *into* with those of *database* on *server*, and return it."""
    into.migrate()
    for table in TABLES:
        copy(server.http, database, table, into)
    return into


def copy(http: str, database: str, table: Table, into: EmbeddedWarehouse, where: str = "1") -> None:
    """Add to *into* those rows of *table* in *database*, asked for at *http*, that are *where*."""
    names = ", ".join(table.column_names)
    rows = f"SELECT {_told(table)} FROM {database}.{table.name} WHERE {where} FORMAT TSVWithNames"
    address = f"{http}?query={_quoted(rows)}"
    into._run(
        f"INSERT INTO {table.name} ({names}) SELECT {names} FROM url('{address}', 'TSVWithNames')"
    )


def _told(table: Table) -> str:
    """Return the columns of *table*; the old server writes the first second as no date at all."""
    return ", ".join(
        _FIRST.format(name) if kind is Kind.TIME else name for name, kind in table.columns
    )


_FIRST = "if(toUInt32({0})=0,'1970-01-01 00:00:00',toString({0})) AS {0}"


def _quoted(text: str) -> str:
    return quote(text, safe="")
