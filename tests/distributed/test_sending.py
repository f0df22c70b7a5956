"""What a worker out of hearing has handed to its client waits, and is given up if it was lost."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from aiokafka.errors import NodeNotReadyError, OutOfOrderSequenceNumber

from events import topics
from events.brokers import Connection
from processors.broker import Broker, Entry
from tests.distributed.kafka_log import KafkaLog

PLACE = (topics.FINDINGS, 0)
FIRST: Entry = (b"first", b"", ())
SECOND: Entry = (b"second", b"", ())
_SOON_S = 20.0


class Worker:
    """A broker's client of a worker whose group is what the test says it is."""

    def __init__(self, log: KafkaLog) -> None:
        self.heard, self.lost, self.asked = True, False, 0
        self.broker = Broker(Connection(log.bootstrap), heard=self._is_heard)

    def _is_heard(self) -> bool:
        self.asked += 1
        return self.heard

    async def write(self, entry: Entry) -> None:
        await self.broker.write(*PLACE, [entry], lambda: not self.lost)

    async def written(self) -> int:
        first, end = await self.broker.bounds(*PLACE)
        return end - first

    async def asked_again(self) -> None:
        """Wait until the client has looked twice more at what it holds."""
        seen = self.asked
        while self.asked < seen + 2:  # noqa: ASYNC110 - bounded by whoever waits
            await asyncio.sleep(0.01)


def _run(log: KafkaLog, scene: Callable[[Worker], Awaitable[Any]]) -> None:
    async def played() -> None:
        worker = Worker(log)
        await worker.write(FIRST)
        await asyncio.wait_for(scene(worker), _SOON_S)
        await worker.broker.stop()

    asyncio.run(played())


def test_a_worker_out_of_hearing_writes_when_it_is_heard_again(toy_log: KafkaLog) -> None:
    """The group has kept its part for it: nothing of what it said is left out."""

    async def scene(worker: Worker) -> None:
        worker.heard = False
        writing = asyncio.create_task(worker.write(SECOND))
        await worker.asked_again()
        assert not writing.done()
        assert 1 == await worker.written()
        worker.heard = True
        await writing
        assert 2 == await worker.written()

    _run(toy_log, scene)


def test_what_was_in_the_clients_hands_is_given_up_with_the_partition(toy_log: KafkaLog) -> None:
    """It was stopped with it, and another worker has spoken for the partition since."""

    async def scene(worker: Worker) -> None:
        worker.heard = False
        writing = asyncio.create_task(worker.write(SECOND))
        await worker.asked_again()
        worker.lost = True
        await writing
        assert 1 == await worker.written()
        worker.heard, worker.lost = True, False
        await worker.write(SECOND)  # in another partition's name: this worker goes on
        assert 2 == await worker.written()

    _run(toy_log, scene)


def test_what_had_begun_to_leave_is_given_up_and_ends_the_worker(
    toy_log: KafkaLog, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """It has its number already, and what is numbered after it the broker does not take."""

    async def scene(worker: Worker) -> None:
        client = worker.broker._producer.client  # type: ignore[union-attr]
        tried = asyncio.Event()

        async def goes_away(*_: Any, **__: Any) -> None:
            tried.set()
            raise NodeNotReadyError

        with monkeypatch.context() as away:
            away.setattr(client, "send", goes_away)
            writing = asyncio.create_task(worker.write(SECOND))
            await tried.wait()
            worker.lost = True
            await writing
        worker.lost = False
        with pytest.raises(OutOfOrderSequenceNumber):
            await worker.write(SECOND)
        assert 1 == await worker.written()

    _run(toy_log, scene)
    assert "a next word there ends this one" in caplog.text
