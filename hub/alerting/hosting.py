"""
Where the alerter runs: a thread of ``hub serve``, or ``hub alert run`` beside a cluster.

Both give it the same four things: findings from the log, answers from the warehouse, the wall
clock, and topic ``alerts`` to write to.
"""

from __future__ import annotations

import logging
import signal
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from threading import Event
from typing import Any, Final

import orjson

from events.instant import MINUTE, Instant
from events.kafka import BrokersAwayError, NotDeliveredError, Producer
from events.receipts import Receipt
from events.record import Outgoing, Record
from events.topics import FINDINGS, PARTITIONS, ingest
from events.validation import HUB
from hub.alerting import quality
from hub.alerting.addresses import Addresses
from hub.alerting.alerter import Alerter
from hub.alerting.aside import Aside
from hub.alerting.books import books
from hub.alerting.health import metrics
from hub.alerting.outbox import Outbox
from hub.alerting.policy import read_policy
from hub.cluster.asking import rows_of
from hub.cluster.connecting import connection_of
from hub.embedded.hub import Embedded
from hub.failure import Failure
from hub.health import open_health
from hub.journal import Journal
from hub.outreach.settling import Looks, repost, settle
from hub.settings import Settings
from hub.side_work import beside
from hub.wall import wall_now
from projections.warehouse import Warehouse

log = logging.getLogger(__name__)

_TURN_S: Final = 1.0
_AFTER_FAILURE_S: Final = 10.0
_MOST: Final = 2_000
"""Records of one partition in one turn: what is left comes in the next."""

Turn = Callable[[], object]
Positions = Mapping[tuple[str, int], int]


def unread(journal: Journal, positions: Positions) -> Iterator[Record]:
    """Yield findings from *positions* on, a bounded number."""
    for number in range(journal.partitions(FINDINGS)):
        start = positions.get((FINDINGS, number), 0)
        end = journal.end(FINDINGS, number)
        if start < end:
            yield from journal.read(FINDINGS, number, start, min(end, start + _MOST))


class EmbeddedSide:
    """The embedded hub as the alerter sees it."""

    def __init__(self, hub: Embedded, now: Callable[[], Instant] = wall_now) -> None:
        self._hub, self.now = hub, now

    def findings(self, positions: Positions) -> Sequence[Record]:
        written = self._hub.engine.log.written
        places = [(FINDINGS, number) for number in range(PARTITIONS[FINDINGS])]
        if all(written(*place) <= positions.get(place, 0) for place in places):
            return ()
        with self._hub.reading() as journal:
            return list(unread(journal, positions))

    def query(self, sql: str, params: dict[str, Any]) -> list[dict[str, Any]]:
        return self._hub.query(sql, params)

    def say(self, said: Sequence[Outgoing]) -> None:
        self._hub.engine.say(said)

    def publish(self, raws: Sequence[bytes]) -> list[dict[str, Any]]:
        """Take *raws* in as what people and the hub say; return their receipts."""
        told: list[Receipt] = []
        self._hub.engine.accept([(HUB, raw) for raw in raws], None, told)
        return [orjson.loads(receipt.value()) for receipt in told]


class ClusterSide:
    """Kafka and ClickHouse as the alerter sees them."""

    def __init__(self, settings: Settings, warehouse: Warehouse | None = None) -> None:
        from hub.cluster.kafka_journal import KafkaJournal
        from projections.clickhouse import ClickHouseWarehouse

        connection = connection_of(settings)
        self._journal = KafkaJournal(connection)
        self._producer = Producer(connection)
        self._warehouse = warehouse or ClickHouseWarehouse(settings.clickhouse)
        self.now = wall_now

    def findings(self, positions: Positions) -> Sequence[Record]:
        self._journal.renew(FINDINGS)
        return list(unread(self._journal, positions))

    def query(self, sql: str, params: dict[str, Any]) -> list[dict[str, Any]]:
        return rows_of(self._warehouse, sql, params)

    def say(self, said: Sequence[Outgoing]) -> None:
        self._producer.send(said)

    def publish(self, raws: Sequence[bytes]) -> list[dict[str, Any]]:
        """Send *raws* to intake, whose receipts stand in the warehouse later."""
        self._producer.send([Outgoing(ingest(HUB), b"", raw) for raw in raws])
        return []

    def close(self) -> None:
        self._producer.close()
        self._warehouse.close()


