"""
The Faust worker: brings records to partitions and commits what they say is safe.

The ONLY file that imports Faust. What is ours in it, each for a measured reason:

* **One event per partition fetch.** Faust's cost is per event; here a fetch of one partition
  travels as one event whose value is the list of its records, undecoded.
* **Faust's bookkeeping of offsets is not used.** It acknowledges an event whose agent raised,
  or that a rebalance skipped, and commits past it. Here a commit asks the host, whose
  checkpoint names the offsets (``processors.host``); acknowledging an event only lets it go.
* **A topic that is behind keeps no other waiting.** Faust delivers one fetch after the other, and
  asks on until hundreds wait; here no more is asked of a topic whose fetches wait to be folded.
* **Nothing leaves an agent.** An unexpected error ends the process at once (``ending``): what was
  not committed comes again. A fold that is on its way is never cancelled in the middle.
* **A lease.** Every heartbeat the group answers renews it; the host writes only while it holds.
* **No web server**, no tables, no pickle, one event at a time per topic.

Faust gives the rest: the group, its rebalances, flow control, agents, timers, signals.
"""

from __future__ import annotations

import asyncio
import logging
import sys
import time
from collections.abc import AsyncIterator, Callable, Coroutine, Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import Any, Final, NoReturn

import faust
import uvloop
from faust.transport.drivers import aiokafka as driver
from faust.types import TP, ConsumerMessage

from events.brokers import MECHANISM, Connection, Login
from events.instant import SECOND, Instant
from events.record import Record
from processors.broker import LARGEST, Broker, as_records
from processors.ending import die, or_die
from processors.gathering import GATHER_S, Gathering
from processors.host import BuildTick, Host, Timed
from processors.lease import Lease, renewed_by
from processors.restoring import Build
from processors.watchdog import Place, Watchdog
from processors.worker_settings import WorkerSettings

log = logging.getLogger(__name__)

Care = Callable[[Host], AbstractContextManager[object]]
SWITCH_S: Final = 0.001
"""How long a fold keeps the client's thread from a packet; Python's own 5 ms add up."""
_QUEUED: Final = 256
"""Fetches of one topic that may wait: one of each of its partitions, and no more are asked for."""


class _Batches(faust.Schema[Any, Any]):
    """Hands a fetch on as it is: the partition decodes."""

    def compile(self, app: Any, **_: Any) -> Callable[..., Coroutine[Any, Any, Any]]:
        async def decode(message: Any, *, propagate: bool = False) -> Any:  # noqa: ARG001
            return app.create_event(None, message.value, message.headers, message)

        return decode


class _Thread(driver.AIOKafkaConsumerThread):
    """The client's own thread: lets what the group says renew the lease, and gathers fetches."""

    app: HostApp
    gathering: Gathering

    async def on_start(self) -> None:
        await super().on_start()
        self.gathering = Gathering()
        renewed_by(self._ensure_consumer()._coordinator, self.app.lease)  # noqa: SLF001

    async def getmany(
        self,
        active_partitions: set[TP] | None,
        timeout: float,  # noqa: ASYNC109 - Faust's signature
    ) -> Any:
        """Ask for what nobody waits to fold yet: a topic that is behind keeps no other waiting."""
        active = active_partitions or set()
        free = {place for place in active if not self.app.is_waiting(place.topic)}
        if not free:
            await asyncio.sleep(GATHER_S)
            return {}
        return await super().getmany(free, timeout if len(free) == len(active) else GATHER_S)

    async def _fetch_records(self, consumer: Any, *asked: Any, **how: Any) -> Any:
        fetched = await super()._fetch_records(consumer, *asked, **how)
        count, fetcher = sum(map(len, fetched.values())), consumer._fetcher  # noqa: SLF001
        wish = self.gathering.fetched(count, time.monotonic())
        fetcher._fetch_min_bytes, fetcher._fetch_max_wait_ms = wish  # noqa: SLF001
        return fetched


class _Consumer(driver.Consumer):
    """Faust's consumer, with fetches as events and commits that ask the host."""

    app: HostApp

    def _new_consumer_thread(self) -> _Thread:
        return _Thread(self, loop=self.loop, beacon=self.beacon)

    async def getmany(
        self,
        timeout: float,  # noqa: ASYNC109 - Faust's signature
    ) -> AsyncIterator[tuple[TP, ConsumerMessage]]:
        fetched, active = await self._wait_next_records(timeout)
        if fetched is None or active is None or self.should_stop:
            return
        if not self.flow_active:
            await self.perform_seek()
            return
        for place, records in fetched.items():
            if records and place in active and self.flow_active:
                yield TP(*place), self._to_batch(TP(*place), records)

    def _to_batch(self, tp: TP, records: Sequence[Any]) -> ConsumerMessage:
        last = records[-1]
        batch: Any = as_records(records)
        return ConsumerMessage(
            topic=tp.topic,
            partition=tp.partition,
            offset=last.offset,
            timestamp=last.timestamp / 1000,
            timestamp_type=last.timestamp_type,
            headers=[],
            key=None,
            value=batch,
            checksum=None,
            tp=tp,
            generation_id=self.app.consumer_generation_id,
        )

    def ack(self, message: Any) -> bool:
        message.acked = True
        self._unacked_messages.discard(message)
        return True

    async def _add_gap(self, *_: Any) -> None:
        """Gaps are the host's business: it reads what is missing."""

    async def force_commit(self, *_: Any, **__: Any) -> bool:
        return await self._commit_saved(self.app.conf.broker_commit_interval)

    async def _commit_saved(self, patience_s: float | None = None) -> bool:
        offsets = await or_die(self.app.host.checkpoint(patience_s))
        if not offsets or not await self._commit({TP(*at): to for at, to in offsets.items()}):
            return False
        self.app.host.committed(offsets)
        return True

    async def wait_empty(self) -> None:
        """Save and commit a last time before partitions go or the worker stops."""
        try:
            await asyncio.wait_for(self._commit_saved(), self.app.conf.broker_session_timeout)
        except TimeoutError:
            log.warning("the last checkpoint did not end in time: its records come again")
            self.app.host.revoke(self.app.host.places)


