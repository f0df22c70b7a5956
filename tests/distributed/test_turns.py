"""A worker that is far behind takes turns: each partition is folded and committed by itself."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from time import monotonic
from typing import Any

import pytest

from events import topics
from events.brokers import Connection
from events.partitioner import partition_of
from events.record import Outgoing, Record
from processors import host as hosting
from processors.breathing import BREATH_S
from processors.broker import Broker
from processors.folding.partition import Partition
from processors.host import Host
from processors.lease import Lease
from processors.watchdog import Place
from tests.distributed.conftest import Start
from tests.distributed.kafka_log import KafkaLog
from tests.distributed.slow_worker import FOLDED, QUEUED
from tests.distributed.toy_log import build_log, findings, fold_in_memory
from tests.distributed.toy_worker import Here, build
from tests.support.daemon import Process
from tests.support.waiting import wait_until

PLACES = [Place(topics.JOURNAL_CASES, number) for number in (0, 1)]
_SOON_S, _LATE_S = 0.5, 20.0


async def _folded(log: KafkaLog) -> tuple[Host, Broker]:
    """Return a host that has folded two partitions of *log*, each as one fetch."""
    broker = Broker(Connection(log.bootstrap))
    host = Host(broker, build, Lease(3600))
    host.assign(PLACES)
    for place in PLACES:
        _, end = await broker.bounds(*place)
        fetch = [r async for records in broker.read(*place, 0, end) for r in records]
        assert len(fetch) > 20
        await host.fold(fetch)
    return host, broker


def _ends(log: KafkaLog) -> dict[Place, int]:
    ends = log.ends(topics.JOURNAL_CASES)
    return {Place(at.topic, at.partition): n for at, n in ends.items() if at.partition < 2}


def _theirs(one: Outgoing) -> bool:
    """Tell whether *one* goes to a partition of the host."""
    number = one.partition
    if number is None:
        number = partition_of(one.key, topics.PARTITIONS[one.topic])
    return Place(one.topic, number) in PLACES


def test_a_partition_that_is_held_up_keeps_no_other_from_being_committed(toy_log: KafkaLog) -> None:
    """One that folds for long is saved later; what others did is safe meanwhile."""
    toy_log.publish(build_log(40, 40))

    async def saved() -> tuple[Mapping[Place, int], Mapping[Place, int]]:
        host, broker = await _folded(toy_log)
        async with host._seats[PLACES[0]].lock:  # as a long fold holds it
            others = await asyncio.wait_for(host.checkpoint(_SOON_S), _LATE_S)
        whole = await host.checkpoint()
        await broker.stop()
        return others, whole

    others, whole = asyncio.run(saved())

    ends = _ends(toy_log)
    assert {PLACES[0]: 0, PLACES[1]: ends[PLACES[1]]} == others
    assert ends == whole


def test_a_fetch_that_takes_many_turns_is_folded_whole(
    toy_log: KafkaLog, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However little a turn has time for, nothing is left out and the same is found."""
    monkeypatch.setattr(hosting, "TURN_S", 0.0)
    log = build_log(40, 40)
    toy_log.publish(log)

    async def saved() -> Mapping[Place, int]:
        host, broker = await _folded(toy_log)
        whole = await host.checkpoint()
        await broker.stop()
        return whole

    assert _ends(toy_log) == asyncio.run(saved())
    found = findings(toy_log.read(topics.FINDINGS))
    assert found
    assert findings(fold_in_memory(filter(_theirs, log))) == found


class Slow(Here):
    """Concludes each key for longer than a breath, as a tick does that finds many cases due."""

    def conclude(self, *asked: Any) -> Any:
        until = monotonic() + 1.1 * BREATH_S
        while monotonic() < until:
            pass
        return super().conclude(*asked)


def _slow_cases(topic: str, number: int) -> Partition[Any]:
    return (
        Partition(Slow(), topic, number) if topic == topics.JOURNAL_CASES else build(topic, number)
    )


def test_what_little_a_partition_has_is_folded_while_another_concludes_much(
    toy_log: KafkaLog,
) -> None:
    """A visit that was just reported does not wait for all the cases that a minute makes due."""
    toy_log.publish(build_log(200, 40))
    much, little = PLACES[0], Place(topics.JOURNAL_VISITS, 0)

    async def done() -> list[Place]:
        broker = Broker(Connection(toy_log.bootstrap))
        host, ended = Host(broker, _slow_cases, Lease(3600)), list[Place]()
        host.assign([much, little])

        async def read(place: Place) -> list[Record]:
            _, end = await broker.bounds(*place)
            return [r async for records in broker.read(*place, 0, end) for r in records]

        async def folded(place: Place, records: list[Record]) -> None:
            await host.fold(records)
            ended.append(place)

        cases, visits = await read(much), await read(little)
        await folded(much, cases[:1])  # the state of both is there
        await folded(little, visits[:1])
        await asyncio.gather(folded(much, cases[1:]), folded(little, visits[1:4]))
        await host.checkpoint()
        await broker.stop()
        return ended

    assert [much, little, little, much] == asyncio.run(done())


def test_of_a_topic_that_is_behind_no_more_is_asked_for_and_others_go_first(
    toy_log: KafkaLog, start: Start, group: str
) -> None:
    """Hundreds of cases wait to be folded: in the log, and not before a visit that comes now."""
    log = build_log(40, 60)
    cases = [one for one in log if one.topic == topics.JOURNAL_CASES and one.partition is None]
    visit = next(one for one in log if one.topic == topics.JOURNAL_VISITS)
    toy_log.publish(cases)
    worker = start("tests.distributed.slow_worker")
    wait_until(lambda: _said(worker, QUEUED) != [], "a case to wait behind another")
    toy_log.publish([visit])
    toy_log.wait_until(
        lambda log: log.caught_up(group, [topics.JOURNAL_CASES, topics.JOURNAL_VISITS]),
        "the visit and, behind it, the cases",
    )

    folded = _said(worker, FOLDED)
    assert topics.JOURNAL_VISITS == folded[0]
    assert topics.JOURNAL_CASES in folded
    assert max(map(int, _said(worker, QUEUED))) <= topics.PARTITIONS[topics.JOURNAL_CASES]


def _said(worker: Process, what: str) -> list[str]:
    """Return what *worker* said behind *what*, line by line."""
    lines = worker._log.read_text(errors="replace").splitlines()
    return [line.removeprefix(what) for line in lines if line.startswith(what)]
