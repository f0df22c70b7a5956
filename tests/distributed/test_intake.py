"""Intake on a real broker: every event answered, none lost, whoever is killed and whoever joins."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

import orjson

from events import topics
from events.kafka import Connection
from events.record import Outgoing, Record
from hub.intake.breaker import EVENTS
from hub.intake.worker import coming
from tests.distributed.conftest import Start
from tests.distributed.kafka_log import KafkaLog
from tests.support.daemon import Process
from tests.support.waiting import wait_until

PROCESS = "tests.distributed.hub_process"


def _event(department: str, number: int, **changed: object) -> Outgoing:
    event = {
        "specversion": "1.0",
        "id": f"n{number}",
        "source": f"/departments/{department}",
        "type": "case.opened.v1",
        "time": "2026-09-28T09:00:00+08:00",
        "subject": f"{department}-{number}",
        "data": {
            "case_id": f"{department}-{number}",
            "party_id": "p1",
            "kind": "demand",
            "channel": "visit",
            "category": "roads",
            "text": "a road is broken",
            "area": "330700",
        },
    }
    return Outgoing(topics.ingest(department), b"", orjson.dumps(event | changed))


def _receipts(hub_log: KafkaLog, *departments: str) -> Counter[str]:
    records = hub_log.read(*map(topics.receipts, departments))
    return Counter(orjson.loads(record.value)["outcome"] for record in records)


def _answered(hub_log: KafkaLog, group: str, *departments: str) -> None:
    ingested = [topics.ingest(department) for department in departments]
    hub_log.wait_until(lambda log: log.caught_up(group, ingested), "every event to be answered")


def _taken(records: Iterable[Record]) -> set[str]:
    return {orjson.loads(record.value)["data"]["case_id"] for record in records}


def test_a_department_that_joins_while_intake_runs_is_heard(
    hub_log: KafkaLog, start: Start, group: str, tmp_path: Path
) -> None:
    """Departments come one by one; nobody restarts the hub for them."""
    hub_log.publish([_event("fire", 1)])
    start(PROCESS, "intake", str(tmp_path))
    _answered(hub_log, group, "fire")
    hub_log.recreate({topics.ingest("schools"): 1})
    hub_log.publish([_event("schools", 1), _event("schools", 1)])
    _answered(hub_log, group, "schools")

    assert {"accepted": 1, "duplicate": 1} == _receipts(hub_log, "schools")
    assert {"fire-1", "schools-1"} == _taken(hub_log.read(topics.JOURNAL_CASES))


def test_intake_killed_in_mid_stream_loses_nothing_and_answers_all(
    hub_log: KafkaLog, start: Start, group: str, tmp_path: Path
) -> None:
    """What it wrote twice is the same event twice; what it answered twice, the same answer."""
    count = 6000
    sent = [_event("fire", number) for number in range(count)]
    hub_log.publish(sent)
    worker = start(PROCESS, "intake", str(tmp_path))
    hub_log.wait_until(
        lambda log: log.count(topics.JOURNAL_CASES) > count // 4, "events to be taken in"
    )
    worker.kill()
    worker.start()
    _answered(hub_log, group, "fire")

    receipts = [orjson.loads(r.value) for r in hub_log.read(topics.receipts("fire"))]
    assert {f"fire-{number}" for number in range(count)} == _taken(
        hub_log.read(topics.JOURNAL_CASES)
    )
    assert {("accepted", offset) for offset in range(count)} == {
        (receipt["outcome"], receipt["offset"]) for receipt in receipts
    }


def test_a_worker_that_takes_over_knows_what_was_accepted_before_it(
    hub_log: KafkaLog, start: Start, group: str, tmp_path: Path
) -> None:
    """Its memory is empty; the journal is not."""
    hub_log.publish([_event("fire", number) for number in range(50)])
    first = start(PROCESS, "intake", str(tmp_path / "first"))
    _answered(hub_log, group, "fire")
    first.stop()
    changed = _event("fire", 1, subject="something else")
    hub_log.publish([_event("fire", 0), changed, _event("fire", 50)])
    start(PROCESS, "intake", str(tmp_path / "second"))
    _answered(hub_log, group, "fire")

    assert {"accepted": 51, "duplicate": 1, "rejected": 1} == _receipts(hub_log, "fire")


def test_a_department_that_sends_a_register_keeps_nobody_waiting(
    hub_log: KafkaLog, group: str
) -> None:
    """Four thousand events of one are no reason to answer another only after them."""
    hub_log.publish([_event("fire", number, subject="x" * 600) for number in range(4_000)])
    with closing(coming(Connection(hub_log.bootstrap), group, lambda _: None)) as consumer:
        polled: list[Record] = []
        while not polled:
            polled += consumer.poll()
        hub_log.publish([_event("tax", 1)])
        while len(polled) < 4_001 and not _place_of(topics.ingest("tax"), polled):
            polled += consumer.poll()

    assert 0 < _place_of(topics.ingest("tax"), polled) < 3_000


def _place_of(topic: str, polled: list[Record]) -> int:
    """Return how many came before the first record of *topic*, which may stand in mid-poll."""
    return next((n for n, record in enumerate(polled) if record.topic == topic), 0)


def test_refusals_of_three_departments_at_once_are_taken_for_our_own_fault(
    hub_log: KafkaLog, start: Start, group: str, tmp_path: Path
) -> None:
    """A broken deployment must not answer a whole city with rejections."""
    departments = ("fire", "tax", "water")
    hub_log.publish(
        _event(department, number, type="case.opened.v99")
        for number in range(EVENTS)
        for department in departments
    )
    worker = start(PROCESS, "intake", str(tmp_path))
    wait_until(lambda: "intake is paused" in _said(worker), "intake to pause")

    assert Counter() == _receipts(hub_log, *departments)
    assert 0 == hub_log.count(topics.REJECTED)
    assert not any(hub_log.committed(group).values())


def _said(worker: Process) -> str:
    return worker._log.read_text(errors="replace")
