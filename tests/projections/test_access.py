"""Readers on a real server: they read what they may, write nothing, and not without end."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

import pytest
from clickhouse_driver import Client
from clickhouse_driver.errors import Error, ServerException

from projections import access, sink
from projections.access import Analyst, Quota
from projections.rows import TABLES
from tests.projections.records import Log
from tests.projections.two_offices import two_offices
from tests.support.clickhouse import Server
from tests.support.old_clickhouse import warehouse_on
from tests.support.waiting import wait_until

HASH = sha256(b"secret").hexdigest()
NAMES = sorted(table.name for table in TABLES)
QUOTA = Quota(queries=40)
READONLY = 164
HUNG_UP = -1
QUOTA_EXCEEDED = 201


class Reader(NamedTuple):
    """One user of a server."""

    server: Server
    name: str

    def ask(self, sql: str, database: str = "hub") -> list[object]:
        parts = urlsplit(self.server.url)
        client = Client(parts.hostname, port=parts.port, user=self.name, password="secret",
                        database=database)  # fmt: skip
        with client:
            return [row[0] for row in client.execute(sql)]

    def refused(self, sql: str, database: str = "hub") -> int:
        """Return the code with which the server refuses *sql*, 0 when it does not."""
        try:
            self.ask(sql, database)
        except ServerException as error:
            return int(error.code)
        except (EOFError, OSError):
            return HUNG_UP
        return 0

    def may_come_in(self) -> bool:
        try:
            return self.ask("SELECT 1") == [1]
        except (Error, OSError, EOFError):
            return False


def _entitle(server: Server, folder: Path) -> None:
    offices = {"fire": ("fire",)}
    if server.modern:
        for statement in access.statements("hub", NAMES, offices, quota=QUOTA):
            server.execute(statement)
        for user, role in (("analyst", access.ANALYST), ("office", "office_fire")):
            server.execute(f"CREATE USER {user} IDENTIFIED BY 'secret'")
            server.execute(f"GRANT {role} TO {user}")
        return
    (folder / "users.d").mkdir()
    text = access.users_xml("hub", [Analyst("analyst", HASH)], quota=QUOTA)
    (folder / "users.d" / "hub.xml").write_text(text)


@pytest.fixture
def reader(own_clickhouse: Server, tmp_path: Path) -> Callable[[str], Reader]:
    warehouse = warehouse_on(own_clickhouse, own_clickhouse.database("hub"))
    warehouse.migrate()
    log = Log()
    two_offices(log)
    sink.project(log.records, warehouse)
    warehouse.close()
    _entitle(own_clickhouse, tmp_path)
    known = {name: Reader(own_clickhouse, name) for name in ("analyst", "office")}
    wait_until(known["analyst"].may_come_in, "the readers")
    return known.__getitem__


def test_readers_read_what_they_may_write_nothing_and_not_without_end(
    reader: Callable[[str], Reader],
) -> None:
    """One server, one story: it takes seconds to start."""
    analyst, office = reader("analyst"), reader("office")
    clocks = "SELECT DISTINCT department FROM clock_snapshots ORDER BY department"

    assert ["fire", "water"] == analyst.ask(clocks)
    assert [2] == analyst.ask("SELECT count() FROM evaluation_snapshots")
    if analyst.server.modern:
        assert ["fire"] == office.ask(clocks)
        assert office.refused("SELECT level FROM evaluation_snapshots")
        assert [] == office.ask("SELECT 1 FROM events WHERE name LIKE 'case.evaluat%'")
    else:
        assert not office.may_come_in()
    assert analyst.refused("DROP TABLE clock_snapshots")
    assert READONLY == analyst.refused("SET max_execution_time = 0")
    assert analyst.refused("INSERT INTO withdrawals (event_id) VALUES ('x')")
    assert analyst.refused("SELECT 1", database="default")
    refusals = [analyst.refused("SELECT 1") for _ in range(QUOTA.queries)]
    assert QUOTA_EXCEEDED == refusals[-1]
