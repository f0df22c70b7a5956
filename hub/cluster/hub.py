"""
The hub of a cluster, for who asks and tells it: Kafka and ClickHouse behind the hub port.

What is sent goes to ``ingest.<department>``, acknowledged by the brokers; intake judges it there
with everything else that department sent, so the answer is where the event stands and its receipt
comes from ``receipts.<department>``. Brokers that are away mean: send again, which is harmless.
Brokers, warehouse and vault are reached when something needs them first.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from hashlib import sha256
from threading import RLock
from typing import Any, Final

import orjson

from events import topics
from events.closing import Closing
from events.envelope import claimed_id
from events.instant import Instant, render
from events.kafka import (
    BrokersAwayError,
    NotDeliveredError,
    Producer,
    end_offsets,
    read_range,
)
from events.people import known_as
from events.record import Outgoing, Record
from hub.answering import documents
from hub.cluster.connecting import connection_of
from hub.cluster.kafka_journal import KafkaJournal
from hub.cluster.topics import department_topics, ensure
from hub.failure import FOUND_WRONG, Failure
from hub.journal import Positions, unread
from hub.loading.files import Raw
from hub.port import WRITTEN, Rows, Told
from hub.publishing.publications import PUBLISHED, Publication, encode
from hub.settings import Settings
from hub.vault.store import Vault
from hub.wall import wall_now
from projections.warehouse import QueryError, Warehouse, WarehouseError

_PATIENCE_S: Final = 20.0
_ASKING_S: Final = 5.0


class Cluster(Closing):
    """The brokers and the warehouse of *settings*. It is a ``hub.port.Hub``."""

    judged = False

    def __init__(
        self,
        settings: Settings,
        warehouse: Warehouse | None = None,
        patience_s: float = _PATIENCE_S,
    ) -> None:
        """
        *warehouse*: another than that of the settings. *patience_s*: how long brokers may take to
        acknowledge, or to answer.
        """
        self.settings, self.connection = settings, connection_of(settings)
        self._warehouse, self._patience_s = warehouse, patience_s
        self._reaching = RLock()
        self._producer: Producer | None = None
        self._journal: KafkaJournal | None = None
        self._vault: Vault | None = None
        self._made: set[str] = set()

    def now(self) -> Instant:
        return wall_now()

    def as_of(self) -> str:
        return render(self.now())

    def signers(self) -> None:
        """Intake alone knows; a check beside it does not look at signatures."""

    def known_as(self, party: str) -> str:
        """Return the id of *party* in the log; where no intake has a vault here, *party* itself."""
        if not self.settings.vault.exists():
            return party
        return known_as(party, self.vault().pseudonym)

    def vault(self) -> Vault:
        """Return the vault of this machine's intake."""
        with self._reaching:
            self._vault = self._vault or Vault(self.settings.vault)
            return self._vault

    def query(self, sql: str, params: dict[str, Any] | None = None) -> Rows:
        try:
            return documents(self.warehouse().query(sql, params))
        except QueryError as error:
            raise Failure("query-failed", reason=error) from error
        except WarehouseError as error:
            raise Failure("warehouse-away", reason=error) from error

    def warehouse(self) -> Warehouse:
        """Return what answers questions; it is the projector that writes it."""
        from projections.clickhouse import (
            ClickHouseWarehouse,  # heavy, and who only sends asks none
        )

        with self._reaching:
            if self._warehouse is None:
                self._warehouse = ClickHouseWarehouse(
                    self.settings.clickhouse, patience_s=_ASKING_S
                )
            return self._warehouse

    def take(self, raws: Sequence[Raw]) -> Rows:
        with _told():
            self._make_topics({department for department, _ in raws})
            placed = self._sent(raws)
        at = render(self.now())
        return [_written(*one, at) for one in zip(raws, placed, strict=True)]

    def publish(self, published: Sequence[Publication]) -> None:
        """Say *published*; that intake took it is told by its receipt, and not here."""
        self._sent([encode(one, PUBLISHED, self.now()) for one in published])

    def say(self, said: Iterable[Outgoing]) -> Sequence[int]:
        """Return the offsets of *said* once brokers hold it."""
        return self._reached().send(said, self._patience_s)

    def _sent(self, raws: Iterable[Raw]) -> Sequence[int]:
        return self.say(Outgoing(topics.ingest(name), b"", raw, (), 0) for name, raw in raws)

    def _reached(self) -> Producer:
        """Return the way to the brokers; the first to ask waits for them, as long as patience."""
        with self._reaching:
            if self._producer is None:
                wait_ms = int(self._patience_s * 1000)
                waits = {"max_block_ms": wait_ms, "bootstrap_timeout_ms": wait_ms}
                self._producer = Producer(self.connection, **waits)
            return self._producer

    def _make_topics(self, departments: set[str]) -> None:
        self._reached()
        for department in departments - self._made:
            ensure(self.connection, department_topics(department))
            self._made.add(department)

    def reading(self) -> KafkaJournal:
        """Give the log as it stands now; close it after use, as with a body."""
        return KafkaJournal(self.connection)

    def receipts(self, department: str, after: int, limit: int) -> list[Told]:
        place = topic, _ = topics.receipts(department), 0
        with _told():
            self._make_topics({department})
            end = end_offsets(self.connection, [place])[place]
            if end <= after:
                return []
            last = min(end, after + limit)
            records = read_range(self.connection, topic, 0, after, last, self._patience_s)
            return [Told(record.offset, orjson.loads(record.value)) for record in records]

    def findings(self, positions: Positions) -> Sequence[Record]:
        if self._journal is None:
            self._journal = self.reading()
        self._journal.renew(topics.FINDINGS)
        return list(unread(self._journal, topics.FINDINGS, positions))

    def close(self) -> None:
        for one in (self._producer, self._journal, self._warehouse, self._vault):
            if one is not None:
                one.close()


@contextmanager
def _told() -> Iterator[None]:
    """Turn brokers that are away, or too slow, into a failure that says so."""
    try:
        yield
    except (BrokersAwayError, NotDeliveredError, TimeoutError) as error:
        raise Failure("brokers-away", FOUND_WRONG, reason=error) from error


def _written(raw: Raw, offset: int, at: str) -> dict[str, Any]:
    department, value = raw
    return {
        "event_id": claimed_id(value, ()),
        "outcome": WRITTEN,
        "code": "",
        "message": "",
        "field": "",
        "time": at,
        "sha256": sha256(value).hexdigest(),
        "topic": topics.ingest(department),
        "partition": 0,
        "offset": offset,
    }
