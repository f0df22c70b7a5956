"""The server the other tests trust is a real one: it keeps what it is given, over a kill too."""

from __future__ import annotations

import pytest
from clickhouse_driver import Client
from clickhouse_driver.errors import Error

from tests.support.clickhouse import Server

_TABLE = "CREATE TABLE {0} (id UInt32, name String) ENGINE = ReplacingMergeTree ORDER BY id"


def test_what_is_inserted_is_selected(clickhouse_database: str) -> None:
    """A server that changes a value would make every other warehouse test worthless."""
    client = Client.from_url(clickhouse_database)
    client.execute(_TABLE.format("visits"))
    client.execute("INSERT INTO visits VALUES", [(1, "走访"), (2, "two"), (2, "two")])
    rows = client.execute("SELECT id, name FROM visits FINAL ORDER BY id")
    client.disconnect()

    assert [(1, "走访"), (2, "two")] == rows


def test_a_killed_server_comes_back_with_what_it_acknowledged(own_clickhouse: Server) -> None:
    """Fault tests kill the server in mid-insert: it must come back at the same address."""
    own_clickhouse.execute(_TABLE.format("kept"))
    own_clickhouse.execute("INSERT INTO kept VALUES", [(1, "before")])

    own_clickhouse.daemon.kill()
    with pytest.raises((Error, OSError, EOFError)):
        own_clickhouse.execute("SELECT 1")
    own_clickhouse.daemon.start()

    assert [(1, "before")] == own_clickhouse.execute("SELECT id, name FROM kept")


def test_the_server_tells_its_version(clickhouse_server: Server) -> None:
    """Test support translates the production tables for an old server only."""
    assert (18, 16, 1) <= clickhouse_server.version
