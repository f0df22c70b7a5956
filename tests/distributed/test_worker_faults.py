"""What a worker says is what the oracle says, whatever is done to it in mid-stream."""

from __future__ import annotations

import os
import re
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from events import codec, topics
from events.instant import floor_minute
from events.record import Outgoing, Record
from processors.folding.changelog import changelog_of
from tests.distributed.conftest import Start
from tests.distributed.kafka_log import KafkaLog, toy_topics
from tests.distributed.toy_log import build_log, findings, fold_in_memory, rejected_raw
from tests.distributed.toy_worker import SESSION_S, TOPICS
from tests.support.daemon import Process
from tests.support.kafka import Kafka
from tests.support.waiting import wait_until

SPOKEN = (topics.FINDINGS, topics.REJECTED)


@pytest.fixture(scope="module")
def log() -> list[Outgoing]:
    return build_log(keys=200, minutes=50)


@pytest.fixture(scope="module")
def expected(log: list[Outgoing]) -> list[Record]:
    return fold_in_memory(log)


def _published(toy_log: KafkaLog, more_than: int) -> None:
    toy_log.wait_until(lambda log: log.count(topics.FINDINGS) > more_than, "findings to come")


def _finished(toy_log: KafkaLog, group: str) -> None:
    toy_log.wait_until(lambda log: log.caught_up(group, TOPICS), "the workers to be done")


def test_a_worker_says_what_the_partitions_say_in_memory(
    toy_log: KafkaLog, start: Start, group: str, log: list[Outgoing], expected: list[Record]
) -> None:
    """Poison in every journal partition is told of and passed by; nothing else is rejected."""
    toy_log.publish(log)
    start()
    _finished(toy_log, group)

    said = toy_log.read(*SPOKEN)

    assert findings(expected) == findings(said)
    assert 8 == rejected_raw(expected) == rejected_raw(said)


def test_a_worker_killed_again_and_again_loses_nothing(
    toy_log: KafkaLog, start: Start, group: str, log: list[Outgoing], expected: list[Record]
) -> None:
    """A kill leaves findings published and offsets uncommitted, in any mixture."""
    toy_log.publish(log)
    worker = start()
    for share in (0.2, 0.6):
        _published(toy_log, int(share * len(findings(expected))))
        worker.kill()
        worker.start()
    _finished(toy_log, group)

    assert findings(expected) == findings(toy_log.read(*SPOKEN))


def test_workers_join_and_leave_without_a_difference(
    toy_log: KafkaLog, start: Start, group: str, log: list[Outgoing], expected: list[Record]
) -> None:
    """A partition that moves takes its state with it, through the changelog."""
    third = len(log) // 3
    toy_log.publish(log[:third])
    first = start()
    _published(toy_log, 10)
    second = start()
    wait_until(lambda: _has_partitions(second), "the second worker to have its share")
    toy_log.publish(log[third : 2 * third])
    first.stop()
    toy_log.publish(log[2 * third :])
    _finished(toy_log, group)

    assert findings(expected) == findings(toy_log.read(*SPOKEN))


def _has_partitions(worker: Process) -> bool:
    return re.search(r"[1-9]\d* partitions are this worker's", _said(worker)) is not None


def _said(worker: Process) -> str:
    return worker._log.read_text(errors="replace")


def test_a_worker_told_to_stop_saves_all_it_has_folded(
    toy_log: KafkaLog, start: Start, group: str, log: list[Outgoing], expected: list[Record]
) -> None:
    """A deployment stops workers kindly; the next one should have nothing to do again."""
    toy_log.publish(log)
    worker = start()
    _finished(toy_log, group)
    worker.stop()
    before = toy_log.ends(*SPOKEN)
    worker.start()
    toy_log.publish([log[-1]])
    _finished(toy_log, group)

    assert before == toy_log.ends(*SPOKEN)


