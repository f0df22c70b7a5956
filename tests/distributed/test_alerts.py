"""Alerts beside a cluster: from topic ``findings`` to a webhook, each rung once, whoever dies."""

from __future__ import annotations

from collections import Counter
from contextlib import closing
from pathlib import Path
from typing import Any

import orjson
import pytest

from events import codec, topics
from events.event import Event
from events.instant import Instant
from events.record import Origin, Outgoing, Record
from hub.alerting.addresses import Addresses
from hub.alerting.policy import _default
from hub.alerting.rungs import warning_id
from hub.alerting.taking import take_over
from hub.failure import Failure
from hub.settings import Settings
from projections import sink
from tests.alerting.receiving import Webhook, webhook
from tests.distributed.conftest import Start
from tests.distributed.kafka_log import KafkaLog
from tests.distributed.test_intake import PROCESS
from tests.projections.records import Log
from tests.support.waiting import wait_until
from tests.support.warehouses import Begun

AT_ANY_HOUR = 'quiet: { from: "00:00", to: "00:00", days_off: false }'


def _people(folder: Path, receiver: Webhook) -> None:
    """Write who there is: a handler and a supervisor of water, both reached at *receiver*."""
    log = Log()
    for name, role in (("li", "handler"), ("chen", "supervisor")):
        log.event("officer.registered", "03-01 09:00", "hub", version=2, officer_id=name,
                  department_id="water", role=role, channel_ref=f"ref-{name}")  # fmt: skip
    with closing(Begun(folder / "warehouse")) as warehouse:
        warehouse.migrate()
        sink.project(log.records, warehouse)
    with closing(Addresses(folder / "vault.sqlite")) as vault:
        for name in ("li", "chen"):
            vault.put(f"ref-{name}", f"{receiver.url}?{name}", "between us")
    lines = _default().splitlines()
    policy = [AT_ANY_HOUR if line.startswith("quiet:") else line for line in lines]
    (folder / "alerts.yaml").write_text("\n".join(policy), "utf-8")


def _found(percent: int) -> Outgoing:
    """Return the finding that K-1 stands still, at *percent* of its time."""
    log = Log()
    action, revision = ("raised", 1) if percent == 100 else ("updated", 2)
    log.finding(action, "stalled", origin=Origin("journal.cases", 0, 1), revision=revision,
                department="water", case_id="K-1", details={"percent": percent})  # fmt: skip
    record: Record = log.records[0]
    return Outgoing(topics.FINDINGS, record.key, record.value, record.headers)


def _told(receiver: Webhook) -> Counter[tuple[str, str]]:
    """Return (receiver, rung) of each message, those a receiver that keeps keys would hear."""
    heard: dict[str, Any] = {got.headers["Hub-Delivery"]: got.said for got in receiver.got}
    return Counter(
        (said["receiver"], one["rung"]) for said in heard.values() for one in said["findings"]
    )


def test_each_rung_is_told_once_though_the_alerter_dies(
    hub_log: KafkaLog, start: Start, tmp_path: Path
) -> None:
    """Killed after sending and before noting; killed while idle; started again each time."""
    with webhook() as receiver:
        _people(tmp_path, receiver)
        hub_log.publish([_found(100)])
        dying = start(PROCESS, "alert", str(tmp_path), "dies")
        wait_until(lambda: dying.status == 9, "the alerter to die with its message sent")
        second = start(PROCESS, "alert", str(tmp_path))
        hub_log.wait_until(lambda log: log.count(topics.ALERTS) == 1, "the log to say who was told")
        second.kill()
        hub_log.publish([_found(200)])
        start(PROCESS, "alert", str(tmp_path))
        hub_log.wait_until(lambda log: log.count(topics.ALERTS) == 2, "the next rung to be told")
        hub_log.publish([_found(300)])
        hub_log.wait_until(
            lambda log: log.count(topics.ALERTS) == 3, "what was found since it began"
        )
    [first, *_] = hub_log.read(topics.ALERTS)

    assert {("li", "100"): 1, ("chen", "200"): 1, ("chen", "300"): 1} == _told(receiver)
    assert 4 == len(receiver.got)  # the first came twice, under one key
    assert "alert.sent.v1" == orjson.loads(first.value)["type"]


def test_beside_a_cluster_nobody_takes_over_what_nobody_found(
    hub_log: KafkaLog, tmp_path: Path
) -> None:
    """No warehouse answers here: the log alone says what was found, and what was warned of."""
    url = "clickhouse://127.0.0.1:1/none"
    settings = Settings(kafka=hub_log.bootstrap, clickhouse=url, data=tmp_path)
    warned = {"clock": "resolve", "case_id": "K-2", "episode": 1, "assignment_id": "A-2"}
    warning = codec.encode(
        Event("h#w", "clock.warned", 1, Instant(0), 0, "h", "w", "K-2", warned | {"percent": 80})
    )
    hub_log.publish([_found(100), Outgoing(topics.FINDINGS, b"w", warning)])
    found = orjson.loads(_found(100).value)["data"]["finding_id"]

    def taken(id: str) -> str:
        return take_over(settings, id, "O-30", "", cluster=True)

    with pytest.raises(Failure, match="unknown-finding"):
        taken(f"{found[:-1]}{'1' if found[-1] == '0' else '0'}")
    nothing = hub_log.count(topics.ingest("hub"))

    assert [found, warning_id(warned)] == [taken(found), taken(warning_id(warned))]
    assert (0, 2) == (nothing, hub_log.count(topics.ingest("hub")))