class _Transport(driver.Transport):
    Consumer = _Consumer


class HostApp(faust.App):
    """A Faust app over a host of partitions."""

    host: Host
    lease: Lease
    streams: dict[str, Any]

    def is_waiting(self, topic: str) -> bool:
        """Tell whether fetches of *topic* are here that its agent has not begun to fold."""
        stream = self.streams.get(topic)
        return stream is not None and not stream.channel.queue.empty()

    def _new_transport(self) -> _Transport:
        return _Transport(self.conf.broker_consumer, self)

    def _create_directories(self) -> None:
        """Nothing is kept on disk."""


def build_app(settings: WorkerSettings, build: Build, build_tick: BuildTick) -> HostApp:
    """Return the worker of *settings*; ``build`` makes an empty partition of a topic."""
    app = HostApp(
        settings.group,
        broker=[f"kafka://{address}" for address in settings.brokers.split(",")],
        broker_credentials=_credentials(settings.login),
        processing_guarantee="at_least_once",
        broker_session_timeout=settings.session_s,
        broker_heartbeat_interval=settings.heartbeat_s,
        broker_commit_interval=settings.checkpoint_s,
        broker_max_poll_records=settings.fetch,
        consumer_max_fetch_size=LARGEST // 4,
        consumer_auto_offset_reset="earliest",
        stream_buffer_maxsize=_QUEUED,
        stream_wait_empty=True,
        topic_allow_declare=False,
        topic_disable_leader=True,
        web_enabled=False,
        value_serializer="raw",
        key_serializer="raw",
        autodiscover=False,
    )
    app.lease, app.streams = Lease(settings.session_s), {}
    app.host = Host(_broker(settings, app.lease), build, app.lease)
    _listen(app)
    for topic in settings.topics:
        app.agent(app.topic(topic, schema=_Batches()), name=f"fold {topic}")(_agent(app, topic))
    if settings.journals:
        app.timer(1.0)(_ticker(app.host, settings, build_tick))
    app.timer(1.0)(app.host.hear)
    app.timer(settings.stuck_s / 8)(_watcher(app.host, Watchdog(settings.stuck_s)))
    return app


def _broker(settings: WorkerSettings, lease: Lease) -> Broker:
    connection = Connection(settings.brokers, settings.login)
    return Broker(connection, settings.live, lambda: lease.held)


def _credentials(login: Login) -> Any:
    """Return *login* as Faust has it; None when the brokers ask for nothing."""
    tls = login.tls()
    if login.user:
        return faust.SASLCredentials(
            username=login.user, password=login.password, mechanism=MECHANISM, ssl_context=tls
        )
    return tls and faust.SSLCredentials(tls)


def _listen(app: HostApp) -> None:
    async def on_assigned(_: Any, /, *said: Any, **__: Any) -> None:
        app.host.assign([Place(*tp) for tp in said[0]])

    async def on_revoked(_: Any, /, *said: Any, **__: Any) -> None:
        app.host.revoke([Place(*tp) for tp in said[0]])

    app.on_partitions_assigned.connect(on_assigned, weak=False)
    app.on_partitions_revoked.connect(on_revoked, weak=False)


def _agent(app: HostApp, topic: str) -> Callable[[Any], Coroutine[Any, Any, None]]:
    def ended(task: asyncio.Task[None]) -> None:
        if task.cancelled() and not app.should_stop:
            log.critical("a fold was cancelled from inside: the worker ends")
            die()

    async def fold(batches: AsyncIterator[list[Record]]) -> None:
        app.streams[topic] = batches
        async for records in batches:
            # shielded: cancelling between fold and publish would lose the effects
            task = asyncio.create_task(or_die(app.host.fold(records)))
            task.add_done_callback(ended)
            await asyncio.shield(task)

    return fold


def _ticker(host: Host, settings: WorkerSettings, build_tick: BuildTick) -> Timed:
    async def tick() -> None:
        if settings.ticking():
            now = Instant(int(time.time() * SECOND))
            await or_die(host.tick(now, settings.journals, build_tick))

    return tick


def _watcher(host: Host, watchdog: Watchdog) -> Timed:
    async def watch() -> None:
        progress = await or_die(host.progress())
        if stuck := watchdog.judge(progress, time.monotonic()):
            log.critical("nothing was committed of %s for long: the worker ends", stuck)
            die()

    return watch


def run(
    settings: WorkerSettings, build: Build, build_tick: BuildTick, care: Care = nullcontext
) -> NoReturn:
    """Work until told to stop (SIGTERM, SIGINT), in the *care* of what looks after the host."""
    uvloop.install()
    sys.setswitchinterval(SWITCH_S)
    app = build_app(settings, build, build_tick)
    worker = faust.Worker(app, loglevel=settings.level, redirect_stdouts=False)
    with care(app.host):
        worker.execute_from_commandline()