def test_a_lost_changelog_is_folded_again_from_the_log(
    toy_log: KafkaLog, start: Start, group: str, log: list[Outgoing], expected: list[Record]
) -> None:
    """State is never the truth: committed offsets without state must not lose a record."""
    half = len(log) // 2
    toy_log.publish(log[:half])
    worker = start()
    _finished(toy_log, group)
    worker.stop()
    names, compacted = toy_topics()
    changelogs = {changelog_of(name): names[name] for name in TOPICS}
    toy_log.recreate(changelogs, compacted)
    toy_log.publish(log[half:])
    worker.start()
    _finished(toy_log, group)

    assert findings(expected) == findings(toy_log.read(*SPOKEN))


def test_a_worker_stopped_longer_than_its_session_is_heard_once(
    toy_log: KafkaLog, start: Start, group: str, log: list[Outgoing], expected: list[Record]
) -> None:
    """It wakes up believing it owns its partitions, while another has folded on."""
    toy_log.publish(log)
    first = start()
    _published(toy_log, 10)
    with _stopped(first.pid):
        second = start()
        wait_until(lambda: _has_partitions(second), "the second to take over", 4 * SESSION_S)
    _finished(toy_log, group)

    assert findings(expected) == findings(toy_log.read(*SPOKEN))


class _stopped:  # noqa: N801 - reads as a word
    """The process *pid* does not run while the body does."""

    def __init__(self, pid: int | None) -> None:
        assert pid is not None
        self._pid = pid

    def __enter__(self) -> None:
        os.kill(self._pid, signal.SIGSTOP)

    def __exit__(self, *_: object) -> None:
        os.kill(self._pid, signal.SIGCONT)


def test_a_broker_away_for_longer_than_a_session_is_waited_for(
    broker: Kafka,
    toy_log: KafkaLog,
    start: Start,
    group: str,
    log: list[Outgoing],
    expected: list[Record],
) -> None:
    """A broker away is a transient fault: nothing is rejected, nothing is lost."""
    toy_log.publish(log)
    worker = start()
    _published(toy_log, 10)
    broker.daemon.kill()
    wait_until(lambda: "out of hearing" in _said(worker), "the lease to end")
    broker.daemon.start()
    _finished(toy_log, group)

    assert findings(expected) == findings(toy_log.read(*SPOKEN))


def test_the_owner_of_a_journal_partition_writes_its_minutes(
    toy_log: KafkaLog, start: Start
) -> None:
    """At the wall clock, time stands in the log too: one tick a minute and partition."""
    start("tests.distributed.toy_worker", "ticks")
    partitions = sum(topics.PARTITIONS[topic] for topic in topics.JOURNALS)
    toy_log.wait_until(lambda log: log.count(*topics.JOURNALS) >= partitions, "ticks")

    records = toy_log.read(*topics.JOURNALS)
    events = [codec.decode(record.value) for record in records]
    assert {"clock.ticked"} == {event.name for event in events}
    assert {floor_minute(event.time) for event in events} == {event.time for event in events}
    assert len(events) == len({event.event_id for event in events})
    assert partitions == len({(record.topic, record.partition) for record in records})


def test_a_worker_listens_to_nobody(toy_log: KafkaLog, start: Start, group: str) -> None:
    """Faust's own web server would show state to anyone who asks."""
    toy_log.publish(build_log(keys=5, minutes=3))
    worker = start()
    _finished(toy_log, group)

    assert [] == list(_listening(worker.pid))


def _listening(pid: int | None) -> Iterator[str]:
    """Yield the local addresses at which process *pid* listens (state 0A in /proc)."""
    process = Path(f"/proc/{pid}")
    inodes = {str(fd.readlink()) for fd in (process / "fd").iterdir()}
    for table in ("tcp", "tcp6"):
        for line in (process / "net" / table).read_text().splitlines()[1:]:
            fields = line.split()
            if fields[3] == "0A" and f"socket:[{fields[9]}]" in inodes:
                yield fields[1]
