"""
A warehouse beside a gateway whose server is too old for views: asked through a copy of itself.

A thread brings the copy (chDB, this process's own) up to date every few seconds, over the old
server's HTTP port: of each table that was written to, the rows behind the last one copied of each
partition of the log. A question is first put to the server itself, in a word, so that a server
that is away is away for the gateway too; its rows come from the copy.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from pathlib import Path
from threading import Event, Thread
from typing import Any, Final
from urllib.parse import quote
from urllib.request import urlopen

from projections.clickhouse import unreachable
from projections.embedded import EmbeddedWarehouse
from projections.rows import TABLES
from projections.tables import Table
from projections.warehouse import Result, WarehouseError
from tests.support.old_clickhouse import OldClickHouseWarehouse, copy

log = logging.getLogger(__name__)

_EVERY_S: Final = 4.0
_PATIENCE_S: Final = 30.0
_WRITTEN: Final = """
SELECT table, sum(rows), max(max_block_number) FROM system.parts
WHERE active AND database = '{}' GROUP BY table FORMAT TSV
"""
_LAST: Final = "SELECT topic, partition, max(offset) AS last FROM {} GROUP BY topic, partition"


class MirroredWarehouse(OldClickHouseWarehouse):
    """``http``: where the old server answers; ``folder``: where the copy is."""

    http = ""
    folder = Path()

    def __init__(self, url: str, *arguments: Any, **named: Any) -> None:
        super().__init__(url, *arguments, **named)
        self._database = self._reader.database
        self._copy = EmbeddedWarehouse(self.folder)
        self._copy.migrate()
        self._seen: dict[str, str] = {}
        self._ended = Event()
        self._follower = Thread(target=self._follow, name="mirror", daemon=True)
        self._follower.start()

    def query(self, sql: str, params: Mapping[str, Any] | None = None) -> Result:
        self._patiently(lambda: self._reader.ask("SELECT 1", None, self.limits), unreachable)
        return self._copy.query(sql, params)

    def close(self) -> None:
        self._ended.set()
        self._follower.join(_PATIENCE_S)
        self._copy.close()
        super().close()

    def _follow(self) -> None:
        while not self._ended.wait(_EVERY_S):
            try:
                self._renew()
            except (WarehouseError, OSError) as error:
                log.info("the copy of the warehouse waits: %s", error)

    def _renew(self) -> None:
        written = self._written()
        for table in TABLES:
            stamp = written.get(table.name, "")
            if stamp != self._seen.get(table.name, ""):
                copy(self.http, self._database, table, self._copy, self._behind(table))
                self._seen[table.name] = stamp

    def _written(self) -> dict[str, str]:
        asked = quote(_WRITTEN.format(self._database), safe="")
        address = f"{self.http}?query={asked}"
        with urlopen(address, timeout=_PATIENCE_S) as answer:  # noqa: S310 - a server of ours
            lines = answer.read().decode().splitlines()
        return dict(line.split("\t", 1) for line in lines)

    def _behind(self, table: Table) -> str:
        """Return the condition of the rows behind the last one of each partition that is here."""
        rows = self._copy.query(_LAST.format(table.name)).rows
        if not rows:
            return "1"
        places = ", ".join(f"'{topic}:{partition}'" for topic, partition, _ in rows)
        nexts = ", ".join(str(last + 1) for _, _, last in rows)
        place = "concat(topic, ':', toString(partition))"
        return f"offset >= transform({place}, [{places}], [{nexts}], 0)"