@contextmanager
def alerting(hub: Embedded, ended: Event) -> Iterator[None]:
    """Alert beside a serve while the body runs."""
    with books(hub.settings.data) as (outbox, addresses):
        policy = read_policy(hub.settings.data)
        side = EmbeddedSide(hub)
        alerter = Alerter(side, outbox, addresses, policy, hub.settings.language)
        turn = _turning(alerter, side, hub.settings, (outbox, addresses))
        with beside("alerter", lambda: _work(turn, outbox, addresses, ended), ended):
            yield


def _turning(
    alerter: Alerter,
    side: EmbeddedSide | ClusterSide,
    settings: Settings,
    held: tuple[Outbox, Addresses],
) -> Callable[[], int]:
    """
    Return what is done again and again, and returns how many messages arrived.

    Beside the alerts: letters whose address was corrected, what arrived of offers, the letters of
    the month.
    """
    policy = read_policy(settings.data)
    reposting = Aside(
        "letters to corrected addresses",
        lambda now: repost(settings.data, *held, now),
        every=MINUTE,
    )
    scoring = Aside(
        "letters of the month",
        lambda now: quality.tell(side.query, *held, policy, now, settings.language),
        every=5 * MINUTE,
    )
    looks = Looks()
    settling = Aside(
        "what arrived of offers",
        lambda now: settle(settings.data, side.publish, side.query, now, looks),
    )

    def turn() -> int:
        now = side.now()
        reposting(now)
        scoring(now)
        arrived = alerter.turn()
        settling(now)
        return arrived

    return turn


def _work(turn: Turn, outbox: Outbox, addresses: Addresses, ended: Event) -> None:
    """Take turns until *ended*; while nobody has an address there is nothing to do."""
    while not ended.wait(_TURN_S):
        if addresses.all() and (failure := _turn(turn)):
            outbox.failing(wall_now(), failure)
            ended.wait(_AFTER_FAILURE_S)
        else:
            outbox.going()


def _turn(turn: Turn) -> str:
    """Take a turn; return why it failed, '' where it did not."""
    try:
        turn()
    except (Failure, NotDeliveredError, OSError) as error:
        # Log or warehouse are away: nothing is lost, the next turn begins where this one did.
        log.warning("alerting waits: %s", error)
        return str(error) or type(error).__name__
    except Exception as error:
        log.exception("alerting failed; it tries again")
        return repr(error)
    return ""


def run_alerter(settings: Settings) -> None:
    """Alert beside a cluster until told to stop."""
    logging.basicConfig(level="INFO")
    logging.getLogger("kafka").setLevel(logging.WARNING)
    ended = Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: ended.set())
    hub = _opened(settings, ended)
    if hub is None:
        return
    with books(settings.data) as (outbox, addresses), closing(hub):
        policy = read_policy(settings.data)
        alerter = Alerter(hub, outbox, addresses, policy, settings.language)
        gauges = metrics(outbox, policy, hub.now)
        with open_health(settings.health, lambda: True, gauges):
            _work(_turning(alerter, hub, settings, (outbox, addresses)), outbox, addresses, ended)


def _opened(settings: Settings, ended: Event) -> ClusterSide | None:
    """Return the cluster, waited for while it is away; None when told to stop meanwhile."""
    while not ended.is_set():
        try:
            return ClusterSide(settings)
        except BrokersAwayError as error:
            log.warning("%s: trying again", error)
            ended.wait(_TURN_S)
    return None
