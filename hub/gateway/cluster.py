"""
The gate of a cluster: events go to ``ingest.<department>`` on Kafka, acknowledged by the brokers.

Intake judges them there with everything else that department sent, so the answer is where the
event stands (``written``) and the receipt comes from ``receipts.<department>``. Brokers that are
away mean 503; the sender sends again, which is harmless.
"""

from __future__ import annotations

import logging
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, closing, contextmanager, nullcontext
from hashlib import sha256
from threading import Event, Lock
from typing import Any

import orjson
from fastapi import FastAPI

from events import topics
from events.envelope import claimed_id
from events.instant import Instant, render
from events.kafka import (
    BrokersAwayError,
    Connection,
    NotDeliveredError,
    Producer,
    end_offsets,
    read_range,
)
from events.people import known_as
from events.record import Outgoing
from hub.cluster.asking import rows_of
from hub.cluster.connecting import connection_of
from hub.cluster.topics import department_topics, ensure
from hub.failure import Failure
from hub.gateway.app import build
from hub.gateway.gate import Rows, Told
from hub.gateway.keyring import Keyring, open_keyring
from hub.gateway.limits import Limits
from hub.gateway.server import listening
from hub.gateway.together import Together
from hub.health import open_health
from hub.loading.files import Raw
from hub.metrics import clock_alone
from hub.pages.warming import warmed
from hub.settings import Settings
from hub.vault.store import Vault
from hub.wall import wall_now
from projections.clickhouse import ClickHouseWarehouse
from projections.warehouse import Warehouse

_PATIENCE_S = 20.0


class ClusterGate:
    """The gate over *connection*; questions go to *warehouse*."""

    judged = False

    def __init__(
        self,
        connection: Connection,
        warehouse: Warehouse,
        patience_s: float = _PATIENCE_S,
        vault: Vault | None = None,
    ) -> None:
        """
        *patience_s*: how long brokers may take to acknowledge, or to answer. *vault*: the
        intakes'; without it a person's number is looked for as it is.
        """
        self._connection, self._warehouse, self._patience_s = connection, warehouse, patience_s
        self._vault = vault
        self._reaching = Lock()
        self._producer: Producer | None = None
        self._together = Together(self._write)
        self._made: set[str] = set()

    def now(self) -> Instant:
        return wall_now()

    def signers(self) -> None:
        """Intake alone knows; a check here does not look at signatures."""

    def take(self, department: str, values: Sequence[bytes]) -> Rows:
        return self._together.take([(department, value) for value in values])

    def _write(self, raws: list[Raw]) -> Rows:
        with _told():
            producer = self._reached()
            self._make_topics({department for department, _ in raws})
            placed = producer.send(
                [Outgoing(topics.ingest(name), b"", value, (), 0) for name, value in raws],
                self._patience_s,
            )
        at = render(wall_now())
        return [_written(*one, at) for one in zip(raws, placed, strict=True)]

    def _reached(self) -> Producer:
        """Return the way to the brokers; the first to ask waits for them, as long as patience."""
        with self._reaching:
            if self._producer is None:
                wait_ms = int(self._patience_s * 1000)
                waits = {"max_block_ms": wait_ms, "bootstrap_timeout_ms": wait_ms}
                self._producer = Producer(self._connection, **waits)
            return self._producer

    def _make_topics(self, departments: set[str]) -> None:
        for department in departments - self._made:
            ensure(self._connection, department_topics(department))
            self._made.add(department)

    def receipts(self, department: str, after: int, limit: int) -> list[Told]:
        topic = topics.receipts(department)
        place = (topic, 0)
        with _told():
            self._reached()
            self._make_topics({department})
            end = end_offsets(self._connection, [place])[place]
            if end <= after:
                return []
            last = min(end, after + limit)
            records = read_range(self._connection, topic, 0, after, last, self._patience_s)
            return [Told(record.offset, orjson.loads(record.value)) for record in records]

    def known_as(self, party: str) -> str:
        return party if self._vault is None else known_as(party, self._vault.pseudonym)

    def query(self, sql: str, params: dict[str, Any] | None = None) -> Rows:
        return rows_of(self._warehouse, sql, params)

    def close(self) -> None:
        if self._producer is not None:
            self._producer.close()
        self._warehouse.close()
        if self._vault is not None:
            self._vault.close()


@contextmanager
def _told() -> Iterator[None]:
    """Turn brokers that are away, or too slow, into a failure that says so."""
    try:
        yield
    except (BrokersAwayError, NotDeliveredError, TimeoutError) as error:
        raise Failure("log-away", reason=error) from error


def _written(raw: Raw, offset: int, at: str) -> dict[str, Any]:
    department, value = raw
    return {
        "event_id": claimed_id(value, ()),
        "outcome": "written",
        "code": "",
        "message": "",
        "field": "",
        "time": at,
        "sha256": sha256(value).hexdigest(),
        "topic": topics.ingest(department),
        "partition": 0,
        "offset": offset,
    }


def run_gateway(settings: Settings, http: str, ready: Callable[[str], None]) -> None:
    """Serve the gateway of the cluster of *settings* until told to stop."""
    logging.basicConfig(level="INFO", stream=sys.stderr)
    logging.getLogger("kafka").setLevel(logging.WARNING)
    ended = Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: ended.set())
    with (
        open_keyring(settings.data) as keyring,
        opened(settings, keyring, http, warm=warmed) as url,
        open_health(settings.health, lambda: True, clock_alone),
    ):
        ready(url)
        ended.wait()


@contextmanager
def opened(
    settings: Settings,
    keyring: Keyring,
    http: str,
    limits: Limits = Limits(),
    patience_s: float = _PATIENCE_S,
    warm: Callable[[FastAPI], AbstractContextManager[None]] = lambda _: nullcontext(),
) -> Iterator[str]:
    """Let departments in at *http* while the body runs, pages kept *warm*; yields the URL."""
    warehouse = ClickHouseWarehouse(settings.clickhouse, patience_s=5.0)
    vault = Vault(settings.vault) if settings.vault.exists() else None
    with closing(ClusterGate(connection_of(settings), warehouse, patience_s, vault)) as gate:
        app = build(gate, keyring, limits)
        try:
            with listening(app, http, limits.head_s) as url, warm(app):
                yield url
        finally:
            app.state.pages.close()
